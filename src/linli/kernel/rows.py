"""Read and write single rows quickly: plain statements made once for each model, the same on both databases.

Verbs run by the thousand and spend most of their time in the ORM, which takes four times as long to say the same. Lists
and everything with conditions stay with the ORM; rows of several kinds at once are written by `insertions`.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from linli.kernel import insertions
from linli.kernel.database import database
from linli.kernel.tables import AS_IT_IS, Table, table_of

Row = TypeVar("Row", bound=models.Model)


def new(model: type[Row], **values: Any) -> Row:
    """Make a row that is about to be written, given by attribute names (`case_id`), the rest as the model says.

    The ORM takes three times as long, for signals and related objects that a row just made has none of.
    """
    table = table_of(model, database().vendor)
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
    return insertions.write([insertions.of_rows(rows, unless_there=unless_there)])[0]


def add(row: Row) -> Row:
    """Insert one row and give the object its key. Raises: IntegrityError."""
    add_many([row])
    return row


def add_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model in one query and give the objects their keys. Raises: IntegrityError."""
    for row, key in zip(rows, insertions.write_for_keys(rows), strict=True):
        insertions.give_key(row, key)


def update(row: models.Model, names: Collection[str]) -> None:
    """Write some fields of a row, named as in the model (`holder` or `holder_id`). Raises: IntegrityError."""
    present = database()
    table = table_of(type(row), present.vendor)
    wanted = set(names)
    chosen = [field for field in table.fields if field.name in wanted or field.attname in wanted]
    if len(chosen) != len({name.removesuffix("_id") for name in wanted}):
        raise ValueError(f"{type(row).__name__} has no such fields: {sorted(wanted)}")
    changes = ", ".join(f"{table.columns[str(field.attname)]} = %s" for field in chosen)
    given = ((str(field.attname), getattr(row, field.attname)) for field in chosen)
    values: list[Any] = [
        value if isinstance(value, AS_IT_IS) else table.preparers[name](value) for name, value in given
    ]
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), present.cursor() as cursor:
        cursor.execute(f"UPDATE {table.name} SET {changes} WHERE {table.key} = %s", [*values, row.pk])  # noqa: S608


def by_key(model: type[Row], key: int, *, lock: bool = False) -> Row | None:
    """Return the row with a primary key, locked until the end of the transaction if asked for."""
    found = matching(model, {model._meta.pk.attname: key}, lock=lock)   # noqa: SLF001  public in Django
    return found[0] if found else None


def by_keys(model: type[Row], keys: Collection[int], *, lock: bool = False) -> list[Row]:
    """Return the rows with these primary keys in their order, locked until the end of the transaction if asked for."""
    if not keys:  # PostgreSQL knows no empty list
        return []
    present = database()
    table = table_of(model, present.vendor)
    locking = " FOR NO KEY UPDATE" if lock and present.features.has_select_for_no_key_update else ""
    holders = ", ".join(["%s"] * len(keys))
    sql = f"SELECT {table.select} FROM {table.name} WHERE {table.key} IN ({holders}) ORDER BY {table.key}{locking}"  # noqa: S608
    with present.cursor() as cursor:
        cursor.execute(sql, sorted(keys))
        return [_made(model, table, list(values), present) for values in cursor.fetchall()]


def matching(model: type[Row], wanted: dict[str, Any], *, lock: bool = False) -> list[Row]:
    """Return the rows whose fields have these values (None: is null), in the order of their keys."""
    present = database()
    table = table_of(model, present.vendor)
    locking = " FOR NO KEY UPDATE" if lock and present.features.has_select_for_no_key_update else ""
    sql, given = _selecting(table, wanted)
    with present.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {table.key}{locking}", given)
        return [_made(model, table, list(values), present) for values in cursor.fetchall()]


def among(model: type[Row], name: str, values: Iterable[int], **wanted: Any) -> list[Row]:
    """Return the rows of which one field has any of these whole numbers, and others have the values wanted."""
    keys = sorted(set(values))
    if not keys:
        return []
    present = database()
    table = table_of(model, present.vendor)
    asked = f"{table.columns[name]} IN ({', '.join(map(str, map(int, keys)))})"
    sql, given = _selecting(table, wanted, also=asked)
    with present.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {table.key}", given)
        return [_made(model, table, list(values), present) for values in cursor.fetchall()]


def _selecting(table: Table, wanted: dict[str, Any], also: str = "") -> tuple[str, list[Any]]:
    conditions = [f"{table.columns[name]} {'IS NULL' if value is None else '= %s'}" for name, value in wanted.items()]
    if also:
        conditions.append(also)
    sql = f"SELECT {table.select} FROM {table.name} WHERE {' AND '.join(conditions)}"  # noqa: S608  our own names
    return sql, [value for value in wanted.values() if value is not None]


def _made(model: type[Row], table: Table, values: list[Any], present: BaseDatabaseWrapper) -> Row:
    for at, column, functions in table.converters:
        value = values[at]
        for convert in functions:
            value = convert(value, column, present)
        values[at] = value
    return model.from_db(DEFAULT_DB_ALIAS, table.attributes, values)
