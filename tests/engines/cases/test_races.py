"""Two people at the very same time, each with an own connection, and a control that shows the race without the lock.

SQLite has one writer, who holds the file since BEGIN IMMEDIATE: there the controls cannot race and are left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, connection
from django.db.models import Model
from tests.factories.cases import MORNING, World, a_case, a_place, a_world
from tests.factories.together import Meeting, together

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Clock, DaySerial, Following
from linli.engines.cases.verbs import open_case as opening
from linli.engines.cases.verbs import turn
from linli.engines.journal.models import Event
from linli.kernel import clock, insertions, rows
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Busy, Invalid, WrongState
from linli.kernel.locks import write
from linli.kernel.reservations import Reserved, reserve

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
one_writer = pytest.mark.skipif(
    "sqlite" in connection.settings_dict["ENGINE"], reason="SQLite lets one write at a time"
)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


def at_once(*functions: Callable[[], object]) -> list[object]:
    def in_the_morning(function: Callable[[], object]) -> object:
        with clock.at(MORNING):
            return function()

    return together(*(partial(in_the_morning, function) for function in functions))


def unlocked(meeting: Meeting) -> Callable[[type[Case], int], Case]:
    """Read a case as the verbs do, but without the lock, and wait until the other has read it too."""

    def read(model: type[Case], key: int) -> Case:
        found = rows.by_key(model, key)
        meeting.wait()
        assert found is not None
        return found

    return read


def two_dispatch(world: World) -> tuple[int, list[object]]:
    made = a_case(world).accepted()
    seen = made.case.version
    send = partial(cases.dispatch, made.id, expected_version=seen)
    return made.id, at_once(
        partial(send, by=world.worker, assignee=world.leader_key),
        partial(send, by=world.street, assignee=world.firm_key),
    )


def test_of_two_who_dispatch_one_wins_and_the_other_is_told_who(world: World) -> None:
    case_id, results = two_dispatch(world)
    refused = [one for one in results if isinstance(one, WrongState)]
    assert len(refused) == 1
    won = world.worker.name if cases.Case.objects.get(pk=case_id).assignee == world.leader_key else world.street.name
    assert won in str(refused[0])
    assert Event.objects.filter(stream=f"case:{case_id}", kind="case.dispatch").count() == 1


@one_writer
def test_control_without_the_lock_nobody_is_told_who_was_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "locked_row", unlocked(Meeting(2, seconds=15)))
    _case_id, results = two_dispatch(world)
    assert [one for one in results if isinstance(one, WrongState)] == []  # both passed the check of the version


def test_of_two_who_claim_one_has_it(world: World) -> None:
    made = a_case(world).accepted()
    results = at_once(partial(cases.claim, made.id, by=world.leader), partial(cases.claim, made.id, by=world.worker))
    assert len([one for one in results if isinstance(one, WrongState)]) == 1
    assert len([one for one in results if isinstance(one, Case)]) == 1


def post(
    world: World, key: str = "the-same-post", text: str = "路灯不亮", photos: tuple[str, ...] = ()
) -> cases.Opened:
    return cases.open_case(
        by=VISITOR,
        text=text,
        photos=photos,
        origin="portal",
        kind_code="complaint",
        category_code="A03",
        location=a_place(world),
        reporter=cases.Reporter(name="张大妈"),
        intake_key=key,
    )


class Apart:
    """Lets every thread write alone, as processes do that know nothing of one another."""

    def serve(self, draft: object) -> object:
        with write():
            return opening._write([draft])[0]  # type: ignore[list-item]


@pytest.fixture(params=["one process", "several"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "several":
        monkeypatch.setattr(opening, "_together", Apart())


@pytest.mark.usefixtures("processes")
def test_the_same_post_twice_is_the_same_case_with_the_same_code(world: World) -> None:
    results = at_once(*[partial(post, world) for _each in range(4)])
    opened = [one for one in results if isinstance(one, cases.Opened)]
    assert len(opened) == 4, results
    assert len({(one.case.number, one.tracking_code) for one in opened}) == 1
    assert sorted(one.repeated for one in opened) == [False, True, True, True]
    assert (Case.objects.count(), Following.objects.count()) == (1, 1)


def test_control_written_without_looking_for_its_key_the_second_post_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_together", Apart())
    whatever_is_there = partial(insertions.of_rows, unless_there=False)
    monkeypatch.setattr(insertions, "of_rows", lambda rows, **_told: whatever_is_there(rows))
    results = at_once(partial(post, world), partial(post, world))
    assert len([one for one in results if isinstance(one, IntegrityError)]) == 1


@pytest.mark.usefixtures("processes")
def test_numbers_of_a_day_are_distinct_and_without_a_gap(world: World) -> None:
    results = at_once(*[partial(post, world, f"post-{number}") for number in range(8)])
    numbers = sorted(one.case.number for one in results if isinstance(one, cases.Opened))
    assert numbers == [f"2026-1116-{serial:04}" for serial in range(1, 9)]


@one_writer
def test_control_reading_the_serial_before_writing_it_gives_one_number_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(2)

    def read_then_write(
        keys: Mapping[type[Model], int], *, days: type[DaySerial], serials: Mapping[date, int]
    ) -> Reserved:
        ((day, count),) = serials.items()
        known = days.objects.filter(day=day).values_list("last", flat=True).first() or 0
        meeting.wait()
        days.objects.update_or_create(day=day, defaults={"last": known + count})
        return replace(reserve(keys), _serials={day: range(known + 1, known + count + 1)})

    monkeypatch.setattr(opening, "_together", Apart())
    monkeypatch.setattr(opening, "reserve", read_then_write)
    results = at_once(partial(post, world, "one"), partial(post, world, "two"))
    assert len([one for one in results if isinstance(one, Busy)]) == 1


def test_those_who_come_together_get_each_his_own_case_and_what_belongs_to_it(world: World) -> None:
    results = at_once(*[partial(post, world, f"post-{number}", f"{number}号楼停水") for number in range(8)])
    opened = [one for one in results if isinstance(one, cases.Opened)]
    assert len(opened) == 8, results
    for one in opened:
        text = one.case.text
        following = Following.objects.get(case=one.case.pk)
        assert Case.objects.get(pk=one.case.pk).text == text
        assert (following.pk, cases.by_tracking_code(one.tracking_code)[0].text) == (one.following_id, text)
        assert Event.objects.filter(stream=f"case:{one.case.pk}", kind="case.submit").count() == 1
        assert Clock.objects.filter(case=one.case.pk).count() == 2
    found = cases.search(world.worker, "停水", cases.CaseFilter()).items
    assert {one.id for one in found} == {one.case.pk for one in opened}


def test_a_report_that_is_refused_takes_no_neighbour_along_and_leaves_no_gap(world: World) -> None:
    gone = partial(post, world, "gone", "照片没了", photos=("0" * 32,))
    results = at_once(gone, *[partial(post, world, f"post-{number}") for number in range(5)])
    assert [type(one) for one in results] == [Invalid, *[cases.Opened] * 5]
    numbers = sorted(one.case.number for one in results if isinstance(one, cases.Opened))
    assert numbers == [f"2026-1116-{serial:04}" for serial in range(1, 6)]


def test_two_joins_at_once_count_all_the_people(world: World) -> None:
    lead, first, second = (a_case(world) for _each in range(3))
    results = at_once(*[partial(cases.merge, one.id, by=world.worker, into=lead.id) for one in (first, second)])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert lead.case.people == 3


def test_crossing_joins_do_not_lock_each_other_for_ever(world: World) -> None:
    one, two = a_case(world), a_case(world)
    results = at_once(
        partial(cases.merge, one.id, by=world.worker, into=two.id),
        partial(cases.merge, two.id, by=world.worker, into=one.id),
    )
    assert len([done for done in results if isinstance(done, WrongState)]) == 1
    assert len([done for done in results if isinstance(done, Busy)]) == 0


def test_two_followers_at_once_are_both_counted(world: World) -> None:
    made = a_case(world)
    results = at_once(*[partial(cases.follow, made.id, by=VISITOR) for _each in range(3)])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert made.case.people == 4
