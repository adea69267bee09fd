"""The map of our own: outlines of areas and lines of roads, small enough to send with a page."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.models import Area, Road
from linli.engines.territory.paths import WIDTH, parent_path
from linli.engines.territory.queries.places import BOUNDARIES, DayMap, day_map
from linli.engines.territory.types import AreaRow
from linli.engines.territory.versions import Shelf, token
from linli.kernel import clock

Sketch = dict[str, Any]

_SKETCHES: Shelf[Sketch] = Shelf(BOUNDARIES, size=64)
_DIGITS = 5  # of a degree: about a metre
_COARSEST = 0.0032  # degrees; nothing is drawn coarser than some 300 metres
_MOST_CHARACTERS = 190_000
_ROADS = ("water", "park", "primary", "secondary", "residential", "path")


def sketch(path: str, *, on: date | None = None) -> Sketch:
    """Return the map of a subtree as GeoJSON, for the map widget; from memory when nothing has changed.

    `areas` are outlines with id, name, kind, path and a point for the label, the area of the path first; `roads` are
    lines, water and parks; `bbox` is west, south, east, north. Simplified so that it stays below 200 KB.
    """
    day = on or clock.today()
    return _SKETCHES.get((path, day), lambda: _draw(path, day))


def label_points(area_ids: Iterable[int], *, on: date | None = None) -> dict[int, tuple[float, float]]:
    """Return where the label of each area stands, as longitude and latitude; areas without outline are left out."""
    shapes = day_map(on or clock.today()).shapes
    return {key: _label(shapes[key]) for key in set(area_ids) if key in shapes}


def _label(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return round(point.x, _DIGITS), round(point.y, _DIGITS)


def sketch_tag(path: str, *, on: date | None = None) -> str:
    """Return a short text that changes whenever the sketch of a path changes, for ETag."""
    day = on or clock.today()
    return hashlib.sha256(f"{token(BOUNDARIES)}/{path}/{day}".encode()).hexdigest()[:20]


def _draw(path: str, day: date) -> Sketch:
    here = day_map(day)
    rows = _rows(here, path)
    shapes = [here.shapes[row.id] for row in rows]
    roads = _roads(path, shapes)
    detail = _finest(shapes)
    while True:
        made = _sketch(rows, shapes, roads, detail)
        if detail >= _COARSEST or len(json.dumps(made, ensure_ascii=False)) < _MOST_CHARACTERS:
            return made
        detail *= 2


def _rows(here: DayMap, path: str) -> list[AreaRow]:
    """Return the areas to draw: those of the subtree, the widest first; for a path without outline, its parent's."""
    rows = [row for row in here.rows.values() if row.path.startswith(path)]
    if not rows and path:
        return _rows(here, parent_path(path))
    order = list(Area.Kind.values)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.path))


def _roads(path: str, shapes: list[BaseGeometry]) -> list[tuple[Road, BaseGeometry]]:
    """Return the roads near the shapes, the widest classes first."""
    if not shapes:
        return []
    west, south, east, north = shapely.total_bounds(shapes)
    margin = 0.15 * max(east - west, north - south)
    frame = shapely.box(west - margin, south - margin, east + margin, north + margin)
    found = [(road, shapely.from_wkb(bytes(road.shape))) for road in Road.objects.filter(county__path=path[:WIDTH])]
    near = [(road, shapely.clip_by_rect(line, *frame.bounds)) for road, line in found if line.intersects(frame)]
    near.sort(
        key=lambda one: (_ROADS.index(one[0].road_class) if one[0].road_class in _ROADS else len(_ROADS), one[0].pk)
    )
    return near


def _finest(shapes: list[BaseGeometry]) -> float:
    """Return the detail to begin with: about a thousandth of the map's width, a metre at least."""
    if not shapes:
        return 1e-5
    west, south, east, north = shapely.total_bounds(shapes)
    return max(1e-5, float(east - west) / 4000, float(north - south) / 4000)


def _sketch(
    rows: list[AreaRow], shapes: list[BaseGeometry], roads: list[tuple[Road, BaseGeometry]], detail: float
) -> Sketch:
    lines = [(road, shapely.simplify(line, detail)) for road, line in roads]
    if detail >= _COARSEST / 4:
        lines = [(road, line) for road, line in lines if road.road_class not in {"path", "residential"}]
    bounds = shapely.total_bounds(shapes) if shapes else (0.0, 0.0, 0.0, 0.0)
    return {
        "areas": _collection(
            [_area(row, shape) for row, shape in zip(rows, _simplified(rows, shapes, detail), strict=True)]
        ),
        "roads": _collection([_road(road, line) for road, line in lines if not line.is_empty]),
        "bbox": [round(float(edge), _DIGITS) for edge in bounds],
    }


def _simplified(rows: list[AreaRow], shapes: list[BaseGeometry], detail: float) -> list[BaseGeometry]:
    """Simplify outlines level by level; shared edges stay shared where the areas of a level tile."""
    made: dict[int, BaseGeometry] = {}
    for kind in Area.Kind.values:
        level = [(row.id, shape) for row, shape in zip(rows, shapes, strict=True) if row.kind == kind]
        group = [shape for _key, shape in level]
        if group and shapely.coverage_is_valid(group):
            simple = shapely.coverage_simplify(group, detail)
        else:
            simple = shapely.simplify(group, detail)
        made.update((key, shape) for (key, _shape), shape in zip(level, simple, strict=True))
    return [made[row.id] for row in rows]


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.transform(shape, lambda points: np.round(points, _DIGITS))
    made: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return made


def _area(row: AreaRow, shape: BaseGeometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.id,
        "properties": {
            "id": row.id,
            "name": row.short_name,
            "kind": row.kind,
            "grid_kind": row.grid_kind,
            "path": row.path,
            "label": list(_label(shape)),
        },
        "geometry": _geometry(shape),
    }


def _road(road: Road, line: BaseGeometry) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": road.name, "class": road.road_class}, "geometry": _geometry(line)}
