"""Seal what was posted: a keyed hash over the transactions since the last seal, chained to it."""

from datetime import datetime

from django.db.models import Max

from linli.engines.journal.public import spelled
from linli.engines.ledger.models import PostingSeal, Transaction
from linli.kernel import clock
from linli.kernel.crypto import keyed_hash
from linli.kernel.locks import lock_names, write

PURPOSE = "ledger.seal"


def seal_postings(_moment: datetime | None = None) -> int:
    """Seal what was noted by the seal before; return how many transactions that are. Nothing new: no seal."""
    with write():
        lock_names([PURPOSE])
        last = PostingSeal.objects.order_by("-number").first()
        newest = Transaction.objects.aggregate(newest=Max("id"))["newest"] or 0
        reached, noted = (last.last_id, last.noted_id) if last else (0, 0)
        if newest == noted == reached:
            return 0
        rows = hashes_between(reached, noted)
        seal = PostingSeal(
            number=last.number + 1 if last else 1, sealed_at=clock.now(), last_id=noted, noted_id=newest,
            count=len(rows), previous_hash=last.hash if last else "",
        )
        seal.hash = seal_hash(seal, rows)
        seal.save()
        return len(rows)


def hashes_between(after: int, last: int) -> list[tuple[int, str]]:
    """Return number and hash of the transactions after one, up to and with another."""
    rows = Transaction.objects.filter(id__gt=after, id__lte=last).order_by("id")
    return list(rows.values_list("id", "hash"))


def seal_hash(seal: PostingSeal, rows: list[tuple[int, str]]) -> str:
    """Return the hash a seal must have."""
    head = (seal.number, seal.last_id, seal.noted_id, seal.count, seal.previous_hash, spelled(seal.sealed_at))
    body = ",".join(f"{number}:{value}" for number, value in rows)
    return keyed_hash(f"{'|'.join(map(str, head))}|{body}", purpose=PURPOSE)
