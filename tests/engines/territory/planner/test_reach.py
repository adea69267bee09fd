"""Who reaches what on foot, what opening and closing a point changes, and where the next points stand best."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString

from linli.engines.territory.drafting import (
    HomeInput,
    Need,
    PointInput,
    ReachTable,
    Road,
    closed,
    if_closed,
    if_opened,
    nearest,
    opened,
    reach_report,
)
from linli.engines.territory.planner.network import network_of
from linli.engines.territory.planner.projection import Projection
from linli.engines.territory.planner.siting import choose, cover
from linli.engines.territory.planner.walking import NOWHERE
from linli.engines.territory.planning import LiveReach, best_sites, reach_table, walking_net
from linli.kernel.errors import Invalid

HERE = (102.0, 38.0)


def east(metres: float) -> float:
    return HERE[0] + metres / (111_320 * np.cos(np.radians(HERE[1])))


def street(*, homes=(0, 500, 1000, 1500, 2000), points=(0,)) -> ReachTable:
    """A straight road with homes on it and clinics."""
    roads = [Road(LineString([(east(0), HERE[1]), (east(2000), HERE[1])]), "residential")]
    return reach_table(
        walking_net(roads, HERE),
        [HomeInput(f"h{x}", east(x), HERE[1], 10, {"elderly": 3 if x else 0}) for x in homes],
        [PointInput(f"p{x}", "clinic", east(x), HERE[1]) for x in points],
        [PointInput(f"c{x}", "", east(x), HERE[1]) for x in homes],
    )


def random_net(seed: int, side: int = 12):
    stream = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    places = np.c_[np.repeat(np.arange(side), side), np.tile(np.arange(side), side)] * 90.0
    pairs = np.r_[np.c_[number[:, :-1].ravel(), number[:, 1:].ravel()], np.c_[number[:-1].ravel(), number[1:].ravel()]]
    kept = pairs[stream.random(len(pairs)) < 0.8]
    return network_of(Projection(*HERE), places + stream.uniform(-20, 20, places.shape), kept)


def by_scipy(net, sources, metres: int):
    matrix = csr_array((net.cost.astype(float), net.to, net.start), shape=(len(net), len(net)))
    return dijkstra(matrix, indices=sources, min_only=True, limit=metres * 100)


def as_float(far):
    return np.where(far == NOWHERE, np.inf, far.astype(float))


def test_metres_along_a_road_are_measured() -> None:
    assert nearest(street(), "clinic").tolist() == pytest.approx([0, 500, 1000, 1500, 2000], abs=2)


def test_without_roads_one_walks_straight_times_one_point_three() -> None:
    table = reach_table(
        walking_net([], HERE), [HomeInput("h", east(1000), HERE[1], 1)], [PointInput("p", "shop", *HERE)],
    )
    assert nearest(table, "shop").tolist() == pytest.approx([1300], abs=2)


def test_roads_that_stop_short_of_one_another_are_joined() -> None:
    halves = [
        Road(LineString([(east(0), HERE[1]), (east(995), HERE[1])]), "residential"),
        Road(LineString([(east(1000), HERE[1]), (east(2000), HERE[1])]), "residential"),
    ]
    net = walking_net(halves, HERE)
    table = reach_table(net, [HomeInput("h", east(2000), HERE[1], 1)], [PointInput("p", "shop", *HERE)])
    assert nearest(table, "shop").tolist() == pytest.approx([2000], abs=2)
    assert net.joined


def test_a_motorway_is_not_walked() -> None:
    assert len(walking_net([Road(LineString([HERE, (east(500), HERE[1])]), "motorway")], HERE)) == 0


def test_the_report_tells_gaps_by_kind_and_age_group() -> None:
    everybody, old = reach_report(street(), [Need("clinic"), Need("clinic", age_group="elderly")])
    assert (everybody.inside, everybody.outside, set(everybody.gaps)) == (30, 20, {"h1500", "h2000"})
    assert (old.inside, old.outside) == (6, 6)
    with pytest.raises(Invalid):
        reach_report(street(), [Need("clinic", age_group="martians")])


def test_opening_and_closing_tell_the_same_as_measuring_anew() -> None:
    change = if_opened(street(), "clinic", "c2000")
    assert set(change.gained) == {"h1500", "h2000"}
    assert (change.households_before, change.households_after) == (30, 50)
    two = street(points=(0, 2000))
    assert set(if_closed(two, "p2000").lost) == {"h1500", "h2000"}
    assert np.array_equal(nearest(closed(two, "p2000"), "clinic"), nearest(street(), "clinic"))
    assert np.array_equal(nearest(opened(street(), "clinic", "c2000"), "clinic"), nearest(two, "clinic"))


def test_a_table_is_stored_and_read_again() -> None:
    table = street()
    again = ReachTable.from_bytes(table.to_bytes())
    assert again.points == table.points
    assert again.homes == table.homes
    assert np.array_equal(again.candidate_metres, table.candidate_metres)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_live_reach_stays_exact_while_points_open_and_close(seed: int) -> None:
    net = random_net(seed)
    sources = np.random.default_rng(seed).choice(len(net), 6, replace=False).astype(np.int32)
    live = LiveReach(net, sources[:5], 500)
    before = live.far.copy()
    assert np.array_equal(as_float(live.far), by_scipy(net, sources[:5], 500))
    live.open(int(sources[5]))
    assert np.array_equal(as_float(live.far), by_scipy(net, sources, 500))
    live.undo()
    live.close(2)
    assert np.array_equal(as_float(live.far), by_scipy(net, np.delete(sources[:5], 2), 500))
    live.undo()
    assert np.array_equal(live.far, before)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_the_best_choice_is_the_best_of_all_choices(seed: int, k: int) -> None:
    stream = np.random.default_rng(seed)
    base = stream.integers(0, 60, 15)
    cost = stream.integers(0, 100, (7, 15))
    paid = [np.minimum(base, cost[list(some)].min(axis=0)).sum() for some in combinations(range(7), k)]
    found = choose(base, cost, k)
    assert (found.paid, found.optimal) == (min(paid), True)
    assert np.minimum(base, cost[list(found.places)].min(axis=0)).sum() == found.paid
    covered = np.where(cost < 30, 0, base)
    most = min(np.minimum(base, covered[list(some)].min(axis=0)).sum() for some in combinations(range(7), k))
    found = cover(base, covered, k)
    assert (found.paid, found.optimal, len(found.places)) == (most, True, k)


def town(seed: int, homes: int, places: int, metres: int):
    """Homes and places of a square kilometre; return what each home weighs and what it pays at each place."""
    stream = np.random.default_rng(seed)
    here, there = stream.uniform(0, 1_000, (homes, 2)), stream.uniform(0, 1_000, (places, 2))
    weight = stream.integers(1, 50, homes)
    far = np.hypot(*(there[:, None] - here[None]).T).T
    return weight, np.where(far <= metres, 0, weight)


def by_plain_program(weight, cost, k: int) -> int:
    """Return what the best choice pays by one integer program of all homes and places."""
    places, homes = cost.shape
    rows = np.vstack([np.c_[(cost == 0).T, np.eye(homes)], np.r_[np.ones(places), np.zeros(homes)]])
    least, most = np.r_[np.ones(homes), k], np.r_[np.full(homes, np.inf), k]
    found = milp(
        np.r_[np.zeros(places), weight], integrality=np.r_[np.ones(places), np.zeros(homes)],
        bounds=Bounds(0, 1), constraints=LinearConstraint(rows, least, most),
    )
    return round(found.fun)


@pytest.mark.parametrize("seed", range(6))
def test_what_the_bound_rules_out_is_in_no_better_choice(seed: int) -> None:
    weight, cost = town(seed, 300, 60, 140)
    found = cover(weight, cost, 8)
    assert (found.paid, found.optimal, len(found.places)) == (by_plain_program(weight, cost, 8), True, 8)
    assert np.minimum(weight, cost[list(found.places)].min(axis=0)).sum() == found.paid


@pytest.mark.parametrize("k", [1, 60])
def test_one_place_or_all_of_them_is_a_choice_too(k: int) -> None:
    weight, cost = town(1, 300, 60, 140)
    found = cover(weight, cost, k)
    best = cost.sum(axis=1).min() if k == 1 else np.minimum(weight, cost.min(axis=0)).sum()
    assert (found.paid, found.optimal, len(found.places)) == (best, True, k)
    nothing = cover(weight, np.tile(weight, (60, 1)), k)
    assert (nothing.paid, nothing.optimal, len(nothing.places)) == (weight.sum(), True, k)


def test_a_choice_not_proven_in_time_says_so() -> None:
    weight, cost = town(0, 900, 200, 120)
    in_time, best = cover(weight, cost, 12, seconds=0), cover(weight, cost, 12)
    assert best.optimal
    assert not in_time.optimal
    assert in_time.least <= best.paid <= in_time.paid
    assert len(in_time.places) == 12


def test_the_next_point_stands_where_most_homes_come_within_reach() -> None:
    found = best_sites(street(), "clinic", 1)
    assert found.optimal
    assert (found.before, found.after, found.chosen[0].households) == (30, 50, 20)
    assert best_sites(street(), "clinic", 2, method="median").mean_after < found.mean_after
    with pytest.raises(Invalid):
        best_sites(street(), "clinic", 99)
