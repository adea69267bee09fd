"""GeoJSON polygons: what can be wrong with them, said so that the one who drew them can mend it."""

import re
from collections.abc import Iterator
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import shapes
from linli.engines.territory.imports.cells import Refused

_CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north
_MOST_POINTS = 200_000
Ring = list[tuple[float, float]]


def polygon_of(geometry: dict[str, Any], source: str, county: BaseGeometry | None) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the polygon of a GeoJSON geometry as drawn and in WGS84, sound and in the county. Raises: Refused."""
    shape = _build(geometry)
    check_degrees(shape.bounds)
    _check_sound(shape)
    placed = shapes.to_wgs84(shape, source)
    if county is not None and not placed.intersects(county):
        raise Refused(_("It lies outside the county. Are the place and the coordinate system right?"))
    return shape, placed


def _build(geometry: dict[str, Any]) -> BaseGeometry:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if not geometry:
        raise Refused(_("It has no geometry."))
    if kind not in {"Polygon", "MultiPolygon"}:
        raise Refused(_("An area must be a Polygon or MultiPolygon, this is a %(kind)s.") % {"kind": kind})
    if not isinstance(coordinates, list) or not coordinates:
        raise Refused(_("The polygon has no points."))
    parts = [coordinates] if kind == "Polygon" else coordinates
    made = [_polygon(part) for part in parts]
    return made[0] if kind == "Polygon" else MultiPolygon(made)


def _polygon(rings: Any) -> Polygon:  # noqa: ANN401  JSON of unknown shape
    if not isinstance(rings, list) or not rings:
        raise Refused(_("The polygon has no points."))
    outer, *holes = [_ring(ring) for ring in rings]
    return Polygon(outer, holes)


def _ring(ring: Any) -> Ring:  # noqa: ANN401  JSON of unknown shape
    if not isinstance(ring, list) or len(ring) > _MOST_POINTS:
        raise Refused(_("The polygon has no points, or more than %(most)d.") % {"most": _MOST_POINTS})
    points = [_point(point) for point in ring]
    if points and points[0] != points[-1]:
        points.append(points[0])
    if len(set(points)) < 3:
        raise Refused(_("A ring of the polygon has fewer than three different points."))
    return points


def _point(point: Any) -> tuple[float, float]:  # noqa: ANN401  JSON of unknown shape
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(one) for one in point[:2]):
        raise Refused(_("A point of the polygon is not a pair of numbers."))
    return float(point[0]), float(point[1])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def check_degrees(bounds: tuple[float, float, float, float]) -> None:
    """Let only longitudes and latitudes in China pass; say what else the numbers look like. Raises: Refused."""
    west, south, east, north = bounds
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 180:
        raise Refused(
            _("The coordinates are metres of a projection, not degrees. Please export them in WGS84 (EPSG:4326).")
        )
    if _inside(bounds):
        return
    if _inside((south, west, north, east)):
        raise Refused(_("Longitude and latitude are swapped: the longitude comes first."))
    raise Refused(_("The coordinates lie outside China. Are they longitude and latitude in degrees?"))


def _inside(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return west >= _CHINA[0] and south >= _CHINA[1] and east <= _CHINA[2] and north <= _CHINA[3]


def _check_sound(shape: BaseGeometry) -> None:
    reason, place = shapes.fault_of(shape)
    if not reason:
        if not shape.area > 0:
            raise Refused(_("The polygon has no area."))
        return
    raise Refused(f"{_words(reason, _place(place))} {_suggestion(shape)}")


def _place(text: str) -> str:
    """Return where GEOS found the fault, rounded to about a metre."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)
    return ", ".join(f"{float(number):.5f}" for number in numbers[:2])


def _words(reason: str, place: str) -> str:
    """Return a fault of GEOS in words."""
    words = {
        "Self-intersection": _("The outline crosses itself at %(place)s."),
        "Ring Self-intersection": _("The outline touches itself at %(place)s."),
        "Hole lies outside shell": _("A hole lies outside the outline, at %(place)s."),
        "Holes are nested": _("One hole lies inside another, at %(place)s."),
        "Interior is disconnected": _("Holes cut the area in two, at %(place)s."),
        "Nested shells": _("One part lies inside another, at %(place)s."),
        "Duplicate Rings": _("The same ring is there twice, at %(place)s."),
        "Too few points in geometry component": _("A ring has too few points, at %(place)s."),
    }
    return words.get(reason, _("The outline is not sound, at %(place)s.")) % {"place": place}


def _suggestion(shape: BaseGeometry) -> str:
    """Say what would come of mending it, so that the one who drew it can judge."""
    parts = list(_polygons(shapely.make_valid(shape, method="structure")))
    hint = _("Please mend it where it was drawn, for example with “Fix geometries” in QGIS, and bring it again.")
    if len(parts) > 1:
        areas = sorted((shapes.square_metres(part) for part in parts), reverse=True)
        return (
            _("Mended, it would fall into %(parts)d pieces, the largest %(area)s m².")
            % {
                "parts": len(parts),
                "area": f"{areas[0]:,.0f}",
            }
            + f" {hint}"
        )
    return hint


def _polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    for part in getattr(shape, "geoms", [shape]):
        if isinstance(part, Polygon):
            yield part
        elif isinstance(part, MultiPolygon):
            yield from part.geoms
