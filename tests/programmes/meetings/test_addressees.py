"""A resolution goes to all units, or to those that were chosen; each of them gets it once, whatever happens between."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories.cases import World
from tests.factories.meetings import Sitting, a_body, a_meeting, a_sitting

from linli.engines.cases.models import Case
from linli.kernel.errors import Invalid
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.models import Addressee, MeetingTask

pytestmark = pytest.mark.django_db


def test_a_resolution_for_two_of_three_units_becomes_two_tasks(world: World) -> None:
    sitting = a_sitting(world, units=3).held().agreed(1)
    sitting.agreed(1, title="护学", seats=[sitting.seats[0].pk, sitting.seats[2].pk])
    assert meetings.tasks_to_send(world.worker, sitting.id) == 5
    assert meetings.send_resolutions(sitting.id, by=world.worker) == meetings.Sent(5, 5)
    tasks = MeetingTask.objects.filter(resolution=sitting.resolutions[1])
    assert set(tasks.values_list("seat_id", flat=True)) == {sitting.seats[0].pk, sitting.seats[2].pk}
    shown = meetings.meeting_for(world.worker, sitting.id)
    assert [(one.tasks, one.units) for one in shown.resolutions] == [(3, ()), (2, ("县第1单位", "县第3单位"))]
    lines = {line.seat.id: line.cells for line in meetings.matrix(world.worker, sitting.id)}
    assert lines[sitting.seats[1].pk][1] is None


def test_who_joins_later_gets_what_goes_to_all_and_not_what_goes_to_some(world: World) -> None:
    sitting = a_sitting(world, units=2).held()
    sitting.agreed(1, seats=[one.pk for one in sitting.seats])  # all that sit in it now: it goes to all
    sitting.agreed(1, title="护学", seats=[sitting.seats[0].pk]).sent()
    assert Addressee.objects.count() == 1
    grid = world.land.grids[0].pk
    meetings.add_seat(body_id=sitting.body.pk, unit_id=world.team.id, area_id=grid, by=world.worker)
    assert meetings.send_resolutions(sitting.id, by=world.worker) == meetings.Sent(1, 4)


def test_a_unit_of_another_meeting_or_one_that_has_left_is_not_chosen(world: World) -> None:
    sitting = a_sitting(world, units=2).held()
    meetings.end_seat(sitting.seats[1].pk, by=world.worker)
    for wrong in (sitting.seats[1].pk, 10**9):
        with pytest.raises(Invalid) as refused:
            sitting.agreed(1, seats=[sitting.seats[0].pk, wrong])
        assert set(refused.value.fields) == {"seats"}


def test_what_would_reach_nobody_any_more_is_said_before_anything_is_sent(world: World) -> None:
    sitting = a_sitting(world, units=2).held().agreed(1).agreed(1, title="护学")
    alone = a_sitting_for_one(sitting)
    meetings.end_seat(sitting.seats[1].pk, by=world.worker)
    with pytest.raises(Invalid, match="护学岗"):
        meetings.send_resolutions(sitting.id, by=world.worker)
    assert not Case.objects.filter(origin="meeting").exists()
    meetings.drop_resolution(alone, by=world.worker)
    assert meetings.send_resolutions(sitting.id, by=world.worker).made == 2


def a_sitting_for_one(sitting: Sitting) -> int:
    sitting.agreed(1, title="护学岗", seats=[sitting.seats[1].pk])
    return int(sitting.resolutions[-1].pk)


def test_the_public_reads_whom_a_resolution_goes_to(world: World) -> None:
    sitting = a_sitting(world, units=2).held()
    sitting.agreed(1, seats=[sitting.seats[0].pk]).published()
    assert meetings.public_meeting(sitting.id).resolutions[0].units == ("县第1单位",)


def test_the_database_keeps_a_choice_once(world: World) -> None:
    sitting = a_sitting(world, units=2).held()
    sitting.agreed(1, seats=[sitting.seats[0].pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(resolution=sitting.resolutions[0], seat=sitting.seats[0])


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("agree"), some.sets(some.integers(0, 3), max_size=3)),
        some.tuples(some.just("send"), some.none()),
        some.tuples(some.just("join"), some.none()),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(resolutions=some.integers(1, 4), seats=some.integers(1, 5), again=some.integers(0, 2))
def test_n_resolutions_of_m_units_are_n_times_m_tasks_however_often_they_are_sent(
    world: World, resolutions: int, seats: int, again: int
) -> None:
    with transaction.atomic():
        sitting = a_sitting(world, units=seats).held().agreed(resolutions).sent()
        for _time in range(again):
            sitting.sent()
        pairs = list(MeetingTask.objects.values_list("resolution_id", "seat_id"))
        assert len(pairs) == len(set(pairs)) == Case.objects.filter(origin="meeting").count() == resolutions * seats
        transaction.set_rollback(True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_none_is_lost_and_none_is_there_twice_whatever_comes_between(world: World, steps: list[tuple]) -> None:
    with transaction.atomic():
        body, first = a_body(world, 2)
        sitting = Sitting(world, body, first, a_meeting(world, body)).held()
        seats = [seat.pk for seat in first]
        wanted: list[tuple[int, set[int] | None]] = []
        spare = [(unit, grid) for unit in (world.team.id, world.firm.id) for grid in world.land.grids[:2]]
        for step, given_to in steps:
            if step == "agree":
                chosen = {seats[at % len(seats)] for at in given_to or ()}
                sitting.agreed(1, title=f"第{len(wanted)}项", seats=sorted(chosen))
                wanted.append((sitting.resolutions[-1].pk, None if not chosen or chosen == set(seats) else chosen))
            elif step == "join" and spare:
                unit, grid = spare.pop()
                made = meetings.add_seat(body_id=body.pk, unit_id=unit, area_id=grid.pk, by=world.worker)
                seats.append(made.pk)
            elif step == "send" and wanted:
                sitting.sent()
        if wanted:
            sitting.sent()
        expected = {(one, seat) for one, chosen in wanted for seat in (chosen or seats)}
        found = list(MeetingTask.objects.values_list("resolution_id", "seat_id"))
        assert (set(found), len(found)) == (expected, len(expected))
        transaction.set_rollback(True)
