"""Polygons in and out of the database, and what may be wrong with them."""

from math import cos, radians

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.coordinates import convert

METRES_PER_DEGREE = 111_319.49


def load(stored: bytes | memoryview) -> BaseGeometry:
    """Read a stored shape."""
    return shapely.from_wkb(bytes(stored))


def dump(shape: BaseGeometry) -> bytes:
    """Return the stored form of a shape."""
    return bytes(shapely.to_wkb(shapely.force_2d(shape)))


def to_wgs84(shape: BaseGeometry, source: str) -> BaseGeometry:
    """Return the shape with every point converted from its system to WGS84."""
    if source == "wgs84":
        return shape
    return shapely.transform(shape, lambda points: np.array([convert(x, y, source) for x, y in points]))


def is_polygon(shape: BaseGeometry) -> bool:
    """Say whether a shape is a polygon, or several."""
    return isinstance(shape, Polygon | MultiPolygon) and not shape.is_empty


def fault_of(shape: BaseGeometry) -> tuple[str, str]:
    """Return what GEOS finds wrong with a shape and where; two empty texts when it is valid."""
    if shape.is_valid:
        return "", ""
    reason = shapely.is_valid_reason(shape)
    name, _, place = reason.partition("[")
    return name.strip(), place.rstrip("]").strip()


def square_metres(shape: BaseGeometry) -> float:
    """Return the area of a shape in square metres, near enough for a county."""
    if shape.is_empty:
        return 0.0
    return float(shape.area) * METRES_PER_DEGREE**2 * cos(radians(shape.centroid.y))


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points in metres, near enough within a county."""
    east = (a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2))
    return float((east**2 + (a[1] - b[1]) ** 2) ** 0.5) * METRES_PER_DEGREE
