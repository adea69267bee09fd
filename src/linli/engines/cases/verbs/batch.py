"""What the define-verbs share: one transaction and permission, only what differs written, one line in the journal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, ClassVar, Protocol, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.taxonomy import TAXONOMY, touch
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid
from linli.kernel.locks import lock_names, write

Row = TypeVar("Row", bound=Model)


class _Input(Protocol):
    """A dataclass of input."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@contextmanager
def batch(by: Actor) -> Iterator[None]:
    """Let the administrator of the county write the pattern's data, one at a time. Raises: NotAllowed."""
    with write():
        if by.kind is not ActorKind.SYSTEM:
            access.require(by, Role.ADMINISTRATOR, territory.county().path)
        lock_names([TAXONOMY])
        yield


def must(holds: bool, code: str, field: str) -> None:
    """Refuse a row whose field cannot be used, naming the row. Raises: Invalid."""
    if not holds:
        message = _("%(code)s: %(field)s is not known here.") % {"code": code, "field": field}
        raise Invalid(message, fields={field: message}, code="unknown_value")


def plain(row: _Input) -> dict[str, Any]:
    """Return the fields of an input by name."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def upsert(model: type[Row], wanted: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Write rows that are told apart by their code; return the codes of those that changed."""
    known = {getattr(one, "code"): one for one in model._default_manager.filter(code__in=list(wanted))}  # noqa: B009, SLF001
    pairs = [(known.get(code) or model(code=code), values) for code, values in wanted.items()]
    return [str(getattr(one, "code")) for one in store(model, pairs)]  # noqa: B009


def store(model: type[Row], pairs: Iterable[tuple[Row, Mapping[str, Any]]]) -> list[Row]:
    """Write values onto rows, new ones and those that differ, in bulk; return what was written."""
    fresh: list[Row] = []
    differing: list[Row] = []
    columns: set[str] = set()
    for one, values in pairs:
        columns.update(values)
        differs = any(getattr(one, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(one, name, value)
        if one.pk is None:
            fresh.append(one)
        elif differs:
            differing.append(one)
    model._default_manager.bulk_create(fresh, batch_size=500)  # noqa: SLF001
    if differing:
        names = sorted(name.removesuffix("_id") for name in columns)
        model._default_manager.bulk_update(differing, names, batch_size=200)  # noqa: SLF001
    return fresh + differing


def written(what: str, changed: Sequence[str], by: Actor) -> None:
    """Make every process read the taxonomy anew and note the batch; nothing happens where nothing changed."""
    if not changed:
        return
    touch(TAXONOMY)
    journal.record(
        kind=f"taxonomy.{what}",
        stream=f"taxonomy:{what}",
        by=by,
        data={"count": len(changed), "changed": list(changed)[:200]},
    )
