"""Read and write single rows quickly: plain statements made once for each model, the same on both databases.

Verbs run by the thousand and spend most of their time in the ORM, which takes four times as long to say the same. Lists
and everything with conditions stay with the ORM.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=models.Model)
_Field: TypeAlias = "models.Field[Any, Any]"
_AS_IT_IS = str | int | None     # what every database takes without preparation


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What is known of a model's table: names quoted, values converted as one kind of database wants it."""

    name: str
    key: str
    fields: tuple[_Field, ...]                      # all but the primary key
    columns: dict[str, str]                         # attribute name -> quoted column
    select: str
    attributes: tuple[str, ...]                     # of `select`
    own: tuple[str, ...]                            # attribute names of `fields`
    defaults: dict[str, Any]                        # attribute name -> what a new row holds
    making: tuple[tuple[str, Callable[[], Any]], ...]   # attribute name -> what makes such a value for each row anew
    converters: tuple[tuple[int, Col, tuple[Callable[..., Any], ...]], ...]
    preparers: dict[str, Callable[[Any], Any]]      # attribute name -> what makes a value fit, where it is no plain one


@lru_cache(maxsize=64)
def _table(model: type[models.Model], vendor: str) -> _Table:
    del vendor   # part of the key: each database quotes and converts in its own way
    database = connections[DEFAULT_DB_ALIAS]
    quote, described = database.ops.quote_name, model._meta   # noqa: SLF001  public in Django
    every = tuple(described.concrete_fields)
    converters = []
    defaults = {str(field.attname): field.get_default() for field in every}
    made = [field for field in every if field.has_default() and callable(field.default)]
    for at, field in enumerate(every):
        column = field.get_col(described.db_table)
        found = (*database.ops.get_db_converters(column), *field.get_db_converters(database))
        if found:
            converters.append((at, column, found))
    return _Table(
        name=quote(described.db_table),
        key=quote(str(described.pk.column)),
        fields=tuple(field for field in every if not field.primary_key),
        columns={str(field.attname): quote(str(field.column)) for field in every},
        select=", ".join(quote(str(field.column)) for field in every),
        attributes=tuple(str(field.attname) for field in every),
        own=tuple(str(field.attname) for field in every if not field.primary_key),
        defaults=defaults,
        making=tuple((str(field.attname), field.get_default) for field in made),
        converters=tuple(converters),
        preparers={str(field.attname): _preparer(field, database) for field in every},
    )


def _preparer(field: _Field, database: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """Return what makes a value fit the database: the short way for moments, Django's for all else."""
    if field.get_internal_type() == "DateTimeField":
        return _as_text if database.vendor == "sqlite" else _as_it_is
    return partial(field.get_db_prep_save, connection=database)


def _as_it_is(value: datetime) -> datetime:
    return value


def _as_text(value: datetime) -> str:
    """Spell an aware moment as Django does for SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


@lru_cache(maxsize=1024)
def _insertion(table: _Table, count: int, *, returning: bool, unless_there: bool) -> str:
    names = ", ".join(table.columns[str(field.attname)] for field in table.fields)
    holders = f"({', '.join(['%s'] * len(table.fields))})"
    return (
        f"INSERT INTO {table.name} ({names}) VALUES {', '.join([holders] * count)}"  # noqa: S608  our own names
        f"{' ON CONFLICT DO NOTHING' if unless_there else ''}{f' RETURNING {table.key}' if returning else ''}"
    )


def new(model: type[Row], **values: Any) -> Row:
    """Make a row that is about to be written, given by attribute names (`case_id`), the rest as the model says.

    The ORM takes three times as long, for signals and related objects that a row just made has none of.
    """
    table = _table(model, connections[DEFAULT_DB_ALIAS].vendor)
    row = model.__new__(model)
    held = row.__dict__
    held["_state"] = ModelState()
    held.update(table.defaults)
    for name, make in table.making:
        held[name] = make()
    held.update(values)
    if len(held) != len(table.defaults) + 1:
        raise ValueError(f"{model.__name__} has no such fields: {sorted(values.keys() - table.defaults.keys())}")
    return row


def insert(rows: Sequence[models.Model], *, unless_there: bool = False) -> int:
    """Insert rows of one model in one query; return how many were written.

    `unless_there`: rows that a unique constraint has already are left out. Raises: IntegrityError.
    """
    with _inserting(rows, returning=False, unless_there=unless_there) as cursor:
        return int(cursor.rowcount)


def add(row: Row) -> Row:
    """Insert one row and give the object its key. Raises: IntegrityError."""
    add_many([row])
    return row


def add_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model in one query and give the objects their keys. Raises: IntegrityError."""
    with _inserting(rows, returning=True, unless_there=False) as cursor:
        _give_keys(rows, cursor.fetchall())


def add_unless_there(rows: Sequence[models.Model]) -> bool:
    """Insert rows unless a unique constraint has one, or gets it from another first; say whether all are new.

    Where one is not, the others are written but have no keys: undo them.
    """
    with _inserting(rows, returning=True, unless_there=True) as cursor:
        keys = cursor.fetchall()
    if len(keys) != len(rows):
        return False
    _give_keys(rows, keys)
    return True


@contextmanager
def _inserting(rows: Sequence[models.Model], *, returning: bool, unless_there: bool) -> Iterator[CursorWrapper]:
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(type(rows[0]), database.vendor)
    values: list[Any] = [
        value if isinstance(value, _AS_IT_IS) else table.preparers[name](value)
        for row in rows
        for name, value in zip(table.own, map(row.__dict__.__getitem__, table.own), strict=True)
    ]
    sql = _insertion(table, len(rows), returning=returning, unless_there=unless_there)
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(sql, values)
        yield cursor


def _give_keys(rows: Sequence[models.Model], keys: Sequence[tuple[int]]) -> None:
    """Give rows their keys, which both databases return in the order of the values (Django builds on it too)."""
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS   # noqa: SLF001  documented in Django


def update(row: models.Model, names: Collection[str]) -> None:
    """Write some fields of a row, named as in the model (`holder` or `holder_id`). Raises: IntegrityError."""
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(type(row), database.vendor)
    wanted = set(names)
    chosen = [field for field in table.fields if field.name in wanted or field.attname in wanted]
    if len(chosen) != len({name.removesuffix("_id") for name in wanted}):
        raise ValueError(f"{type(row).__name__} has no such fields: {sorted(wanted)}")
    changes = ", ".join(f"{table.columns[str(field.attname)]} = %s" for field in chosen)
    given = ((str(field.attname), getattr(row, field.attname)) for field in chosen)
    values: list[Any] = [
        value if isinstance(value, _AS_IT_IS) else table.preparers[name](value) for name, value in given
    ]
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(f"UPDATE {table.name} SET {changes} WHERE {table.key} = %s", [*values, row.pk])  # noqa: S608


def by_key(model: type[Row], key: int, *, lock: bool = False) -> Row | None:
    """Return the row with a primary key, locked until the end of the transaction if asked for."""
    found = matching(model, {model._meta.pk.attname: key}, lock=lock)   # noqa: SLF001  public in Django
    return found[0] if found else None


def by_keys(model: type[Row], keys: Collection[int], *, lock: bool = False) -> list[Row]:
    """Return the rows with these primary keys in their order, locked until the end of the transaction if asked for."""
    if not keys:  # PostgreSQL knows no empty list
        return []
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(model, database.vendor)
    locking = " FOR NO KEY UPDATE" if lock and database.features.has_select_for_no_key_update else ""
    holders = ", ".join(["%s"] * len(keys))
    sql = f"SELECT {table.select} FROM {table.name} WHERE {table.key} IN ({holders}) ORDER BY {table.key}{locking}"  # noqa: S608
    with database.cursor() as cursor:
        cursor.execute(sql, sorted(keys))
        return [_made(model, table, list(values), database) for values in cursor.fetchall()]


def matching(model: type[Row], wanted: dict[str, Any], *, lock: bool = False) -> list[Row]:
    """Return the rows whose fields have these values (None: is null), in the order of their keys."""
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(model, database.vendor)
    locking = " FOR NO KEY UPDATE" if lock and database.features.has_select_for_no_key_update else ""
    sql, given = _selecting(table, wanted)
    with database.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {table.key}{locking}", given)
        return [_made(model, table, list(values), database) for values in cursor.fetchall()]


def among(model: type[Row], name: str, values: Iterable[int], **wanted: Any) -> list[Row]:
    """Return the rows of which one field has any of these whole numbers, and others have the values wanted."""
    keys = sorted(set(values))
    if not keys:
        return []
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(model, database.vendor)
    asked = f"{table.columns[name]} IN ({', '.join(map(str, map(int, keys)))})"
    sql, given = _selecting(table, wanted, also=asked)
    with database.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {table.key}", given)
        return [_made(model, table, list(values), database) for values in cursor.fetchall()]


def _selecting(table: _Table, wanted: dict[str, Any], also: str = "") -> tuple[str, list[Any]]:
    conditions = [f"{table.columns[name]} {'IS NULL' if value is None else '= %s'}" for name, value in wanted.items()]
    if also:
        conditions.append(also)
    sql = f"SELECT {table.select} FROM {table.name} WHERE {' AND '.join(conditions)}"  # noqa: S608  our own names
    return sql, [value for value in wanted.values() if value is not None]


def _made(model: type[Row], table: _Table, values: list[Any], database: BaseDatabaseWrapper) -> Row:
    for at, column, functions in table.converters:
        value = values[at]
        for convert in functions:
            value = convert(value, column, database)
        values[at] = value
    return model.from_db(DEFAULT_DB_ALIAS, table.attributes, values)
