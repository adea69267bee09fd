"""The plan a search starts from: every piece of land divided by trees, or the grids of today."""

import math

import numpy as np
import numpy.typing as npt

from linli.engines.territory.planner.graphs import Ground
from linli.engines.territory.planner.links import connected, join_strays
from linli.engines.territory.planner.search import Graph, divide
from linli.engines.territory.planner.wishes import Wishes

Ints = npt.NDArray[np.int32]


def fresh(ground: Ground, graph: Graph, wishes: Wishes) -> tuple[Ints, int]:
    """Divide each connected piece of land into as many grids as its load asks for; land without load stays out (-1)."""
    pieces, piece_of = connected(len(ground), ground.u, ground.v)
    loads = np.bincount(piece_of, weights=ground.load, minlength=pieces).astype(np.int64)
    if not loads.any():                      # nothing to serve: one grid for the largest piece
        wanted = (np.arange(pieces) == np.argmax(np.bincount(piece_of))).astype(np.int64)
    else:
        wanted = _wanted(loads, wishes)
    label = np.full(len(ground), -1, dtype=np.int32)
    grids = 0
    for piece in np.flatnonzero(wanted):
        members = np.flatnonzero(piece_of == piece).astype(np.int32)
        grids += divide(label, members, int(wanted[piece]), grids, graph, wishes.seed + int(piece))
    return label, grids


def _wanted(loads: npt.NDArray[np.int64], wishes: Wishes) -> npt.NDArray[np.int64]:
    """Return how many grids each piece gets; a wished number is shared out by load, one for each piece at least."""
    lived: npt.NDArray[np.bool_] = loads > 0
    if wishes.grids is None:
        each = [grids_for(int(load), wishes.low, wishes.high) if load else 0 for load in loads]
        return np.array(each, dtype=np.int64)
    wanted: npt.NDArray[np.int64] = lived.astype(np.int64)
    for _grid in range(wishes.grids - int(wanted.sum())):
        wanted[np.argmax(loads / np.maximum(wanted, 1) * lived)] += 1
    return wanted


def grids_for(load: int, low: int, high: int) -> int:
    """Return how many grids a load asks for: the number whose mean is nearest to the middle of the band."""
    fitting = range(max(1, math.ceil(load / high)), max(1, load // low) + 1)
    middle = (low + high) / 2
    candidates = list(fitting) or [max(1, round(load / middle))]
    return min(candidates, key=lambda number: abs(load / number - middle))


def as_before(ground: Ground, graph: Graph, before: Ints) -> tuple[Ints, int]:
    """Start from the grids of today; land and new buildings join the neighbour they share most border with.

    A grid of today that lies in several pieces goes on as its largest; the others join their neighbours.
    """
    label = np.where(before >= 0, before, -1).astype(np.int32)
    inner = (label[ground.u] == label[ground.v]) & (label[ground.u] >= 0)
    _pieces, piece = connected(len(ground), ground.u[inner], ground.v[inner])
    size = np.bincount(piece, weights=ground.load + 1e-3)
    largest: dict[int, int] = {}
    for number in np.unique(piece[label >= 0]):
        grid = int(label[np.argmax(piece == number)])
        if grid not in largest or size[number] > size[largest[grid]]:
            largest[grid] = int(number)
    label[~np.isin(piece, list(largest.values()))] = -1
    join_strays(label, ground.u, ground.v, ground.length)
    names, numbers = np.unique(label[label >= 0], return_inverse=True)
    label[label >= 0] = numbers
    before[before >= 0] = np.searchsorted(names, np.minimum(before[before >= 0], names[-1])) if len(names) else 0
    grids = len(names)
    alone = (label < 0) & (ground.load > 0)
    pieces = connected(len(ground), ground.u, ground.v)[1]
    for number in np.unique(pieces[alone]):
        members = np.flatnonzero((pieces == number) & (label < 0)).astype(np.int32)
        grids += divide(label, members, 1, grids, graph, 1)
    return label, grids
