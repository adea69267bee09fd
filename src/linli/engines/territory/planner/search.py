"""The search: cut everything into grids by trees, then recombine two neighbours and cut them anew, a million times.

The recombination step (merge two neighbours, draw a spanning tree, cut one edge so that both sides keep the band) is
known from redistricting: DeFord, Duchin, Solomon, Recombination: A Family of Markov Chains for Redistricting (2021).
Here the tree keeps to estates, and simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) takes steps by their cost:
estates cut, length of borders, distance from the mean, households outside the band, buildings that change grid.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from linli.engines.territory.planner.trees import (
    Bytes,
    Floats,
    Ints,
    Longs,
    State,
    draw,
    seeded,
    subtree_side,
    tree,
    unit,
)

OUTSIDE = 3.0          # added for any grid pair outside the band, besides what each household outside costs


class Graph(NamedTuple):
    """Cells as a graph in compressed rows."""

    start: Longs
    to: Ints
    length: Floats
    kind: Bytes
    load: Longs
    estate: Ints
    before: Ints        # number of the grid each cell is in now; -1 where that does not matter


class Aim(NamedTuple):
    """What a good plan is; prices per estate piece, metre of border, squared deviation, share outside, moved cell."""

    low: int
    high: int
    target: float
    piece: float
    metre: float
    uneven: float
    outside: float
    moved: float


@njit(cache=True)
def _band_fault(load: int, aim: Aim) -> float:
    return float(max(0, aim.low - load) + max(0, load - aim.high))


@njit(cache=True)
def _load_cost(one: int, other: int, aim: Aim) -> float:
    """Price of two grids' loads."""
    fault = _band_fault(one, aim) + _band_fault(other, aim)
    first, second = abs(one - aim.target) / aim.target, abs(other - aim.target) / aim.target
    cost = aim.uneven * (first * first + second * second) + aim.outside * fault / aim.target
    if fault > 0:
        cost += OUTSIDE
    return cost


@njit(cache=True)
def _best_cut(
    nodes: Ints, m: int, up: Ints, sequence: Ints, below: Longs, graph: Graph, aim: Aim, state: State
) -> int:
    """Return the node whose subtree makes the cheapest cut by load, not through an estate if it can be helped."""
    total = below[0]
    best, cheapest = -1, 1e18
    for i in range(1, m):
        a = sequence[i]
        u, v = graph.estate[nodes[a]], graph.estate[nodes[up[a]]]
        cost = _load_cost(below[a], total - below[a], aim) + 0.3 * unit(state)
        if u == v and u >= 0:
            cost += aim.piece
        if cost < cheapest:
            best, cheapest = a, cost
    return best


@njit(cache=True)
def _pieces(nodes: Ints, m: int, side: Bytes, estate: Ints, stamp: Longs, tick: int) -> int:
    """Return in how many (estate, side) pieces the cells lie. Stamps 2*tick and 2*tick+1 mark the sides seen."""
    count = 0
    half = stamp.size // 2
    for a in range(m):
        e = estate[nodes[a]]
        if e >= 0:
            place = e + half * side[a]
            if stamp[place] != tick:
                stamp[place] = tick
                count += 1
    return count


@njit(cache=True)
def _cost(
    nodes: Ints, m: int, side: Bytes, local: Ints, graph: Graph, aim: Aim, stamp: Longs, tick: int, names: Ints
) -> float:
    """Price of two grids: side 1 is grid names[1], side 0 grid names[0]."""
    loads = np.zeros(2, np.int64)
    border = 0.0
    moved = 0
    for a in range(m):
        u = nodes[a]
        loads[side[a]] += graph.load[u]
        moved += graph.before[u] >= 0 and graph.before[u] != names[side[a]]
        for p in range(graph.start[u], graph.start[u + 1]):
            b = local[graph.to[p]]
            if b > a and side[b] != side[a]:
                border += graph.length[p]
    pieces = _pieces(nodes, m, side, graph.estate, stamp, tick)
    return aim.piece * pieces + aim.metre * border + aim.moved * moved + _load_cost(loads[0], loads[1], aim)


@njit(cache=True)
def _cheaper_way_round(
    nodes: Ints, m: int, side: Bytes, local: Ints, graph: Graph, aim: Aim, stamp: Longs, tick: int, names: Ints
) -> tuple[float, Bytes]:
    """Either side may take either name: where cells should stay, choose the way that moves fewer."""
    cost = _cost(nodes, m, side, local, graph, aim, stamp, tick, names)
    if aim.moved <= 0:
        return cost, side
    other = (1 - side).astype(np.int8)
    turned = _cost(nodes, m, other, local, graph, aim, stamp, tick + 1, names)
    return (turned, other) if turned < cost else (cost, side)


@njit(cache=True)
def _count(nodes: Ints, m: int, label: Ints, load: Longs, load_of: Longs, names: Ints) -> None:
    load_of[names[0]] = load_of[names[1]] = 0
    for i in range(m):
        load_of[label[nodes[i]]] += load[nodes[i]]


@njit(cache=True)
def _collect(grid: int, side: int, m: int, head: Ints, following: Ints, nodes: Ints, local: Ints, old: Bytes) -> int:
    i = head[grid]
    while i >= 0:
        nodes[m], local[i], old[m] = i, m, side
        m += 1
        i = following[i]
    return m


@njit(cache=True)
def _settle(nodes: Ints, m: int, side: Bytes, names: Ints, label: Ints, head: Ints, following: Ints) -> None:
    head[names[0]] = head[names[1]] = -1
    for a in range(m):
        cell, grid = nodes[a], names[side[a]]
        label[cell], following[cell], head[grid] = grid, head[grid], cell


@njit(cache=True)
def _propose(
    nodes: Ints, m: int, local: Ints, graph: Graph, aim: Aim, state: State
) -> tuple[bool, Bytes]:
    """Cut the cells anew."""
    connected, up, sequence, place, below, size = tree(
        nodes, m, local, graph.start, graph.to, graph.kind, state, graph.load
    )
    if not connected or m < 2:
        return False, np.zeros(0, np.int8)
    best = _best_cut(nodes, m, up, sequence, below, graph, aim, state)
    return True, subtree_side(best, m, sequence, place, size)


@njit(cache=True)
def _choose_pair(
    label: Ints, graph: Graph, load_of: Longs, aim: Aim, only_faulty: bool, state: State
) -> tuple[int, int]:
    """Return two neighbouring grids, or twice the same when the random border was none."""
    u = draw(state) % label.size
    degree = graph.start[u + 1] - graph.start[u]
    if degree == 0:
        return label[u], label[u]
    v = graph.to[graph.start[u] + draw(state) % degree]
    a, b = label[u], label[v]
    if only_faulty and _band_fault(load_of[a], aim) + _band_fault(load_of[b], aim) == 0:
        return a, a
    return a, b


@njit(cache=True)
def recombine(
    label: Ints, grids: int, graph: Graph, aim: Aim, steps: int, hot: float, cold: float, seed: int, only_faulty: bool
) -> int:
    """Improve `label` in place by `steps` proposals, cooling from hot to cold. Return how many were taken.

    What is labelled -1 is in no grid and stays so.
    """
    n = label.size
    state = seeded(seed)
    head = np.full(grids, -1, np.int32)
    following = np.full(n, -1, np.int32)
    load_of = np.zeros(grids, np.int64)
    for i in np.flatnonzero(label >= 0):
        following[i], head[label[i]] = head[label[i]], i
        load_of[label[i]] += graph.load[i]
    local, nodes, old = np.full(n, -1, np.int32), np.empty(n, np.int32), np.empty(n, np.int8)
    stamp = np.full(2 * (graph.estate.max() + 2), -1, np.int64)
    names = np.zeros(2, np.int32)
    taken = 0
    for step in range(steps):
        a, b = _choose_pair(label, graph, load_of, aim, only_faulty, state)
        if a == b or a < 0 or b < 0:
            continue
        names[0], names[1] = a, b
        m = _collect(a, 0, 0, head, following, nodes, local, old)
        m = _collect(b, 1, m, head, following, nodes, local, old)
        found, side = _propose(nodes, m, local, graph, aim, state)
        if found:
            warmth = hot * (cold / hot) ** (step / steps)
            cost, side = _cheaper_way_round(nodes, m, side, local, graph, aim, stamp, 3 * step, names)
            rise = cost - _cost(nodes, m, old[:m], local, graph, aim, stamp, 3 * step + 2, names)
            if rise <= 0 or unit(state) < math.exp(-rise / warmth):
                taken += 1
                _settle(nodes, m, side, names, label, head, following)
                _count(nodes, m, label, graph.load, load_of, names)
        local[nodes[:m]] = -1
    return taken


def price_of(label: Ints, graph: Graph, aim: Aim) -> float:
    """Return the price of a whole plan, in the prices by which steps of the search are taken."""
    served = label >= 0
    load = np.bincount(label[served], weights=graph.load[served])
    fault = np.maximum(0, aim.low - load) + np.maximum(0, load - aim.high)
    away = (load - aim.target) / aim.target
    own = served & (graph.estate >= 0)
    pieces = len(np.unique(graph.estate[own].astype(np.int64) * len(load) + label[own]))
    beside = np.repeat(label, np.diff(graph.start)) != label[graph.to]
    border = graph.length[beside].sum() / 2
    loads = aim.uneven * (away**2).sum() + aim.outside * fault.sum() / aim.target + OUTSIDE * (fault > 0).sum()
    return float(aim.piece * pieces + aim.metre * border + loads)


@njit(cache=True)
def _bisect(nodes: Ints, m: int, local: Ints, graph: Graph, wanted: int, state: State) -> tuple[int, float, Bytes]:
    """Cut the cells in two for `wanted` grids in all: return how many of them side 1 gets, how well, the sides."""
    connected, up, sequence, place, below, size = tree(
        nodes, m, local, graph.start, graph.to, graph.kind, state, graph.load
    )
    best, best_share, best_fault = -1, 0, 1e18
    if not connected:
        return 0, best_fault, np.zeros(0, np.int8)
    each = max(below[0], 1) / wanted
    for i in range(1, m):
        a = sequence[i]
        share = min(max(round(below[a] / each), 1), wanted - 1)
        fault = abs(below[a] / share - each) / each + abs((below[0] - below[a]) / (wanted - share) - each) / each
        fault += 0.3 * abs(share / wanted - 0.5)
        u, v = graph.estate[nodes[a]], graph.estate[nodes[up[a]]]
        if u == v and u >= 0:
            fault += 0.05
        if fault < best_fault:
            best, best_share, best_fault = a, share, fault
    if best < 0:
        return 0, best_fault, np.zeros(0, np.int8)
    return best_share, best_fault, subtree_side(best, m, sequence, place, size)


@njit(cache=True)
def _best_bisect(nodes: Ints, m: int, local: Ints, graph: Graph, wanted: int, state: State) -> tuple[int, Bytes]:
    if wanted < 2 or m < 2:
        return 0, np.zeros(0, np.int8)
    share, fault, side = _bisect(nodes, m, local, graph, wanted, state)
    for _try in range(0 if m > 2000 else 7):
        other_share, other_fault, other = _bisect(nodes, m, local, graph, wanted, state)
        if other_fault < fault:
            share, fault, side = other_share, other_fault, other
    return share, side


@njit(cache=True)
def _part(order: Ints, low: int, nodes: Ints, side: Bytes) -> int:
    """Write the cells of side 1 before those of side 0; return where side 0 begins."""
    middle = low
    for a in range(side.size):
        if side[a] == 1:
            order[middle] = nodes[a]
            middle += 1
    rest = middle
    for a in range(side.size):
        if side[a] == 0:
            order[rest] = nodes[a]
            rest += 1
    return middle


@njit(cache=True)
def divide(label: Ints, cells: Ints, wanted: int, first: int, graph: Graph, seed: int) -> int:
    """Divide connected cells into `wanted` grids by cutting trees again and again; label them first, first+1, ...

    Writes into `label`; returns how many grids came out (fewer only where there are fewer cells).
    """
    state = seeded(seed)
    local = np.full(label.size, -1, np.int32)
    order = cells.copy()
    stack = [(0, cells.size, wanted)]
    made = 0
    nodes = np.empty(cells.size, np.int32)
    while len(stack) > 0:
        low, high, parts = stack.pop()
        m = high - low
        for a in range(m):
            nodes[a] = order[low + a]
            local[nodes[a]] = a
        share, side = _best_bisect(nodes, m, local, graph, parts, state)
        local[nodes[:m]] = -1
        if side.size:
            middle = _part(order, low, nodes, side)
            stack.append((low, middle, share))
            stack.append((middle, high, parts - share))
        else:
            label[nodes[:m]] = first + made
            made += 1
    return made
