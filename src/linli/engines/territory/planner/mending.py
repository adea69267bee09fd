"""Mends what is wrong with outlines: crossing themselves, in parts, doubled, in another system of coordinates."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.coordinates import bd09_to_gcj02_exact, convert, gcj02_to_wgs84
from linli.kernel.errors import Invalid

POINT_DEGREES = 0.00005      # a building known as a point stands on a spot of about ten metres
SAME = 0.8                   # share of the smaller outline that lies in the other from which on both are one building
SAMPLE = 400                 # outlines by which systems of coordinates are told apart
CLEARLY = 0.03               # share of buildings by which another reading must fit the boundary better
SEVERAL_KINDS = ("unreadable", "mended", "parts", "doubled")

Geometries = npt.NDArray[np.object_]


def usable(shapes: Sequence[BaseGeometry | None], notes: list[str]) -> tuple[list[int], Geometries]:
    """Return which shapes can be planned with and a Polygon for each; `notes` gets what was wrong."""
    faults: Counter[str] = Counter()
    kept, polygons = [], []
    for number, geometry in enumerate(shapes):
        polygon = _one_polygon(geometry, faults)
        if polygon is not None:
            kept.append(number)
            polygons.append(polygon)
    outlines = np.array(polygons, dtype=object)
    stays = _once(outlines)
    faults["doubled"] = int((~stays).sum())
    words = {
        "unreadable": _("%(n)d buildings without a usable outline were left out."),
        "mended": _("%(n)d outlines that cross themselves were mended."),
        "parts": _("%(n)d buildings have several parts: each is planned where its largest part stands."),
        "doubled": _("%(n)d buildings stood in the file twice."),
    }
    notes.extend(words[kind] % {"n": faults[kind]} for kind in SEVERAL_KINDS if faults[kind])
    return [number for number, stay in zip(kept, stays, strict=True) if stay], outlines[stays]


def _one_polygon(geometry: BaseGeometry | None, faults: Counter[str]) -> BaseGeometry | None:
    if geometry is None or geometry.is_empty or not np.isfinite(shapely.get_coordinates(geometry)).all():
        faults["unreadable"] += 1
        return None
    if geometry.geom_type == "Point":
        return geometry.buffer(POINT_DEGREES, quad_segs=2)
    several = geometry.geom_type == "MultiPolygon" and len(shapely.get_parts(geometry)) > 1
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
        faults["mended"] += 1
    elif geometry.geom_type == "Polygon":
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
    if not parts:
        faults["unreadable"] += 1
        return None
    faults["parts"] += several
    largest: BaseGeometry = max(parts, key=lambda part: float(part.area))
    return largest


def _once(outlines: Geometries) -> npt.NDArray[np.bool_]:
    """Say which outlines stay when those that lie in one another are taken as one building, the first."""
    stays = np.ones(len(outlines), dtype=bool)
    if not len(outlines):
        return stays
    first, second = shapely.STRtree(outlines).query(outlines)
    first, second = first[first < second], second[first < second]
    box = shapely.bounds(outlines)
    wide = np.minimum(box[first, 2], box[second, 2]) - np.maximum(box[first, 0], box[second, 0])
    high = np.minimum(box[first, 3], box[second, 3]) - np.maximum(box[first, 1], box[second, 1])
    area = shapely.area(outlines)
    near = np.flatnonzero(wide * high > SAME * np.minimum(area[first], area[second]))
    first, second = first[near], second[near]
    shared = shapely.area(shapely.intersection(outlines[first], outlines[second]))
    stays[second[shared > SAME * np.minimum(area[first], area[second])]] = False
    return stays


def to_wgs84(geometry: BaseGeometry | Geometries, system: str) -> BaseGeometry | Geometries:
    """Bring shapes from gcj02 or bd09 to WGS84. Raises: Invalid for another system."""
    if system == "wgs84":
        return geometry
    if system not in {"gcj02", "bd09"}:
        raise Invalid(code="coordinate_system")
    return _each_point(geometry, lambda x, y: convert(x, y, system))


def _each_point(
    geometry: BaseGeometry | Geometries, change: Callable[[float, float], tuple[float, float]]
) -> BaseGeometry | Geometries:
    def every(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.array([change(float(x), float(y)) for x, y in points]).reshape(-1, 2)

    changed: BaseGeometry | Geometries = shapely.transform(geometry, every)
    return changed


def system_of(outlines: Geometries, boundary: BaseGeometry | None, notes: list[str]) -> str:
    """Guess the system of coordinates of buildings from how well they lie in a boundary of WGS84."""
    if boundary is None or not len(outlines):
        return "wgs84"
    chosen = outlines[:: max(1, len(outlines) // SAMPLE)]
    places = shapely.get_coordinates(shapely.point_on_surface(chosen))
    fits = {"wgs84": _share_inside(places, boundary)}
    fits["gcj02"] = _share_inside(np.array([gcj02_to_wgs84(x, y) for x, y in places]), boundary)
    fits["bd09"] = _share_inside(
        np.array([gcj02_to_wgs84(*bd09_to_gcj02_exact(x, y)) for x, y in places]), boundary
    )
    best = max(fits, key=lambda name: fits[name])
    if fits[best] <= fits["wgs84"] + CLEARLY:
        return "wgs84"
    notes.append(
        _("The buildings lie %(inside)d %% inside the boundary as they are, %(better)d %% when read as %(system)s:"
          " they were taken as %(system)s and brought to WGS84.")
        % {"inside": 100 * fits["wgs84"], "better": 100 * fits[best], "system": best.upper()}
    )
    return best


def _share_inside(places: npt.NDArray[np.float64], boundary: BaseGeometry) -> float:
    return float(shapely.contains_xy(boundary, places[:, 0], places[:, 1]).mean())


def refuse_swapped(places: npt.NDArray[np.float64], boundary: BaseGeometry | None) -> None:
    """Refuse coordinates whose latitude comes first. Raises: Invalid."""
    x, y = np.median(places, axis=0)
    seen_in_china = 3 < x < 54 and 73 < y < 136          # only with x and y exchanged
    better = boundary is not None and _share_inside(places[:, ::-1], boundary) > _share_inside(places, boundary) + 0.5
    if abs(y) > 90 or better or (boundary is None and seen_in_china):
        raise Invalid(_("Longitude and latitude seem to be swapped. Please give longitude first."))
    if abs(x) > 180:
        raise Invalid(_("The coordinates are no longitudes and latitudes. Please give degrees, longitude first."))
