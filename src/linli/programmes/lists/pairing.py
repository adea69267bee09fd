"""The matching of everything that is open with everything that can be given: solved, kept, said why.

One matching holds for the whole county, since a resource may serve several streets. A small one is solved anew in
place after each change; a large one by a job (`match_job.py`), with compiled searches. What a person may choose
instead is in `choices.py`.
"""

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.matching.public import NONE, Market, fit
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import NotAllowed
from linli.kernel.locks import lock_names, write
from linli.programmes.lists.lifecycle import NeedState, ResourceState
from linli.programmes.lists.models import Need, Pair, Resource
from linli.programmes.lists.policies import RUNS
from linli.programmes.lists.reasons import doubts, reasons, why_not_next
from linli.programmes.lists.solved import solved
from linli.programmes.lists.tables import PROPOSED, Table

JOB = "lists.match"
IN_PLACE = 200_000      # needs times resources that are solved in a fifth of a second, without compiled searches


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
    needs = Need.objects.filter(state=NeedState.LISTED).count()
    if needs * Resource.objects.filter(state=ResourceState.LISTED).count() > IN_PLACE:
        start(by=SYSTEM)
        return None
    now = solved()
    with write():
        return store(now.read, now.market)


def start(*, by: Actor) -> journal.JobRow:
    """Start the matching of everything as a job. Raises: NotAllowed."""
    if by is not SYSTEM and not by.paths(*RUNS):
        raise NotAllowed
    path = "" if by is SYSTEM else min(by.paths(*RUNS), key=len)
    return journal.start_job(kind=JOB, path=path, payload={}, by=by, title=_("Match needs with resources"))
