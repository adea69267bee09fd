"""The best matching, with what persons decided, kept in this process for as long as the lists stand as they stood.

How they stand is read each time (`Mark`), so that nothing is shown that is not so any more. After a change only what
changed is read and weighed anew; the best for all is then found from the start, as it always is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from django.db import connection

from linli.engines.matching.public import Asking, Market, NoPlace, Offered, Offering, Pairs, candidate_pairs, fit
from linli.programmes.lists.tables import FORBIDDEN, LOCKED, Mark, Table, mark_of, table

Decision = tuple[int, int, str]     # need and resource by their places in the table, and what was decided


@dataclass(frozen=True)
class Solved:
    """A matching, and what it was made of. Things are tried on copies of the market only.

    `weighed`: the candidates of each need, good for these resources.
    """

    mark: Mark
    read: Table
    weighed: dict[Asking, Pairs]
    market: Market
    offered: Offered


_lock = Lock()
_kept: list[Solved] = []


def solved(last: Solved | None = None) -> Solved:
    """Return the matching of what is open now with what can be given now. `last`: one had before, kept if still so.

    What a transaction sees may never come to be: inside one nothing is kept for others, nor taken from them.
    """
    if connection.in_atomic_block:
        return _now(last)
    with _lock:
        _kept[:] = [_now(last or (_kept[0] if _kept else None))]
        return _kept[0]


def forget() -> None:
    """Keep nothing any more: for tests, whose databases begin anew."""
    _kept.clear()


def _now(last: Solved | None) -> Solved:
    mark = mark_of(last.read if last else None)
    return last if last is not None and last.mark == mark else _made(mark, last)


def _made(mark: Mark, last: Solved | None) -> Solved:
    read = table(mark, last.read if last else None)
    same = last is not None and _placeless(last.read.offerings) == _placeless(read.offerings)
    weighed = _weighed(read, last.weighed if last is not None and same else {})
    offered = last.offered if last is not None and same else Offered(read.offerings)
    market = market_of(read, _joined(read.askings, weighed))
    return Solved(replace(mark, days=[one.waited_days for one in read.askings]), read, weighed, market, offered)


def _placeless(offerings: Sequence[Offering]) -> list[Offering]:
    """Return resources without their places: how many are left says nothing of how well one fits."""
    return [replace(one, capacity=0) for one in offerings]


def _weighed(read: Table, known: dict[Asking, Pairs]) -> dict[Asking, Pairs]:
    """Return the candidates of each need; those of needs that were there before are kept."""
    fresh = list(dict.fromkeys(one for one in read.askings if one not in known))
    needs, hosts, weights = candidate_pairs(fresh, read.offerings)
    ends = np.searchsorted(needs, np.arange(len(fresh) + 1))
    found = {
        one: (needs[at:end], hosts[at:end], weights[at:end])
        for one, at, end in zip(fresh, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    }
    return {one: found[one] if one in found else known[one] for one in read.askings}


def _joined(askings: Sequence[Asking], weighed: dict[Asking, Pairs]) -> Pairs:
    parts = [weighed[one] for one in askings]
    nothing = np.zeros(0, dtype=np.int64)
    needs = np.repeat(np.arange(len(parts)), [len(hosts) for _needs, hosts, _weights in parts])
    hosts = np.concatenate([nothing, *(hosts for _needs, hosts, _weights in parts)])
    return needs, hosts, np.concatenate([nothing, *(weights for _needs, _hosts, weights in parts)])


def market_of(read: Table, pairs: Pairs | None = None) -> Market:
    """Return the best matching, with what persons decided."""
    found = candidate_pairs(read.askings, read.offerings) if pairs is None else pairs
    market = Market.of_pairs([one.capacity for one in read.offerings], found, needs=len(read.needs))
    market.fill()
    decide(market, read)
    return market


def decisions(read: Table) -> list[Decision]:
    """Return what persons decided about pairs that are on the table, in the order in which they decided it."""
    return [
        (read.need_at[need], read.resource_at[resource], how)
        for need, resource, how in read.decided
        if need in read.need_at and resource in read.resource_at
    ]


def decide(market: Market, read: Table) -> None:
    """Keep what persons decided: forbidden pairs first, then locked ones, the earliest first."""
    known = decisions(read)
    for need, host, how in known:
        if how == FORBIDDEN:
            market.forbid(need, host)
    for need, host, how in known:
        if how == LOCKED:
            try:
                put(market, read, need, host)
            except NoPlace:        # the resource gives less now: the lock waits until there is a place again
                continue


def put(market: Market, read: Table, need: int, host: int) -> None:
    """Lock a pair; one that was no candidate becomes one. Raises: NoPlace."""
    if all(found != host for found, _weight in market.candidates(need)):
        market.allow(need, host, fit(read.askings[need], read.offerings[host]).weight)
    market.lock(need, host)
