"""The finished plan: areas that tile exactly, estates, buildings with homes, streets, water and parks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

from linli.patterns.demo.town.balance import balance, neighbours, tune
from linli.patterns.demo.town.blocks import STEMS, part
from linli.patterns.demo.town.build import Built, build
from linli.patterns.demo.town.footprints import Footprint
from linli.patterns.demo.town.ground import Ground, degrees, metres
from linli.patterns.demo.town.layout import COMMUNITIES, COUNTY, QUARTERS, RIVER_ROW, STREETS, Lattice, lattice
from linli.patterns.demo.town.names import PUBLIC, SPECIAL, EstateNames
from linli.patterns.demo.town.network import Point

RIVER_HALF = 27.0
RIVER_NAME = "云泉河"
ESTATE_SIZE = 12  # buildings of a small estate
PARKS = {"lake", "garden", "square", "sports", "temple"}


@dataclass(slots=True)
class AreaPlan:
    """A county, street, community or grid."""

    key: str
    kind: str
    name: str
    short_name: str
    code: str
    parent: str
    shape: BaseGeometry
    grid_kind: str = ""
    rural: bool = False


@dataclass(slots=True)
class EstatePlan:
    """A named cluster of homes."""

    name: str
    community: str
    built: str
    buildings: list["BuildingPlan"] = field(default_factory=list)


@dataclass(slots=True)
class BuildingPlan:
    """A building with its homes."""

    estate: int | None  # place in the list of estates
    community: str
    grid: str
    number: str
    name: str
    kind: str
    built: str
    floors: int
    households: int
    entrances: int
    homes_per_floor: int
    middle: Point
    footprint: Polygon

    def homes(self) -> Iterator[tuple[str, int, str]]:
        """Yield entrance, floor and room of every home."""
        if not self.entrances:
            for number in range(1, self.households + 1):
                yield "", 1, str(number)
            return
        for entrance in range(1, self.entrances + 1):
            for floor in range(1, self.floors + 1):
                for room in range(1, self.homes_per_floor + 1):
                    yield str(entrance), floor, f"{floor}{room:02d}"


@dataclass(slots=True)
class RoadPlan:
    """A street, a water or a park for the sketch map."""

    name: str
    road_class: str
    shape: BaseGeometry


@dataclass(slots=True)
class SpotPlan:
    """A place people name when they are on the street: a crossing, a bridge, a park."""

    name: str
    grid: str
    middle: Point
    kind: str  # crossing, park, street, public


@dataclass(slots=True)
class Town:
    """Everything the generator needs to know of the ground."""

    areas: list[AreaPlan] = field(default_factory=list)
    estates: list[EstatePlan] = field(default_factory=list)
    buildings: list[BuildingPlan] = field(default_factory=list)
    roads: list[RoadPlan] = field(default_factory=list)
    spots: list[SpotPlan] = field(default_factory=list)

    def grids(self) -> list[AreaPlan]:
        """Return the grids."""
        return [area for area in self.areas if area.kind == "grid"]


def make_town(seed: int = 1) -> Town:
    """Draw the invented county. The same seed draws the same county."""
    frame = lattice()
    parted = part(frame, QUARTERS, seed)
    ground = Ground(frame.network)
    built = tune(
        [build(block, ground, seed) for block in parted.blocks], lambda item: build(item.block, ground, seed), seed
    )
    balance(built, frame.network)
    town = Town()
    town.areas = _areas(built)
    keys = {area.key for area in town.areas}
    _homes(town, built, neighbours(built, frame.network), seed)
    _public(town, built)
    town.roads = [*_water_and_parks(built, ground), *_streets(built, ground)]
    town.spots = [spot for spot in _spots(frame, ground, built) if spot.grid in keys]
    return town


def _join(built: list[Built]) -> BaseGeometry:
    return shapely.coverage_union_all([Polygon(item.ring) for item in built])


def _areas(built: list[Built]) -> list[AreaPlan]:
    by_grid: dict[str, list[Built]] = defaultdict(list)
    for item in built:
        by_grid[item.block.grid].append(item)
    shapes = {key: _join(items) for key, items in by_grid.items()}
    areas = [
        AreaPlan(
            "county", "county", COUNTY[1], COUNTY[2], COUNTY[0], "", shapely.coverage_union_all(list(shapes.values()))
        )
    ]
    streets = {community.key: community.parent for community in COMMUNITIES}
    for street in STREETS:
        inside = [shape for key, shape in shapes.items() if streets[key[0]] == street.key]
        areas.append(
            AreaPlan(
                street.key,
                "street",
                street.name,
                street.name.removesuffix("街道"),
                street.code,
                "county",
                shapely.coverage_union_all(inside),
            )
        )
    for community in COMMUNITIES:
        keys = [key for key in shapes if key[0] == community.key]
        whole = shapely.coverage_union_all([shapes[key] for key in keys])
        short = community.name.removesuffix("社区")
        areas.append(
            AreaPlan(f"c:{community.key}", "community", community.name, short, community.code, community.parent, whole)
        )
        areas += _grids(short, community.code, f"c:{community.key}", {key: by_grid[key] for key in keys}, shapes)
    return areas


def _grids(
    short: str, code: str, parent: str, by_grid: dict[str, list[Built]], shapes: dict[str, BaseGeometry]
) -> list[AreaPlan]:
    """Name the grids of a community, from west to east and north to south; special ones last."""

    def place(key: str) -> tuple[bool, float]:
        middle = shapes[key].centroid
        return key.endswith("special"), round(-middle.y * 300) * 10 + middle.x

    grids = []
    for number, key in enumerate(sorted(by_grid, key=place), start=1):
        special = next((SPECIAL[item.block.use] for item in by_grid[key] if key.endswith("special")), "")
        grids.append(
            AreaPlan(
                key,
                "grid",
                f"{special}专属网格" if special else f"{short}社区第{number}网格",
                special or f"{short}{number}网格",
                f"{code}{801 if special else number:03d}",
                parent,
                shapes[key],
                "special" if special else "basic",
                rural=not special and all(item.block.quarter.style == "village" for item in by_grid[key]),
            )
        )
    return grids


def _plan(footprint: Footprint, item: Built, estate: int | None, number: str, name: str) -> BuildingPlan:
    ring = [degrees((x, y)) for x, y, *_ in footprint.shape.exterior.coords]
    middle = footprint.shape.centroid
    return BuildingPlan(
        estate,
        f"c:{item.block.quarter.community}",
        item.block.grid,
        number,
        name,
        footprint.kind,
        footprint.built,
        footprint.floors,
        footprint.households,
        footprint.entrances,
        footprint.homes_per_floor,
        degrees((middle.x, middle.y)),
        Polygon(ring),
    )


def _homes(town: Town, built: list[Built], touching: dict[int, dict[int, float]], seed: int) -> None:
    names = EstateNames(seed)
    estate_of: dict[int, int] = {}
    for item in built:
        if not item.homes:
            continue
        block = item.block
        beside = {estate_of[n] for n in touching[block.number] if n in estate_of}
        place = next((n for n in sorted(beside) if _same_estate(town.estates[n], item)), len(town.estates))
        if place == len(town.estates):
            stem = STEMS[block.quarter.community]
            name = names.take(block.built, stem, village=block.quarter.style == "village")
            town.estates.append(EstatePlan(name, f"c:{block.quarter.community}", block.built))
        estate_of[block.number] = place
        estate = town.estates[place]
        for number, footprint in enumerate(item.homes, start=len(estate.buildings) + 1):
            label = f"{number}号院" if block.built == "court" else f"{number}号楼"
            estate.buildings.append(_plan(footprint, item, place, str(number), label))
            town.buildings.append(estate.buildings[-1])


def _same_estate(estate: EstatePlan, item: Built) -> bool:
    """Say whether a block belongs to the estate beside it: the same sort of houses, and few of them."""
    block = item.block
    alike = estate.built == block.built != "court" and estate.community == f"c:{block.quarter.community}"
    return alike and len(estate.buildings) + len(item.homes) <= ESTATE_SIZE


def _public(town: Town, built: list[Built]) -> None:
    doors: dict[str, int] = defaultdict(int)
    for item in built:
        for footprint, street in item.shops:
            doors[street] += 2
            town.buildings.append(_plan(footprint, item, None, str(doors[street]), f"{street}{doors[street]}号"))
        name = PUBLIC.get((item.block.quarter.community, item.block.use), "")
        for number, footprint in enumerate(item.furnished.buildings, start=1):
            label = f"{name}{number}号楼" if name else f"{STEMS[item.block.quarter.community]}路边{number}号"
            town.buildings.append(_plan(footprint, item, None, str(number), label))


def _ground(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda points: np.array([degrees((x, y)) for x, y in points]))


def _river(built: list[Built], ground: Ground) -> BaseGeometry:
    lines = []
    for item in built:
        if item.block.use == "bank":
            side = item.block.quad.south if item.block.quarter.row == RIVER_ROW else item.block.quad.north
            lines += [LineString([metres(p) for p in ground.line(walk)]) for walk in ground.network.leaves(side)]
    return unary_union([line.buffer(RIVER_HALF) for line in lines]).simplify(0.6)


def _water_and_parks(built: list[Built], ground: Ground) -> Iterator[RoadPlan]:
    river = _river(built, ground)
    for item in built:
        name = PUBLIC.get((item.block.quarter.community, item.block.use), "")
        for shape in item.furnished.fields:
            yield RoadPlan("", "field", _ground(shape))
        for shape in item.furnished.parks:
            bank = item.block.use == "bank"
            yield RoadPlan("滨河绿带" if bank else name, "park", _ground(shape.difference(river) if bank else shape))
        for shape in item.furnished.waters:
            yield RoadPlan("泉湖" if item.block.use == "lake" else "", "water", _ground(shape))
    yield RoadPlan(RIVER_NAME, "water", _ground(river))


def _streets(built: list[Built], ground: Ground) -> Iterator[RoadPlan]:
    seen: set[tuple[int, int]] = set()
    lines: dict[tuple[str, str, str], list[LineString]] = defaultdict(list)
    for item in built:
        for walk in item.block.quad.ring(ground.network):
            key = (min(walk.start, walk.end), max(walk.start, walk.end))
            edge = walk.edge
            if edge.road and key not in seen:
                seen.add(key)
                part_of = "" if edge.name else item.block.quarter.community
                lines[edge.road, edge.name, part_of].append(LineString(ground.line(walk)))
    for (road, name, _), pieces in lines.items():
        merged = linemerge(pieces)
        for line in getattr(merged, "geoms", [merged]):
            yield RoadPlan(name, road, line)


def _spots(frame: Lattice, ground: Ground, built: list[Built]) -> Iterator[SpotPlan]:
    """Name crossings of named streets, and public places."""
    meeting: dict[int, set[str]] = defaultdict(set)
    grids: dict[int, str] = {}
    for item in built:
        for walk in item.block.quad.ring(frame.network):
            if walk.edge.name and walk.edge.road:
                for node in (walk.start, walk.end):
                    meeting[node].add(walk.edge.name)
                    grids.setdefault(node, item.block.grid)
        name = PUBLIC.get((item.block.quarter.community, item.block.use), "")
        if name:
            middle = item.land.representative_point()
            yield SpotPlan(
                name, item.block.grid, degrees((middle.x, middle.y)), "park" if item.block.use in PARKS else "public"
            )
    for node, names in meeting.items():
        if len(names) > 1:
            first, second = sorted(names, key=lambda n: (not n.endswith(("街", "路")), n))[:2]
            yield SpotPlan(f"{first}与{second}路口", grids[node], ground.point(node), "crossing")
