"""Plans grids for a town: how many, where, at what cost, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.cells import Cells, cut
from linli.engines.territory.planner.draft import Draft, Figures, evaluate, shapes
from linli.engines.territory.planner.explain import explain
from linli.engines.territory.planner.graphs import Ground, aim_of, graph_of, ground_of, held_cells
from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.links import join_apart, join_strays
from linli.engines.territory.planner.naming import codes_for, going_on
from linli.engines.territory.planner.search import Aim, Graph, price_of, recombine
from linli.engines.territory.planner.start import as_before, fresh
from linli.engines.territory.planner.wishes import Wishes, check

STEPS_A_SECOND = 150_000      # on an ordinary machine; the same wish is the same number of steps anywhere
ROUNDS = 20                   # between two of them progress is told and a stop is heard
HOT, COLD = 1.0, 0.05
KEEPING_HOT, KEEPING_COLD = 0.05, 0.02
FEW = 40                      # up to so many grids, one more and one fewer are tried too
MEND_STEPS = 400              # for each grid, tries to bring those outside the band into it at the end

Progress = Callable[[int, int], bool]          # done, all -> go on?
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PlannedGrid:
    """One grid of a plan."""

    code: str
    shape: BaseGeometry           # WGS84; one Polygon wherever its land hangs together
    households: int
    buildings: tuple[str, ...]
    workload: int = 0
    special: bool = False
    estimated: int = 0            # of the households, in buildings where they were estimated


@dataclass(slots=True)
class Plan:
    """Grids that tile the land, with figures and words about them."""

    grids: list[PlannedGrid]
    figures: dict[str, float]
    draft: Draft                  # the same plan to be edited by hand
    reasons: list[str] = field(default_factory=list)

    @property
    def label(self) -> Ints:
        """Return the number of the grid of each building, in the town's order."""
        return self.draft.label[: len(self.draft.ids)]


def plan_grids(town: Town, wishes: Wishes, progress: Progress | None = None) -> Plan:
    """Propose grids for a town. `progress` is told how far it is; when it answers False the best so far is kept.

    The same town, wishes and seed give the same plan. Raises: Invalid for wishes that make no sense.
    """
    check(wishes)
    cells = cut(town)
    ground = ground_of(cells, town, wishes)
    before = _before(cells, ground, wishes)
    graph = graph_of(ground, before, wishes)
    label, grids = as_before(ground, graph, before) if wishes.keep is not None else fresh(ground, graph, wishes)
    if 1 < grids <= FEW and wishes.keep is None and wishes.grids is None:
        label = _best_of_some(grids, ground, graph, wishes, progress)
    elif grids > 1:
        _search(label, grids, graph, aim_of(wishes, ground.load.sum() / grids), wishes=wishes, progress=progress)
    return _finished(town, cells, ground, label, wishes)


def _best_of_some(grids: int, ground: Ground, graph: Graph, wishes: Wishes, progress: Progress | None) -> Ints:
    """Where grids are few, one more or one fewer may cut fewer estates: share the time out and keep the cheapest."""
    load = int(ground.load.sum())
    numbers = [grids, *(other for other in (grids - 1, grids + 1) if wishes.low <= load / other <= wishes.high)]
    found: list[tuple[float, Ints]] = []
    for turn, number in enumerate(numbers):
        asked = replace(wishes, seconds=wishes.seconds / len(numbers), grids=number)
        label, made = fresh(ground, graph, asked)
        aim = aim_of(wishes, load / made)
        part = _Part(turn, len(numbers), progress)
        _search(label, made, graph, aim, wishes=asked, progress=part)
        found.append((price_of(label, graph, aim), label))
        if part.stopped:
            break
    return min(found, key=lambda one: one[0])[1]


@dataclass(slots=True)
class _Part:
    """Tells the progress of one of several searches as a part of the whole."""

    turn: int
    turns: int
    tell: Progress | None
    stopped: bool = False

    def __call__(self, done: int, every: int) -> bool:
        """Say whether to go on."""
        self.stopped = self.tell is not None and not self.tell(self.turn * every + done, self.turns * every)
        return not self.stopped


def _before(cells: Cells, ground: Ground, wishes: Wishes) -> Ints:
    """Return the present grid of each node; that of its first building where it has several."""
    before = np.full(len(ground), -1, dtype=np.int32)
    if wishes.keep is not None:
        built = np.flatnonzero(ground.node_of[: cells.buildings] >= 0)[::-1]
        before[ground.node_of[built]] = wishes.keep[built]
    return before


def _search(
    label: Ints, grids: int, graph: Graph, aim: Aim, *, wishes: Wishes, progress: Progress | None
) -> None:
    """Run the search in rounds, telling progress between them; then bring what is outside the band into it."""
    steps = max(ROUNDS, int(wishes.seconds * STEPS_A_SECOND))
    keeping = wishes.keep is not None
    hot, cold = (KEEPING_HOT, KEEPING_COLD) if keeping else (HOT, COLD)
    for turn in range(ROUNDS):
        warm = hot * (cold / hot) ** (turn / ROUNDS)
        cooler = hot * (cold / hot) ** ((turn + 1) / ROUNDS)
        seed = wishes.seed * 1000 + turn
        recombine(label, grids, graph, aim, steps // ROUNDS, warm, cooler, seed, keeping)
        if progress and not progress(turn + 1, ROUNDS):
            recombine(label, grids, graph, aim, steps // ROUNDS, cold, cold, seed + ROUNDS, keeping)
            break
    recombine(label, grids, graph, aim, MEND_STEPS * grids, cold, cold, wishes.seed * 1000 + 999, True)


def _finished(town: Town, cells: Cells, ground: Ground, found: Ints, wishes: Wishes) -> Plan:
    """Turn labels of nodes into named grids with shapes, figures and reasons."""
    label = np.full(len(cells), -1, dtype=np.int32)
    free = ground.node_of >= 0
    label[free] = found[ground.node_of[free]]
    grids = int(found.max(initial=-1)) + 1
    for number, members in enumerate(held_cells(town, wishes)):
        label[members] = grids + number
    join_strays(label, cells.u, cells.v, cells.length)
    join_apart(label, cells.u, cells.v, cells.middle, built=len(town), grids=grids)
    draft = _draft(town, cells, label, grids, wishes)
    figures = evaluate(draft)
    outlines = shapes(draft)
    return Plan(
        grids=_grids(town, draft, figures, outlines, wishes), figures=_totals(draft, figures), draft=draft,
        reasons=[*town.notes, *explain(town, draft, figures, outlines, wishes)],
    )


def _draft(town: Town, cells: Cells, label: Ints, grids: int, wishes: Wishes) -> Draft:
    """Number the grids that have buildings in the order of their codes."""
    n = len(town)
    mine = label[:n]
    count = grids + len(wishes.held)
    size = np.bincount(mine, minlength=count)
    middle = np.c_[[np.bincount(mine, weights=cells.middle[:n, axis], minlength=count) for axis in (0, 1)]].T
    middle /= np.maximum(size, 1)[:, None]
    lived = np.flatnonzero(size)
    given = [""] * grids + [held.code for held in wishes.held]
    if wishes.keep is not None and wishes.keep_codes:
        taken = set(given)
        for old, new in going_on(wishes.keep, mine, town.households).items():
            if new < grids and wishes.keep_codes[old] not in taken:
                given[new] = wishes.keep_codes[old]
    special = [False] * grids + [held.special for held in wishes.held]
    codes = codes_for(middle[lived], [special[g] for g in lived], [given[g] for g in lived], wishes.code)
    order = np.argsort(np.array(codes, dtype=str), kind="stable")
    number_of = np.full(count + 1, -1, dtype=np.int32)
    number_of[lived[order]] = np.arange(len(lived), dtype=np.int32)
    return Draft(
        ids=tuple(town.ids), codes=tuple(codes[i] for i in order), estate_names=town.estate_names,
        label=number_of[label], households=cells.households, workload=cells.workload, estates=cells.estates,
        u=cells.u, v=cells.v, length=cells.length, dry=cells.dry, area=cells.area, rim=cells.rim,
        middle=cells.middle, owner=cells.owner, faces=town.projection.to_degrees(cells.faces),
        low=wishes.low, high=wishes.high, measure=wishes.measure,
        longitude=town.projection.longitude, latitude=town.projection.latitude,
    )


def _grids(
    town: Town, draft: Draft, figures: Figures, outlines: dict[str, BaseGeometry], wishes: Wishes
) -> list[PlannedGrid]:
    members: list[list[str]] = [[] for _code in draft.codes]
    for building, grid in enumerate(draft.label[: len(town)]):
        members[grid].append(town.ids[building])
    guessed = np.bincount(draft.label[: len(town)], weights=town.households * town.estimated, minlength=len(members))
    special = {name for held in wishes.held if held.special for name in held.places}
    return [
        PlannedGrid(
            code=grid.code, shape=outlines[grid.code], households=grid.households, workload=grid.workload,
            buildings=tuple(members[number]), special=members[number][0] in special, estimated=int(guessed[number]),
        )
        for number, grid in enumerate(figures.grids)
    ]


def _totals(draft: Draft, figures: Figures) -> dict[str, float]:
    return {
        "grids": len(figures.grids),
        "buildings": len(draft.ids),
        "households": figures.households,
        "mean": figures.mean,
        "in_band_percent": figures.in_band_percent,
        "worst_deviation_percent": figures.worst_deviation_percent,
        "estates_cut": figures.estates_cut,
        "compactness": figures.compactness,
        "border_metres": figures.border,
        "walk_metres": figures.walk,
    }
