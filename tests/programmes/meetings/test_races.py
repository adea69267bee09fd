"""Two who run the same joint meeting at the very same time, and controls that show the race without the lock."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from tests.factories.cases import MORNING, World, a_world
from tests.factories.meetings import Sitting, a_sitting
from tests.factories.together import Meeting, at_once, one_writer, unlocked_one

from linli.engines.cases.models import Case
from linli.kernel import clock
from linli.kernel.errors import LinliError
from linli.programmes.meetings import policies
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.models import MeetingTask, Resolution
from linli.programmes.meetings.verbs import resolutions

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


def two_send(world: World, sitting: Sitting) -> list[object]:
    return at_once(MORNING, *[partial(meetings.send_resolutions, sitting.id, by=by) for by in both(world)])


def both(world: World) -> tuple[object, object]:
    return world.worker, world.street


def test_sent_by_two_at_once_every_unit_has_each_task_once(world: World) -> None:
    sitting = a_sitting(world, units=3).held().agreed(2)
    results = two_send(world, sitting)
    assert sorted(one.made for one in results) == [0, 6]  # type: ignore[attr-defined]
    assert MeetingTask.objects.count() == Case.objects.filter(origin="meeting").count() == 6


@one_writer
def test_control_without_the_lock_the_second_who_sends_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = a_sitting(world, units=2).held().agreed(1)
    monkeypatch.setattr(policies, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    assert len([one for one in two_send(world, sitting) if isinstance(one, IntegrityError)]) == 1


def two_resolve(world: World, sitting: Sitting) -> list[object]:
    due = clock.today() + timedelta(days=7)
    told = [("楼道清理", world.worker), ("消防演练", world.street)]
    return at_once(
        MORNING,
        *[partial(meetings.resolve, sitting.id, title=name, text=name, due_on=due, by=by) for name, by in told],
    )


def test_two_write_down_what_was_agreed_and_both_stand_in_order(world: World) -> None:
    sitting = a_sitting(world).held()
    assert not [one for one in two_resolve(world, sitting) if isinstance(one, Exception)]
    assert list(Resolution.objects.order_by("position").values_list("position", flat=True)) == [1, 2]


@one_writer
def test_control_without_the_lock_both_want_the_same_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = a_sitting(world).held()
    meeting, text = Meeting(2, seconds=15), resolutions.needed_text

    def once_both_have_counted(*given: str, **more: Any) -> str:
        meeting.wait()
        return text(*given, **more)

    monkeypatch.setattr(policies, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    monkeypatch.setattr(resolutions, "needed_text", once_both_have_counted)
    assert len([one for one in two_resolve(world, sitting) if isinstance(one, IntegrityError)]) == 1


def test_sent_while_a_resolution_is_taken_back_it_is_either_and_never_both(world: World) -> None:
    sitting = a_sitting(world, units=2).held().agreed(2)
    dropped = sitting.resolutions[1].pk
    at_once(
        MORNING,
        partial(meetings.send_resolutions, sitting.id, by=world.worker),
        partial(meetings.drop_resolution, dropped, by=world.street),
    )
    tasks = MeetingTask.objects.filter(resolution_id=dropped).count()
    assert tasks == (2 if Resolution.objects.filter(pk=dropped).exists() else 0)
    assert MeetingTask.objects.count() == 2 + tasks


def test_of_two_who_call_it_off_and_hold_it_one_is_told_that_it_has_moved_on(world: World) -> None:
    sitting = a_sitting(world)
    presence = {seat.pk: "present" for seat in sitting.seats}
    results = at_once(
        MORNING,
        partial(meetings.cancel_meeting, sitting.id, reason="会场停电", by=world.worker),
        partial(meetings.hold_meeting, sitting.id, presence=presence, by=world.street),
    )
    assert len([one for one in results if isinstance(one, LinliError)]) == 1
