"""County units are spread evenly over grids, near, and change as little as can be; the optimum is proven."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from linli.engines.territory.drafting import GridInput, SpreadWishes, UnitInput
from linli.engines.territory.planning import spread_units


def units(count: int, seed: int = 1, **about) -> list[UnitInput]:
    places = np.random.default_rng(seed).uniform(0, 0.1, (count, 2))
    return [UnitInput(f"u{i}", longitude=102 + x, latitude=38 + y, **about) for i, (x, y) in enumerate(places)]


def grids(count: int, seed: int = 2) -> list[GridInput]:
    places = np.random.default_rng(seed).uniform(0, 0.1, (count, 2))
    return [GridInput(f"g{i:03d}", f"c{i % 3}", 102 + x, 38 + y) for i, (x, y) in enumerate(places)]


def served_by(spread) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in spread.pairs:
        found.setdefault(pair.unit, set()).add(pair.grid)
    return {unit: frozenset(codes) for unit, codes in found.items()}


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000))
def test_as_many_units_as_grids_are_paired_as_the_assignment_problem_pairs_them(count: int, seed: int) -> None:
    found = spread_units(units(count, seed), grids(count, seed + 1))
    here, there = units(count, seed), grids(count, seed + 1)
    east = np.array([[a.longitude - b.longitude for b in there] for a in here])
    north = np.array([[a.latitude - b.latitude for b in there] for a in here])
    latitude = np.mean([b.latitude for b in there])
    metres = np.rint(np.hypot(east * 111_320 * np.cos(np.radians(latitude)), north * 110_574) * 1.3)
    rows, columns = linear_sum_assignment(metres)
    assert found.optimal
    assert abs(sum(pair.metres for pair in found.pairs) - metres[rows, columns].sum()) <= count


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 25), st.integers(0, 1000))
def test_each_grid_gets_its_even_share(many: int, few: int, seed: int) -> None:
    found = spread_units(units(many, seed), grids(few, seed + 1))
    assert len(found.pairs) == many
    assert found.figures["most_in_a_grid"] - found.figures["fewest_in_a_grid"] <= 1


def test_when_a_unit_goes_the_others_stay_where_they_serve() -> None:
    first = served_by(spread_units(units(60), grids(30)))
    left = [replace(unit, now=first[unit.id]) for unit in units(60)[1:]]
    again = spread_units(left, grids(30))
    assert again.figures["given_up"] <= 2
    assert again.optimal


def test_a_lock_is_kept_even_where_it_is_far() -> None:
    far = [replace(units(5)[0], locked=frozenset({"g003"})), *units(5)[1:]]
    pair = next(pair for pair in spread_units(far, grids(5)).pairs if pair.unit == "u0")
    assert (pair.grid, pair.locked) == ("g003", True)


def test_a_wanted_skill_draws_a_unit_from_farther_away() -> None:
    doctor = UnitInput("doctor", longitude=102.02, latitude=38, skills=frozenset({"health"}))
    other = UnitInput("other", longitude=102.0, latitude=38)
    wants = GridInput("wants", "c", 102.0, 38, skills=frozenset({"health"}))
    plain = GridInput("plain", "c", 102.02, 38)
    wishes = SpreadWishes(skill_metres=10_000)
    assert served_by(spread_units([doctor, other], [wants, plain], wishes=wishes))["doctor"] == {"wants"}


def test_too_few_units_leave_grids_without_and_say_so() -> None:
    found = spread_units(units(2), grids(5))
    assert found.figures["grids_without"] == 3
    assert found.reasons


def test_each_community_gets_a_liaison_of_its_own() -> None:
    found = spread_units(units(12), grids(6))
    assert set(found.liaisons) == {"c0", "c1", "c2"}
    assert len(set(found.liaisons.values())) == 3


def test_nobody_to_spread_is_an_answer_too() -> None:
    assert spread_units([], grids(2)).pairs == ()
