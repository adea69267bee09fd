"""Work off the outbox: lease rows, run their receivers, mark them done in the receiver's own transaction.

A row is run again when its worker died before it was marked: at least once, never lost. Rows of a lease that ran out
are run one at a time, so that a row that kills its worker takes no others with it and ends as a dead letter after eight
attempts.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from time import monotonic

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet

from linli.engines.journal.models import Outbox
from linli.engines.journal.outbox import LEASE, MAX_ATTEMPTS, OUTSIDE_LEASE, back_off
from linli.engines.journal.registry import Together, function_of, outside_receivers, together_of
from linli.kernel.clock import now
from linli.kernel.locks import locked, write

log = structlog.get_logger(__name__)
CHUNK = 50
CHUNK_SECONDS = 0.1      # others wait for the one writer of SQLite no longer than this and one row
Stop = Callable[[], bool]
Runner = Callable[[Sequence[Outbox], Stop], tuple[int, int]]   # rows -> how many were looked at, how many done


def never() -> bool:
    """Go on until all is done."""
    return False


def deliver_due(*, limit: int = 100, should_stop: Stop = never) -> int:
    """Run up to `limit` due rows of inside receivers; return how many were done."""
    return _deliver(~Q(receiver__in=outside_receivers()), limit, should_stop, _run_inside)


def deliver_outside_due(*, limit: int = 20, should_stop: Stop = never) -> int:
    """Run up to `limit` due rows that speak to the world outside (mail, webhooks); return how many were done."""
    return _deliver(Q(receiver__in=outside_receivers()), limit, should_stop, _run_outside)


def _deliver(lane: Q, limit: int, should_stop: Stop, run: Runner) -> int:
    done = looked_at = 0
    while looked_at < limit and not should_stop() and (rows := _lease(lane, left_behind=True, limit=1)):
        looked_at += 1
        done += _run_all(rows, should_stop, run)
    if looked_at >= limit or should_stop():
        return done
    return done + _run_all(_lease(lane, left_behind=False, limit=limit - looked_at), should_stop, run)


def _run_all(rows: list[Outbox], should_stop: Stop, run: Runner) -> int:
    done = 0
    while rows and not should_stop():
        looked_at, finished = run(rows, should_stop)
        rows, done = rows[looked_at:], done + finished
    if rows:   # told to stop: somebody else may have them at once
        with write():
            _still_ours(rows).update(lease="", leased_until=None)
    return done


def _lease(lane: Q, *, left_behind: bool, limit: int) -> list[Outbox]:
    """Take due rows for this worker alone. SQLite has one writer; PostgreSQL skips what another worker is taking."""
    moment = now()
    due = _due(lane, left_behind=left_behind)
    if not connection.in_atomic_block and not due.exists():   # costs no write lock while there is nothing to do
        return []
    token = uuid.uuid4().hex
    with write():
        first = due.select_related("event").order_by("next_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            first = first.select_for_update(skip_locked=True, no_key=True, of=("self",))
        rows = list(first[:limit])
        if rows:
            Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
                lease=token, leased_until=moment + LEASE, attempts=F("attempts") + int(left_behind),
            )
    for row in rows:
        row.lease, row.attempts = token, row.attempts + int(left_behind)
    return rows


def _due(lane: Q, *, left_behind: bool) -> QuerySet[Outbox]:
    moment = now()
    due = Outbox.objects.filter(lane, next_at__lte=moment)
    if not left_behind:
        return due.filter(lease="")
    # a lease that ends later than any given now was given before the clock was set back
    return due.exclude(lease="").filter(Q(leased_until__lte=moment) | Q(leased_until__gt=moment + OUTSIDE_LEASE))


def _still_ours(rows: Sequence[Outbox]) -> QuerySet[Outbox]:
    return Outbox.objects.filter(pk__in=[row.pk for row in rows], lease=rows[0].lease, next_at__isnull=False)


def _run_inside(rows: Sequence[Outbox], should_stop: Stop) -> tuple[int, int]:
    try:
        return _run_together(rows[:CHUNK], should_stop)
    except Exception as error:   # noqa: BLE001  the commit was refused (a deferred foreign key): find whose fault it is
        log.warning("outbox_chunk_refused", error=repr(error), rows=len(rows[:CHUNK]))
    try:
        return _run_together(rows[:1], should_stop)
    except Exception as error:   # noqa: BLE001  whatever a receiver raises becomes a failed attempt
        with write():
            _fail(rows[0], error)
        return 1, 0


def _run_together(rows: Sequence[Outbox], should_stop: Stop) -> tuple[int, int]:
    """Run rows in one transaction, many at once or with a savepoint each, and mark them in it."""
    began, looked_at, done = monotonic(), 0, list[int]()
    with write():
        ours = {row.pk for row in locked(_still_ours(rows))}
        done += _at_once([row for row in rows if row.pk in ours])
        settled = set(done)
        for row in rows:
            if looked_at and row.pk not in settled and (should_stop() or monotonic() - began > CHUNK_SECONDS):
                break
            looked_at += 1
            if row.pk not in ours or row.pk in settled:
                continue
            if error := _attempt(row):
                _fail(row, error)
            else:
                done.append(row.pk)
        _finish(done)
    return looked_at, len(done)


def _at_once(rows: Sequence[Outbox]) -> list[int]:
    """Let receivers that can do so take several fresh rows at once; return what is done. The rest is for one by one."""
    groups = defaultdict[str, list[Outbox]](list)
    for row in rows:
        if row.event is not None and not row.attempts and together_of(row.receiver) is not None:
            groups[row.receiver].append(row)
    done = list[int]()
    for receiver, group in groups.items():
        together = together_of(receiver)
        if together is not None and len(group) > 1 and _succeeds(together, group):
            done += [row.pk for row in group]
    return done


def _succeeds(together: Together, rows: Sequence[Outbox]) -> bool:
    try:
        with transaction.atomic():
            together([row.event for row in rows if row.event is not None])
            swallowed = transaction.get_rollback()   # an error of the database: leaving the block undoes all
    except Exception as error:   # noqa: BLE001  whose fault it is shows when each is run by itself
        log.warning("outbox_together_failed", receiver=rows[0].receiver, rows=len(rows), error=repr(error))
        return False
    return not swallowed


def _run_outside(rows: Sequence[Outbox], _should_stop: Stop) -> tuple[int, int]:
    """Run one row without a transaction: the world outside is slow, and nobody shall wait for it."""
    row = rows[0]
    with write():
        if not _still_ours([row]).update(leased_until=now() + OUTSIDE_LEASE):
            return 1, 0
    error = _call(row)
    with write():
        if error:
            _fail(row, error)
        else:
            _finish([row.pk])
    return 1, 0 if error else 1


def _attempt(row: Outbox) -> Exception | None:
    try:
        with transaction.atomic():
            error = _call(row)
            if transaction.get_rollback() and error is None:
                error = RuntimeError("it swallowed an error of the database")
            transaction.set_rollback(error is not None)
    except DatabaseError as late:   # leaving the savepoint was refused
        return late
    return error


def _call(row: Outbox) -> Exception | None:
    if row.attempts >= MAX_ATTEMPTS:
        return RuntimeError("its worker ended again and again while at this")
    try:
        function_of(row.receiver)(row.event, row.payload)
    except Exception as error:   # noqa: BLE001  whatever a receiver raises becomes a failed attempt
        return error
    return None


def _finish(done: list[int]) -> None:
    if done:
        ended = {"next_at": None, "lease": "", "leased_until": None, "last_error": ""}
        Outbox.objects.filter(pk__in=done).update(done_at=now(), **ended)


def _fail(row: Outbox, error: Exception) -> None:
    attempts = min(row.attempts + 1, MAX_ATTEMPTS)
    dead = attempts >= MAX_ATTEMPTS
    words = "outbox_dead" if dead else "outbox_failed"
    log.error(words, receiver=row.receiver, row=row.pk, attempts=attempts, error=repr(error))
    Outbox.objects.filter(pk=row.pk, lease=row.lease).update(
        attempts=attempts, lease="", leased_until=None, last_error=f"{type(error).__name__}: {error}"[:2000],
        next_at=None if dead else now() + back_off(attempts), dead_at=now() if dead else None,
    )
