"""The matching of everything that is open with everything that can be given: solved, kept, overruled, priced.

One matching holds for the whole county, since a resource may serve several streets. A small one is solved anew in
place after each change; a large one by a job (`match_job.py`), with compiled searches.
"""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.matching.public import NONE, Asking, Market, NoPlace, Offering, candidate_pairs, fit
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import lock_names, write
from linli.programmes.lists.hours import restored
from linli.programmes.lists.lifecycle import Category, NeedState, ResourceState
from linli.programmes.lists.models import Need, Pair, Resource, Share
from linli.programmes.lists.policies import RUNS, runs, sees
from linli.programmes.lists.reasons import doubts, reasons, why_excluded, why_not_next

JOB = "lists.match"
IN_PLACE = 6_000        # needs times resources that are solved in a web request
PROPOSED, LOCKED, FORBIDDEN = "proposed", "locked", "forbidden"


@dataclass
class Table:
    """Needs and resources in the order of the matching, and what persons decided about pairs."""

    needs: list[Need]
    resources: list[Resource]
    askings: list[Asking]
    offerings: list[Offering]
    decided: list[Pair] = field(default_factory=list)
    need_at: dict[int, int] = field(default_factory=dict)
    resource_at: dict[int, int] = field(default_factory=dict)


def table() -> Table:
    """Read what is open and what can be given now. Four queries."""
    needs = list(Need.objects.filter(state=NeedState.LISTED).order_by("id"))
    resources = list(Resource.objects.filter(state=ResourceState.LISTED).order_by("id"))
    shares = Share.objects.filter(left_at=None, project__state__in=("draft", "running"))
    used: dict[int, int] = {}
    for resource_id, served in shares.annotate(served=Count("project__needs")).values_list("resource_id", "served"):
        used[resource_id] = used.get(resource_id, 0) + max(1, served)
    made = Table(needs, resources, [asking_of(one) for one in needs], [offering_of(one, used) for one in resources])
    made.decided = list(Pair.objects.filter(state__in=(LOCKED, FORBIDDEN)).order_by("made_at", "id"))
    made.need_at = {one.pk: at for at, one in enumerate(needs)}
    made.resource_at = {one.pk: at for at, one in enumerate(resources)}
    return made


def asking_of(need: Need) -> Asking:
    """Return a need as the matching knows it."""
    return Asking(
        text=need.words or unseal(need.text, purpose="need.text"), category=need.category, area=_way(need.path),
        windows=restored(need.windows), skills=frozenset(need.skills), people=need.people, urgent=need.urgent,
        waited_days=max(0, (clock.now() - need.said_at).days),
    )


def offering_of(one: Resource, used: dict[int, int]) -> Offering:
    """Return a resource as the matching knows it, with the places that are left."""
    return Offering(
        text=one.words, category=one.category, serves=_way(one.serves), home=_way(one.path),
        windows=restored(one.windows), skills=frozenset(one.skills), seats=one.seats,
        capacity=max(0, one.capacity - used.get(one.pk, 0)),
    )


def _way(path: str) -> tuple[str, ...]:
    return tuple(str(key) for key in territory.ids_of(path)[1:4])


def market_of(read: Table) -> Market:
    """Return the best matching, with what persons decided."""
    pairs = candidate_pairs(read.askings, read.offerings)
    market = Market.of_pairs([one.capacity for one in read.offerings], pairs, needs=len(read.needs))
    market.fill()
    decide(market, read)
    return market


def decide(market: Market, read: Table) -> None:
    """Keep what persons decided: forbidden pairs first, then locked ones, the earliest first."""
    known = [one for one in read.decided if one.need_id in read.need_at and one.resource_id in read.resource_at]
    for one in known:
        if one.state == FORBIDDEN:
            market.forbid(read.need_at[one.need_id], read.resource_at[one.resource_id])
    for one in known:
        if one.state == LOCKED:
            try:
                put(market, read, read.need_at[one.need_id], read.resource_at[one.resource_id])
            except NoPlace:        # the resource gives less now: the lock waits until there is a place again
                continue


def put(market: Market, read: Table, need: int, host: int) -> None:
    """Lock a pair; one that was no candidate becomes one. Raises: NoPlace."""
    if all(found != host for found, _weight in market.candidates(need)):
        market.allow(need, host, fit(read.askings[need], read.offerings[host]).weight)
    market.lock(need, host)


def store(read: Table, market: Market) -> int:
    """Keep what is proposed, each with its reasons; return how many. Inside a transaction."""
    lock_names([JOB])
    Pair.objects.filter(state=PROPOSED).delete()
    now, made = clock.now(), []
    for need, row in enumerate(read.needs):
        host = market.choice(need)
        if host == NONE:
            continue
        found = fit(read.askings[need], read.offerings[host])
        words = {"weight": found.weight, "why": [*reasons(found), *doubts(found)]}
        words["next_words"] = why_not(read, market, need, host)[:300]
        if need in market.locked:
            Pair.objects.filter(need=row, resource=read.resources[host]).update(**words)
        else:
            made.append(Pair(need=row, resource=read.resources[host], state=PROPOSED, made_at=now, **words))
    Pair.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return len(made)


def why_not(read: Table, market: Market, need: int, chosen: int) -> str:
    """Say why the next best resource was not proposed."""
    weights = dict(market.candidates(need))
    other = next((host for host in weights if host != chosen), NONE)
    if other == NONE:
        return _("Nothing else offered fits.")
    lost = market.cost_at_least(need, other)
    return why_not_next(read.resources[other].words, lost, weights[other], weights.get(chosen, 0))


def rematch() -> int | None:
    """Solve anew at once when it is small, by a job otherwise (None)."""
    read = table()
    if len(read.needs) * len(read.resources) > IN_PLACE:
        start(by=SYSTEM)
        return None
    with write():
        return store(read, market_of(read))


def start(*, by: Actor) -> journal.JobRow:
    """Start the matching of everything as a job. Raises: NotAllowed."""
    if by is not SYSTEM and not by.paths(*RUNS):
        raise NotAllowed
    path = "" if by is SYSTEM else min(by.paths(*RUNS), key=len)
    return journal.start_job(kind=JOB, path=path, payload={}, by=by, title=_("Match needs with resources"))


@dataclass(frozen=True, slots=True)
class Option:
    """A resource for a need: how well it fits, why, and what all together lose when it is taken."""

    resource_id: int
    number: str
    words: str
    giver: str
    category: str
    weight: int
    why: tuple[str, ...]
    excluded: str       # why it is no candidate by itself; it can be locked all the same
    left: int
    state: str          # proposed, locked, forbidden, or empty
    lock_cost: int | None   # None: no place is left that is not locked
    forbid_cost: int | None


def options(viewer: Actor, need_id: int, most: int = 8) -> list[Option]:
    """Return the resources for a need, the best first, with the cost of locking or forbidding each.

    Raises: NotFound, NotAllowed.
    """
    _need_of(viewer, need_id)
    read = table()
    if need_id not in read.need_at:
        return []
    market, need = market_of(read), read.need_at[need_id]
    fits = [(fit(read.askings[need], offering), at) for at, offering in enumerate(read.offerings)]
    fits.sort(key=lambda pair: (-pair[0].weight, pair[1]))
    states = {one.resource_id: one.state for one in Pair.objects.filter(need_id=need_id)}
    found = []
    for fitting, host in fits[:most]:
        row = read.resources[host]
        found.append(
            Option(
                resource_id=row.pk, number=row.number, words=row.words, giver=row.giver_name,
                category=str(Category(row.category).label), weight=fitting.weight,
                why=(*reasons(fitting), *doubts(fitting)), excluded=why_excluded(fitting),
                left=read.offerings[host].capacity, state=states.get(row.pk, ""),
                lock_cost=_cost(market, read, need, host, LOCKED),
                forbid_cost=_cost(market, read, need, host, FORBIDDEN),
            )
        )
    return found


def _cost(market: Market, read: Table, need: int, host: int, what: str) -> int | None:
    """Return what all together lose when a pair is locked or forbidden: tried on a copy, so exact."""
    tried = market.copy()
    try:
        if what == LOCKED:
            put(tried, read, need, host)
        else:
            tried.forbid(need, host)
    except NoPlace:
        return None
    return market.value - tried.value


def overrule(need_id: int, resource_id: int, *, by: Actor, how: str) -> int:
    """Lock, forbid or free a pair; everything else is matched anew at once. Return what it costs all together.

    Raises: Invalid (no place left), NotFound, NotAllowed.
    """
    if how not in {LOCKED, FORBIDDEN, "free"}:
        raise NotFound
    with write():
        need = _need_of(by, need_id)
        read = table()
        if need.pk not in read.need_at or resource_id not in read.resource_at:
            raise Invalid(_("One of the two is not on the list any more."))
        cost = 0
        if how != "free":
            tried = _cost(market_of(read), read, read.need_at[need.pk], read.resource_at[resource_id], how)
            if tried is None:
                raise Invalid(_("All its places are locked for others. Free one of them first."))
            cost = tried
        _keep(need, resource_id, how, cost, by)
    rematch()
    return cost


def _keep(need: Need, resource_id: int, how: str, cost: int, by: Actor) -> None:
    if how == LOCKED:
        Pair.objects.filter(need=need, state=LOCKED).delete()
    Pair.objects.filter(need=need, resource_id=resource_id).delete()
    if how != "free":
        Pair.objects.create(
            need=need, resource_id=resource_id, state=how, cost=cost, by_name=by.name[:40], made_at=clock.now()
        )
    data = {"resource": resource_id, "cost": cost}
    journal.record(kind=f"pair.{how}", stream=f"need:{need.pk}", by=by, path=need.path, data=data)


def _need_of(viewer: Actor, need_id: int) -> Need:
    need = Need.objects.filter(pk=need_id).first()
    if need is None or not sees(viewer, need):
        raise NotFound
    if not runs(viewer, need.path):
        raise NotAllowed
    return need
