"""WGS84, GCJ-02 (Amap, Tencent) and BD-09 (Baidu). Linli stores WGS84 and converts at the edge."""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt

from linli.kernel.errors import Invalid

SYSTEMS = ("wgs84", "gcj02", "bd09")
Point = tuple[float, float]

_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BAIDU = pi * 3000.0 / 180.0
_ROUNDS = 40
_CUSP = 1e-10  # degrees
_ENOUGH = 1e-13  # degrees; about ten nanometres


def is_shifted(longitude: float, latitude: float) -> bool:
    """Say whether GCJ-02 differs from WGS84 there: only inside a box around China."""
    return 73.66 < longitude < 135.05 and 3.86 < latitude < 53.55


def _shift_latitude(x: float, y: float) -> float:
    found = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    found += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    found += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return found + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _shift_longitude(x: float, y: float) -> float:
    found = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    found += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    found += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return found + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0


def wgs84_to_gcj02(longitude: float, latitude: float) -> Point:
    """Shift a WGS84 point to GCJ-02."""
    if not is_shifted(longitude, latitude):
        return longitude, latitude
    return _shifted(longitude, latitude)


def _shifted(longitude: float, latitude: float) -> Point:
    x, y = longitude - 105.0, latitude - 35.0
    radians = latitude / 180.0 * pi
    m = 1.0 - _ECCENTRICITY * sin(radians) ** 2
    root = sqrt(m)
    north = _shift_latitude(x, y) * 180.0 / ((_AXIS * (1.0 - _ECCENTRICITY)) / (m * root) * pi)
    east = _shift_longitude(x, y) * 180.0 / (_AXIS / root * cos(radians) * pi)
    return longitude + east, latitude + north


def gcj02_to_wgs84(longitude: float, latitude: float) -> Point:
    """Shift a GCJ-02 point back to WGS84, by iteration, to far below a millimetre."""
    if not is_shifted(longitude, latitude):
        return longitude, latitude
    x, y = _undo(_shifted, longitude, latitude, (longitude, latitude))
    if abs(x - 105.0) < _CUSP:  # the root of |x| has a cusp there, where steps never settle
        y = y - (_shifted(105.0, y)[1] - latitude)
        x = 105.0 if abs(_shifted(105.0, y)[0] - longitude) < _CUSP / 10 else x
    return x, y


def _undo(forward: Callable[[float, float], Point], longitude: float, latitude: float, start: Point) -> Point:
    """Find the point that `forward` takes to the one given, by steps of what is still missing."""
    x, y = start
    for _ in range(_ROUNDS):
        there_x, there_y = forward(x, y)
        off_x, off_y = there_x - longitude, there_y - latitude
        x, y = x - off_x, y - off_y
        if abs(off_x) < _ENOUGH and abs(off_y) < _ENOUGH:
            break
    return x, y


def gcj02_to_bd09(longitude: float, latitude: float) -> Point:
    """Shift a GCJ-02 point to BD-09."""
    z = hypot(longitude, latitude) + 0.00002 * sin(latitude * _BAIDU)
    theta = atan2(latitude, longitude) + 0.000003 * cos(longitude * _BAIDU)
    return z * cos(theta) + 0.0065, z * sin(theta) + 0.006


def _bd09_one_step(longitude: float, latitude: float) -> Point:
    x, y = longitude - 0.0065, latitude - 0.006
    z = hypot(x, y) - 0.00002 * sin(y * _BAIDU)
    theta = atan2(y, x) - 0.000003 * cos(x * _BAIDU)
    return z * cos(theta), z * sin(theta)


def bd09_to_gcj02(longitude: float, latitude: float) -> Point:
    """Shift a BD-09 point to GCJ-02 by the formula in common use, which errs by some centimetres."""
    return _bd09_one_step(longitude, latitude)


def bd09_to_gcj02_exact(longitude: float, latitude: float) -> Point:
    """Shift a BD-09 point to GCJ-02 by iteration, so that the way there and back ends where it began."""
    return _undo(gcj02_to_bd09, longitude, latitude, _bd09_one_step(longitude, latitude))


def _same(longitude: float, latitude: float) -> Point:
    return longitude, latitude


_TO_WGS84: dict[str, Callable[[float, float], Point]] = {
    "wgs84": _same,
    "gcj02": gcj02_to_wgs84,
    "bd09": lambda x, y: gcj02_to_wgs84(*bd09_to_gcj02_exact(x, y)),
}
_FROM_WGS84: dict[str, Callable[[float, float], Point]] = {
    "wgs84": _same,
    "gcj02": wgs84_to_gcj02,
    "bd09": lambda x, y: gcj02_to_bd09(*wgs84_to_gcj02(x, y)),
}
_DIRECT: dict[tuple[str, str], Callable[[float, float], Point]] = {
    ("gcj02", "bd09"): gcj02_to_bd09,
    ("bd09", "gcj02"): bd09_to_gcj02,
}


def convert(longitude: float, latitude: float, source: str, target: str = "wgs84") -> Point:
    """Convert a point between wgs84, gcj02 and bd09. Raises: Invalid for another system."""
    if source not in _TO_WGS84 or target not in _FROM_WGS84:
        raise Invalid(code="coordinate_system")
    if source == target:
        return longitude, latitude
    direct = _DIRECT.get((source, target))
    if direct is not None:
        return direct(longitude, latitude)
    return _FROM_WGS84[target](*_TO_WGS84[source](longitude, latitude))
