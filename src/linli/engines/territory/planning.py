"""The door to the grid planner; apart from `public`, because compiled code need not be loaded to serve a page."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

from linli.engines.territory.planner.inputs import Town, features, read_town
from linli.engines.territory.planner.plan import Plan, PlannedGrid, Wishes, plan_grids

__all__ = ["Plan", "PlannedGrid", "Town", "Wishes", "grids_now", "plan_grids", "read_town"]


def grids_now(town: Town, path: Path) -> npt.NDArray[np.int32]:
    """Return the number of the grid that each building of a town lies in, by a GeoJSON file of grids; -1 for none."""
    shapes = town.projection.to_metres(np.array([shape(row["geometry"]) for row in features(path)], dtype=object))
    places = shapely.point_on_surface(town.footprints)
    building, grid = shapely.STRtree(shapes).query(places, predicate="intersects")
    found = np.full(len(town), -1, dtype=np.int32)
    found[building] = grid
    return found
