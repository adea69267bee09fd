"""Blocks with what stands on them, on the ground."""

from dataclasses import dataclass, field
from random import Random

from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from linli.patterns.demo.town.blocks import Block
from linli.patterns.demo.town.features import FEATURES, Furnished
from linli.patterns.demo.town.footprints import Footprint, front, heading, homes, polygons
from linli.patterns.demo.town.ground import Ground, metres
from linli.patterns.demo.town.network import Point, Walk

HALF_WIDTH = {"primary": 14.0, "secondary": 10.0, "residential": 6.5, "path": 4.5, "": 3.0}
SHOP_STYLES = {"old", "estate", "mixed", "new"}


@dataclass(slots=True)
class Built:
    """A block on the ground."""

    block: Block
    ring: list[Point]  # longitude, latitude; closed
    land: Polygon  # metres, without the streets
    angle: float
    homes: list[Footprint] = field(default_factory=list)
    shops: list[tuple[Footprint, str]] = field(default_factory=list)  # with the street they face
    furnished: Furnished = field(default_factory=Furnished)

    @property
    def households(self) -> int:
        """Return how many homes stand here."""
        return sum(footprint.households for footprint in self.homes)


def build(block: Block, ground: Ground, seed: int) -> Built:
    """Put buildings on a block."""
    random = Random(f"{seed}:build:{block.number}")  # noqa: S311
    network = ground.network
    walks = block.quad.ring(network)
    ring = ground.ring(walks)
    whole = Polygon([metres(point) for point in ring])
    streets = [
        LineString([metres(p) for p in ground.line(walk)]).buffer(HALF_WIDTH[walk.edge.road], cap_style="square")
        for walk in walks
    ]
    rest = whole.difference(unary_union(streets))
    land = polygons(rest)[0]
    built = Built(block, ring, land, _angle(block, ground))
    feature = block.use if block.use != "homes" else block.built
    if feature in FEATURES:
        built.furnished = FEATURES[feature](land, built.angle, random)
        return built
    land = _shops(built, ground, random) if block.quarter.style in SHOP_STYLES else land
    built.homes = homes(block.built, land.buffer(-2), built.angle, random)
    return built


def _ends(walks: list[Walk], ground: Ground) -> tuple[Point, Point]:
    leaves = ground.network.leaves(walks)
    return metres(ground.line(leaves[0])[0]), metres(ground.line(leaves[-1])[-1])


def _angle(block: Block, ground: Ground) -> float:
    south, north = _ends(block.quad.south, ground), _ends(block.quad.north, ground)
    return (heading(*south) + heading(north[1], north[0])) / 2


def _shops(built: Built, ground: Ground, random: Random) -> Polygon:
    """Line the busy sides of a block with shops; return the land behind them."""
    quad, land = built.block.quad, built.land
    for side in (quad.south, quad.north, quad.west, quad.east):
        walks = ground.network.leaves(side)
        road, name = walks[0].edge.road, walks[0].edge.name
        if (
            road not in {"primary", "secondary"}
            or random.random() > (0.9 if road == "primary" else 0.55)
            or "滨河" in name
        ):
            continue
        shops, land = front(land, *_ends(side, ground), random)
        built.shops += [(Footprint("shop", "shop", shape, random.choice((1, 2, 2, 3))), name) for shape in shops]
        if land.is_empty:
            return land
    return land
