"""The matching of everything that is open with everything that can be given: solved, kept, overruled, priced.

One matching holds for the whole county, since a resource may serve several streets. A small one is solved anew in
place after each change; a large one by a job (`match_job.py`), with compiled searches. What a person may choose
instead is in `choices.py`.
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
from linli.kernel.errors import NotAllowed
from linli.kernel.locks import lock_names, write
from linli.programmes.lists.hours import restored
from linli.programmes.lists.lifecycle import NeedState, ResourceState
from linli.programmes.lists.models import Need, Pair, Resource, Share
from linli.programmes.lists.policies import RUNS
from linli.programmes.lists.reasons import doubts, reasons, why_not_next

JOB = "lists.match"
IN_PLACE = 200_000      # needs times resources that are solved in a fifth of a second, without compiled searches
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
    other = next((host for host, _weight in market.candidates(need) if host != chosen), NONE)
    if other == NONE:
        return _("Nothing else offered fits.")
    return why_not_next(market, need, other, chosen, read.resources[other].words)


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
