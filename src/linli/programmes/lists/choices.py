"""What a person may choose instead of what the matching proposes, and what each choice takes from all together.

A choice is tried on a copy of the whole matching, so its cost is exact, and whom it touches can be named.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.matching.public import NONE, Fit, Market, NoPlace, fit
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.lists.lifecycle import Category
from linli.programmes.lists.models import Need, Pair
from linli.programmes.lists.pairing import rematch, why_not
from linli.programmes.lists.policies import runs, sees
from linli.programmes.lists.reasons import doubts, reasons, why_excluded
from linli.programmes.lists.solved import put, solved
from linli.programmes.lists.tables import FORBIDDEN, LOCKED, Table

FREE = "free"
NAMED = 3       # needs that are named when a choice touches them


@dataclass(frozen=True, slots=True)
class Cost:
    """What a choice takes from all together, in points, and what becomes of other needs by it."""

    points: int
    touches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A resource for a need: how well it fits, why, and what locking or forbidding it would cost."""

    resource_id: int
    number: str
    words: str
    giver: str
    category: str
    weight: int
    why: tuple[str, ...]
    excluded: str       # why it is no candidate by itself; it can be locked all the same
    left: int           # places that are left
    state: str          # proposed, locked, forbidden, or empty
    by_name: str        # who locked or forbade it
    lock: Cost | None   # None: no place is left that is not locked
    forbid: Cost | None     # None: it is no candidate


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything a person needs to decide about one need."""

    chosen: Option | None       # proposed or locked
    why_not_next: str
    others: tuple[Option, ...]      # candidates, the best first
    unfit: tuple[Option, ...]       # what does not fit by itself, and why


def choices(viewer: Actor, need_id: int, most: int = 8) -> Choice:
    """Return what can be chosen for a need that is on the list. Raises: NotFound, NotAllowed."""
    _need_of(viewer, need_id)
    now = solved()
    read, market = now.read, now.market
    if need_id not in read.need_at:
        return Choice(None, "", (), ())
    need = read.need_at[need_id]
    asking, host = read.askings[need], market.choice(need)
    ranked, fitting_many = now.offered.ranked(asking)
    fits = [(fit(asking, read.offerings[at]), at) for at in _shown(ranked, fitting_many, host, most)]
    pairs = {one.resource_id: one for one in Pair.objects.filter(need_id=need_id)}
    fitting = [one for one in fits if not one[0].excluded and one[1] != host]
    unfit = [one for one in fits if one[0].excluded and one[1] != host]
    first = next((one for one in fits if one[1] == host), None)

    def made(one: tuple[Fit, int]) -> Option:
        return _option(market, read, need, one, pairs.get(read.resources[one[1]].pk))

    return Choice(
        chosen=made(first) if first else None, why_not_next=why_not(read, market, need, host) if first else "",
        others=tuple(made(one) for one in fitting[:most]), unfit=tuple(made(one) for one in unfit[:most]),
    )


def _shown(ranked: list[int], fitting: int, host: int, most: int) -> list[int]:
    """Return of the ranked resources (the first `fitting` are candidates) those that are shown."""
    kept = [*ranked[:fitting][: most + 1], *ranked[fitting:][: most + 1]]
    return [*kept, host] if host != NONE and host not in kept else kept


def _option(market: Market, read: Table, need: int, found: tuple[Fit, int], pair: Pair | None) -> Option:
    fitting, host = found
    row = read.resources[host]
    proposed = "proposed" if market.choice(need) == host else ""
    decided = pair if pair is not None and pair.state in {LOCKED, FORBIDDEN} else None
    return Option(
        resource_id=row.pk, number=row.number, words=row.words, giver=row.giver_name,
        category=str(Category(row.category).label), weight=fitting.weight,
        why=(*reasons(fitting), *doubts(fitting)), excluded=why_excluded(fitting), left=read.offerings[host].capacity,
        state=decided.state if decided else proposed, by_name=decided.by_name if decided else "",
        lock=cost(market, read, need, host, LOCKED),
        forbid=None if fitting.excluded else cost(market, read, need, host, FORBIDDEN),
    )


def cost(market: Market, read: Table, need: int, host: int, how: str) -> Cost | None:
    """Return what all together lose when a pair is locked or forbidden, and whom it touches; None: no place is left."""
    tried = market.copy()
    try:
        if how == LOCKED:
            put(tried, read, need, host)
        else:
            tried.forbid(need, host)
    except NoPlace:
        return None
    return Cost(market.value - tried.value, tuple(_touched(market, tried, read, need)))


def _touched(before: Market, after: Market, read: Table, need: int) -> list[str]:
    moved = [at for at in np.flatnonzero(before.choices() != after.choices()).tolist() if at != need]
    said = [_becomes(read, at, after.choice(at)) for at in moved[:NAMED]]
    if len(moved) > NAMED:
        said.append(_("and %(n)d more needs get something else") % {"n": len(moved) - NAMED})
    return said


def _becomes(read: Table, need: int, host: int) -> str:
    words = read.needs[need].words
    if host == NONE:
        return _("“%(need)s” would be left with nothing") % {"need": words}
    return _("“%(need)s” would get “%(resource)s” instead") % {"need": words, "resource": read.resources[host].words}


def overrule(need_id: int, resource_id: int, *, by: Actor, how: str) -> int:
    """Lock, forbid or free a pair; everything else is matched anew at once. Return what it costs all together.

    Raises: Invalid (no place left), NotFound, NotAllowed.
    """
    if how not in {LOCKED, FORBIDDEN, FREE}:
        raise NotFound
    before = solved()
    with write():
        need = _need_of(by, need_id)
        now = solved(before)
        read = now.read
        if need.pk not in read.need_at or resource_id not in read.resource_at:
            raise Invalid(_("One of the two is not on the list any more."))
        points = 0
        if how != FREE:
            tried = cost(now.market, read, read.need_at[need.pk], read.resource_at[resource_id], how)
            if tried is None:
                raise Invalid(_("All its places are locked for others. Free one of them first."))
            points = tried.points
        _keep(need, resource_id, how, points, by)
    rematch()
    return points


def _keep(need: Need, resource_id: int, how: str, points: int, by: Actor) -> None:
    if how == LOCKED:
        Pair.objects.filter(need=need, state=LOCKED).delete()
    Pair.objects.filter(need=need, resource_id=resource_id).delete()
    if how != FREE:
        Pair.objects.create(
            need=need, resource_id=resource_id, state=how, cost=points, by_name=by.name[:40], made_at=clock.now()
        )
    data = {"resource": resource_id, "cost": points}
    journal.record(kind=f"pair.{how}", stream=f"need:{need.pk}", by=by, path=need.path, data=data)


def _need_of(viewer: Actor, need_id: int) -> Need:
    need = Need.objects.filter(pk=need_id).first()
    if need is None or not sees(viewer, need):
        raise NotFound
    if not runs(viewer, need.path):
        raise NotAllowed
    return need
