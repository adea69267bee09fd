"""A city is planned community by community, several at once, and nothing is lost between them."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.factories import towns

from linli.channels.cli import plan
from linli.engines.territory.planner.inputs import read_places
from linli.engines.territory.planning import Community, Wishes, plan_city, plan_grids, town_of
from linli.kernel.errors import Invalid

COLUMNS, ROWS, WIDE = 24, 8, 8
QUICK = Wishes(seconds=0.1)


def outline(first: int, *, wide: int = WIDE) -> shapely.Polygon:
    west, south = towns.ORIGIN[0] + first * towns.PLOT, towns.ORIGIN[1]
    return shapely.box(west, south, west + wide * towns.PLOT, south + ROWS * towns.PLOT)


def code(number: int) -> str:
    return f"{620302001001 + number}"


@pytest.fixture
def places(tmp_path: Path):
    return read_places(towns.save(tmp_path / "b.json", towns.plots(COLUMNS, ROWS)))


@pytest.fixture
def communities() -> list[Community]:
    return [Community(code(number), outline(number * WIDE)) for number in range(COLUMNS // WIDE)]


def test_each_community_gets_grids_of_its_own_that_cover_it(places, communities) -> None:
    city = plan_city(places, communities, wishes=QUICK)
    assert [one.code for one in city.communities] == [one.code for one in communities]
    for planned, asked in zip(city.communities, communities, strict=True):
        assert planned.figures["in_band_percent"] == 100
        assert all(grid.code.startswith(asked.code) for grid in planned.grids)
        covered = shapely.union_all([grid.shape for grid in planned.grids])
        assert covered.symmetric_difference(asked.outline).area < 1e-4 * asked.outline.area
    served = [name for one in city.communities for grid in one.grids for name in grid.buildings]
    assert sorted(served) == sorted(place.id for place in places)
    assert not city.notes


def test_the_plan_is_the_same_however_many_processes_make_it(places, communities) -> None:
    alone, together = (plan_city(places, communities, wishes=QUICK, processes=count) for count in (1, 3))
    assert [[grid.buildings for grid in one.grids] for one in alone.communities] == [
        [grid.buildings for grid in one.grids] for one in together.communities
    ]


def test_buildings_of_no_community_and_of_two_are_told(places, communities) -> None:
    wider = [communities[0], Community(code(1), outline(WIDE - 1, wide=WIDE))]
    city = plan_city(places, wider, wishes=QUICK)
    assert len(city.notes) == 2
    assert f"{9 * ROWS}" in city.notes[0]          # the last nine columns
    assert f"{ROWS}" in city.notes[1]              # the column both lay claim to
    first = [name for grid in city.communities[0].grids for name in grid.buildings]
    assert f"B{WIDE - 1}-0" in first


def test_a_community_without_buildings_holds_up_no_other(places, communities) -> None:
    empty = Community(code(9), outline(COLUMNS + 5))
    city = plan_city(places, [*communities, empty], wishes=QUICK)
    assert city.communities[-1].refused
    assert all(one.grids for one in city.communities[:-1])


def test_stopping_keeps_the_communities_that_are_done(places) -> None:
    narrow = [Community(code(column), outline(column, wide=1)) for column in range(COLUMNS)]
    city = plan_city(places, narrow, wishes=Wishes(low=100, high=500, seconds=0.05), processes=1,
                     told=lambda _done, _all: False)
    assert city.stopped
    assert 0 < len(city.communities) < len(narrow)


def test_two_communities_of_one_code_are_refused(places, communities) -> None:
    with pytest.raises(Invalid):
        plan_city(places, [communities[0], communities[0]], wishes=QUICK)


def test_the_command_writes_one_file_for_the_city(tmp_path: Path, communities) -> None:
    buildings = towns.save(tmp_path / "b.json", towns.plots(COLUMNS, ROWS))
    borders = towns.save(tmp_path / "c.json", [
        towns.feature(json.loads(shapely.to_geojson(one.outline)), code=one.code) for one in communities
    ])
    out = tmp_path / "plan.json"
    files = ["--buildings", str(buildings), "--communities", str(borders), "--out", str(out)]
    assert plan.main(["grids", *files, "--seconds", "0.1"]) == 0
    rows = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert {row["properties"]["community"] for row in rows} == {one.code for one in communities}
    assert sum(len(row["properties"]["buildings"]) for row in rows) == COLUMNS * ROWS
    assert plan.main(["grids", *files, "--code", "620302001001"]) == 2      # each community has its own


def test_a_small_town_may_have_one_grid_more_or_fewer_for_whole_estates(tmp_path: Path) -> None:
    """Three by three estates of 12 plots: eleven grids are nearest to the middle of the band, nine cut nothing."""
    rows = towns.plots(12, 9, households=(40, 40))
    town = town_of(read_places(towns.save(tmp_path / "b.json", rows)))
    plan = plan_grids(town, Wishes(low=380, high=500, seconds=1))
    assert plan.figures["grids"] == 9
    assert plan.figures["estates_cut"] == 0
    assert np.unique(plan.label).size == 9
