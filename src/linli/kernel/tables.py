"""What is known of a model's table: names quoted, values converted as one kind of database wants them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from typing import Any, TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col

from linli.kernel.database import database

_Field: TypeAlias = "models.Field[Any, Any]"
Prepare: TypeAlias = Callable[[Any], Any]
AS_IT_IS = str | int | None     # what every database takes without preparation


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A model's table on one kind of database."""

    name: str
    key: str
    fields: tuple[_Field, ...]                      # all but the primary key
    columns: dict[str, str]                         # attribute name -> quoted column
    plain: dict[str, str]                           # attribute name -> column, unquoted
    select: str
    attributes: tuple[str, ...]                     # of `select`
    own: tuple[str, ...]                            # attribute names of `fields`
    defaults: dict[str, Any]                        # attribute name -> what a new row holds
    making: tuple[tuple[str, Callable[[], Any]], ...]   # attribute name -> what makes such a value for each row anew
    converters: tuple[tuple[int, Col, tuple[Callable[..., Any], ...]], ...]
    preparers: dict[str, Prepare]                   # attribute name -> what makes a value fit, where it is no plain one
    in_json: dict[str, Prepare]                     # … where it stands in a JSON text (PostgreSQL)


@lru_cache(maxsize=128)
def table_of(model: type[models.Model], vendor: str) -> Table:
    """Return the table of a model on a kind of database, described once."""
    del vendor   # part of the key: each database quotes and converts in its own way
    present = database()
    quote, described = present.ops.quote_name, model._meta   # noqa: SLF001  public in Django
    every = tuple(described.concrete_fields)
    converters = []
    for at, field in enumerate(every):
        column = field.get_col(described.db_table)
        found = (*present.ops.get_db_converters(column), *field.get_db_converters(present))
        if found:
            converters.append((at, column, found))
    return Table(
        name=quote(described.db_table),
        key=quote(str(described.pk.column)),
        fields=tuple(field for field in every if not field.primary_key),
        columns={str(field.attname): quote(str(field.column)) for field in every},
        plain={str(field.attname): str(field.column) for field in every},
        select=", ".join(quote(str(field.column)) for field in every),
        attributes=tuple(str(field.attname) for field in every),
        own=tuple(str(field.attname) for field in every if not field.primary_key),
        defaults={str(field.attname): field.get_default() for field in every},
        making=tuple(
            (str(field.attname), field.get_default)
            for field in every
            if field.has_default() and callable(field.default)
        ),
        converters=tuple(converters),
        preparers={str(field.attname): _preparer(field, present) for field in every},
        in_json={str(field.attname): _preparer_in_json(field, present) for field in every},
    )


def _preparer(field: _Field, present: BaseDatabaseWrapper) -> Prepare:
    """Return what makes a value fit the database: the short way for moments, Django's for all else."""
    if field.get_internal_type() == "DateTimeField":
        return _as_text if present.vendor == "sqlite" else _unchanged
    return partial(field.get_db_prep_save, connection=present)


def _preparer_in_json(field: _Field, present: BaseDatabaseWrapper) -> Prepare:
    """Return what makes a value fit a JSON text: what JSON has no word for is spelt as PostgreSQL reads it."""
    kind = field.get_internal_type()
    if kind in {"DateTimeField", "DateField", "TimeField"}:
        return _iso
    if kind == "BinaryField":
        return spelt
    if kind == "JSONField":
        encoder = getattr(field, "encoder", None)
        return _unchanged if encoder is None else lambda value: json.loads(json.dumps(value, cls=encoder))
    return lambda value: _number_or_text(field.get_db_prep_save(value, connection=present))


def _unchanged(value: Any) -> Any:  # noqa: ANN401  whatever the driver takes
    return value


def _as_text(value: datetime) -> str:
    """Spell an aware moment as Django does for SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _iso(value: date | time) -> str:
    return value.isoformat()


def _number_or_text(value: Any) -> Any:  # noqa: ANN401  as a field prepared it
    return value if isinstance(value, str | int | float | None) else str(value)


def spelt(value: bytes) -> str:
    """Spell bytes as PostgreSQL reads them."""
    return f"\\x{bytes(value).hex()}"
