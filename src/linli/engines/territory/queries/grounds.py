"""The grids of a plan, or of today, as a ground on which points are laid: what a replay of past work asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import shapes
from linli.engines.territory.gridindex import GridIndex
from linli.engines.territory.models import Area
from linli.engines.territory.queries.gridplans import plan_of
from linli.engines.territory.queries.places import day_map, rank
from linli.kernel.actor import Actor

Point = tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """Grids with names and middles; `keys` in the order in which they win on a shared edge."""

    keys: tuple[str, ...]
    names: Mapping[str, str]
    middles: Mapping[str, Point]  # longitude and latitude of a point inside, near the middle
    index: GridIndex

    def keys_at(self, points: NDArray[np.float64]) -> list[str]:
        """Return for each point (N x 2, longitude and latitude) the key of its grid; empty where there is none."""
        if not len(self.keys):
            return [""] * len(points)
        found = self.index.keys_at(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        return [self.keys[place - 1] if place else "" for place in found.tolist()]


def plan_ground(viewer: Actor, plan_id: int) -> Ground:
    """Return the grids of a plan by their codes. Raises: NotFound."""
    grids = sorted(plan_of(viewer, plan_id).grids.all(), key=lambda grid: (not grid.special, grid.code))
    return _ground([(grid.code, grid.name, shapes.load(grid.shape)) for grid in grids])


def ground_of_today(path: str) -> Ground:
    """Return the grids of an area as they are today, by the paths of their areas."""
    here = day_map()
    rows = [row for row in here.rows.values() if row.kind == Area.Kind.GRID and row.path.startswith(path)]
    return _ground([(row.path, row.name, here.shapes[row.id]) for row in sorted(rows, key=rank)])


def _ground(grids: Sequence[tuple[str, str, BaseGeometry]]) -> Ground:
    middles = [_middle(shape) for _key, _name, shape in grids]
    keys = tuple(key for key, _name, _shape in grids)
    return Ground(
        keys=keys,
        names={key: name for key, name, _shape in grids},
        middles=dict(zip(keys, middles, strict=True)),
        index=GridIndex([shape for _key, _name, shape in grids], range(1, len(grids) + 1)),
    )


def _middle(shape: BaseGeometry) -> Point:
    """Return the centre of a shape, or a point inside where the centre lies outside."""
    centre = shape.centroid
    spot = centre if shape.contains(centre) else shapely.point_on_surface(shape)
    return spot.x, spot.y
