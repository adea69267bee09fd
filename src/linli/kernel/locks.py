"""The one way to write: a transaction with a lock timeout, and locks taken sorted, once, late."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic
from typing import TypeVar

from django.db import OperationalError, connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.kernel import rows
from linli.kernel.database import database
from linli.kernel.errors import Busy, NotFound

try:
    import fcntl
except ImportError:  # no such locks on Windows: SQLite waits in its own way there
    fcntl = None  # type: ignore[assignment]

LOCK_TIMEOUT_MS = 3000
SQLITE_TIMEOUT = 20  # seconds, as in the settings
TURN_SECONDS = 0.0005  # between two looks at whose turn it is; SQLite's own waiting soon sleeps for 100 ms
_writer = Lock()
_nothing = Event()  # never set: a lock of another process wakes nobody here
_turns: dict[str, int] = {}  # by database: the open file whose lock is the turn to write
Row = TypeVar("Row", bound=models.Model)


@contextmanager
def write() -> Iterator[None]:
    """Open one transaction for a verb; a nested verb joins it with a savepoint, so that its failure undoes only itself.

    Raises: Busy when a lock is not had within 3 seconds.
    """
    try:
        with _turn(), transaction.atomic():
            yield
    except OperationalError as error:
        if _is_lock_error(error):
            raise Busy from error
        raise


@contextmanager
def _turn() -> Iterator[None]:
    """On SQLite let threads and processes write one after another: its own waiting sleeps, and wakes too late."""
    present = database()
    if present.vendor != "sqlite" or present.in_atomic_block:
        yield
        return
    if not _writer.acquire(timeout=SQLITE_TIMEOUT):
        raise Busy
    try:
        with _turn_among_processes(str(present.settings_dict["NAME"])):
            yield
    finally:
        _writer.release()


@contextmanager
def _turn_among_processes(name: str) -> Iterator[None]:
    """Wait for the lock of a file beside the database, at most as long as for the database itself.

    It orders those who write, no more: SQLite's own lock still keeps two of them apart. Who dies gives it back.
    Raises: Busy.
    """
    if fcntl is None:
        yield
        return
    file = _turns.get(name)
    if file is None:
        file = _turns[name] = os.open(f"{name}-turn", os.O_CREAT | os.O_RDONLY, 0o644)
    deadline = monotonic() + SQLITE_TIMEOUT
    while not _is_had(file):
        if monotonic() > deadline:
            raise Busy
        _nothing.wait(TURN_SECONDS)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _is_had(file: int) -> bool:
    """Take the lock of a file unless another process has it; only one thread of this one asks at a time."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def limit_waiting(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Let a new connection wait 3 seconds for a lock and no longer: said once, not in every transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")


def _is_lock_error(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", "")
    return state in {"55P03", "40P01"} or "database is locked" in str(error)


def locked(queryset: "models.QuerySet[Row]") -> list[Row]:
    """Lock the rows of a queryset in primary key order and return them.

    SQLite has one writer, who holds the file since BEGIN IMMEDIATE: there the lock is already had.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locks are taken inside write() only")
    ordered = queryset.order_by("pk")
    if connection.features.has_select_for_update:
        ordered = ordered.select_for_update(no_key=True, of=("self",))
    return list(ordered)


def locked_one(queryset: "models.QuerySet[Row]") -> Row:
    """Lock and return the only row of a queryset. Raises: NotFound."""
    rows = locked(queryset[:1]) if queryset.query.is_sliced else locked(queryset)
    if not rows:
        raise NotFound
    return rows[0]


def locked_row(model: type[Row], key: int) -> Row:
    """Lock and return one row by its primary key: the quick way for verbs. Raises: NotFound."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locks are taken inside write() only")
    found = rows.by_key(model, key, lock=True)
    if found is None:
        raise NotFound
    return found


def locked_rows(model: type[Row], keys: Collection[int]) -> list[Row]:
    """Lock rows in the order of their primary keys and return those that are there: the quick way for verbs."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locks are taken inside write() only")
    return rows.by_keys(model, keys, lock=True)


def lock_names(names: Iterable[str]) -> None:
    """Take named locks until the end of the transaction (PostgreSQL advisory locks; SQLite needs none)."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
