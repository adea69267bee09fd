"""A street network made of edges that are split but never copied, so that neighbours share the very same vertices."""

from dataclasses import dataclass, field
from math import hypot

Point = tuple[float, float]


@dataclass(eq=False, slots=True)
class Edge:
    """A stretch between two nodes; once split, its parts stand for it."""

    start: int
    end: int
    road: str  # primary, secondary, residential, path, or "" where no street runs
    name: str = ""
    parts: "tuple[Edge, Edge] | None" = None


@dataclass(frozen=True, slots=True)
class Walk:
    """An edge as it is walked along, perhaps against its own direction."""

    edge: Edge
    forward: bool = True

    @property
    def start(self) -> int:
        """The node where the walk begins."""
        return self.edge.start if self.forward else self.edge.end

    @property
    def end(self) -> int:
        """The node where the walk ends."""
        return self.edge.end if self.forward else self.edge.start


Side = list[Walk]


@dataclass(slots=True)
class Network:
    """Nodes on flat paper (metres) and the edges between them."""

    points: list[Point] = field(default_factory=list)

    def node(self, x: float, y: float) -> int:
        """Add a node."""
        self.points.append((x, y))
        return len(self.points) - 1

    def leaves(self, side: Side) -> Side:
        """Return the unsplit edges of a side in walking order."""
        found: Side = []
        for walk in side:
            parts = walk.edge.parts
            if parts is None:
                found.append(walk)
            else:
                ordered = parts if walk.forward else parts[::-1]
                found += self.leaves([Walk(part, walk.forward) for part in ordered])
        return found

    def length(self, walk: Walk) -> float:
        """Return the length of an edge on the flat paper."""
        (x0, y0), (x1, y1) = self.points[walk.start], self.points[walk.end]
        return hypot(x1 - x0, y1 - y0)

    def total(self, side: Side) -> float:
        """Return the length of a side."""
        return sum(self.length(walk) for walk in self.leaves(side))

    def node_at(self, side: Side, fraction: float, snap: float = 24.0) -> int:
        """Return a node at a fraction of a side: one that is there already when it is near, otherwise a new one."""
        leaves = self.leaves(side)
        goal, passed = self.total(side) * fraction, 0.0
        for number, walk in enumerate(leaves):
            length = self.length(walk)
            if passed + length < goal and number < len(leaves) - 1:
                passed += length
                continue
            if goal - passed < snap and number > 0:
                return walk.start
            if passed + length - goal < snap and number < len(leaves) - 1:
                return walk.end
            return self._split(walk, (goal - passed) / length)
        raise ValueError("a side has at least one edge")

    def _split(self, walk: Walk, fraction: float) -> int:
        (x0, y0), (x1, y1) = self.points[walk.start], self.points[walk.end]
        middle = self.node(x0 + (x1 - x0) * fraction, y0 + (y1 - y0) * fraction)
        edge = walk.edge
        edge.parts = (Edge(edge.start, middle, edge.road, edge.name), Edge(middle, edge.end, edge.road, edge.name))
        return middle

    def cut(self, side: Side, node: int) -> tuple[Side, Side]:
        """Part a side at one of its nodes."""
        leaves = self.leaves(side)
        for number, walk in enumerate(leaves):
            if walk.end == node:
                return leaves[: number + 1], leaves[number + 1 :]
        raise ValueError("the node does not lie on the side")


@dataclass(frozen=True, slots=True)
class Quad:
    """A four-sided piece of land, walked round anticlockwise."""

    south: Side  # west to east
    east: Side  # south to north
    north: Side  # east to west
    west: Side  # north to south

    def ring(self, network: Network) -> Side:
        """Return the unsplit edges all around."""
        return network.leaves([*self.south, *self.east, *self.north, *self.west])

    def width(self, network: Network) -> float:
        """Return the mean length of the south and the north side."""
        return (network.total(self.south) + network.total(self.north)) / 2

    def height(self, network: Network) -> float:
        """Return the mean length of the west and the east side."""
        return (network.total(self.west) + network.total(self.east)) / 2

    def area(self, network: Network) -> float:
        """Return the area on the flat paper."""
        corners = [network.points[walk.start] for walk in self.ring(network)]
        return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True)) / 2


def split_across(
    network: Network, quad: Quad, fractions: tuple[float, float], road: str, name: str = ""
) -> tuple[Quad, Quad]:
    """Part a quad by a street from its south to its north side; return the west and the east part."""
    low = network.node_at(quad.south, fractions[0])
    high = network.node_at(quad.north, 1 - fractions[1])
    street = Edge(low, high, road, name)
    south_west, south_east = network.cut(quad.south, low)
    north_east, north_west = network.cut(quad.north, high)
    return (
        Quad(south_west, [Walk(street)], north_west, quad.west),
        Quad(south_east, quad.east, north_east, [Walk(street, forward=False)]),
    )


def split_along(
    network: Network, quad: Quad, fractions: tuple[float, float], road: str, name: str = ""
) -> tuple[Quad, Quad]:
    """Part a quad by a street from its west to its east side; return the south and the north part."""
    left = network.node_at(quad.west, 1 - fractions[0])
    right = network.node_at(quad.east, fractions[1])
    street = Edge(left, right, road, name)
    west_north, west_south = network.cut(quad.west, left)
    east_south, east_north = network.cut(quad.east, right)
    return (
        Quad(quad.south, east_south, [Walk(street, forward=False)], west_south),
        Quad([Walk(street)], east_north, quad.north, west_north),
    )
