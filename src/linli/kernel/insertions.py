"""New rows of several kinds written at once: PostgreSQL is asked once for all of them, SQLite once for each kind.

Each question costs PostgreSQL and its driver a third of a millisecond, whatever it asks. So rows get their keys first,
in one question; then none waits for another's key, and all stand in one statement, which the server keeps prepared:
its text is always the same, for the rows of a table come as one JSON text. SQLite answers within the process.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper

from linli.kernel.database import database
from linli.kernel.tables import AS_IT_IS, Table, spelt, table_of

POSTGRESQL = "postgresql"
_as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows of one table, as a statement that inserts them."""

    sql: str
    values: Sequence[Any]


def of_rows(rows: Sequence[models.Model], *, unless_there: bool = False) -> Insertion:
    """Return the insertion of rows of one model, with their keys where they have them already.

    `unless_there`: rows that a unique constraint has already are left out.
    """
    vendor = database().vendor
    table = table_of(type(rows[0]), vendor)
    names = table.own if rows[0].pk is None else table.attributes
    columns = tuple(table.columns[name] for name in names)
    ending = " ON CONFLICT DO NOTHING" if unless_there else ""
    if vendor == POSTGRESQL:
        return Insertion(_from_json(table.name, columns, ending), [_as_json(_objects(table, names, rows))])
    values = [
        value if isinstance(value, AS_IT_IS) else table.preparers[name](value)
        for row in rows
        for name, value in zip(names, map(row.__dict__.__getitem__, names), strict=True)
    ]
    return Insertion(_from_values(table.name, columns, len(rows), ending), values)


def _objects(table: Table, names: tuple[str, ...], rows: Sequence[models.Model]) -> list[dict[str, Any]]:
    columns = [table.plain[name] for name in names]
    return [
        {
            column: value if isinstance(value, AS_IT_IS) else table.in_json[name](value)
            for column, name, value in zip(columns, names, map(row.__dict__.__getitem__, names), strict=True)
        }
        for row in rows
    ]


def of_tuples(
    name: str, columns: tuple[str, ...], given: Sequence[tuple[Any, ...]], ending: str = ""
) -> Insertion:
    """Return the insertion of rows given as plain values: text, numbers, bytes, nothing.

    `ending` says what to do about rows that are there already.
    """
    if database().vendor != POSTGRESQL:
        return Insertion(_from_values(name, columns, len(given), ending), list(chain.from_iterable(given)))
    objects = [
        {
            column: spelt(value) if isinstance(value, bytes) else value
            for column, value in zip(columns, one, strict=True)
        }
        for one in given
    ]
    return Insertion(_from_json(name, columns, ending), [_as_json(objects)])


@lru_cache(maxsize=1024)
def _from_values(name: str, columns: tuple[str, ...], count: int, ending: str) -> str:
    holders = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {name} ({', '.join(columns)}) VALUES {', '.join([holders] * count)}{ending}"  # noqa: S608


@lru_cache(maxsize=256)
def _from_json(name: str, columns: tuple[str, ...], ending: str) -> str:
    listed = ", ".join(columns)
    return (
        f"INSERT INTO {name} ({listed}) SELECT {listed} FROM json_populate_recordset(NULL::{name}, %s){ending}"  # noqa: S608
    )


def write(parts: Sequence[Insertion]) -> list[int]:
    """Write insertions; return of each how many rows it wrote. Raises: IntegrityError."""
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), prepared() as cursor:
        if len(parts) > 1 and database().vendor == POSTGRESQL:
            cursor.execute(_at_once(tuple(part.sql for part in parts)), [one for part in parts for one in part.values])
            return [int(count) for count in cursor.fetchone()]
        return [_count(cursor, part) for part in parts]


def _count(cursor: CursorWrapper, part: Insertion) -> int:
    cursor.execute(part.sql, part.values)
    return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _at_once(statements: tuple[str, ...]) -> str:
    """Return one statement for several: each a part that names how many rows it wrote."""
    parts = ", ".join(f"part{at} AS ({sql} RETURNING 1)" for at, sql in enumerate(statements))
    counts = ", ".join(f"(SELECT count(*) FROM part{at})" for at in range(len(statements)))  # noqa: S608  our own
    return f"WITH {parts} SELECT {counts}"


@contextmanager
def prepared() -> Iterator[CursorWrapper]:
    """Yield a cursor for statements with always the same text: PostgreSQL keeps them prepared, SQLite respelt."""
    driver: Any = database()
    driver.ensure_connection()
    wrap = driver.make_debug_cursor if driver.queries_logged else driver.make_cursor
    if driver.vendor == POSTGRESQL:
        plain = driver.Database.Cursor(driver.connection)
    else:
        plain = driver.connection.cursor(factory=_Respelling)
    with wrap(plain) as cursor:
        yield cursor


class _Respelling(SQLiteCursorWrapper):
    """A cursor that spells a statement as SQLite wants it once: ten thousand signs a report otherwise."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Return the statement with SQLite's holders."""
        return _respelt(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=1024)
def _respelt(query: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")   # as Django does each time


def write_for_keys(rows: Sequence[models.Model]) -> list[int]:
    """Write rows of one model; return the keys they got, in their order. Raises: IntegrityError."""
    part = of_rows(rows)
    returning = f"{part.sql} RETURNING {table_of(type(rows[0]), database().vendor).key}"
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), prepared() as cursor:
        cursor.execute(returning, part.values)
        return [key for (key,) in cursor.fetchall()]   # both return them in the order given (Django builds on it too)


def give_key(row: models.Model, key: int) -> None:
    """Let a row have its key, as one that stands in the database."""
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS   # noqa: SLF001  documented in Django
