"""A matching that stays best while things happen: each event costs one or two searches, never a new start."""

from collections.abc import Iterable, Sequence
from types import ModuleType, SimpleNamespace

import numpy as np

from linli.engines.matching import searches
from linli.engines.matching.network import NONE, Network, Whole, empty

Searches = ModuleType | SimpleNamespace
Candidate = tuple[int, int]     # resource (or need), weight


class NoPlace(ValueError):
    """A resource has no place for what is asked of it: all its places are locked, or it has none."""


class Market:
    """Needs and resources by number, their candidate pairs, and the best matching at every moment.

    `by` are the searches: interpreted by default, compiled (`compiling.SEARCHES`) where many events are to come.
    A locked need keeps its place whatever happens; it and its place stand outside the network until unlocked.
    """

    def __init__(self, net: Network, *, needs: int, resources: int, edges: int, by: Searches = searches) -> None:
        self.net = net
        self.needs, self.resources, self.edges = needs, resources, edges
        self.by = by
        self.locked: dict[int, int] = {}      # need -> edge
        self.absent: set[int] = set()         # needs that were dropped

    @classmethod
    def of_pairs(
        cls, capacity: Sequence[int] | Whole, pairs: tuple[Whole, Whole, Whole], *, needs: int, by: Searches = searches
    ) -> "Market":
        """Make a market of capacities and pairs (need, resource, weight), sorted by need; nothing is matched yet."""
        need, resource, weight = pairs
        if np.any(np.asarray(capacity) < 0):
            raise NoPlace("a capacity below zero")
        size = len(need)
        net = empty(max(1, needs), max(1, len(capacity)), max(1, size))
        net.capacity[: len(capacity)] = capacity
        net.edge_need[:size], net.edge_resource[:size], net.weight[:size] = need, resource, weight
        net.many[:needs] = np.bincount(need, minlength=needs) if size else 0
        net.first[:needs] = np.concatenate(([0], np.cumsum(net.many[:needs])[:-1])) if needs else 0
        if size:
            _chain(net, resource)
        return cls(net, needs=needs, resources=len(capacity), edges=size, by=by)

    def copy(self) -> "Market":
        """Return the same market to try things on."""
        made = Market(
            Network(*(array.copy() for array in self.net)), needs=self.needs, resources=self.resources,
            edges=self.edges, by=self.by,
        )
        made.locked, made.absent = dict(self.locked), set(self.absent)
        return made

    def fill(self) -> None:
        """Match everything from nothing, one need after another: right for some thousands (else `bulk.solve`)."""
        self.by.fill(self.net, np.arange(self.needs, dtype=np.int64))

    @property
    def value(self) -> int:
        """Return the sum of the weights of all matches, locked ones too."""
        chosen = self.net.choice[self.net.choice != NONE]
        return int(self.net.weight[chosen].sum()) + sum(~int(self.net.weight[edge]) for edge in self.locked.values())

    def bound(self) -> int:
        """Return the value no matching can exceed, as the prices prove; equal to `value` when all is right."""
        net = self.net
        gains = np.zeros(len(net.many), dtype=np.int64)
        edges = slice(0, self.edges)
        np.maximum.at(gains, net.edge_need[edges], net.weight[edges] - net.price[net.edge_resource[edges]])
        locked = sum(~int(net.weight[edge]) for edge in self.locked.values())
        return int(gains.sum() + (net.capacity * net.price).sum()) + locked

    def choice(self, need: int) -> int:
        """Return the resource a need is matched to, or NONE."""
        edge = self.locked.get(need, int(self.net.choice[need]))
        return NONE if edge == NONE else int(self.net.edge_resource[edge])

    def choices(self) -> Whole:
        """Return of every need the resource it is matched to, or NONE."""
        edges = self.net.choice[: self.needs].copy()
        for need, edge in self.locked.items():
            edges[need] = edge
        return np.where(edges == NONE, NONE, self.net.edge_resource[edges])

    def worth_of_place(self, resource: int) -> int:
        """Return what one more place of a resource would add to the value of all."""
        return int(self.net.price[resource])

    def candidates(self, need: int) -> list[Candidate]:
        """Return the candidates of a need with their weights, the heaviest first; forbidden ones are left out."""
        hidden = need in self.locked or need in self.absent
        found = [
            (int(self.net.edge_resource[edge]), ~weight if hidden else weight)
            for edge in self._edges(need)
            if (weight := int(self.net.weight[edge])) >= 0 or hidden
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def guests(self, resource: int) -> list[int]:
        """Return the needs matched to a resource, locked ones too."""
        found = [need for need, edge in self.locked.items() if self.net.edge_resource[edge] == resource]
        need = int(self.net.guest[resource])
        while need != NONE:
            found.append(need)
            need = int(self.net.following[need])
        return sorted(found)

    def cost_at_least(self, need: int, resource: int) -> int:
        """Return what all together lose at the least when a need must take this candidate; exact: try it on a copy."""
        net = self.net
        gain = int(self.by.gain_of(net, need))
        weight = next((weight for found, weight in self.candidates(need) if found == resource), 0)
        return max(0, gain + int(net.price[resource]) - weight)

    def cost(self, need: int, resource: int) -> int | None:
        """Return what all together lose when a need must take this candidate: tried on a copy. None: no place left."""
        tried = self.copy()
        try:
            tried.lock(need, resource)
        except NoPlace:
            return None
        return self.value - tried.value

    # events

    def add_need(self, pairs: Iterable[Candidate]) -> int:
        """Let a need in with its candidates; return its number."""
        number = self.needs
        self.needs += 1
        self._make_room()
        self.net.first[number] = self.edges
        for resource, weight in pairs:
            self._add_edge(number, resource, weight)
        self.by.push_need(self.net, number)
        return number

    def drop_need(self, need: int) -> None:
        """Take a need out: met otherwise, or withdrawn. Its place goes to whoever gains most by it."""
        if need in self.absent:
            return
        self.unlock(need)
        self._take_out(need)
        self.absent.add(need)

    def return_need(self, need: int) -> None:
        """Let a dropped need in again."""
        if need in self.absent:
            self.absent.discard(need)
            self._put_back(need)

    def set_capacity(self, resource: int, places: int) -> None:
        """Give a resource more or fewer places; none withdraws it. Raises: NoPlace below zero, or below the locked."""
        kept = sum(1 for edge in self.locked.values() if self.net.edge_resource[edge] == resource)
        if places < kept:
            raise NoPlace(f"{kept} places are locked")
        net = self.net
        while net.capacity[resource] < places - kept:
            net.capacity[resource] += 1
            self.by.pull(net, resource)
        while net.capacity[resource] > places - kept:
            self._lose_place(resource)

    def add_resource(self, places: int, pairs: Iterable[Candidate]) -> int:
        """Let a resource in with the needs it could serve; return its number. Raises: NoPlace below zero."""
        if places < 0:
            raise NoPlace("a capacity below zero")
        number = self.resources
        self.resources += 1
        self._make_room()
        dearest = 0
        for need, weight in pairs:
            hidden = need in self.locked or need in self.absent
            self._move_edges(need)
            if not hidden:
                dearest = max(dearest, weight - self._gain(need))
            self._add_edge(need, number, ~weight if hidden else weight)
        self.net.price[number] = dearest
        self.set_capacity(number, places)
        return number

    def forbid(self, need: int, resource: int) -> None:
        """Take a pair out of the candidates."""
        edge = self._edge(need, resource)
        if edge == NONE:
            return
        if self.locked.get(need) == edge:
            self.unlock(need)
        hidden = need in self.locked or need in self.absent
        if hidden or self.net.choice[need] != edge:
            self._bury(edge)
            return
        self._take_out(need)
        self._bury(edge)
        self._put_back(need)

    def allow(self, need: int, resource: int, weight: int) -> None:
        """Let a pair in, or give it another weight."""
        hidden = need in self.locked or need in self.absent
        edge = self.locked.get(need, NONE)
        if edge != NONE and self.net.edge_resource[edge] == resource:
            self.net.weight[edge] = ~weight
            return
        known = self._edge(need, resource)
        if not hidden:
            self._take_out(need)
        self._bury(known)
        self._move_edges(need)
        self._add_edge(need, resource, ~weight)
        if not hidden:
            self._put_back(need)

    def lock(self, need: int, resource: int) -> None:
        """Keep a need with a candidate whatever happens. Raises: NoPlace; LookupError when it is no candidate."""
        edge = self._edge(need, resource)
        if edge == NONE:
            raise LookupError("no candidate pair")
        if self.locked.get(need) == edge:
            return
        if self.net.capacity[resource] == 0:
            raise NoPlace("no place left that is not locked")
        self.unlock(need)
        self._take_out(need)
        self.locked[need] = edge
        self._lose_place(resource)

    def unlock(self, need: int) -> None:
        """Let a locked need compete again."""
        edge = self.locked.pop(need, NONE)
        if edge == NONE:
            return
        resource = int(self.net.edge_resource[edge])
        self.net.capacity[resource] += 1
        self.by.pull(self.net, resource)
        self._put_back(need)

    # how the events are made

    def _edges(self, need: int) -> range:
        start = int(self.net.first[need])
        return range(start, start + int(self.net.many[need]))

    def _edge(self, need: int, resource: int) -> int:
        hidden = need in self.locked or need in self.absent
        for edge in self._edges(need):
            there = self.net.weight[edge] < 0 if hidden else self.net.weight[edge] >= 0
            if there and self.net.edge_resource[edge] == resource:
                return edge
        return NONE

    def _gain(self, need: int) -> int:
        edge = int(self.net.choice[need])
        return 0 if edge == NONE else int(self.net.weight[edge] - self.net.price[self.net.edge_resource[edge]])

    def _bury(self, edge: int) -> None:
        """Take an edge out for good: the last edge of its need takes its place in the need's row."""
        if edge == NONE:
            return
        net = self.net
        need = int(net.edge_need[edge])
        net.weight[edge] = -1
        last = int(net.first[need] + net.many[need] - 1)
        if last != edge:
            self._swap(edge, last)
        net.many[need] -= 1

    def _swap(self, dead: int, last: int) -> None:
        """Put the last edge of a need where a dead one was. Chains are by resource, so both are chained anew."""
        net = self.net
        self._unchain(dead)
        self._unchain(last)
        need = int(net.edge_need[last])
        net.edge_resource[dead], net.weight[dead] = net.edge_resource[last], net.weight[last]
        net.weight[last] = -1
        if net.choice[need] == last:
            net.choice[need] = dead
        if self.locked.get(need) == last:
            self.locked[need] = dead
        self._enchain(dead)

    def _unchain(self, edge: int) -> None:
        net = self.net
        resource = int(net.edge_resource[edge])
        at = int(net.last_edge[resource])
        if at == edge:
            net.last_edge[resource] = net.next_edge[edge]
            return
        while net.next_edge[at] != edge:
            at = int(net.next_edge[at])
        net.next_edge[at] = net.next_edge[edge]

    def _enchain(self, edge: int) -> None:
        resource = self.net.edge_resource[edge]
        self.net.next_edge[edge] = self.net.last_edge[resource]
        self.net.last_edge[resource] = edge

    def _take_out(self, need: int) -> None:
        """Hide a need: its weights turn below zero (bits turned over, so that they can come back)."""
        resource = int(self.by.unlink(self.net, need))
        self._turn_over(need)
        if resource != NONE:
            self.by.pull(self.net, resource)

    def _put_back(self, need: int) -> None:
        self._turn_over(need)
        self.by.push_need(self.net, need)

    def _turn_over(self, need: int) -> None:
        row = slice(int(self.net.first[need]), int(self.net.first[need] + self.net.many[need]))
        self.net.weight[row] = ~self.net.weight[row]

    def _lose_place(self, resource: int) -> None:
        self.net.capacity[resource] -= 1
        if self.net.used[resource] > self.net.capacity[resource]:
            self.by.push_resource(self.net, resource)

    def _add_edge(self, need: int, resource: int, weight: int) -> None:
        self._make_room()
        edge = self.edges
        self.edges += 1
        self.net.edge_need[edge], self.net.edge_resource[edge], self.net.weight[edge] = need, resource, weight
        self.net.many[need] += 1
        self._enchain(edge)

    def _move_edges(self, need: int) -> None:
        """Move the edges of a need to the end, where more can follow."""
        old = self._edges(need)
        if old.stop == self.edges:
            return
        self.net.first[need], self.net.many[need] = self.edges, 0
        for edge in old:
            self._unchain(edge)
            self._add_edge(need, int(self.net.edge_resource[edge]), int(self.net.weight[edge]))
            self.net.weight[edge] = -1
            if self.net.choice[need] == edge:
                self.net.choice[need] = self.edges - 1
            if self.locked.get(need) == edge:
                self.locked[need] = self.edges - 1

    def _make_room(self) -> None:
        """Double what is full."""
        net = self.net
        wanted = (self.needs, self.edges + 1, self.resources)
        had = (len(net.many), len(net.weight), len(net.price))
        if all(size >= want for size, want in zip(had, wanted, strict=True)):
            return
        sizes = [size if size >= want else 2 * want for size, want in zip(had, wanted, strict=True)]
        made = empty(sizes[0], sizes[2], sizes[1])
        for old, new in zip(net, made, strict=True):
            new[: len(old)] = old
        made.touched[:] = 0
        self.net = made


def _chain(net: Network, resource: Whole) -> None:
    """Chain the edges of each resource, in their order."""
    order = np.argsort(resource, kind="stable")
    sorted_resource = resource[order]
    same = sorted_resource[:-1] == sorted_resource[1:]
    net.next_edge[order[:-1]] = np.where(same, order[1:], NONE)
    starts = np.concatenate(([True], ~same))
    net.last_edge[sorted_resource[starts]] = order[starts]
