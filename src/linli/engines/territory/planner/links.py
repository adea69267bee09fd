"""Which things hang together: connected parts of a graph, and strays joined to the neighbour they border on most."""

import numpy as np
import numpy.typing as npt

from linli.engines.territory.planner.nearest import nearest

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


def connected(count: int, u: Ints, v: Ints) -> tuple[int, Ints]:
    """Return how many connected parts a graph has and the part of each of its `count` nodes, in order of first node."""
    part = np.arange(count, dtype=np.int64)
    while True:
        a, b = part[u], part[v]
        low = np.minimum(a, b)
        before = part.copy()
        np.minimum.at(part, a, low)
        np.minimum.at(part, b, low)
        while not np.array_equal(part, part[part]):
            part = part[part]
        if np.array_equal(before, part):
            break
    names, number = np.unique(part, return_inverse=True)
    return len(names), number.astype(np.int32)


def join_strays(label: Ints, u: Ints, v: Ints, length: Floats) -> None:
    """Give every node without a label (-1) that of the labelled neighbour it has most border with, nearest first."""
    while True:
        first, second = (label[u] < 0) & (label[v] >= 0), (label[v] < 0) & (label[u] >= 0)
        node, to = np.r_[u[first], v[second]], np.r_[label[v[first]], label[u[second]]]
        if not len(node):
            return
        names = int(to.max()) + 1
        pair, place = np.unique(node.astype(np.int64) * names + to, return_inverse=True)
        shared = np.bincount(place, weights=np.r_[length[first], length[second]])
        order = np.lexsort((shared, pair // names))
        last = order[np.flatnonzero(np.r_[np.diff(pair[order] // names) != 0, True])]
        label[pair[last] // names] = pair[last] % names


def join_apart(label: Ints, u: Ints, v: Ints, middle: Floats, *, built: int, grids: int) -> None:
    """Give what hangs together, has a label nowhere and holds one of the first `built` cells that of the nearest grid.

    The first `grids` labels are asked first, then those of grids that are held to what they are.
    """
    if (label[:built] >= 0).all():
        return
    known = np.flatnonzero((label >= 0) & ((label < grids) | (grids == 0)))
    piece = connected(len(label), u, v)[1]
    for number in np.unique(piece[:built][label[:built] < 0]):
        members = np.flatnonzero((piece == number) & (label < 0))
        away, near = nearest(middle[known], middle[members])
        label[members] = label[known[near[np.argmin(away)]]]
