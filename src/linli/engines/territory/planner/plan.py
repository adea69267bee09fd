"""Plans grids for a town: how many, where, at what cost, and why."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _

from linli.engines.territory.planner.cells import MAIN_ROAD, SAME_ESTATE, Cells, cut, parts
from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.search import Aim, Graph, divide, recombine
from linli.kernel.errors import Invalid

STEPS_A_SECOND = 150_000      # on an ordinary machine; the same wish is the same number of steps anywhere
ROUNDS = 20                   # between two of them progress is told and a stop is heard
HOT, COLD = 1.0, 0.05
ALONG_MAIN_ROAD, ALONG_STREET = 0.35, 0.8     # price of a metre of border beside one inside an estate
LARGEST_SERIAL = 999

Progress = Callable[[int, int], bool]          # done, all -> go on?
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the plan should be like."""

    low: int = 300                # households, both included
    high: int = 500
    seconds: float = 5.0          # of search on an ordinary machine
    seed: int = 1
    even: bool = False            # no grid far from the mean rather than fewest estates cut
    keep: Ints | None = None      # number of the grid each building is in now: change as little as possible
    code: str = ""                # of the community; grids are code + 3 digits


@dataclass(frozen=True, slots=True)
class PlannedGrid:
    """One grid of a plan."""

    code: str
    shape: shapely.Polygon        # WGS84
    households: int
    buildings: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """Grids that tile the land, with figures and words about them."""

    grids: list[PlannedGrid]
    figures: dict[str, float]
    reasons: list[str] = field(default_factory=list)
    label: Ints = field(default_factory=lambda: np.zeros(0, np.int32))   # grid of each building, in the town's order


def graph_of(cells: Cells, before: Ints) -> Graph:
    """Return the cells as a graph in compressed rows; borders along roads are cheap."""
    first, second = np.r_[cells.u, cells.v], np.r_[cells.v, cells.u]
    order = np.argsort(first, kind="stable")
    kind = np.r_[cells.kind, cells.kind][order]
    price = np.where(kind == MAIN_ROAD, ALONG_MAIN_ROAD, np.where(kind == SAME_ESTATE, 1.0, ALONG_STREET))
    return Graph(
        start=np.r_[0, np.cumsum(np.bincount(first, minlength=len(cells)))].astype(np.int64),
        to=second[order].astype(np.int32), length=np.r_[cells.length, cells.length][order] * price, kind=kind,
        load=cells.households.astype(np.int64), estate=cells.estates, before=before,
    )


def aim_of(wishes: Wishes, target: float) -> Aim:
    """Turn wishes into prices."""
    return Aim(
        low=wishes.low, high=wishes.high, target=target, piece=1.0, metre=0.004, uneven=0.6, outside=60.0,
        moved=0.5 if wishes.keep is not None else 0.0, even=wishes.even,
    )


def plan_grids(town: Town, wishes: Wishes, progress: Progress | None = None) -> Plan:
    """Propose grids for a town. `progress` is told how far it is; when it answers False the best so far is kept.

    The same town, wishes and seed give the same plan. Raises: Invalid for a band that makes no sense.
    """
    if not 0 < wishes.low <= wishes.high:
        raise Invalid(_("The band must be two positive numbers, the smaller first."))
    cells = cut(town)
    reasons = list(town.notes)
    before = np.full(len(cells), -1, dtype=np.int32)
    label, grids = _start(cells, wishes, before, reasons)
    target = float(cells.households.sum()) / max(grids, 1)
    _search(label, grids, graph_of(cells, before), aim_of(wishes, target), wishes=wishes, progress=progress)
    return _finished(town, cells, label, wishes, reasons)


def _start(cells: Cells, wishes: Wishes, before: Ints, reasons: list[str]) -> tuple[Ints, int]:
    """Divide each connected piece of land into as many grids as its households ask for."""
    pieces, piece_of = parts(cells)
    graph = graph_of(cells, before)
    label = np.full(len(cells), -1, dtype=np.int32)
    grids = 0
    for piece in range(pieces):
        members = np.flatnonzero(piece_of == piece).astype(np.int32)
        load = int(cells.households[members].sum())
        wanted = grids_for(load, wishes.low, wishes.high)
        if not wishes.low * wanted <= load <= wishes.high * wanted:
            reasons.append(_impossible(load, wanted, wishes))
        grids += divide(label, members, wanted, grids, graph, wishes.seed + piece)
    if wishes.keep is not None:
        grids = _as_before(label, wishes.keep, cells, before, piece_of)
    return label, grids


def grids_for(load: int, low: int, high: int) -> int:
    """Return how many grids a load asks for: the number whose mean is nearest to the middle of the band."""
    fitting = range(max(1, math.ceil(load / high)), max(1, load // low) + 1)
    middle = (low + high) / 2
    candidates = list(fitting) or [max(1, round(load / middle))]
    return min(candidates, key=lambda number: abs(load / number - middle))


def _impossible(load: int, wanted: int, wishes: Wishes) -> str:
    return _(
        "A piece of land with %(load)d households, cut off from the rest, cannot be divided into grids of %(low)d to"
        " %(high)d: the nearest is %(wanted)d."
    ) % {"load": load, "low": wishes.low, "high": wishes.high, "wanted": wanted}


def _as_before(label: Ints, keep: Ints, cells: Cells, before: Ints, piece_of: Ints) -> int:
    """Start from the grids of today; land and new buildings join the neighbour they share most border with."""
    names, numbers = np.unique(keep[keep >= 0], return_inverse=True)
    label[:] = -1
    known = np.flatnonzero(keep >= 0)
    label[known] = numbers
    before[known] = numbers
    graph = graph_of(cells, before)
    while True:
        u, v = cells.u, cells.v
        open_first, open_second = (label[u] < 0) & (label[v] >= 0), (label[v] < 0) & (label[u] >= 0)
        cell = np.r_[u[open_first], v[open_second]]
        if not len(cell):
            break
        to = np.r_[label[v[open_first]], label[u[open_second]]]
        length = np.r_[cells.length[open_first], cells.length[open_second]]
        order = np.lexsort((length, cell))
        last = np.flatnonzero(np.r_[np.diff(cell[order]) != 0, True])
        label[cell[order][last]] = to[order][last]
    grids = len(names)
    for piece in np.unique(piece_of[label < 0]):
        members = np.flatnonzero((piece_of == piece) & (label < 0)).astype(np.int32)
        grids += divide(label, members, 1, grids, graph, 1)
    return grids


def _search(
    label: Ints, grids: int, graph: Graph, aim: Aim, *, wishes: Wishes, progress: Progress | None
) -> None:
    """Run the search in rounds, telling progress between them."""
    if grids < 2:
        return
    steps = max(ROUNDS, int(wishes.seconds * STEPS_A_SECOND))
    keeping = wishes.keep is not None
    hot, cold = (0.05, 0.02) if keeping else (HOT, COLD)
    for turn in range(ROUNDS):
        warm = hot * (cold / hot) ** (turn / ROUNDS)
        cooler = hot * (cold / hot) ** ((turn + 1) / ROUNDS)
        seed = wishes.seed * 1000 + turn
        recombine(label, grids, graph, aim, steps // ROUNDS, warm, cooler, seed, keeping)
        if progress and not progress(turn + 1, ROUNDS):
            break


def _finished(town: Town, cells: Cells, label: Ints, wishes: Wishes, reasons: list[str]) -> Plan:
    shapes = _shapes(cells, label)
    order = _reading_order(shapes)
    number_of = np.empty(len(shapes), dtype=np.int32)
    number_of[order] = np.arange(len(shapes))
    mine = number_of[label[: len(town)]]
    load = np.bincount(mine, weights=town.households, minlength=len(shapes)).astype(int)
    members: list[list[str]] = [[] for _grid in shapes]
    for building, grid in enumerate(mine):
        members[grid].append(town.ids[building])
    grids = [
        PlannedGrid(
            code=f"{wishes.code}{position + 1:03d}", shape=town.projection.to_degrees(shapes[grid]),
            households=int(load[position]), buildings=tuple(members[position]),
        )
        for position, grid in enumerate(order)
    ]
    plan = Plan(grids=grids, figures=_figures(shapes, load, town, mine, wishes), reasons=reasons, label=mine)
    _explain(plan, town, wishes)
    return plan


def _shapes(cells: Cells, label: Ints) -> list[shapely.Polygon]:
    """Join the faces of each grid. Land that no grid borders on is left out."""
    grid_of = label[cells.owner]
    order = np.argsort(grid_of, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(grid_of[order]) != 0])
    groups = np.split(cells.faces[order], starts[1:])
    return [cast("shapely.Polygon", shapely.union_all(group, grid_size=0.001)) for group in groups]


def _reading_order(shapes: list[shapely.Polygon]) -> list[int]:
    """From west to east in bands from north to south, as grids are numbered."""
    centres = [shape.centroid for shape in shapes]
    south, north = min(c.y for c in centres), max(c.y for c in centres)
    band = max((north - south) / max(1, round(math.sqrt(len(shapes)))), 1.0)
    return sorted(range(len(shapes)), key=lambda i: (-round((centres[i].y - south) / band), centres[i].x))


def _figures(
    shapes: list[shapely.Polygon], load: npt.NDArray[np.int_], town: Town, mine: Ints, wishes: Wishes
) -> dict[str, float]:
    mean = load.mean()
    outline = [4 * math.pi * shape.area / shape.length**2 for shape in shapes if shape.length]
    return {
        "grids": len(shapes),
        "households": int(load.sum()),
        "mean": round(float(mean), 1),
        "in_band_percent": round(100 * float(((load >= wishes.low) & (load <= wishes.high)).mean()), 2),
        "worst_deviation_percent": round(100 * float(np.abs(load - mean).max() / mean), 1) if mean else 0.0,
        "estates_cut": _estates_cut(town, mine, wishes.high),
        "compactness": round(float(np.mean(outline)), 3),
    }


def _estates_cut(town: Town, mine: Ints, high: int) -> int:
    """Pieces of estates beyond what their size makes unavoidable."""
    known = town.estates >= 0
    if not known.any():
        return 0
    pairs = np.unique(np.c_[town.estates[known], mine[known]], axis=0)
    pieces = np.bincount(pairs[:, 0])
    load = np.bincount(town.estates[known], weights=town.households[known], minlength=len(pieces))
    return int(np.maximum(0, pieces - np.maximum(1, np.ceil(load / high))).sum())


def _explain(plan: Plan, town: Town, wishes: Wishes) -> None:
    figures = plan.figures
    plan.reasons.append(
        _("%(n)d grids for %(households)d households: %(mean)s on average, nearest to the middle of the band.")
        % {"n": figures["grids"], "households": figures["households"], "mean": figures["mean"]}
    )
    outside = [grid for grid in plan.grids if not wishes.low <= grid.households <= wishes.high]
    for grid in outside[:20]:
        plan.reasons.append(
            _("Grid %(code)s has %(n)d households, outside the band.") % {"code": grid.code, "n": grid.households}
        )
    large = int((town.households > wishes.high).sum())
    if large:
        plan.reasons.append(_("%(n)d buildings alone exceed the band; no plan can change that.") % {"n": large})
