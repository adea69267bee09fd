"""Cells as the graph that is searched: without water, without what is held, estates joined where they stay whole."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from linli.engines.territory.planner.cells import MAIN_ROAD, SAME_ESTATE, Cells
from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.links import connected
from linli.engines.territory.planner.search import Aim, Graph
from linli.engines.territory.planner.wishes import EVEN, Wishes
from linli.kernel.errors import Invalid

ALONG_MAIN_ROAD, ALONG_STREET = 0.35, 0.8     # price of a metre of border beside one inside an estate

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(slots=True)
class Ground:
    """What is divided: nodes made of cells. `node_of[c]` is the node of cell c, -1 where it is held or water."""

    node_of: Ints
    load: Longs
    estates: Ints
    u: Ints
    v: Ints
    length: npt.NDArray[np.float64]
    kind: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.load)


def ground_of(cells: Cells, town: Town, wishes: Wishes) -> Ground:
    """Leave out what is held and join the cells of estates that must stay whole. Raises: Invalid for unknown names."""
    load = cells.workload if wishes.measure == "workload" else cells.households
    free = np.ones(len(cells), dtype=bool)
    for members in held_cells(town, wishes):
        free[members] = False
    dry = cells.dry
    touches = np.zeros(len(cells), dtype=bool)
    touches[cells.u[dry]] = touches[cells.v[dry]] = True
    free &= touches | (load > 0)
    group = np.arange(len(cells), dtype=np.int32)
    open_to_both = dry & free[cells.u] & free[cells.v]
    if wishes.whole_estates:
        group = _whole_estates(cells, load, wishes.high, open_to_both)
    names, numbers = np.unique(group[free], return_inverse=True)
    node_of = np.full(len(cells), -1, dtype=np.int32)
    node_of[free] = numbers
    estates = np.full(len(names), -1, dtype=np.int32)
    estates[numbers] = cells.estates[free]
    u, v = node_of[cells.u[open_to_both]], node_of[cells.v[open_to_both]]
    apart = u != v
    return Ground(
        node_of=node_of, load=np.bincount(numbers, weights=load[free], minlength=len(names)).astype(np.int64),
        estates=estates, u=u[apart], v=v[apart], length=cells.length[open_to_both][apart],
        kind=cells.kind[open_to_both][apart],
    )


def held_cells(town: Town, wishes: Wishes) -> list[Ints]:
    """Return the buildings of each held grid by number. Raises: Invalid for unknown or doubly held ones."""
    place = {name: number for number, name in enumerate(town.ids)}
    taken: set[str] = set()
    found = []
    for held in wishes.held:
        wrong = [name for name in held.places if name not in place or name in taken]
        if wrong or not held.places:
            raise Invalid(
                _("Grid %(code)s is to be kept with buildings that are not there or are in another one: %(names)s")
                % {"code": held.code, "names": ", ".join(wrong[:5])}
            )
        taken.update(held.places)
        found.append(np.array([place[name] for name in held.places], dtype=np.int32))
    return found


def _whole_estates(cells: Cells, load: Longs, high: int, usable: npt.NDArray[np.bool_]) -> Ints:
    """Join the connected cells of each estate that is not too large for one grid."""
    count = int(cells.estates.max(initial=-1)) + 1
    size = np.bincount(cells.estates[cells.estates >= 0], weights=load[cells.estates >= 0], minlength=count)
    same = usable & (cells.estates[cells.u] == cells.estates[cells.v]) & (cells.estates[cells.u] >= 0)
    same[same] = size[cells.estates[cells.u[same]]] <= high
    return connected(len(cells), cells.u[same], cells.v[same])[1]


def graph_of(ground: Ground, before: Ints, wishes: Wishes) -> Graph:
    """Return the ground as a graph in compressed rows; borders along roads are cheap."""
    first, second = np.r_[ground.u, ground.v], np.r_[ground.v, ground.u]
    order = np.argsort(first, kind="stable")
    kind = np.r_[ground.kind, ground.kind][order]
    if not wishes.main_roads:
        kind = np.minimum(kind, MAIN_ROAD - 1).astype(np.int8)
    price = np.where(kind == MAIN_ROAD, ALONG_MAIN_ROAD, np.where(kind == SAME_ESTATE, 1.0, ALONG_STREET))
    return Graph(
        start=np.r_[0, np.cumsum(np.bincount(first, minlength=len(ground)))].astype(np.int64),
        to=second[order].astype(np.int32), length=np.r_[ground.length, ground.length][order] * price, kind=kind,
        load=ground.load, estate=ground.estates, before=before,
    )


def aim_of(wishes: Wishes, target: float) -> Aim:
    """Turn wishes into prices. Even mode narrows the band to what is near the mean."""
    low, high = wishes.low, wishes.high
    if wishes.even:
        narrow_low, narrow_high = int(np.ceil(target * (1 - EVEN))), int(target * (1 + EVEN))
        low, high = (max(low, narrow_low), min(high, narrow_high))
        if low > high:
            low, high = narrow_low, narrow_high
    return Aim(
        low=low, high=high, target=target, piece=1.0, metre=0.004, uneven=0.6, outside=60.0,
        moved=0.5 if wishes.keep is not None else 0.0,
    )
