"""Shortest walks on a network, compiled: all at once from many points, and exactly updated when one opens or closes.

Dijkstra's algorithm (1959) with a binary heap. When a point opens, only nodes it is nearer to are visited. When one
closes, only the nodes it was nearest to are visited, started from their neighbours (Ramalingam, Reps 1996).
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

NOWHERE = np.int32(2**31 - 1)   # centimetres: no point within the limit
NODE_BITS = 31                  # a heap entry is distance * 2**31 + node


@njit(cache=True)
def _push(heap: Longs, size: int, entry: int) -> int:
    i = size
    while i > 0:
        up = (i - 1) >> 1
        if heap[up] <= entry:
            break
        heap[i] = heap[up]
        i = up
    heap[i] = entry
    return size + 1


@njit(cache=True)
def _pop(heap: Longs, size: int) -> int:
    """Take the first entry off (it is heap[0] before); return the new size."""
    size -= 1
    last = heap[size]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= size:
            break
        if down + 1 < size and heap[down + 1] < heap[down]:
            down += 1
        if heap[down] >= last:
            break
        heap[i] = heap[down]
        i = down
    heap[i] = last
    return size


@njit(cache=True)
def _spread(
    start: Longs, to: Ints, cost: Ints, far: Ints, owner: Ints, heap: Longs, size: int, limit: int,
    touched: Ints, old_far: Ints, old_owner: Ints, count: int,
) -> int:
    """Work the heap off; write down what every changed node was before. Return how many changes are written down."""
    while size > 0:
        entry = heap[0]
        size = _pop(heap, size)
        node, away = entry & ((1 << NODE_BITS) - 1), entry >> NODE_BITS
        if away > far[node]:
            continue
        for p in range(start[node], start[node + 1]):
            other, there = to[p], away + cost[p]
            if there <= limit and there < far[other]:
                if count < touched.size:
                    touched[count], old_far[count], old_owner[count] = other, far[other], owner[other]
                count += 1
                far[other], owner[other] = there, owner[node]
                size = _push(heap, size, (there << NODE_BITS) | other)
    return count


@njit(cache=True)
def from_all(start: Longs, to: Ints, cost: Ints, sources: Ints, limit: int) -> tuple[Ints, Ints]:
    """Return of each node how far the nearest source is, and which (its place in `sources`); NOWHERE and -1 beyond."""
    nodes = start.size - 1
    far, owner = np.full(nodes, NOWHERE, np.int32), np.full(nodes, -1, np.int32)
    heap = np.empty(to.size + sources.size + 1, np.int64)
    size = 0
    for i in range(sources.size):
        if far[sources[i]] > 0:
            far[sources[i]], owner[sources[i]] = 0, i
            size = _push(heap, size, int(sources[i]))
    none = np.empty(0, np.int32)
    _spread(start, to, cost, far, owner, heap, size, limit, none, none, none, 0)
    return far, owner


@njit(cache=True)
def open_one(
    start: Longs, to: Ints, cost: Ints, far: Ints, owner: Ints, source: int, name: int, limit: int,
    heap: Longs, touched: Ints, old_far: Ints, old_owner: Ints,
) -> int:
    """Open a point at a node, in place; return how many changes were written down (to be undone with `undo`)."""
    if far[source] == 0:
        return 0
    touched[0], old_far[0], old_owner[0] = source, far[source], owner[source]
    far[source], owner[source] = 0, name
    size = _push(heap, 0, int(source))
    return _spread(start, to, cost, far, owner, heap, size, limit, touched, old_far, old_owner, 1)


@njit(cache=True)
def close_one(
    start: Longs, to: Ints, cost: Ints, far: Ints, owner: Ints, source: int, name: int, limit: int,
    heap: Longs, touched: Ints, old_far: Ints, old_owner: Ints,
) -> int:
    """Close a point, in place: its nodes go to the points of their neighbours. Return how many changes were noted."""
    if owner[source] != name:
        return 0
    touched[0], old_far[0], old_owner[0] = source, far[source], name
    far[source], owner[source] = NOWHERE, -1
    count = _orphans(start, to, far, owner, name, touched, old_far, old_owner)
    size = 0
    for i in range(count):
        node = touched[i]
        _adopt(start, to, cost, far, owner, node, limit)
        if far[node] < NOWHERE:
            size = _push(heap, size, (np.int64(far[node]) << NODE_BITS) | node)
    return _spread(start, to, cost, far, owner, heap, size, limit, touched, old_far, old_owner, count)


@njit(cache=True)
def _orphans(
    start: Longs, to: Ints, far: Ints, owner: Ints, name: int, touched: Ints, old_far: Ints, old_owner: Ints
) -> int:
    """Take from a point all nodes that hang together with the first noted; return how many are noted."""
    count, seen = 1, 0
    while seen < count:                        # its nodes hang together: walk through them
        node = touched[seen]
        seen += 1
        for p in range(start[node], start[node + 1]):
            other = to[p]
            if owner[other] == name:
                touched[count], old_far[count], old_owner[count] = other, far[other], name
                far[other], owner[other] = NOWHERE, -1
                count += 1
    return count


@njit(cache=True)
def _adopt(start: Longs, to: Ints, cost: Ints, far: Ints, owner: Ints, node: int, limit: int) -> None:
    """Let a node follow the neighbour through which its way is shortest."""
    for p in range(start[node], start[node + 1]):
        other = to[p]
        if owner[other] >= 0 and far[other] < NOWHERE:
            there = far[other] + cost[p]
            if there <= limit and there < far[node]:
                far[node], owner[node] = there, owner[other]


@njit(cache=True)
def undo(far: Ints, owner: Ints, touched: Ints, old_far: Ints, old_owner: Ints, count: int) -> None:
    """Take changes back, the last first."""
    for i in range(count - 1, -1, -1):
        far[touched[i]], owner[touched[i]] = old_far[i], old_owner[i]


@njit(cache=True)
def to_homes(
    start: Longs, to: Ints, cost: Ints, sources: Ints, access: Ints, homes: Ints, home_access: Ints, limit: int,
) -> npt.NDArray[np.uint16]:
    """Return metres from each source to each home: to the network, along it, from it; 65535 beyond the limit."""
    table = np.full((sources.size, homes.size), 65_535, np.uint16)
    nodes = start.size - 1
    far, owner = np.full(nodes, NOWHERE, np.int32), np.full(nodes, -1, np.int32)
    heap, touched = np.empty(to.size + 2, np.int64), np.empty(to.size + 2, np.int32)
    old_far, old_owner = touched.copy(), touched.copy()
    for i in range(sources.size):
        count = open_one(start, to, cost, far, owner, sources[i], i, limit, heap, touched, old_far, old_owner)
        for home in range(homes.size):
            away = far[homes[home]]
            if away < NOWHERE:
                whole = (np.int64(away) + access[i] + home_access[home] + 50) // 100
                if whole * 100 <= limit:
                    table[i, home] = whole
        undo(far, owner, touched, old_far, old_owner, count)
    return table
