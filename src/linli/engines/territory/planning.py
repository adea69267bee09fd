"""The heavy door to the grid planner: compiled code and solvers, for jobs and the command line, never for a page.

What a page may use (inputs, wishes, drafts, nets, tables of reach) is in `drafting`.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

from linli.engines.territory.planner.city import CityPlan, Community, CommunityPlan, plan_city
from linli.engines.territory.planner.files import read_roads, shapes_of
from linli.engines.territory.planner.inputs import Town, features, read_places, read_town, town_of
from linli.engines.territory.planner.network import LiveReach, WalkingNet, reach_table, walking_net
from linli.engines.territory.planner.plan import Plan, PlannedGrid, plan_grids
from linli.engines.territory.planner.siting import Site, Sites, best_sites
from linli.engines.territory.planner.spread import spread_units
from linli.engines.territory.planner.wishes import Held, Wishes, keep_of

__all__ = [
    "CityPlan",
    "Community",
    "CommunityPlan",
    "Held",
    "LiveReach",
    "Plan",
    "PlannedGrid",
    "Site",
    "Sites",
    "Town",
    "WalkingNet",
    "Wishes",
    "best_sites",
    "codes_now",
    "grids_now",
    "keep_of",
    "plan_city",
    "plan_city_files",
    "plan_grids",
    "reach_table",
    "read_town",
    "spread_units",
    "town_of",
    "walking_net",
]


def plan_city_files(
    buildings: Path, communities: Path, *, roads: Path | None, wishes: Wishes, told: Callable[[int, int], bool] | None
) -> CityPlan:
    """Plan a city from GeoJSON files, community by community; each has a `code`. Raises: Invalid."""
    found = [Community(code, outline) for code, outline, _about in shapes_of(communities)]
    return plan_city(read_places(buildings), found, roads=read_roads(roads), wishes=wishes, told=told)


def grids_now(town: Town, path: Path) -> npt.NDArray[np.int32]:
    """Return the number of the grid that each building of a town lies in, by a GeoJSON file of grids; -1 for none."""
    shapes = town.projection.to_metres(np.array([shape(row["geometry"]) for row in features(path)], dtype=object))
    places = shapely.point_on_surface(town.footprints)
    building, grid = shapely.STRtree(shapes).query(places, predicate="intersects")
    found = np.full(len(town), -1, dtype=np.int32)
    found[building] = grid
    return found


def codes_now(path: Path) -> tuple[str, ...]:
    """Return the codes of a GeoJSON file of grids, in the order `grids_now` counts them."""
    return tuple(str((row.get("properties") or {}).get("code", number)) for number, row in enumerate(features(path)))
