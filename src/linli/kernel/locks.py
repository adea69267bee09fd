"""The one way to write: a transaction with a lock timeout, and locks taken sorted, once, late."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from django.db import OperationalError, connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.kernel import rows
from linli.kernel.errors import Busy, NotFound

LOCK_TIMEOUT_MS = 3000
SQLITE_TIMEOUT = 20  # seconds, as in the settings
_writer = Lock()
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
    """On SQLite let the threads of a process write one after another: its own waiting sleeps, and wakes too late."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not _writer.acquire(timeout=SQLITE_TIMEOUT):
        raise Busy
    try:
        yield
    finally:
        _writer.release()


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
