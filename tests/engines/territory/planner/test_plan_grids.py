"""Grids are proposed from files: even, whole, each one piece, and the same for the same wish."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.factories import towns

from linli.engines.territory.planner.search import Aim, Graph, recombine
from linli.engines.territory.planning import Wishes, grids_now, plan_grids, read_town
from linli.kernel.errors import Invalid

QUICK = 0.2


@pytest.fixture
def town(tmp_path: Path):
    return read_town(towns.save(tmp_path / "b.json", towns.plots()))


def cut_at_random(town, low: int, high: int) -> int:
    """How many estate pieces a plan has that was not searched for."""
    return plan_grids(town, Wishes(low=low, high=high, seconds=0)).figures["estates_cut"]


def test_every_grid_keeps_the_band_and_is_one_piece(town) -> None:
    plan = plan_grids(town, Wishes(seconds=QUICK))
    assert plan.figures["in_band_percent"] == 100
    assert {grid.shape.geom_type for grid in plan.grids} == {"Polygon"}
    assert sum(grid.households for grid in plan.grids) == int(town.households.sum())
    assert sorted(name for grid in plan.grids for name in grid.buildings) == sorted(town.ids)


def test_grids_tile_without_gap_or_overlap(town) -> None:
    plan = plan_grids(town, Wishes(seconds=QUICK))
    shapes = [grid.shape for grid in plan.grids]
    union = shapely.union_all(shapes)
    land = shapely.union_all(town.projection.to_degrees(town.footprints))
    assert sum(shape.area for shape in shapes) == pytest.approx(union.area, rel=1e-6)
    assert union.symmetric_difference(land).area < 1e-5 * land.area   # corners are kept to the millimetre


def test_the_search_keeps_estates_whole(town) -> None:
    assert plan_grids(town, Wishes(seconds=1)).figures["estates_cut"] < cut_at_random(town, 300, 500) / 2


def test_the_same_wish_gives_the_same_plan_and_another_seed_another(town) -> None:
    first = plan_grids(town, Wishes(seconds=QUICK, seed=3))
    assert np.array_equal(first.label, plan_grids(town, Wishes(seconds=QUICK, seed=3)).label)
    assert not np.array_equal(first.label, plan_grids(town, Wishes(seconds=QUICK, seed=4)).label)


def test_even_mode_leaves_no_grid_far_from_the_mean(town) -> None:
    even = plan_grids(town, Wishes(seconds=1, even=True)).figures["worst_deviation_percent"]
    assert even <= 20


def test_borders_follow_the_main_road(tmp_path: Path) -> None:
    buildings = towns.save(tmp_path / "b.json", towns.plots(24, 12))
    roads = towns.save(tmp_path / "r.json", [towns.main_road(14, 12)])   # through the middle of estates
    town = read_town(buildings, roads=roads)
    plan = plan_grids(town, Wishes(seconds=1))
    road = shapely.LineString(towns.main_road(14, 12)["geometry"]["coordinates"])
    crossing = sum(grid.shape.buffer(-towns.PLOT / 10).intersects(road) for grid in plan.grids)
    without = plan_grids(read_town(buildings), Wishes(seconds=1))
    assert crossing <= sum(grid.shape.buffer(-towns.PLOT / 10).intersects(road) for grid in without.grids)


def test_codes_run_from_the_north_west(town) -> None:
    plan = plan_grids(town, Wishes(seconds=QUICK, code="620302001001"))
    assert [grid.code for grid in plan.grids][:2] == ["620302001001001", "620302001001002"]
    assert plan.grids[0].shape.centroid.y > plan.grids[-1].shape.centroid.y


def test_gardens_are_shared_out_between_houses_and_households_are_estimated(tmp_path: Path) -> None:
    town = read_town(towns.save(tmp_path / "b.json", towns.detached()))
    plan = plan_grids(town, Wishes(seconds=QUICK))
    assert any("estimated" in note or "估算" in note for note in plan.reasons)
    assert {grid.shape.geom_type for grid in plan.grids} == {"Polygon"}
    assert plan.figures["in_band_percent"] == 100


def test_new_buildings_change_few_grids(tmp_path: Path) -> None:
    rows = towns.plots()
    before = plan_grids(read_town(towns.save(tmp_path / "b.json", rows)), Wishes(seconds=1))
    shapes = [towns.feature(shapely.geometry.mapping(grid.shape), code=grid.code) for grid in before.grids]
    for row in rows[100:111]:
        row["properties"]["households"] += 60
    town = read_town(towns.save(tmp_path / "new.json", rows))
    now = grids_now(town, towns.save(tmp_path / "grids.json", shapes))
    after = plan_grids(town, Wishes(seconds=QUICK, keep=now))
    loads_before = np.bincount(now, weights=town.households)
    assert (loads_before > 500).any()
    assert after.figures["in_band_percent"] == 100
    same = max_agreement(now, after.label)
    assert 1 - same / len(town) <= 0.04


def max_agreement(one, other) -> int:
    """How many buildings stay, when each old grid goes on as the new one that holds most of it."""
    table = np.zeros((one.max() + 1, other.max() + 1), dtype=int)
    np.add.at(table, (one, other), 1)
    return int(table.max(axis=1).sum())


def test_progress_is_told_and_a_stop_keeps_the_best_so_far(town) -> None:
    heard = []

    def progress(done: int, total: int) -> bool:
        heard.append((done, total))
        return done < 3

    plan = plan_grids(town, Wishes(seconds=1), progress)
    assert [done for done, _total in heard] == [1, 2, 3]
    assert plan.grids


def test_land_in_no_grid_keeps_no_grid_from_being_cut_anew() -> None:
    """Four homes in a row, badly cut, and a piece of land apart that belongs to nobody."""
    to = np.array([1, 0, 2, 1, 3, 2, 5, 4], dtype=np.int32)
    graph = Graph(
        start=np.array([0, 1, 3, 5, 6, 7, 8]), to=to, length=np.ones(8), kind=np.ones(8, dtype=np.int8),
        load=np.array([100, 100, 100, 100, 0, 0]), estate=np.full(6, -1, dtype=np.int32),
        before=np.full(6, -1, dtype=np.int32),
    )
    aim = Aim(low=150, high=250, target=200.0, piece=1.0, metre=0.004, uneven=0.6, outside=60.0, moved=0.0)
    label = np.array([0, 1, 1, 1, -1, -1], dtype=np.int32)
    recombine(label, 2, graph, aim, 200, 0.05, 0.02, 1, False)
    assert label[0] == label[1] != label[2] == label[3]
    assert set(label[4:]) == {-1}


class TestBadInput:
    def test_nothing_to_plan(self, tmp_path: Path) -> None:
        with pytest.raises(Invalid):
            read_town(towns.save(tmp_path / "b.json", []))

    def test_no_geojson(self, tmp_path: Path) -> None:
        (tmp_path / "b.json").write_text("户数,楼栋")
        with pytest.raises(Invalid):
            read_town(tmp_path / "b.json")

    def test_swapped_coordinates_are_named(self, tmp_path: Path) -> None:
        rows = towns.plots(3, 3)
        for row in rows:
            row["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in row["geometry"]["coordinates"]]
        with pytest.raises(Invalid):
            read_town(towns.save(tmp_path / "b.json", rows))

    def test_doubled_and_crossing_outlines_are_said(self, tmp_path: Path) -> None:
        rows = towns.plots(4, 4)
        crossing = rows[3]["geometry"]["coordinates"][0]
        crossing[1], crossing[2] = crossing[2], crossing[1]
        town = read_town(towns.save(tmp_path / "b.json", [*rows, rows[0]]))
        assert len(town) == 16
        assert len(town.notes) == 2

    def test_an_island_too_small_for_the_band_is_named(self, tmp_path: Path) -> None:
        rows = towns.plots(12, 12)
        island = towns.plots(2, 2)
        for row in island:
            row["geometry"]["coordinates"] = [
                [[x + 0.1, y] for x, y in ring] for ring in row["geometry"]["coordinates"]
            ]
            row["properties"]["id"] += "-island"
            row["properties"]["estate"] = "island"
        plan = plan_grids(read_town(towns.save(tmp_path / "b.json", [*rows, *island])), Wishes(seconds=QUICK))
        assert plan.figures["in_band_percent"] < 100
        alone = next(grid for grid in plan.grids if all(name.endswith("-island") for name in grid.buildings))
        assert any(alone.code in reason and f"{alone.households}" in reason for reason in plan.reasons)

    def test_a_building_without_homes_on_an_island_joins_the_nearest_grid(self, tmp_path: Path) -> None:
        apart = [towns.plots(1, 1)[0] | {"properties": {"id": f"shed-{n}", "households": 0}} for n in range(2)]
        for n, row in enumerate(apart):
            moved = [[x + 0.1, y + n * towns.PLOT] for x, y in row["geometry"]["coordinates"][0]]
            row["geometry"] = {"type": "Polygon", "coordinates": [moved]}
        rows = towns.plots(12, 12)
        alone = plan_grids(read_town(towns.save(tmp_path / "a.json", rows)), Wishes(seconds=QUICK))
        plan = plan_grids(read_town(towns.save(tmp_path / "b.json", [*rows, *apart])), Wishes(seconds=QUICK))
        with_sheds = [grid for grid in plan.grids if {"shed-0", "shed-1"} & set(grid.buildings)]
        assert len(with_sheds) == 1
        assert {"shed-0", "shed-1", "B11-0"} < set(with_sheds[0].buildings)
        assert plan.figures["households"] == alone.figures["households"]

    def test_no_homes_at_all_is_one_grid(self, tmp_path: Path) -> None:
        rows = [row | {"properties": row["properties"] | {"households": 0}} for row in towns.plots(6, 6)]
        first = rows[0] | {"geometry": {"type": "Polygon", "coordinates": [
            [[x - 0.1, y] for x, y in rows[0]["geometry"]["coordinates"][0]]
        ]}}
        plan = plan_grids(read_town(towns.save(tmp_path / "b.json", [first, *rows[1:]])), Wishes(seconds=QUICK))
        assert [len(grid.buildings) for grid in plan.grids] == [36]

    def test_a_building_above_the_band_is_named(self, tmp_path: Path) -> None:
        rows = towns.plots(12, 12)
        rows[0]["properties"]["households"] = 900
        plan = plan_grids(read_town(towns.save(tmp_path / "b.json", rows)), Wishes(seconds=QUICK))
        assert any("900" in reason or "1 " in reason for reason in plan.reasons)

    def test_a_band_upside_down(self, town) -> None:
        with pytest.raises(Invalid):
            plan_grids(town, Wishes(low=500, high=300))
