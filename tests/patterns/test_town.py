"""The invented county on paper: grids tile exactly along streets, homes in the right numbers, the same for a seed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from linli.patterns.demo.town.plan import Town, make_town


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(1)


def edges(shape: BaseGeometry) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for polygon in shapely.get_parts(shape):
        for ring in [polygon.exterior, *polygon.interiors]:
            for one, other in pairwise(ring.coords):
                yield (min(one, other), max(one, other))


def test_the_county_has_three_streets_eleven_communities_and_forty_five_grids(town):
    assert Counter(area.kind for area in town.areas) == {"county": 1, "street": 3, "community": 11, "grid": 45}
    assert Counter(area.grid_kind for area in town.grids()) == {"basic": 41, "special": 4}
    assert len({area.code for area in town.areas}) == 60


def test_grids_share_the_very_same_vertices_and_leave_no_gap(town):
    county = town.areas[0].shape
    counted = Counter(edge for grid in town.grids() for edge in edges(grid.shape))
    outline = set(edges(county))
    assert all(times == 2 for edge, times in counted.items() if edge not in outline)
    assert all(counted[edge] == 1 for edge in outline)
    assert abs(sum(grid.shape.area for grid in town.grids()) - county.area) < 1e-12


def test_no_two_grids_overlap(town):
    shapes = [grid.shape for grid in town.grids()]
    assert all(shape.is_valid for shape in shapes)
    tree = shapely.STRtree(shapes)
    for one, other in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        assert one == other or shapes[one].intersection(shapes[other]).area == 0


def test_every_level_is_the_sum_of_the_one_below(town):
    for area in town.areas:
        below = [one.shape for one in town.areas if one.parent == area.key]
        if below:
            assert abs(sum(shape.area for shape in below) - area.shape.area) < 1e-12


def test_basic_grids_have_between_300_and_650_households(town):
    households = Counter[str]()
    for building in town.buildings:
        households[building.grid] += building.households
    assert all(300 <= households[grid.key] <= 650 for grid in town.grids() if grid.grid_kind == "basic")
    assert 21_000 <= sum(households.values()) <= 23_000
    assert 3_600 <= len(town.buildings) <= 4_400


def test_buildings_stand_in_their_grid_and_not_in_one_another(town):
    shapes = {grid.key: grid.shape for grid in town.grids()}
    assert all(shapes[building.grid].contains(building.footprint) for building in town.buildings)
    footprints = [building.footprint for building in town.buildings]
    tree = shapely.STRtree(footprints)
    one, other = tree.query(footprints, predicate="overlaps")
    assert len(one) == len(other) == 0


def test_names_and_numbers_are_told_apart(town):
    assert len({(estate.community, estate.name) for estate in town.estates}) == len(town.estates)
    numbers = defaultdict(list)
    for building in town.buildings:
        if building.estate is not None:
            numbers[building.estate].append(building.number)
    assert all(len(set(found)) == len(found) for found in numbers.values())
    homes = [home for building in town.buildings[:400] for home in [list(building.homes())]]
    assert all(len(set(found)) == len(found) for found in homes)
    assert all(len(list(building.homes())) == building.households for building in town.buildings)


def test_the_same_seed_draws_the_same_county_and_another_one_another(town):
    again, other = make_town(1), make_town(2)
    assert [b.footprint.wkb for b in again.buildings] == [b.footprint.wkb for b in town.buildings]
    assert [e.name for e in again.estates] == [e.name for e in town.estates]
    assert [b.footprint.wkb for b in other.buildings] != [b.footprint.wkb for b in town.buildings]
