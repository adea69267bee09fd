"""Spreads units over grids: evenly, near, where their skills are wanted, and with as few changes as can be.

It is a flow of least cost: from each unit as many places as it can fill, into each grid its even share. The flow is
solved on the likeliest pairs only; then prices of the solution (shortest ways in what is left of the network: Ford,
Fulkerson 1962; Ahuja, Magnanti, Orlin 1993, theorem 9.3) show whether any other pair could make it cheaper. Such pairs
are added and it is solved again, until none is left: that proves the optimum over all pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

from linli.engines.territory.planner.draft import WALK
from linli.engines.territory.planner.projection import Projection
from linli.engines.territory.planner.spreadwords import notes, reason_for
from linli.engines.territory.planner.units import GridInput, Pair, Spread, SpreadWishes, UnitInput

NEAREST = 24                  # pairs of each unit that are tried at first
ADDED = 12                    # pairs of each unit that are added at once when they could make it cheaper
MUST, SHOULD = 10**9, 10**8   # worth of filling a grid's share, and of filling a place beyond it
UNKNOWN_METRES = 5_000        # of a unit whose place is not known
SOLVES = 40

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class _Task:
    """Units and grids as numbers; `open_places` and shares are what locked pairs leave."""

    cost: Longs               # metres, less what ties and skills are worth; unit x grid
    metres: Floats
    open_places: Longs
    least: Longs
    most: Longs
    banned: npt.NDArray[np.bool_]                # locked pairs: done already
    locked: list[tuple[int, int]] = field(default_factory=list)


def spread_units(
    units: Sequence[UnitInput], grids: Sequence[GridInput], *, wishes: SpreadWishes | None = None
) -> Spread:
    """Spread units over grids. Each grid gets its share by need, rounded down or up; a unit is in a grid once.

    The same input gives the same answer. `optimal` says that no other pairing costs less (proven by prices).
    """
    wishes = wishes or SpreadWishes()
    if not units or not grids:
        return Spread((), True, 0.0, {}, {"units": len(units), "grids": len(grids)}, ())
    task = _task(units, grids, wishes)
    chosen, optimal, gap = _solve(task)
    pairs = _pairs(units, grids, task, chosen, wishes)
    liaisons = _liaisons(units, grids, task, [*task.locked, *chosen])
    return Spread(
        pairs=pairs, optimal=optimal, gap=gap, liaisons=liaisons,
        figures=_figures(units, grids, pairs), reasons=tuple(notes(units, grids, pairs)),
    )


def _task(units: Sequence[UnitInput], grids: Sequence[GridInput], wishes: SpreadWishes) -> _Task:
    metres = _metres(units, grids)
    cost = np.rint(metres).astype(np.int64)
    number = {grid.code: place for place, grid in enumerate(grids)}
    for place, unit in enumerate(units):
        for code in unit.now & number.keys():
            cost[place, number[code]] -= wishes.tie_metres
    for skill in {one for grid in grids for one in grid.skills}:
        has = np.array([skill in unit.skills for unit in units])
        wants = np.array([skill in grid.skills for grid in grids])
        cost -= wishes.skill_metres * np.outer(has, wants)
    cost -= cost.min()
    open_places = np.array([max(0, unit.capacity) for unit in units], dtype=np.int64)
    least, most = _shares(np.array([max(0, grid.need) for grid in grids]), int(open_places.sum()))
    locked = [
        (place, number[code]) for place, unit in enumerate(units) for code in sorted(unit.locked & number.keys())
    ]
    banned = np.zeros(cost.shape, dtype=bool)
    for place, grid in locked:
        banned[place, grid] = True
        open_places[place] = max(0, open_places[place] - 1)
        least[grid], most[grid] = max(0, least[grid] - 1), max(0, most[grid] - 1)
    return _Task(cost, metres, open_places, least, most, banned, locked)


def _metres(units: Sequence[UnitInput], grids: Sequence[GridInput]) -> Floats:
    plane = Projection(float(np.mean([g.longitude for g in grids])), float(np.mean([g.latitude for g in grids])))
    there = plane.points([g.longitude for g in grids], [g.latitude for g in grids])
    known = np.array([unit.longitude is not None and unit.latitude is not None for unit in units])
    here = plane.points([unit.longitude or 0 for unit in units], [unit.latitude or 0 for unit in units])
    away = np.hypot(here[:, None, 0] - there[None, :, 0], here[:, None, 1] - there[None, :, 1]) * WALK
    away[~known] = UNKNOWN_METRES
    return np.asarray(away)


def _shares(need: npt.NDArray[np.int64], places: int) -> tuple[Longs, Longs]:
    """Return the fewest and most units of each grid: its share by need rounded down and up; one each if enough."""
    if need.sum() == 0:
        need = np.ones_like(need)
    first = 1 if places >= len(need) else 0
    rest = places - first * len(need)
    whole, part = np.divmod(rest * need, need.sum())
    least = first + whole
    return least.astype(np.int64), (least + (part > 0)).astype(np.int64)


def _solve(task: _Task) -> tuple[list[tuple[int, int]], bool, float]:
    """Solve on the likeliest pairs, price all others, add those that could be cheaper, until none could."""
    allowed = np.zeros(task.cost.shape, dtype=bool)
    near = np.argpartition(task.cost, min(NEAREST, task.cost.shape[1] - 1), axis=1)[:, :NEAREST]
    np.put_along_axis(allowed, near, True, axis=1)
    least_of_grid = np.argpartition(task.cost, min(NEAREST, task.cost.shape[0] - 1), axis=0)[:NEAREST]
    np.put_along_axis(allowed, least_of_grid, True, axis=0)
    allowed &= ~task.banned
    saving = 0.0
    for _turn in range(SOLVES):
        unit, grid = np.nonzero(allowed)
        flow, worth = _flow(task, unit, grid)
        price_of_unit, price_of_grid = _prices(task, unit, grid, flow)
        reduced = task.cost + price_of_unit[:, None] - price_of_grid[None, :]
        reduced[allowed | task.banned] = 0
        better = reduced < 0
        if not better.any():
            return _chosen(unit, grid, flow), True, 0.0
        saving = float(-np.minimum(reduced, 0).min(axis=1).sum())
        add = np.argpartition(reduced, min(ADDED, reduced.shape[1] - 1), axis=1)[:, :ADDED]
        more = np.zeros_like(allowed)
        np.put_along_axis(more, add, True, axis=1)
        allowed |= more & better
    return _chosen(unit, grid, flow), False, saving / max(1.0, abs(float(worth)))


def _chosen(unit: Longs, grid: Longs, flow: Longs) -> list[tuple[int, int]]:
    taken = flow[: len(unit)] > 0
    return [(int(u), int(g)) for u, g in zip(unit[taken], grid[taken], strict=True)]


def _network(task: _Task, unit: Longs, grid: Longs) -> tuple[Longs, Longs, Longs, Longs]:
    """Return tails, heads, room and cost of the arcs; the pairs come first. Source and sink are the last two nodes."""
    units, grids = task.cost.shape
    source, sink = units + grids, units + grids + 1
    all_units, all_grids = np.arange(units), units + np.arange(grids)
    total = int(task.open_places.sum())
    tails = np.r_[unit, np.full(units, source), all_grids, all_grids, source]
    heads = np.r_[units + grid, all_units, np.full(grids, sink), np.full(grids, sink), sink]
    room = np.r_[np.ones(len(unit), np.int64), task.open_places, task.least, task.most - task.least, total]
    cost = np.r_[task.cost[unit, grid], np.zeros(units, np.int64), np.full(grids, -MUST), np.full(grids, -SHOULD), 0]
    return tails.astype(np.int64), heads.astype(np.int64), room.astype(np.int64), cost.astype(np.int64)


def _flow(task: _Task, unit: Longs, grid: Longs) -> tuple[Longs, int]:
    """Solve the flow; return which pairs carry it and what it costs."""
    tails, heads, room, cost = _network(task, unit, grid)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    units, grids = task.cost.shape
    total = int(task.open_places.sum())
    supply = np.r_[np.zeros(units + grids, dtype=np.int64), total, -total]
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"flow not solved: {status}")
    flows = np.asarray(solver.flows(arcs), dtype=np.int64)
    return flows, int((flows * cost).sum())


def _prices(task: _Task, unit: Longs, grid: Longs, flow: Longs) -> tuple[Longs, Longs]:
    """Return prices of units and grids under which no arc of what is left of the network has a negative cost."""
    tails, heads, room, cost = _network(task, unit, grid)
    onward, back = flow < room, flow > 0
    start = np.r_[tails[onward], heads[back]]
    end = np.r_[heads[onward], tails[back]]
    length = np.r_[cost[onward], -cost[back]]
    order = np.argsort(end, kind="stable")
    start, end, length = start[order], end[order], length[order]
    first = np.flatnonzero(np.r_[True, np.diff(end) != 0])
    price = np.zeros(sum(task.cost.shape) + 2, dtype=np.int64)
    while True:
        reached = np.minimum.reduceat(price[start] + length, first)
        lower = reached < price[end[first]]
        if not lower.any():
            break
        price[end[first][lower]] = reached[lower]
    units = task.cost.shape[0]
    return price[:units], price[units : units + task.cost.shape[1]]


def _pairs(
    units: Sequence[UnitInput], grids: Sequence[GridInput], task: _Task, chosen: list[tuple[int, int]],
    wishes: SpreadWishes,
) -> tuple[Pair, ...]:
    nearest = task.metres.argmin(axis=1)
    locked = set(task.locked)
    found = []
    for unit, grid in sorted({*task.locked, *chosen}):
        one, other = units[unit], grids[grid]
        skills = tuple(sorted(one.skills & other.skills))
        pair = Pair(
            unit=one.id, grid=other.code, metres=round(float(task.metres[unit, grid])), kept=other.code in one.now,
            locked=(unit, grid) in locked, skills=skills, reason="",
        )
        found.append(pair.because(reason_for(pair, nearest=bool(nearest[unit] == grid), wishes=wishes)))
    return tuple(found)


def _liaisons(
    units: Sequence[UnitInput], grids: Sequence[GridInput], task: _Task, chosen: list[tuple[int, int]]
) -> dict[str, str]:
    """Choose for each community one unit that serves in it, a unit for one community at most; a present one stays."""
    communities = sorted({grid.community for grid in grids})
    place = {name: number for number, name in enumerate(communities)}
    worth = np.zeros((len(communities), len(units)))
    for unit, grid in chosen:
        worth[place[grids[grid].community], unit] += 10_000 - min(task.metres[unit, grid], 9_000)
    for unit, one in enumerate(units):
        if one.liaison_of in place and worth[place[one.liaison_of], unit] > 0:
            worth[place[one.liaison_of], unit] += 10**6
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {communities[r]: units[c].id for r, c in zip(rows, columns, strict=True) if worth[r, c] > 0}


def _figures(
    units: Sequence[UnitInput], grids: Sequence[GridInput], pairs: tuple[Pair, ...]
) -> dict[str, float]:
    each = {grid.code: 0 for grid in grids}
    for pair in pairs:
        each[pair.grid] += 1
    before = sum(len(unit.now & each.keys()) for unit in units)
    kept = sum(pair.kept for pair in pairs)
    return {
        "units": len(units), "grids": len(grids), "pairs": len(pairs),
        "fewest_in_a_grid": min(each.values()), "most_in_a_grid": max(each.values()),
        "grids_without": sum(not number for number in each.values()),
        "mean_metres": round(float(np.mean([pair.metres for pair in pairs])), 1) if pairs else 0.0,
        "kept": kept, "given_up": before - kept, "new": len(pairs) - kept,
        "skills_met": sum(bool(pair.skills) for pair in pairs),
    }
