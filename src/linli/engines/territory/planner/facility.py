"""Choosing k of many places so that everybody together pays least: a good choice, and how good any could be; compiled.

Each home pays the least of what it pays now and what the chosen places would cost it. The good choice comes from adding
the best place again and again and exchanging one for another (Teitz, Bart 1968, with the sums of Whitaker 1983). The
bound comes from Lagrangian relaxation of "each home is served once", by subgradients (Cornuejols, Fisher, Nemhauser
1977).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.int8]

STALLS = 12            # steps without a better bound after which the step is halved
SHORTEST = 0.002       # length of step at which the bound is taken as found
NEARLY = 1e-6
FOREVER = 1e17         # more than any place is worth


class Costs(NamedTuple):
    """What places cost homes, only where that is less than what the home pays now."""

    base: Longs        # what each home pays now
    start: Longs       # rows by home, cheapest first
    place: Ints
    cost: Longs
    first: Longs       # the same by place
    home: Ints
    paid: Longs


@njit(cache=True)
def _served(costs: Costs, opened: npt.NDArray[np.bool_]) -> tuple[Longs, Longs, Ints]:
    """Return of each home what it pays, what it would pay without its place, and that place (-1 for none)."""
    homes = costs.base.size
    best, second, who = costs.base.copy(), costs.base.copy(), np.full(homes, -1, np.int32)
    for home in range(homes):
        for p in range(costs.start[home], costs.start[home + 1]):
            if opened[costs.place[p]]:
                if who[home] >= 0:
                    second[home] = costs.cost[p]
                    break
                best[home], who[home] = costs.cost[p], costs.place[p]
    return best, second, who


@njit(cache=True)
def _entering(costs: Costs, place: int, best: Longs, second: Longs, who: Ints, less: Longs) -> int:
    """Return what a place would save; write by how much less it hurts then that an open place leaves."""
    less[:] = 0
    gain = 0
    for p in range(costs.first[place], costs.first[place + 1]):
        home, cost = costs.home[p], costs.paid[p]
        if cost < best[home]:
            gain += best[home] - cost
        if who[home] >= 0:
            less[who[home]] += second[home] - min(max(cost, best[home]), second[home])
    return gain


@njit(cache=True)
def _best_exchange(
    costs: Costs, opened: npt.NDArray[np.bool_], best: Longs, second: Longs, who: Ints
) -> tuple[int, int, int]:
    """Return how much the best exchange of an open place for another saves, the new place and the old one."""
    places = opened.size
    loss = np.zeros(places, np.int64)
    for home in range(best.size):
        if who[home] >= 0:
            loss[who[home]] += second[home] - best[home]
    saved, enters, leaves = 0, -1, -1
    open_ones = np.flatnonzero(opened)
    less = np.zeros(places, np.int64)
    for place in range(places):
        if opened[place]:
            continue
        gain = _entering(costs, place, best, second, who, less)
        for other in open_ones:
            if gain - loss[other] + less[other] > saved:
                saved, enters, leaves = gain - loss[other] + less[other], place, int(other)
    return saved, enters, leaves


@njit(cache=True)
def exchange(costs: Costs, opened: npt.NDArray[np.bool_]) -> int:
    """Exchange places until none saves anything, in place; return what is paid in all."""
    while True:
        best, second, who = _served(costs, opened)
        saved, enters, leaves = _best_exchange(costs, opened, best, second, who)
        if saved <= 0:
            return int(best.sum())
        opened[enters], opened[leaves] = True, False


@njit(cache=True)
def gains(costs: Costs, paid: Longs, places: int) -> Longs:
    """Return what each place alone would save homes that pay `paid`."""
    found = np.zeros(places, np.int64)
    for place in range(places):
        for p in range(costs.first[place], costs.first[place + 1]):
            found[place] += max(0, paid[costs.home[p]] - costs.paid[p])
    return found


@njit(cache=True)
def greedy(costs: Costs, places: int, k: int) -> npt.NDArray[np.bool_]:
    """Open the place that saves most, k times."""
    opened = np.zeros(places, np.bool_)
    paid = costs.base.copy()
    for _turn in range(k):
        worth = gains(costs, paid, places)
        worth[opened] = -1
        place = np.argmax(worth)
        opened[place] = True
        for p in range(costs.first[place], costs.first[place + 1]):
            home = costs.home[p]
            paid[home] = min(paid[home], costs.paid[p])
    return opened


@njit(cache=True)
def _relaxed(
    costs: Costs, prices: Floats, state: Bytes, worth: Floats, k: int, opened: npt.NDArray[np.bool_], times: Floats
) -> float:
    """Return the bound at these prices; write what places are worth, which are opened, how often homes are served."""
    worth[:] = 0.0
    for home in range(prices.size):
        for p in range(costs.start[home], costs.start[home + 1]):
            if costs.cost[p] >= prices[home]:
                break
            worth[costs.place[p]] += costs.cost[p] - prices[home]
    order = np.argsort(worth + state * FOREVER)
    opened[:] = False
    value = prices.sum()
    for i in range(k):
        opened[order[i]] = True
        value += worth[order[i]]
    times[:] = 0.0
    for i in range(k):
        for p in range(costs.first[order[i]], costs.first[order[i] + 1]):
            if costs.paid[p] < prices[costs.home[p]]:
                times[costs.home[p]] += 1.0
    return float(value)


@njit(cache=True)
def first_prices(costs: Costs) -> Floats:
    """Return prices to start from: what the second cheapest place costs each home."""
    prices = costs.base.astype(np.float64)
    for home in range(prices.size):
        if costs.start[home + 1] - costs.start[home] > 1:
            prices[home] = costs.cost[costs.start[home] + 1]
    return prices


@njit(cache=True)
def bound(
    costs: Costs, state: Bytes, k: int, prices: Floats, upper: int, steps: int, length: float, promising: float
) -> tuple[float, Floats, Floats, npt.NDArray[np.bool_], int]:
    """Return what a choice of k places costs at least, what each place is worth then, the prices, the best choice met.

    `state` is -1 for places that must be chosen, 1 for those that must not. `upper` is the cost of a known choice; the
    one returned may be better: its cost stands last. A choice met on the way that costs less than `promising` times
    that is improved by exchanges.
    """
    best_prices, best_worth = prices.copy(), np.zeros(state.size)
    worth, times = np.zeros(state.size), np.zeros(prices.size)
    highest, stalls = -1e18, 0
    found, opened = np.zeros(state.size, np.bool_), np.zeros(state.size, np.bool_)
    for _step in range(steps):
        value = _relaxed(costs, prices, state, worth, k, opened, times)
        if value > highest + NEARLY:
            highest, stalls = value, 0
            best_worth[:], best_prices[:] = worth, prices
            paid = int(_served(costs, opened)[0].sum())
            if paid < promising * upper:
                better = opened.copy()
                paid = exchange(costs, better)
                if paid < upper:
                    upper, found = paid, better
        else:
            stalls += 1
            if stalls >= STALLS:
                length, stalls = length / 2, 0
        slope = 1.0 - times
        square = (slope * slope).sum()
        if highest > upper - 1 + NEARLY or square == 0 or length < SHORTEST:
            break
        prices = prices + length * max(upper - value, 1.0) / square * slope
        prices = np.minimum(np.maximum(prices, 0.0), costs.base)
    return highest, best_worth, best_prices, found, upper
