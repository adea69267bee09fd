"""Random spanning trees on a few cells, compiled. Estates are joined first, so that cuts fall between them."""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.int8]
State = npt.NDArray[np.uint64]

# added to an edge's random key by its kind: same estate, local, across a main road
EARLY = np.array([0.0, 1.0, 1.6])


@njit(cache=True)
def seeded(seed: int) -> State:
    """Return the state of a random stream (xorshift64*)."""
    state = np.array([np.uint64(seed) * np.uint64(2654435769) + np.uint64(88172645463325252)], np.uint64)
    for _step in range(20):
        draw(state)
    return state


@njit(cache=True)
def draw(state: State) -> int:
    """Return the next whole number of the stream."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return (x * np.uint64(2685821657736338717)) >> np.uint64(11)  # type: ignore[no-any-return]


@njit(cache=True)
def unit(state: State) -> float:
    """Return the next number in [0, 1)."""
    return draw(state) / 9007199254740992.0


@njit(cache=True)
def _root(parent: Longs, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(cache=True)
def _inner_edges(
    nodes: Ints, m: int, local: Ints, start: Longs, to: Ints, kind: Bytes, state: State
) -> tuple[Ints, Ints, Floats]:
    """Return the edges among nodes[:m], by local numbers, with random keys."""
    count = 0
    for a in range(m):
        for p in range(start[nodes[a]], start[nodes[a] + 1]):
            count += local[to[p]] > a
    first = np.empty(count, np.int32)
    second = np.empty(count, np.int32)
    key = np.empty(count, np.float64)
    k = 0
    for a in range(m):
        for p in range(start[nodes[a]], start[nodes[a] + 1]):
            b = local[to[p]]
            if b > a:
                first[k], second[k] = a, b
                key[k] = unit(state) + EARLY[kind[p]]
                k += 1
    return first, second, key


@njit(cache=True)
def _join(first: Ints, second: Ints, key: Floats, m: int) -> tuple[Ints, Ints, Ints, int]:
    """Kruskal: return the tree as linked lists (head, next, target) and how many edges it has."""
    parent = np.arange(m)
    head = np.full(m, -1, np.int32)
    following = np.empty(2 * m, np.int32)
    target = np.empty(2 * m, np.int32)
    c = 0
    for q in np.argsort(key):
        a, b = _root(parent, first[q]), _root(parent, second[q])
        if a == b:
            continue
        parent[a] = b
        target[c], following[c], head[first[q]] = second[q], head[first[q]], c
        target[c + 1], following[c + 1], head[second[q]] = first[q], head[second[q]], c + 1
        c += 2
    return head, following, target, c // 2


@njit(cache=True)
def _walk(head: Ints, following: Ints, target: Ints, m: int) -> tuple[Ints, Ints, Ints]:
    """Walk the tree from node 0: return parents, the order of the walk, and each node's place in it."""
    up = np.full(m, -1, np.int32)
    sequence = np.empty(m, np.int32)
    place = np.empty(m, np.int32)
    stack = np.empty(m, np.int32)
    stack[0] = up[0] = 0
    top, n = 1, 0
    while top > 0:
        top -= 1
        a = stack[top]
        sequence[n], place[a] = a, n
        n += 1
        e = head[a]
        while e >= 0:
            b = target[e]
            if up[b] == -1:
                up[b] = a
                stack[top] = b
                top += 1
            e = following[e]
    return up, sequence, place


@njit(cache=True)
def tree(
    nodes: Ints, m: int, local: Ints, start: Longs, to: Ints, kind: Bytes, state: State, load: Longs
) -> tuple[bool, Ints, Ints, Ints, Longs, Ints]:
    """Draw a random spanning tree on nodes[:m].

    Returns whether the nodes are connected, parents, order of the walk, place in it, load of each subtree, its size.
    """
    first, second, key = _inner_edges(nodes, m, local, start, to, kind, state)
    head, following, target, joined = _join(first, second, key, m)
    below = np.empty(m, np.int64)
    size = np.ones(m, np.int32)
    for a in range(m):
        below[a] = load[nodes[a]]
    if joined != m - 1:
        return False, head, head, head, below, size
    up, sequence, place = _walk(head, following, target, m)
    for i in range(m - 1, 0, -1):
        a = sequence[i]
        below[up[a]] += below[a]
        size[up[a]] += size[a]
    return True, up, sequence, place, below, size


@njit(cache=True)
def subtree_side(node: int, m: int, sequence: Ints, place: Ints, size: Ints) -> Bytes:
    """Return 1 for the nodes of a subtree, 0 for the rest."""
    side = np.zeros(m, np.int8)
    for i in range(place[node], place[node] + size[node]):
        side[sequence[i]] = 1
    return side
