"""The walking network made from roads, and what lies within reach on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from linli.engines.territory.planner.draft import WALK
from linli.engines.territory.planner.inputs import Road
from linli.engines.territory.planner.nearest import nearest
from linli.engines.territory.planner.projection import Projection
from linli.engines.territory.planner.reachtable import FAR, HomeInput, PointInput, ReachTable
from linli.engines.territory.planner.streets import NOT_WALKED, join_ends, lines_of
from linli.engines.territory.planner.walking import close_one, from_all, open_one, to_homes, undo

GRAIN = 0.01                  # metres; corners closer than this are one
STEP = 20.0                   # metres between the spots of a road where one can step onto it
SNAP = 8.0                    # metres between ends of roads that should meet
LOOKS = 3_000                 # metres a table looks
MOST_CANDIDATES = 2_000       # more places for a new point than that are thinned out

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class WalkingNet:
    """A network in compressed rows; costs in centimetres. Without roads one walks straight, times 1.3."""

    projection: Projection
    places: Floats            # of the nodes, in metres
    start: Longs
    to: Ints
    cost: Ints
    joined: int = 0           # ends of roads that were brought together

    def __len__(self) -> int:
        return len(self.places)

    def node_at(self, points: Floats) -> tuple[Ints, Ints]:
        """Return the node nearest to each point (metres) and how far it is, in centimetres as walked."""
        away, node = nearest(self.places, points)
        return node.astype(np.int32), np.rint(away * 100).astype(np.int32)


def walking_net(roads: Sequence[Road], around: tuple[float, float]) -> WalkingNet:
    """Make the network that can be walked; `around` (longitude, latitude) is where degrees are turned into metres."""
    plane = Projection(*around)
    lines = [
        line for road in roads if road.kind not in NOT_WALKED for line in lines_of(plane.to_metres(road.geometry))
    ]
    if not lines:
        return network_of(plane, np.zeros((0, 2)), np.zeros((0, 2), dtype=np.int64))
    whole, joined = join_ends(np.array(lines, dtype=object), SNAP)
    noded = shapely.get_parts(shapely.union_all(whole, grid_size=GRAIN))
    points, line = shapely.get_coordinates(shapely.segmentize(noded, STEP), return_index=True)
    corner, number = np.unique(np.rint(points / GRAIN).astype(np.int64), axis=0, return_inverse=True)
    follows = line[1:] == line[:-1]
    places = np.asarray(corner * GRAIN, dtype=np.float64)
    net = network_of(plane, places, np.c_[number[:-1][follows], number[1:][follows]])
    net.joined = joined
    return net


def network_of(plane: Projection, places: Floats, pairs: Longs) -> WalkingNet:
    """Make a network from nodes (metres) and pairs of nodes one can walk between."""
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    metres = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T) if len(pairs) else np.zeros(0)
    first, second = np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]]
    order = np.lexsort((second, first))
    return WalkingNet(
        projection=plane, places=places, to=second[order].astype(np.int32),
        start=np.r_[0, np.cumsum(np.bincount(first, minlength=len(places)))].astype(np.int64),
        cost=np.maximum(1, np.rint(np.r_[metres, metres][order] * 100)).astype(np.int32),
    )


def reach_table(
    net: WalkingNet, homes: Sequence[HomeInput], points: Sequence[PointInput],
    candidates: Sequence[PointInput] | None = None, looks: int = LOOKS,
) -> ReachTable:
    """Measure from each point, and from each place where one could be, to each home, up to `looks` metres.

    Without candidates given, junctions and spots along the roads are taken, or the homes where there are no roads.
    """
    if candidates is None:
        candidates = _spots(net, homes)
    groups = tuple(sorted({group for home in homes for group in (home.people or {})}))
    counts = [[(home.people or {}).get(group, 0) for home in homes] for group in groups]
    people = np.array(counts, dtype=np.int64).reshape(len(groups), len(homes))
    return ReachTable(
        homes=tuple(home.id for home in homes), groups=groups, people=people,
        households=np.array([home.households for home in homes], dtype=np.int64),
        points=tuple(points), metres=_measure(net, points, homes, looks),
        candidates=tuple(candidates), candidate_metres=_measure(net, candidates, homes, looks),
    )


def _spots(net: WalkingNet, homes: Sequence[HomeInput]) -> list[PointInput]:
    if not len(net):
        spots = [(home.longitude, home.latitude) for home in homes]
    else:
        spots = list(map(tuple, net.places / net.projection.scale + net.projection.origin))
    thin = max(1, -(-len(spots) // MOST_CANDIDATES))
    return [
        PointInput(id=f"c{number}", kind="", longitude=float(x), latitude=float(y))
        for number, (x, y) in enumerate(spots[::thin])
    ]


def _measure(
    net: WalkingNet, points: Sequence[PointInput], homes: Sequence[HomeInput], looks: int
) -> npt.NDArray[np.uint16]:
    if not points or not homes:
        return np.full((len(points), len(homes)), FAR, dtype=np.uint16)
    here = net.projection.points([p.longitude for p in points], [p.latitude for p in points])
    there = net.projection.points([h.longitude for h in homes], [h.latitude for h in homes])
    if not len(net):
        metres = np.hypot(here[:, None, 0] - there[None, :, 0], here[:, None, 1] - there[None, :, 1]) * WALK
        return np.where(metres <= looks, np.rint(metres), FAR).astype(np.uint16)
    source, access = net.node_at(here)
    home, home_access = net.node_at(there)
    return np.asarray(
        to_homes(net.start, net.to, net.cost, source, access, home, home_access, looks * 100), dtype=np.uint16
    )


class LiveReach:
    """Nearest points on a network, kept exact while points open and close."""

    def __init__(self, net: WalkingNet, sources: Ints, metres: int) -> None:
        self.net, self.limit = net, metres * 100
        self.sources = sources.astype(np.int32)
        self.far, self.owner = from_all(net.start, net.to, net.cost, self.sources, self.limit)
        room = len(net.to) + len(sources) + 2
        self._heap = np.empty(room, np.int64)
        self.touched, self.old_far, self.old_owner = (np.empty(room, np.int32) for _ in range(3))
        self.changes = 0

    def open(self, node: int) -> int:
        """Open a point at a node; return how many changes were noted in `touched`, with what was before."""
        name = len(self.sources)
        self.changes = open_one(
            self.net.start, self.net.to, self.net.cost, self.far, self.owner, node, name, self.limit,
            self._heap, self.touched, self.old_far, self.old_owner,
        )
        return self.changes

    def close(self, place: int) -> int:
        """Close a point by its place in `sources`; return how many changes were noted."""
        self.changes = close_one(
            self.net.start, self.net.to, self.net.cost, self.far, self.owner, self.sources[place], place, self.limit,
            self._heap, self.touched, self.old_far, self.old_owner,
        )
        return self.changes

    def undo(self) -> None:
        """Take the last change back."""
        undo(self.far, self.owner, self.touched, self.old_far, self.old_owner, self.changes)
        self.changes = 0
