"""Blocks that are not homes: schools, a market, parks, a lake, works, fields."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, pi, sin
from random import Random

from shapely import affinity
from shapely.geometry import Polygon

from linli.patterns.demo.town.footprints import SCHOOL, SHED, WARD, Footprint, Rows, polygons, rows
from linli.patterns.demo.town.network import Point


@dataclass(slots=True)
class Furnished:
    """What a feature puts on its block."""

    buildings: list[Footprint] = field(default_factory=list)
    parks: list[Polygon] = field(default_factory=list)
    waters: list[Polygon] = field(default_factory=list)
    fields: list[Polygon] = field(default_factory=list)


def blob(middle: Point, radius: float, random: Random, stretch: float = 1.35) -> Polygon:
    """Return a roundish shape, like a pond."""
    waves = [(random.uniform(0.02, 0.11), k, random.uniform(0, 2 * pi)) for k in (2, 3, 4)]
    points = []
    for step in range(40):
        angle = 2 * pi * step / 40
        r = radius * (1 + sum(size * sin(k * angle + turn) for size, k, turn in waves))
        points.append((middle[0] + stretch * r * cos(angle), middle[1] + r * sin(angle)))
    return Polygon(points)


def _turned(land: Polygon, angle: float, box: tuple[float, float, float, float]) -> Polygon:
    """Return a rectangle given in fractions of the land's own frame, cut to the land."""
    frame = affinity.rotate(land, -angle, origin="centroid", use_radians=True)
    west, south, east, north = frame.bounds
    w, h = east - west, north - south
    x0, y0, x1, y1 = box
    shape = Polygon(
        [
            (west + x0 * w, south + y0 * h),
            (west + x1 * w, south + y0 * h),
            (west + x1 * w, south + y1 * h),
            (west + x0 * w, south + y1 * h),
        ]
    )
    middle = land.centroid
    cut = affinity.rotate(shape, angle, origin=(middle.x, middle.y), use_radians=True).intersection(land)
    return polygons(cut)[0]


def _halls(
    land: Polygon, angle: float, measures: Rows, random: Random, *, kind: str, floors: tuple[int, ...]
) -> list[Footprint]:
    return [Footprint(kind, "hall", shape, random.choice(floors)) for shape in rows(land, angle, measures, random)]


def _school(land: Polygon, angle: float, random: Random) -> Furnished:
    ground = _turned(land, angle, (0.08, 0.06, 0.56, 0.44))
    track = affinity.scale(ground.buffer(-8), 0.96, 0.9).buffer(-14).buffer(14)
    classes = _turned(land, angle, (0.03, 0.52, 0.97, 0.97))
    side = _turned(land, angle, (0.64, 0.05, 0.97, 0.46))
    buildings = _halls(classes, angle, SCHOOL, random, kind="school", floors=(4, 5)) + _halls(
        side, angle, Rows((22, 40), 14, 10, 18), random, kind="school", floors=(2, 3)
    )
    return Furnished(buildings, [track] if isinstance(track, Polygon) else [])


def _hospital(land: Polygon, angle: float, random: Random) -> Furnished:
    front = _turned(land, angle, (0.3, 0.03, 0.7, 0.2))
    wards = _turned(land, angle, (0.04, 0.26, 0.96, 0.97))
    return Furnished(_halls(wards, angle, WARD, random, kind="hospital", floors=(4, 6, 12)), [front])


def _government(land: Polygon, angle: float, random: Random) -> Furnished:
    lawn = _turned(land, angle, (0.2, 0.04, 0.8, 0.42))
    main = Footprint("office", "hall", _turned(land, angle, (0.26, 0.52, 0.74, 0.66)), 9)
    back = _turned(land, angle, (0.06, 0.74, 0.94, 0.97))
    wings = [
        Footprint("office", "hall", _turned(land, angle, box), 5)
        for box in ((0.06, 0.1, 0.15, 0.6), (0.85, 0.1, 0.94, 0.6))
    ]
    return Furnished(
        [main, *wings, *_halls(back, angle, Rows((40, 60), 14, 12, 20), random, kind="office", floors=(4, 5))], [lawn]
    )


def _market(land: Polygon, angle: float, random: Random) -> Furnished:
    hall = Footprint("shop", "hall", _turned(land, angle, (0.24, 0.3, 0.76, 0.72)), 2)
    south, north = _turned(land, angle, (0.04, 0.03, 0.96, 0.2)), _turned(land, angle, (0.04, 0.8, 0.96, 0.97))
    stalls = Rows((10, 16), 9, 1, 6)
    return Furnished(
        [
            hall,
            *_halls(south, angle, stalls, random, kind="shop", floors=(1, 2)),
            *_halls(north, angle, stalls, random, kind="shop", floors=(1, 2)),
        ]
    )


def _mall(land: Polygon, angle: float, random: Random) -> Furnished:
    big = [
        Footprint("shop", "hall", _turned(land, angle, box), floors)
        for box, floors in (((0.07, 0.1, 0.46, 0.5), 5), ((0.55, 0.1, 0.94, 0.42), 4))
    ]
    street = _turned(land, angle, (0.04, 0.58, 0.96, 0.97))
    return Furnished([*big, *_halls(street, angle, Rows((12, 22), 12, 1, 9), random, kind="shop", floors=(2, 3))])


def _works(land: Polygon, angle: float, random: Random) -> Furnished:
    sheds = _halls(_turned(land, angle, (0.04, 0.3, 0.96, 0.97)), angle, SHED, random, kind="other", floors=(1,))
    return Furnished([*sheds, Footprint("office", "hall", _turned(land, angle, (0.1, 0.08, 0.4, 0.2)), 3)])


def _station(land: Polygon, angle: float, random: Random) -> Furnished:
    hall = Footprint("other", "hall", _turned(land, angle, (0.2, 0.62, 0.8, 0.8)), 2)
    shops = _halls(
        _turned(land, angle, (0.04, 0.03, 0.96, 0.16)),
        angle,
        Rows((12, 20), 10, 1, 9),
        random,
        kind="shop",
        floors=(1, 2),
    )
    return Furnished([hall, *shops], [_turned(land, angle, (0.36, 0.26, 0.64, 0.5))])


def _temple(land: Polygon, angle: float, random: Random) -> Furnished:
    del random
    boxes = (
        (0.42, 0.1, 0.58, 0.18),
        (0.36, 0.36, 0.64, 0.5),
        (0.33, 0.68, 0.67, 0.86),
        (0.16, 0.36, 0.24, 0.8),
        (0.76, 0.36, 0.84, 0.8),
    )
    return Furnished([Footprint("other", "hall", _turned(land, angle, box), 1) for box in boxes], [land])


def _square(land: Polygon, angle: float, random: Random) -> Furnished:
    del random
    tower = Footprint("other", "hall", _turned(land, angle, (0.4, 0.4, 0.6, 0.6)), 3)
    return Furnished([tower], [land.buffer(-4)])


def _garden(land: Polygon, angle: float, random: Random) -> Furnished:
    middle = land.centroid
    pond = blob((middle.x + random.uniform(-20, 20), middle.y), land.area**0.5 * 0.12, random)
    pavilion = Footprint("other", "hall", _turned(land, angle, (0.76, 0.74, 0.84, 0.82)), 1)
    return Furnished([pavilion], [land], [pond])


def _green(land: Polygon, angle: float, random: Random) -> Furnished:
    del angle, random
    return Furnished([], [land])


def _lake(land: Polygon, angle: float, random: Random) -> Furnished:
    del angle
    middle = land.centroid
    water = blob((middle.x, middle.y), land.area**0.5 * 0.29, random, 1.25).intersection(land.buffer(-16))
    island = blob((middle.x - 18, middle.y + 10), 9, random)
    return Furnished([], [land], polygons(water.difference(island)))


def _sports(land: Polygon, angle: float, random: Random) -> Furnished:
    del random
    pitch = _turned(land, angle, (0.1, 0.3, 0.62, 0.9))
    oval = pitch.buffer(-16).buffer(16)
    hall = Footprint("other", "hall", _turned(land, angle, (0.7, 0.36, 0.94, 0.78)), 2)
    return Furnished([hall], [oval if isinstance(oval, Polygon) else pitch])


def _field(land: Polygon, angle: float, random: Random) -> Furnished:
    """Strips of fields; a well house here and there."""
    strips, at = [], 0.0
    while at < 1:
        width = random.uniform(0.12, 0.26)
        strips.append(_turned(land, angle, (0.0, at, 1.0, min(1.0, at + width))))
        at += width + 0.012
    return Furnished([], [], [], [strip for strip in strips if strip.area > 100])


FEATURES: dict[str, Callable[[Polygon, float, Random], Furnished]] = {
    "school": _school,
    "campus": _school,
    "hospital": _hospital,
    "government": _government,
    "market": _market,
    "mall": _mall,
    "works": _works,
    "depot": _works,
    "station": _station,
    "temple": _temple,
    "square": _square,
    "garden": _garden,
    "lake": _lake,
    "sports": _sports,
    "field": _field,
    "bank": _green,
    "green": _green,
}
