"""The frame of every verb: lock the row, read the table, ask who, change, write it down."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.ids import case_number
from linli.kernel.locks import locked_one
from linli.kernel.serials import next_serial
from linli.kernel.text import mask_personal
from linli.programmes.lists.hours import stored, windows_of
from linli.programmes.lists.models import ListDay, Need, Project, Resource
from linli.programmes.lists.policies import sees, standing

Row = TypeVar("Row", Need, Resource, Project)
MASKED = frozenset({"reason", "note"})  # what people write; history is never erased
MOST_SKILLS = 10


def new_number(letter: str) -> str:
    """Return the next number of a day."""
    return f"{letter}{case_number(clock.today(), next_serial(ListDay, clock.today()))}"


def stream_of(row: Need | Resource | Project) -> str:
    """Return the name of a row's history."""
    return f"{_kind(row)}:{row.pk}"


def _kind(row: Need | Resource | Project) -> str:
    return "need" if isinstance(row, Need) else "resource" if isinstance(row, Resource) else "project"


def begin(model: type[Row], row_id: int, step: Any, *, by: Actor) -> Row:  # noqa: ANN401
    """Lock a row and let the actor pass who may do this step to it now. Raises: NotFound, WrongState, NotAllowed."""
    row = locked_one(model.objects.filter(pk=row_id))
    if by.kind is not ActorKind.SYSTEM and not sees(by, row):
        raise NotFound
    if row.state not in step.before:
        raise WrongState(
            _("This has moved on. It is now: %(state)s. Nothing you typed is lost.")
            % {"state": row.get_state_display()},
            state=row.state,
        )
    if not standing(by, row) & set(step.who):
        raise NotAllowed
    return row


def keep(row: Row, verb: str, *, by: Actor, data: Mapping[str, Any] | None = None, **changes: Any) -> Row:
    """Save a row with the next version and write it into the history."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(row, verb, by=by, data=data or {})
    return row


def record(
    row: Need | Resource | Project, verb: str, *, by: Actor, data: Mapping[str, Any], first: bool = False
) -> None:
    """Write one line of a row's history, without phone and identity numbers that slipped into notes."""
    kept = {
        name: mask_personal(value) if name in MASKED else value
        for name, value in data.items()
        if value not in (None, "", [])
    }
    journal.record(
        kind=f"{_kind(row)}.{verb}", stream=stream_of(row), by=by, path=row.path, data=kept, first=first
    )


def read_hours(text: str) -> list[list[int]]:
    """Return hours as they are stored. Raises: Invalid beside the field."""
    try:
        return stored(windows_of(text))
    except Invalid as error:
        raise Invalid(fields={"hours": error.message}) from error


def read_skills(text: str) -> list[str]:
    """Return skills, each once. Raises: Invalid."""
    for mark in "，、,;；/":
        text = text.replace(mark, " ")
    found = list(dict.fromkeys(text.split()))
    if len(found) > MOST_SKILLS or any(len(one) > 20 for one in found):
        raise Invalid(fields={"skills": _("At most ten skills, in a few characters each.")})
    return found
