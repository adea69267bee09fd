"""Which personal data the journal holds, for what, how long, and how they are resealed, exported and erased.

- E-mail addresses (class P1), sealed, in Delivery and MessageSettings: to send mail. Deliveries are removed 30 days
  after they ended; settings end with the account.
- Messages: words to their recipient; they end 400 days after they were written.
- Jobs: the name and the rights of whoever started one; they end 400 days after the work did.
- Looks: never removed; the law wants three years of who was given personal data (PIPL 55-56).
- Events: no personal data in plain words, for they are never erased; residents are unnamed in them.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from linli.engines.journal.models import Delivery, Job, Message, MessageSettings, Outbox
from linli.engines.journal.verbs.notify import ADDRESS
from linli.engines.journal.verbs.record import record
from linli.kernel.actor import Actor
from linli.kernel.clock import now
from linli.kernel.crypto import present_head
from linli.kernel.crypto import reseal as sealed_anew
from linli.kernel.locks import write

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

KEEP_MESSAGES = timedelta(days=400)
KEEP_ENDED = timedelta(days=30)
_BATCH = 500


def reseal() -> int:
    """Put every sealed address under the present key; return how many rows changed. Can be stopped and run again."""
    deliveries = _reseal(Delivery.objects.exclude(address=""), "address")
    return deliveries + _reseal(MessageSettings.objects.exclude(email=""), "email")


def _reseal(rows: "QuerySet[Any]", field: str) -> int:
    changed = 0
    stale = rows.exclude(**{f"{field}__startswith": present_head()}).order_by("pk")
    while batch := list(stale[:_BATCH]):
        with write():
            for row in batch:
                setattr(row, field, sealed_anew(getattr(row, field), ADDRESS))
                row.save(update_fields=[field])
        changed += len(batch)
    return changed


def tidy(_moment: datetime | None = None) -> int:
    """Remove outbox rows and addresses that ended 30 days ago and messages of 400 days ago, in small steps."""
    old, moment = KEEP_ENDED, now()
    removed = _remove(Outbox.objects.filter(done_at__lt=moment - old))
    removed += _remove(Delivery.objects.exclude(state=Delivery.State.WAITING).filter(not_before__lt=moment - old))
    removed += _remove(Job.objects.filter(ended_at__lt=moment - KEEP_MESSAGES))
    return removed + _remove(Message.objects.filter(created_at__lt=moment - KEEP_MESSAGES))


def _remove(rows: "QuerySet[Any, Model]") -> int:
    removed = 0
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        with write():
            rows.model._default_manager.filter(pk__in=batch).delete()   # noqa: SLF001  Django's public name
        removed += len(batch)
    return removed


def export(account_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return what the journal holds about an account, for the person's own copy."""
    messages = Message.objects.filter(account_id=account_id).order_by("id")
    jobs = Job.objects.filter(account_id=account_id).order_by("id")
    return {
        "messages": [dict(row) for row in messages.values("title", "body", "topic", "created_at", "read_at")],
        "jobs": [dict(row) for row in jobs.values("title", "state", "created_at", "ended_at")],
    }


def erase(account_id: int, *, by: Actor) -> int:
    """Remove an account's messages and mail settings; return how many rows went."""
    with write():
        gone = MessageSettings.objects.filter(pk=account_id).delete()[0]
        gone += Job.objects.filter(account_id=account_id, ended_at__isnull=False).delete()[0]
        gone += Message.objects.filter(account_id=account_id).delete()[0]
        record(kind="journal.erased", stream=f"account:{account_id}", by=by, data={"rows": gone})
    return gone
