"""The one way to write: a transaction with a lock timeout, and locks taken sorted, once, late."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection, models, transaction

from linli.kernel import rows
from linli.kernel.errors import Busy, NotFound

LOCK_TIMEOUT_MS = 3000
Row = TypeVar("Row", bound=models.Model)


@contextmanager
def write() -> Iterator[None]:
    """Open one transaction for a verb; a nested verb joins it with a savepoint, so that its failure undoes only itself.

    Raises: Busy when a lock is not had within 3 seconds.
    """
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and outermost:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
            yield
    except OperationalError as error:
        if _is_lock_error(error):
            raise Busy from error
        raise


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
