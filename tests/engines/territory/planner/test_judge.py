"""Any net is judged by what it does to buildings, and each fault is said."""

import pytest
import shapely
from tests.factories import towns

from linli.engines.territory.drafting import judge, read_town
from linli.engines.territory.planning import Wishes, plan_grids


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    return read_town(towns.save(folder / "b.json", towns.plots(12, 12)))


@pytest.fixture(scope="module")
def grids(town):
    return [(grid.code, grid.shape) for grid in plan_grids(town, Wishes(seconds=0.2)).grids]


def test_a_plan_of_ours_has_no_fault(town, grids) -> None:
    found = judge(town, grids)
    assert found.faults == ()
    assert found.figures["in_band_percent"] == 100
    assert sum(found.households.values()) == int(town.households.sum())


def test_a_grid_left_out_leaves_buildings_in_none(town, grids) -> None:
    found = judge(town, grids[1:])
    assert found.figures["in_none"] > 0
    assert found.faults


def test_grids_that_overlap_count_buildings_twice(town, grids) -> None:
    (code, shape), *others = grids
    found = judge(town, [(code, shapely.union(shape, others[0][1])), *others])
    assert found.figures["in_many"] > 0
    assert found.figures["overlap_percent"] > 0
    assert len(found.faults) >= 2


def test_a_grid_in_two_pieces_is_named(town, grids) -> None:
    apart = shapely.MultiPolygon([shapely.box(0, 0, 1e-4, 1e-4), shapely.box(1, 1, 1.0001, 1.0001)])
    assert any("far-off" in fault for fault in judge(town, [*grids, ("far-off", apart)]).faults)


def test_no_grids_at_all_are_judged_too(town) -> None:
    assert judge(town, []).figures["in_none"] == len(town)
