"""What holds for every course of pauses, extensions and ticks."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.cases import MORNING, World, a_case

from linli.engines.cases import clocks
from linli.engines.cases.lifecycle import Effect, State
from linli.engines.cases.models import Case, Clock
from linli.engines.cases.tick import tick
from linli.engines.journal.models import Event
from linli.engines.territory import public as territory
from linli.kernel import clock

RARE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
MINUTES = st.integers(min_value=1, max_value=6000)
# minutes of work, minutes of pause, minutes of granted time, in the clock's own counting
COURSES = st.lists(st.tuples(MINUTES, MINUTES, st.sampled_from([0, 0, 60, 570])), min_size=1, max_size=5)


def a_handling_clock(world: World) -> tuple[Case, Clock]:
    case = a_case(world).case
    case.state = State.HANDLING
    return case, Clock.objects.get(case=case, kind="handling")


@pytest.mark.django_db
@RARE
@given(course=COURSES)
def test_pauses_and_extensions_conserve_counted_time(world: World, course: list[tuple[int, int, int]]) -> None:
    """What was used plus what is left is the limit and what was granted, whatever the pauses."""
    case, found = a_handling_clock(world)
    calendar = territory.calendar_for(case.area_id)
    used, granted, now = 0, 0, MORNING
    for work, rest, more in course:
        later = now + timedelta(minutes=work)
        used += calendar.elapsed(now, later, "wmin")
        with clock.at(later):
            case.state = State.SUSPENDED
            clocks.apply(case, (Effect.PAUSE,))
            if more:
                clocks.apply(case, (Effect.EXTEND,), more=(more, "wmin"))
                granted += more
        now = later + timedelta(minutes=rest)
        with clock.at(now):
            case.state = State.HANDLING
            clocks.apply(case, (Effect.RESUME,))
        found.refresh_from_db()
        assert used + found.left == 5 * 570 + granted
        assert found.budget == 5 * 570 + granted
        if found.left >= 0:
            assert calendar.elapsed(now, found.due_at, "wmin") == found.left


def steps_of(found: Clock) -> list[int]:
    events = Event.objects.filter(stream=f"case:{found.case_id}", kind__in=["case.reminded", "case.overdue"])
    return [event.data["step"] for event in events if event.data["clock"] == "handling"]


@pytest.mark.django_db
@RARE
@given(moments=st.lists(st.integers(0, 14 * 24 * 60), min_size=1, max_size=12))
def test_ticks_at_any_moments_forward_and_back_fire_no_step_twice(world: World, moments: list[int]) -> None:
    _case, found = a_handling_clock(world)
    for minutes in moments:
        tick(MORNING + timedelta(minutes=minutes))
        tick(MORNING + timedelta(minutes=minutes))
    fired = steps_of(found)
    assert fired == sorted(set(fired))


@pytest.mark.django_db
@RARE
@given(end=st.integers(0, 14 * 24 * 60), every=st.integers(20, 700))
def test_catching_up_ends_where_ticking_all_along_ends(world: World, end: int, every: int) -> None:
    _one, steady = a_handling_clock(world)
    _other, late = a_handling_clock(world)
    Clock.objects.exclude(pk=steady.pk).update(next_at=None)
    for minutes in range(0, end, every):
        tick(MORNING + timedelta(minutes=minutes))
    last = MORNING + timedelta(minutes=end)
    Clock.objects.filter(pk=late.pk).update(next_at=MORNING)
    tick(last)
    steady.refresh_from_db()
    late.refresh_from_db()
    assert (steady.step, steady.next_at) == (late.step, late.next_at)
    assert late.step == passed(late, last)


def passed(found: Clock, moment: datetime) -> int:
    calendar = territory.calendar_for(found.case.area_id)
    return sum(one <= moment for one in clocks.moments(found, calendar))
