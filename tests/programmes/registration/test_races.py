"""Two who act on the same registration at the very same time, and controls that show the race without the lock."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.registration import a_duty, a_member_registered, a_unit_registered
from tests.factories.together import Meeting, at_once, one_writer, unlocked_one

from linli.engines.journal.models import Event
from linli.engines.territory.models import Unit
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, WrongState
from linli.programmes.registration import policies
from linli.programmes.registration import public as registration
from linli.programmes.registration.models import Registration, Undertaking, YearReport

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "locked_one", unlocked_one(Meeting(2, seconds=15)))


def told(kind: str) -> int:
    return Event.objects.filter(kind=f"registration.{kind}").count()


def refused(results: list[object]) -> int:
    return len([one for one in results if isinstance(one, WrongState)])


def two_confirm(world: World, key: int) -> list[object]:
    who = (world.worker, world.street)
    return at_once(MORNING, *[partial(registration.confirm_registration, key, by=by) for by in who])


def test_of_two_who_confirm_a_registration_one_does(world: World) -> None:
    row = a_unit_registered(world, confirmed=False)
    assert refused(two_confirm(world, row.pk)) == 1
    assert told("confirm") == 1


@one_writer
def test_control_without_the_lock_it_is_confirmed_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_unit_registered(world, confirmed=False)
    without_lock(monkeypatch)
    assert refused(two_confirm(world, row.pk)) == 0
    assert told("confirm") == 2


def the_firm(world: World) -> Unit:
    return Unit.objects.get(pk=world.firm.id)


def two_report(world: World, monkeypatch: pytest.MonkeyPatch | None = None) -> list[object]:
    row, duty = a_unit_registered(world), a_duty(world)
    taken = registration.take_duty(duty.pk, registration_id=row.pk, by=world.handler)
    colleague = people.a_handler(the_firm(world))
    if monkeypatch is not None:
        without_lock(monkeypatch)
    return at_once(
        MORNING,
        partial(registration.report_duty, taken.pk, note="看过一遍，都好。", by=world.handler),
        partial(registration.report_duty, taken.pk, note="换了一盏灯。", by=colleague),
    )


def test_of_two_who_report_back_one_does_and_the_words_of_that_one_stand(world: World) -> None:
    results = two_report(world)
    assert refused(results) == 1
    won = next(one for one in results if isinstance(one, Undertaking))
    assert Undertaking.objects.get().note == won.note
    assert told("report") == 1


@one_writer
def test_control_without_the_lock_both_report_and_one_is_overwritten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(two_report(world, monkeypatch)) == 0
    assert told("report") == 2


def two_confirm_a_duty(world: World, monkeypatch: pytest.MonkeyPatch | None = None) -> list[object]:
    row, duty = a_unit_registered(world), a_duty(world)
    taken = registration.take_duty(duty.pk, registration_id=row.pk, by=world.handler)
    registration.report_duty(taken.pk, note="看过一遍，都好。", by=world.handler)
    if monkeypatch is not None:
        without_lock(monkeypatch)
    return at_once(
        MORNING,
        partial(registration.confirm_duty, taken.pk, by=world.worker),
        partial(registration.return_duty, taken.pk, reason="三单元没有看", by=world.street),
    )


def test_confirmed_and_sent_back_at_once_it_is_one_of_them(world: World) -> None:
    assert refused(two_confirm_a_duty(world)) == 1
    found = Undertaking.objects.get()
    assert (found.progress == "confirmed") == (found.confirmed_at is not None)


@one_writer
def test_control_without_the_lock_it_is_both(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(two_confirm_a_duty(world, monkeypatch)) == 0
    assert (told("confirm_duty"), told("return")) == (1, 1)


def report_and_confirm(world: World, monkeypatch: pytest.MonkeyPatch | None = None) -> list[object]:
    row = a_unit_registered(world)
    with clock.at(MORNING - timedelta(hours=1)):
        report = registration.report_year(row.pk, year=2026, text="巡楼十二次。", by=world.handler)
    if monkeypatch is not None:
        without_lock(monkeypatch)
    return at_once(
        MORNING,
        partial(registration.report_year, row.pk, year=2026, text="巡楼二十次。", by=world.handler),
        partial(registration.confirm_year, report.pk, by=world.worker, seen=report.reported_at),
    )


def test_a_report_written_anew_while_it_is_confirmed_is_not_confirmed_unread(world: World) -> None:
    assert refused(report_and_confirm(world)) == 1
    found = YearReport.objects.get()
    assert (found.text == "巡楼十二次。") == (found.confirmed_at is not None)


@one_writer
def test_control_without_the_lock_other_words_are_confirmed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(report_and_confirm(world, monkeypatch)) == 0
    found = YearReport.objects.get()
    assert (found.text, found.confirmed_at is not None) == ("巡楼二十次。", True)


def test_two_yearly_reports_at_once_are_one_report(world: World) -> None:
    row = a_unit_registered(world)
    reports = [partial(registration.report_year, row.pk, year=2026, text=text, by=world.handler) for text in "一二"]
    assert not [one for one in at_once(MORNING, *reports) if isinstance(one, Exception)]
    assert YearReport.objects.count() == 1


def test_nobody_registers_with_a_community_twice(world: World) -> None:
    member = people.a_resident("何平")

    def register(by: Actor) -> object:
        return a_member_registered(world, by, confirmed=False)

    results = at_once(MORNING, partial(register, member), partial(register, member))
    assert len([one for one in results if isinstance(one, Invalid)]) == 1
    assert Registration.objects.count() == 1
