"""Write history, and the work owed because of it, in the verb's own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from linli.engines.journal.chain import event_hash, plain
from linli.engines.journal.models import Event, Outbox
from linli.engines.journal.outbox import AT_ONCE
from linli.engines.journal.registry import receivers_of
from linli.kernel import insertions
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.clock import now
from linli.kernel.errors import Busy
from linli.kernel.insertions import Insertion
from linli.kernel.rows import add, insert, new

HASH = getattr(settings, "JOURNAL_HASH", "sha256")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first event of a stream that is new."""

    kind: str
    stream: str
    by: Actor
    path: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def record(
    *, kind: str, stream: str, by: Actor, path: str = "", data: Mapping[str, Any] | None = None, first: bool = False,
) -> Event:
    """Add one event to the end of a stream, and one outbox row for each receiver that wants its kind.

    At most three queries; `first` says that the stream is new, which spares one. The data must hold no personal
    data in plain words: history is never erased.

    Raises: Busy when somebody else wrote the same place of the stream at once.
    """
    _inside_transaction()
    end = (0, "") if first else _end_of(stream)
    event = _event(Beginning(kind, stream, by, path, data or {}), *end)
    try:
        add(event)
    except IntegrityError as error:
        if _is_taken(error):
            raise Busy from error
        raise
    if owed := _owed([event]):
        insert(owed)
    return event


def begin_streams(beginnings: Sequence[Beginning], keys: Sequence[int]) -> list[Insertion]:
    """Make the first events of several streams, and what is owed because of them, to be written with what they tell of.

    `keys`: reserved for events, one for each. No query. What `record` says of data holds here too.
    """
    _inside_transaction()
    events = [_event(one) for one in beginnings]
    for event, key in zip(events, keys, strict=True):
        insertions.give_key(event, key)
    owed = _owed(events)
    return [insertions.of_rows(events), *([insertions.of_rows(owed)] if owed else [])]


def _event(one: Beginning, number: int = 0, previous_hash: str = "") -> Event:
    """Make the event that comes after the number-th of its stream."""
    event = new(
        Event, stream=_fits(one.stream, 48), number=number + 1, kind=_fits(one.kind, 48), at=now(),
        actor_kind=str(one.by.kind), actor_name=_name(one.by),
        account_id=one.by.account_id, path=one.path, data=plain(one.data), previous_hash=previous_hash, algorithm=HASH,
    )
    event.hash = event_hash(event)
    return event


def _owed(events: Sequence[Event]) -> list[Outbox]:
    return [_row(name, f"{name}:{event.pk}", event=event) for event in events for name in receivers_of(event.kind)]


def enqueue(
    receiver: str, *, payload: Mapping[str, Any], key: str, not_before: datetime | None = None,
    event: Event | None = None,
) -> None:
    """Owe a receiver a piece of work. The same key is the same work: asked for twice, it is done once."""
    enqueue_many(receiver, [(key, payload)], not_before=not_before, event=event)


def enqueue_many(
    receiver: str, items: Iterable[tuple[str, Mapping[str, Any]]], *, not_before: datetime | None = None,
    event: Event | None = None,
) -> None:
    """Owe a receiver several pieces of work (key, payload), in one query."""
    rows = [_row(receiver, key, payload=payload, not_before=not_before, event=event) for key, payload in items]
    Outbox.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _row(
    receiver: str, key: str, *, payload: Mapping[str, Any] | None = None, not_before: datetime | None = None,
    event: Event | None = None,
) -> Outbox:
    return new(
        Outbox, receiver=receiver, key=_fits(key, 96), payload=plain(payload),
        event_id=event.pk if event else None, created_at=now(),
        next_at=not_before or AT_ONCE,
    )


def _end_of(stream: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        sql = "SELECT number, hash FROM journal_event WHERE stream = %s ORDER BY number DESC LIMIT 1"
        cursor.execute(sql, [stream])
        return cursor.fetchone() or (0, "")


def _fits(text: str, length: int) -> str:
    if len(text) > length:
        raise ValueError(f"at most {length} characters: {text!r}")
    return text


def _name(by: Actor) -> str:
    """Residents stay unnamed in history, which is never erased; their account, if they have one, can be."""
    return "" if by.kind in {ActorKind.RESIDENT, ActorKind.VISITOR} else by.name[:80]


def _inside_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("history is written inside write() only")


def _is_taken(error: IntegrityError) -> bool:
    words = str(error)
    return "event_stream_number" in words or "journal_event.stream" in words
