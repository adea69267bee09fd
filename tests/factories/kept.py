"""Small worlds are built through the verbs once per process and day; after that their rows are put back as they were.

What a test builds on is then there in milliseconds, with the very same ids, tokens and hashes. Where the database holds
anything else already, the world is built as it always was.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.db import connection, transaction

from linli.engines.territory import public as territory
from linli.kernel import clock

Made = TypeVar("Made")
BY_MIGRATIONS = frozenset({"auth_permission", "django_content_type", "django_migrations"})


@dataclass(frozen=True)
class _Kept:
    """The rows of every table that was filled, under the statement that puts them back, and what the builder made."""

    at: datetime
    rows: dict[str, list[tuple[Any, ...]]]
    made: bytes


_worlds: dict[tuple[object, ...], _Kept] = {}


def kept(build: Callable[[], Made]) -> Callable[[], Made]:
    """Let a builder of a whole world put back what it built earlier in this process."""

    @wraps(build)
    def put_back_or_build() -> Made:
        if _filled() - BY_MIGRATIONS:
            return build()
        key = (build.__qualname__, str(connection.settings_dict["NAME"]), clock.today())
        before = _worlds.get(key)
        if before is not None and before.at <= clock.now():
            return cast("Made", _put_back(before))
        at = clock.now()
        made = build()
        rows = dict(_rows(table) for table in sorted(_filled() - BY_MIGRATIONS))
        _worlds[key] = _Kept(at, rows, pickle.dumps(made))
        return made

    return put_back_or_build


def _put_back(before: _Kept) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in before.rows.items():
            cursor.executemany(statement, rows)
    territory.forget_caches()
    return pickle.loads(before.made)  # noqa: S301 -- pickled here, by this process


@cache
def _tables(_database: str) -> tuple[str, ...]:
    return tuple(sorted(connection.introspection.django_table_names(only_existing=True)))


def _filled() -> frozenset[str]:
    """Return the tables with rows, in one question."""
    tables = _tables(str(connection.settings_dict["NAME"]))
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return frozenset(row[0] for row in cursor.fetchall())


def _rows(table: str) -> tuple[str, list[tuple[Any, ...]]]:
    """Return the statement that fills a table, and its rows."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        columns = [f'"{column[0]}"' for column in cursor.description]
        places = ", ".join(["%s"] * len(columns))
        return f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({places})', list(cursor.fetchall())  # noqa: S608
