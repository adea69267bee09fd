"""Buildings on a block: rows of slabs and towers, courts back to back, shops along the street, halls and schools."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, sin
from random import Random

import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from linli.patterns.demo.town.network import Point


@dataclass(slots=True)
class Footprint:
    """One building, in metres around the middle of the town."""

    kind: str  # residential, shop, office, school, hospital, other
    built: str  # slab, tower, walkup, court, shop, hall
    shape: Polygon
    floors: int
    entrances: int = 0
    homes_per_floor: int = 0  # behind each entrance

    @property
    def households(self) -> int:
        """Return how many homes it holds."""
        return self.entrances * self.homes_per_floor * self.floors if self.entrances else self.homes_per_floor


@dataclass(frozen=True, slots=True)
class Rows:
    """Measures of buildings in rows, metres: length from-to, depth, gap beside, gap behind, every second gap behind."""

    lengths: tuple[float, float]
    depth: float
    beside: float
    behind: float
    behind_second: float = 0.0
    stagger: bool = False


SLAB = Rows((40, 58), 12.5, 14, 29)
TOWER = Rows((28, 35), 16, 40, 48, stagger=True)
WALKUP = Rows((27, 40), 11, 9, 15)
COURT = Rows((12.5, 15), 13, 0.8, 0.8, 6.5)
SHED = Rows((52, 84), 24, 12, 16)
SCHOOL = Rows((48, 66), 15, 14, 26)
WARD = Rows((46, 70), 20, 16, 24)


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons a cut has left, the largest first."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return sorted(parts, key=lambda part: -part.area)


def heading(start: Point, end: Point) -> float:
    """Return the angle of a line in radians."""
    return atan2(end[1] - start[1], end[0] - start[0])


def _box(x: float, y: float, length: float, depth: float, angle: float) -> Polygon:
    """Return a rectangle of the turned frame on the ground."""
    c, s = cos(angle), sin(angle)
    corners = ((x, y), (x + length, y), (x + length, y + depth), (x, y + depth))
    return Polygon([(px * c - py * s, px * s + py * c) for px, py in corners])


def _spans(shape: Polygon, low: float, high: float) -> list[tuple[float, float]]:
    """Return the stretches of x where a level strip lies wholly inside a shape."""
    west, _, east, _ = shape.bounds
    spans = [(west, east)]
    for y in (low, (low + high) / 2, high):
        cut = shape.intersection(LineString([(west - 1, y), (east + 1, y)]))
        lines = [line for line in getattr(cut, "geoms", [cut]) if line.geom_type == "LineString" and not line.is_empty]
        found = [(min(p[0] for p in line.coords), max(p[0] for p in line.coords)) for line in lines]
        spans = [(max(a, c), min(b, d)) for a, b in spans for c, d in found if min(b, d) - max(a, c) > 1]
    return spans


def rows(land: Polygon, angle: float, measures: Rows, random: Random) -> Iterator[Polygon]:
    """Fill a piece of land with rows of buildings."""
    turned = affinity.rotate(land, -angle, origin=(0, 0), use_radians=True)
    _, y, _, top = turned.bounds
    y, number = y + 1.0, 0
    while y + measures.depth <= top:
        spans = _spans(turned, y, y + measures.depth)
        if not any(b - a >= measures.lengths[0] for a, b in spans):
            y += 3.0  # a slanting edge: try a little further in
            continue
        for west, east in spans:
            for x, length in _along(west, east, measures, random, number):
                yield _box(x, y, length, measures.depth, angle)
        number += 1
        second = measures.behind_second if measures.behind_second and number % 2 == 0 else 0.0
        y += measures.depth + (second or measures.behind)


def _along(west: float, east: float, measures: Rows, random: Random, number: int) -> Iterator[tuple[float, float]]:
    """Yield place and length of the buildings of one row, spread evenly."""
    low, high = measures.lengths
    length = random.uniform(low, high)
    count = int((east - west + measures.beside) // (length + measures.beside))
    if count < 1 and east - west >= low:
        count, length = 1, min(length, east - west)
    if count < 1:
        return
    spare = (east - west) - count * length - (count - 1) * measures.beside
    if measures.behind_second:  # courts: walls touch, the row fills the land
        length, spare = length + spare / count, 0.0
    shift = spare * (0.2 + 0.6 * (number % 2)) if measures.stagger else spare / 2
    for i in range(count):
        yield west + shift + i * (length + measures.beside), length


def front(land: Polygon, start: Point, end: Point, random: Random) -> tuple[list[Polygon], Polygon]:
    """Put a row of shops along one side of the land; return them and the land behind."""
    angle = heading(start, end)
    turned = affinity.rotate(land, -angle, origin=(0, 0), use_radians=True)
    edge = affinity.rotate(LineString([start, end]), -angle, origin=(0, 0), use_radians=True)
    low = max(turned.bounds[1], min(y for _, y in edge.coords))
    shops: list[Polygon] = []
    base = next((low + i for i in range(0, 40, 2) if _spans(turned, low + i, low + i + 9)), None)
    if base is None:
        return [], land
    depth = random.uniform(9, 12)
    for west, east in _spans(turned, base, base + depth):
        x = west + 1
        while x + 9 <= east:
            length = min(random.choice((9.0, 12.0, 15.0, 21.0)), east - x)
            if random.random() < 0.86:
                shops.append(_box(x, base, length, depth, angle))
            x += length + random.choice((0.6, 0.6, 0.6, 7.0))
    strip = _box(
        turned.bounds[0] - 5,
        turned.bounds[1] - 5,
        turned.bounds[2] - turned.bounds[0] + 10,
        base + depth + 9 - turned.bounds[1] + 5,
        angle,
    )
    rest = land.difference(strip)
    return shops, next(iter(polygons(rest)), Polygon())


def homes(built: str, land: Polygon, angle: float, random: Random) -> list[Footprint]:
    """Fill a block with homes of one sort."""
    if land.is_empty or land.area < 200:
        return []
    return [_home(built, shape, random) for shape in rows(land, angle, _MEASURES[built], random)]


_MEASURES = {"slab": SLAB, "tower": TOWER, "walkup": WALKUP, "court": COURT}


def _home(built: str, shape: Polygon, random: Random) -> Footprint:
    if built == "court":
        return Footprint("residential", built, shape, random.choice((1, 1, 2)), 0, 1)
    length = max(_edges(shape))
    if built == "tower":
        if random.random() < 0.14:  # a few hold more homes than one building head may look after
            return Footprint("residential", built, shape, 18, 2, 3)
        return Footprint("residential", built, shape, random.choice((11, 11, 15, 17)), 2 if length > 32 else 1, 2)
    if built == "slab":
        return Footprint("residential", built, shape, random.choice((5, 6, 6, 6)), max(2, round(length / 15)), 2)
    return Footprint("residential", built, shape, random.choice((3, 3, 4)), max(1, round(length / 16)), 2)


def _edges(shape: Polygon) -> list[float]:
    points = list(shape.exterior.coords)
    return [((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 for (x0, y0), (x1, y1) in itertools.pairwise(points)]
