"""Work that failed eight times: tried again or laid aside by a person."""

from linli.engines.journal.models import Outbox
from linli.engines.journal.outbox import AT_ONCE
from linli.engines.journal.policies import require_auditor
from linli.engines.journal.verbs.record import record
from linli.kernel.actor import Actor
from linli.kernel.locks import locked_one, write


def retry_dead_letter(dead_letter_id: int, by: Actor) -> None:
    """Give a dead letter eight new attempts, the first at once.

    Raises: NotAllowed, NotFound (also when it is not dead any more).
    """
    require_auditor(by)
    with write():
        row = locked_one(Outbox.objects.filter(pk=dead_letter_id, dead_at__isnull=False))
        row.dead_at, row.next_at, row.attempts, row.lease, row.leased_until = None, AT_ONCE, 0, "", None
        row.save(update_fields=["dead_at", "next_at", "attempts", "lease", "leased_until"])
        data = {"row": row.pk, "receiver": row.receiver}
        record(kind="journal.dead_letter_retried", stream="journal:outbox", by=by, data=data)


def lay_aside_dead_letter(dead_letter_id: int, by: Actor, reason: str) -> None:
    """Say that a dead letter needs no delivery any more, and why.

    Raises: NotAllowed, NotFound.
    """
    require_auditor(by)
    with write():
        row = locked_one(Outbox.objects.filter(pk=dead_letter_id, dead_at__isnull=False))
        row.done_at, row.dead_at = row.dead_at, None
        row.save(update_fields=["dead_at", "done_at"])
        data = {"row": row.pk, "receiver": row.receiver, "reason": reason, "error": row.last_error[:200]}
        record(kind="journal.dead_letter_laid_aside", stream="journal:outbox", by=by, data=data)
