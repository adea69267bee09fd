"""The best matching, with what persons decided, kept in this process for as long as what it was made of is the same.

What it was made of is read and compared each time, word by word, so that nothing can be shown that is not so any more.
After a change only what changed is weighed anew; the best for all is then found from the start, as it always is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from linli.engines.matching.public import Asking, Market, NoPlace, Offered, Offering, Pairs, candidate_pairs, fit
from linli.programmes.lists.tables import FORBIDDEN, LOCKED, Table, table

Decision = tuple[int, int, str]     # need and resource by their places in the table, and what was decided


@dataclass(frozen=True)
class Solved:
    """A matching, and what it was made of. Things are tried on copies of the market only."""

    read: Table
    market: Market
    offered: Offered


@dataclass(frozen=True)
class _Kept:
    """The last matching of this process. `weighed`: the candidates of each need, good for these resources."""

    askings: list[Asking]
    offerings: list[Offering]
    decided: list[Decision]
    weighed: dict[Asking, Pairs]
    market: Market
    offered: Offered


_lock = Lock()
_kept: list[_Kept] = []


def solved() -> Solved:
    """Return the matching of what is open now with what can be given now."""
    read = table()
    with _lock:
        if not (_kept and _is_of(_kept[0], read)):
            _kept[:] = [_made(read, _kept[0] if _kept else None)]
        return Solved(read, _kept[0].market, _kept[0].offered)


def _is_of(kept: _Kept, read: Table) -> bool:
    return (
        kept.offerings == read.offerings and kept.askings == read.askings and kept.decided == decisions(read)
    )


def _made(read: Table, last: _Kept | None) -> _Kept:
    same = last is not None and _placeless(last.offerings) == _placeless(read.offerings)
    weighed = _weighed(read, last.weighed if last is not None and same else {})
    offered = last.offered if last is not None and same else Offered(read.offerings)
    market = market_of(read, _joined(read.askings, weighed))
    return _Kept(read.askings, read.offerings, decisions(read), weighed, market, offered)


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
        (read.need_at[one.need_id], read.resource_at[one.resource_id], one.state)
        for one in read.decided
        if one.need_id in read.need_at and one.resource_id in read.resource_at
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
