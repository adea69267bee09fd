"""Seal the history: a keyed hash over all events since the last seal, chained to it.

The chain of a stream shows a changed event and a gap; the seal also shows a cut-off end and a stream that is gone. It
is made with a key, so that nobody who has only the database can make a new one that fits.

Events get their numbers before they are committed, so a late one could slip behind a seal. Therefore a seal reaches
only as far as a mark that was noted at least two minutes ago, when all transactions from before it have ended.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from linli.engines.journal.chain import spelled
from linli.engines.journal.models import Event, Seal, Tick
from linli.kernel.clock import now
from linli.kernel.crypto import keyed_hash
from linli.kernel.locks import lock_names, write

GRACE = timedelta(minutes=2)
MOST_EVENTS = 10_000
_MEMORY = "journal.seal_marks"
PURPOSE = "journal.seal"


def seal_due(*, grace: timedelta = GRACE) -> int:
    """Seal what is old enough; return how many seals were made."""
    with write():
        lock_names([_MEMORY])
        reach = _reach(grace)
        made = 0
        while (last := _next_seal(reach)) is not None:
            made += 1
            last.save()
    return made


def _reach(grace: timedelta) -> int:
    """Note the newest event, and return the newest that was noted long enough ago."""
    moment = now()
    newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    row, _made = Tick.objects.get_or_create(pk=_MEMORY, defaults={"last_at": moment})
    marks = [(datetime.fromisoformat(at), number) for at, number in row.memory.get("marks", [])]
    marks = [mark for mark in marks if mark[0] <= moment]     # a clock set back: what was noted later tells nothing
    if not marks or marks[-1][1] != newest:
        marks.append((moment, newest))
    old = [mark for mark in marks if mark[0] <= moment - grace]
    marks = old[-1:] + [mark for mark in marks if mark[0] > moment - grace]
    row.last_at, row.memory = moment, {"marks": [(at.isoformat(), number) for at, number in marks]}
    row.save(update_fields=["last_at", "memory"])
    return old[-1][1] if old else 0


def _next_seal(reach: int) -> Seal | None:
    last = Seal.objects.order_by("-number").first()
    first_id = last.last_event_id + 1 if last else 1
    events = Event.objects.filter(id__gte=first_id, id__lte=reach).order_by("id")
    rows = list(events.values_list("id", "hash")[:MOST_EVENTS])
    if not rows:
        return None
    seal = Seal(
        number=last.number + 1 if last else 1, sealed_at=now(), first_event_id=first_id, last_event_id=rows[-1][0],
        count=len(rows), previous_hash=last.hash if last else "",
    )
    seal.hash = seal_hash(seal, rows)
    return seal


def seal_hash(seal: Seal, rows: list[tuple[int, str]]) -> str:
    """Return the hash a seal must have over its events."""
    reach = (seal.number, seal.first_event_id, seal.last_event_id, seal.count)
    head = (*reach, seal.previous_hash, spelled(seal.sealed_at))
    events = ",".join(f"{number}:{value}" for number, value in rows)
    return keyed_hash(f"{'|'.join(str(part) for part in head)}|{events}", purpose=PURPOSE)
