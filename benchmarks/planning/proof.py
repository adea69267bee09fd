"""Proves how few estate pieces too many any plan of a small town can have: with OR-Tools CP-SAT, estate by estate.

A plan with `extra` pieces too many leaves all estates but a few in as few grids as they can be in. So every choice of
the few is tried: the other estates are one node each, the chosen ones are their buildings, and CP-SAT looks for
connected grids in the band. That no choice has a plan proves that `extra` pieces are too few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from ortools.sat.python import cp_model

from linli.engines.territory.planner.cells import cut
from linli.engines.territory.planner.graphs import Ground, ground_of
from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.wishes import Wishes

SECONDS = 45.0                # for one choice; more is no proof


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A town with most estates as one node each. `most` grids an estate may be in, for those that are cut."""

    load: list[int]
    estate: list[int]          # of each node, -1 where it is whole or none
    near: list[set[int]]
    most: dict[int, int]


def fewest_extra(town: Town, low: int, high: int, *, up_to: int) -> int:
    """Return the fewest estate pieces too many that any plan has, in any number of grids, if below `up_to`; else that.

    Raises: RuntimeError when a choice could neither be proved nor refuted in time.
    """
    ground = ground_of(cut(town), town, Wishes())
    needs = _needs(ground, high)
    for extra in range(up_to):
        if any(_Model(_pieces(ground, needs, chosen), low, high).possible() for chosen in _choices(needs, extra)):
            return extra
    return up_to


def _needs(ground: Ground, high: int) -> dict[int, int]:
    """Return in how many grids each estate is at least."""
    lived = ground.estates >= 0
    size = np.bincount(ground.estates[lived], weights=ground.load[lived])
    return {int(estate): max(1, int(np.ceil(size[estate] / high))) for estate in np.unique(ground.estates[lived])}


def _choices(needs: dict[int, int], extra: int) -> Iterator[dict[int, int]]:
    """Yield every way to give estates `extra` more pieces than they need."""
    for chosen in combinations_with_replacement(sorted(needs), extra):
        yield {estate: needs[estate] + chosen.count(estate) for estate in needs
               if needs[estate] > 1 or estate in chosen}


def _pieces(ground: Ground, needs: dict[int, int], most: dict[int, int]) -> _Pieces:
    """Make every estate that stays whole one node."""
    whole = {estate: place for place, estate in enumerate(sorted(set(needs) - set(most)))}
    node_of, count = np.empty(len(ground), dtype=np.int64), len(whole)
    for cell, estate in enumerate(ground.estates.tolist()):
        if estate in whole:
            node_of[cell] = whole[estate]
        else:
            node_of[cell], count = count, count + 1
    load = np.bincount(node_of, weights=ground.load, minlength=count).astype(int).tolist()
    estate = [-1] * count
    for cell, of in enumerate(ground.estates.tolist()):
        if of in most:
            estate[node_of[cell]] = of
    near: list[set[int]] = [set() for _node in range(count)]
    for a, b in zip(node_of[ground.u].tolist(), node_of[ground.v].tolist(), strict=True):
        if a != b:
            near[a].add(b)
            near[b].add(a)
    return _Pieces(load, estate, near, most)


class _Model:
    """Grids of one choice. A grid is named after its first node, so that no plan is looked at under two names."""

    def __init__(self, pieces: _Pieces, low: int, high: int) -> None:
        self.pieces, self.model = pieces, cp_model.CpModel()
        self.lived = sorted((n for n, load in enumerate(pieces.load) if load), key=lambda node: -pieces.load[node])
        order = [*self.lived, *(node for node, load in enumerate(pieces.load) if not load)]
        self.within: dict[tuple[int, int], cp_model.IntVar] = {
            (node, head): self.model.new_bool_var(f"{node} in {head}")
            for place, node in enumerate(order) for head in self.lived[: place + 1]
        }
        for place, node in enumerate(order):
            self.model.add_exactly_one(self.within[node, head] for head in self.lived[: place + 1])
        for place, head in enumerate(self.lived):
            loads = sum(pieces.load[node] * self.within[node, head] for node in self.lived[place:])
            self.model.add(loads >= low * self.within[head, head])
            self.model.add(loads <= high * self.within[head, head])
            for node in order[place + 1 :]:
                self._belong(node, head)
        for estate, most in pieces.most.items():
            self._limit(estate, most)

    def _belong(self, node: int, head: int) -> None:
        """A node lies in a grid only with that grid's first node, and beside another of its nodes."""
        self.model.add_implication(self.within[node, head], self.within[head, head])
        beside = [self.within[one, head] for one in self.pieces.near[node] if (one, head) in self.within]
        self.model.add_bool_or([self.within[node, head].negated(), *beside])

    def _limit(self, estate: int, most: int) -> None:
        """Let a cut estate lie in no more grids than it may."""
        members = [node for node in self.lived if self.pieces.estate[node] == estate]
        touched = []
        for head in self.lived:
            there = [self.within[node, head] for node in members if (node, head) in self.within]
            if there:
                touched.append(self.model.new_bool_var(f"{estate} touches {head}"))
                for one in there:
                    self.model.add_implication(one, touched[-1])
        self.model.add(sum(touched) <= most)

    def possible(self) -> bool:
        """Say whether there are connected grids in the band: solve, forbid the parts that lie apart, solve again.

        Raises: RuntimeError.
        """
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds, solver.parameters.num_workers = SECONDS, 2
        while True:
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return False
            if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                raise RuntimeError("not decided in time")
            heads: dict[int, set[int]] = {}
            for (node, head), chosen in self.within.items():
                if solver.value(chosen):
                    heads.setdefault(head, set()).add(node)
            parted = [head for head, members in heads.items() if not self._whole(head, members)]
            if not parted:
                return True

    def _whole(self, head: int, members: set[int]) -> bool:
        """Say whether a grid is in one part; where not, ask for any grid that what divides its parts belongs to it."""
        apart = members - self._reached(head, members)
        for node in apart:
            part = self._reached(node, apart)
            around = set().union(*(self.pieces.near[one] for one in part)) - part
            for other in self.lived:
                if (node, other) in self.within and (head, other) in self.within:
                    both = [self.within[node, other].negated(), self.within[head, other].negated()]
                    doors = [self.within[one, other] for one in around if (one, other) in self.within]
                    self.model.add_bool_or([*both, *doors])
        return not apart

    def _reached(self, start: int, members: set[int]) -> set[int]:
        reached, ahead = {start}, [start]
        while ahead:
            fresh = self.pieces.near[ahead.pop()] & members - reached
            reached |= fresh
            ahead += fresh
        return reached
