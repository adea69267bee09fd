"""Which area holds a point."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.gridindex import GridIndex
from linli.engines.territory.models import Area, Boundary
from linli.engines.territory.types import AreaRow
from linli.engines.territory.versions import Shelf
from linli.kernel import clock

_NARROWEST_FIRST = tuple(reversed(Area.Kind.values))
BOUNDARIES = "boundaries"  # the token that every change of areas and boundaries renews
_SPANS: Shelf[list[date]] = Shelf(BOUNDARIES, size=4)
_MAPS: Shelf["DayMap"] = Shelf(BOUNDARIES, size=6)


@dataclass(frozen=True)
class DayMap:
    """The areas and their polygons as they are valid on a day, held in memory."""

    rows: dict[int, AreaRow]
    shapes: dict[int, BaseGeometry]
    index: dict[str, GridIndex]  # by kind of area

    def area_at(self, longitude: float, latitude: float, kind: str) -> AreaRow | None:
        """Return the area of a kind that holds a point."""
        key = self.index[kind].key_at(longitude, latitude)
        return self.rows[key] if key else None


def rank(row: AreaRow) -> tuple[bool, str, int]:
    """Return what decides between areas that share a point: special grids first, then the lower code."""
    return (row.grid_kind != Area.GridKind.SPECIAL, row.code, row.id)


def row_of(area: Area) -> AreaRow:
    """Return the row of an area."""
    return AreaRow(
        id=area.pk,
        kind=area.kind,
        grid_kind=area.grid_kind,
        name=area.name,
        short_name=area.short_name or area.name,
        code=area.code,
        path=area.path,
        parent_id=area.parent_id,
    )


def _days_of_change() -> list[date]:
    """Return the days on which some boundary begins or ends, in order."""
    days = Boundary.objects.values_list("valid_from", "valid_to")
    return sorted({day for pair in days for day in pair if day is not None})


def _draw(on: date) -> DayMap:
    found = Boundary.objects.filter(valid_from__lte=on).exclude(valid_to__lte=on).select_related("area")
    rows = {one.area_id: row_of(one.area) for one in found}
    shapes = {one.area_id: shapely.from_wkb(bytes(one.shape)) for one in found}
    index = {}
    for kind in Area.Kind.values:
        ranked = sorted((row for row in rows.values() if row.kind == kind), key=rank)
        index[kind] = GridIndex([shapes[row.id] for row in ranked], [row.id for row in ranked])
    return DayMap(rows, shapes, index)


def day_map(on: date | None = None) -> DayMap:
    """Return the map of a day (default: today), from memory when no boundary has changed since."""
    day = on or clock.today()
    days = _SPANS.get("days", _days_of_change)
    return _MAPS.get(bisect_right(days, day), lambda: _draw(day))


def grid_at(longitude: float, latitude: float, *, on: date | None = None) -> AreaRow | None:
    """Return the grid that holds a WGS84 point on a day.

    Exact. A special grid wins over the basic one around it; on a shared edge or corner the lower code wins.
    """
    return day_map(on).area_at(longitude, latitude, Area.Kind.GRID)


def grids_at(points: NDArray[np.float64], *, on: date | None = None) -> NDArray[np.int64]:
    """Return the keys of the grids that hold the points (N x 2, longitude and latitude); 0 where none does."""
    points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    return day_map(on).index[Area.Kind.GRID].keys_at(points)


def narrowest_at(longitude: float, latitude: float, *, on: date | None = None) -> AreaRow | None:
    """Return the narrowest area that holds a point: a grid, else a community, a street, the county."""
    here = day_map(on)
    for kind in _NARROWEST_FIRST:
        found = here.area_at(longitude, latitude, kind)
        if found is not None:
            return found
    return None
