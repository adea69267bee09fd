"""What rows need from the database before they can be written, asked for in one question: keys, serials of their days.

PostgreSQL answers all of it at once, by a statement it keeps prepared; SQLite, within the process, one after another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.backends.utils import CursorWrapper

from linli.kernel.database import database
from linli.kernel.insertions import POSTGRESQL, give_key, prepared

Model = type[models.Model]
_SERIAL = ""   # names the serials among the keys of tables


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was had; nobody else gets it, unless it is undone with the transaction."""

    _keys: Mapping[str, Sequence[int]]
    _serials: Mapping[date, range]

    def keys(self, model: Model) -> Sequence[int]:
        """Return the keys reserved in a table."""
        return self._keys[_name(model)]

    def give(self, rows: Sequence[models.Model]) -> None:
        """Let rows of one model have its keys."""
        for row, key in zip(rows, self.keys(type(rows[0])), strict=True):
            give_key(row, key)

    def serials(self, day: date) -> range:
        """Return the serials reserved of a day."""
        return self._serials[day]


def reserve(
    keys: Mapping[Model, int], *, days: Model | None = None, serials: Mapping[date, int] | None = None
) -> Reserved:
    """Reserve so many keys of each table, and so many serials of each day.

    `days`: the table with the columns `day` and `last` that holds the serials. Its rows are held until the end of the
    transaction: numbers have no gaps.
    """
    wanted = {_name(model): count for model, count in keys.items()}
    of_days = dict(sorted((serials or {}).items()))   # in one order everywhere, so that nobody waits for each other
    with prepared() as cursor:
        take = _at_once if database().vendor == POSTGRESQL else _one_by_one
        taken, last = take(cursor, wanted, _name(days) if days is not None else "", of_days)
    return Reserved(taken, {day: range(last[day] - count + 1, last[day] + 1) for day, count in of_days.items()})


def _name(model: Model) -> str:
    return str(model._meta.db_table)   # noqa: SLF001  public in Django


_Taken = tuple[dict[str, list[int]], dict[date, int]]


def _at_once(cursor: CursorWrapper, keys: Mapping[str, int], table: str, days: Mapping[date, int]) -> _Taken:
    given = [part for day, count in days.items() for part in (day.isoformat(), count)]
    cursor.execute(_question(tuple(keys), table, len(days)), [*given, *keys.values()])
    taken: dict[str, list[int]] = {name: [] for name in keys}
    last: dict[date, int] = {}
    for name, day, number in cursor.fetchall():
        if name == _SERIAL:
            last[day] = number
        else:
            taken[name].append(number)
    return taken, last


@lru_cache(maxsize=64)
def _question(keys: tuple[str, ...], table: str, days: int) -> str:
    parts = [
        f"SELECT '{name}', NULL::date, nextval((SELECT pg_get_serial_sequence('\"{name}\"', 'id')::regclass))"  # noqa: S608
        " FROM generate_series(1, %s)"
        for name in keys
    ]
    if not days:
        return " UNION ALL ".join(parts)
    raised = f"WITH raised AS ({_raising(table, days)} RETURNING day, last) SELECT '{_SERIAL}', day, last FROM raised"  # noqa: S608
    return " UNION ALL ".join([raised, *parts])


def _raising(table: str, days: int) -> str:
    """Return the statement that raises the serials of so many days: it is given each day and by how much."""
    holders = ", ".join(["(%s, %s)"] * days)
    return (
        f'INSERT INTO "{table}" (day, last) VALUES {holders} '  # noqa: S608 (the table's own name)
        f'ON CONFLICT (day) DO UPDATE SET last = "{table}".last + EXCLUDED.last'
    )


def _one_by_one(cursor: CursorWrapper, keys: Mapping[str, int], table: str, days: Mapping[date, int]) -> _Taken:
    last = {}
    for day, count in days.items():
        cursor.execute(f"{_raising(table, 1)} RETURNING last", [day.isoformat(), count])
        last[day] = int(cursor.fetchone()[0])
    return _next_of_tables(cursor, keys) if keys else {}, last


def _next_of_tables(cursor: CursorWrapper, counts: Mapping[str, int]) -> dict[str, list[int]]:
    """Move the counters that SQLite keeps of its tables, inside the transaction that writes the rows."""
    cases = " ".join(["WHEN %s THEN %s"] * len(counts))
    holders = ", ".join(["%s"] * len(counts))
    sql = f"UPDATE sqlite_sequence SET seq = seq + CASE name {cases} END WHERE name IN ({holders}) RETURNING name, seq"  # noqa: S608
    cursor.execute(sql, [*(part for item in counts.items() for part in item), *counts])
    last = dict(cursor.fetchall())
    for name in counts.keys() - last.keys():   # never written to before
        last[name] = counts[name]
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last[name]])
    return {name: list(range(last[name] - count + 1, last[name] + 1)) for name, count in counts.items()}
