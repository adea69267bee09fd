"""Keyset paging: pages that cost the same however deep, without COUNT(*)."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Invalid

Item = TypeVar("Item")
Made = TypeVar("Made")
MAX_SIZE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, and where the list goes on in each direction (None: nowhere)."""

    items: list[Item]
    next_cursor: str | None = None
    previous_cursor: str | None = None

    def of(self, items: Sequence[Made]) -> "Page[Made]":
        """Return the same page with other items, for example rows made of models."""
        return Page(list(items), self.next_cursor, self.previous_cursor)


@dataclass(frozen=True, slots=True)
class _Key:
    """One field of the order."""

    name: str
    down: bool

    def beyond(self, value: object, *, back: bool) -> Q:
        return Q(**{f"{self.name}__{'lt' if self.down != back else 'gt'}": value})

    def up_to(self, value: object, *, back: bool) -> Q:
        return Q(**{f"{self.name}__{'lte' if self.down != back else 'gte'}": value})

    def same(self, value: object) -> Q:
        return Q(**{self.name: value})


def paginate(
    queryset: "QuerySet[Any, Item]", *, order: Sequence[str] = ("-submitted_at", "-id"), cursor: str | None = None,
    size: int = 50,
) -> Page[Item]:
    """Return one page of a queryset of models or of `values()`.

    The fields of the order together must be unique and never null; a leading minus sorts downwards. One query.

    Raises: Invalid for a cursor that this list did not give.
    """
    keys = [_Key(name.lstrip("-"), name.startswith("-")) for name in order]
    size = max(1, min(size, MAX_SIZE))
    back, values = _read(cursor, queryset.model, keys) if cursor else (False, [])
    if values:
        queryset = queryset.filter(_after(keys, values, back=back))
    found = list(queryset.order_by(*(f"-{key.name}" if key.down != back else key.name for key in keys))[: size + 1])
    more, items = len(found) > size, found[:size]
    if back:
        items.reverse()
    return Page(
        items=items,
        next_cursor=_write(keys, items[-1], back=False) if items and (back or more) else None,
        previous_cursor=_write(keys, items[0], back=True) if items and (more if back else bool(values)) else None,
    )


def _after(keys: list[_Key], values: list[Any], *, back: bool) -> Q:
    """Return `(a, b) > (x, y)` in a form every index understands: a >= x and (a > x or (a = x and b > y))."""
    ways = []
    for place, key in enumerate(keys):
        same = reduce(lambda q, pair: q & pair[0].same(pair[1]), zip(keys[:place], values[:place], strict=True), Q())
        ways.append(same & key.beyond(values[place], back=back))
    return keys[0].up_to(values[0], back=back) & reduce(or_, ways)


def _write(keys: list[_Key], item: object, *, back: bool) -> str:
    content = [int(back), *(_as_json(_value(item, key.name)) for key in keys)]
    return base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def _value(item: object, name: str) -> object:
    if isinstance(item, dict):
        return item[name]
    return reduce(getattr, name.split(LOOKUP_SEP), item)


def _as_json(value: object) -> object:
    if value is None:
        raise ValueError("a list cannot be paged by a field that may be empty")
    return value.isoformat() if isinstance(value, datetime | date) else value


def _read(cursor: str, model: type[Model], keys: list[_Key]) -> tuple[bool, list[Any]]:
    try:
        back, *values = _content(cursor)
        found = [_field(model, key.name).to_python(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, ValidationError, OverflowError, RecursionError) as error:
        raise Invalid(_("This page of the list cannot be found any more. Please start from its beginning.")) from error
    return bool(back), found


def _content(cursor: str) -> list[Any]:
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(content, list) or not all(isinstance(value, str | int) for value in content):
        raise ValueError("not a cursor")
    if content[:1] not in ([0], [1]) or any(isinstance(value, int) and abs(value) >= 1 << 63 for value in content):
        raise ValueError("not a cursor")
    return content


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    *path, last = name.split(LOOKUP_SEP)
    for part in path:
        related = model._meta.get_field(part).related_model   # noqa: SLF001  Django's documented way to a model's fields
        if not isinstance(related, type):
            raise FieldDoesNotExist(name)
        model = related
    if last == "pk":
        return model._meta.pk   # noqa: SLF001
    field = model._meta.get_field(last)   # noqa: SLF001
    if not isinstance(field, Field):
        raise FieldDoesNotExist(name)
    return field
