"""Past cases are laid on another net, or given to other staff: load, way and waiting of each grid."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import access as people
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.engines.cases.public import PastCase, Staffing, replay_grids
from linli.engines.cases.whatif import moved_between
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.clock import CHINA
from linli.kernel.errors import NotFound

MONDAY = datetime(2026, 11, 16, 10, tzinfo=CHINA)
MIDDLES = {"north": (106.0, 35.01), "south": (106.0, 35.0)}


def came(number: int, minutes: int, *, latitude: float = 35.0) -> PastCase:
    return PastCase(number, MONDAY + timedelta(minutes=minutes), 106.0, latitude)


def by_latitude(found: object) -> list[str]:
    return ["north" if case.latitude > 35.005 else "south" for case in found]  # type: ignore[attr-defined]


def test_two_cases_at_once_wait_for_one_person_and_not_for_two() -> None:
    both = [came(1, 0), came(2, 0)]
    alone = replay_grids(both, by_latitude, MIDDLES, Staffing({}, minutes=60))
    together = replay_grids(both, by_latitude, MIDDLES, Staffing({"south": 2}, minutes=60))
    assert [load.wait_most for load in alone.grids] == [0, 60]
    assert together.wait_most == 0
    assert (alone.grids[1].cases, alone.grids[1].busy_percent, together.grids[1].busy_percent) == (2, 25, 12)
    assert alone.uneven_percent == 100


def test_the_night_does_not_count_as_waiting() -> None:
    late = [came(1, 6 * 60 + 50), came(2, 6 * 60 + 55)]  # ten and five minutes before the day ends
    found = replay_grids(late, by_latitude, MIDDLES, Staffing({}, minutes=60))
    assert found.wait_most == 55


def test_the_way_is_from_the_middle_and_what_lies_nowhere_is_said() -> None:
    found = replay_grids([came(1, 0, latitude=35.009)], by_latitude, MIDDLES, Staffing({}))
    assert 105 < found.metres < 117
    lost = replay_grids([came(1, 0)], lambda _cases: ["sea"], MIDDLES, Staffing({}))
    assert (lost.nowhere, lost.cases, lost.wait) == (1, 1, 0)


def test_a_grid_that_only_has_another_name_has_moved_nothing() -> None:
    moved = moved_between(["a", "a", "a", "b"], ["x", "x", "y", "y"])
    assert dict(moved) == {("a", "y"): 1}


@given(st.lists(st.tuples(st.integers(0, 5000), st.floats(35, 35.01)), max_size=40), st.integers(1, 4))
def test_every_case_is_in_one_grid_and_more_people_never_wait_longer(
    found: list[tuple[int, float]], staff: int
) -> None:
    known = [came(number, minutes, latitude=north) for number, (minutes, north) in enumerate(found)]
    few = replay_grids(known, by_latitude, MIDDLES, Staffing({}, otherwise=staff))
    more = replay_grids(known, by_latitude, MIDDLES, Staffing({}, otherwise=staff + 1))
    assert sum(load.cases for load in few.grids) == len(known) == few.cases
    assert more.wait <= few.wait
    assert all(load.wait_most >= 0 for load in few.grids)


def test_past_cases_on_the_net_of_today(world: World) -> None:
    for grid in (0, 0, 1):
        a_case(world, grid=grid)
    today = clock.today()
    staff = (Staffing({}), Staffing({}, otherwise=2))
    found = cases.replay_net(SYSTEM, world.land.county.path, today, today, staffing=staff)
    assert (found.looked_at, found.cut, found.moved) == (3, False, [])
    assert [load.cases for load in found.before.grids] == [load.cases for load in found.after.grids]
    assert sum(load.cases for load in found.before.grids) + found.before.nowhere == 3
    assert {load.people for load in found.after.grids} == {2}


def test_who_does_not_answer_for_the_area_sees_no_replay(world: World) -> None:
    today = clock.today()
    stranger = people.a_grid_leader(world.land.grids[0])
    with pytest.raises(NotFound):
        cases.replay_net(stranger, world.land.county.path, today, today)
