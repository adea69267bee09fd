"""Events of the journal in words of the console: what happened, who did it, with what."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L  # noqa: N812

from linli.engines.cases.public import STEPS
from linli.engines.journal.public import EventRow

WORDS: dict[str, Promise] = {
    "account.created": L("Account made"),
    "account.batch_created": L("Accounts made"),
    "account.changed": L("Account changed"),
    "account.password_set": L("New password"),
    "account.activated": L("Account opened again"),
    "account.deactivated": L("Account closed"),
    "account.elevated": L("More rights for a time"),
    "account.elevation_ended": L("More rights ended"),
    "account.second_factor_reset": L("Second step taken off"),
    "token.issued": L("Key issued"),
    "token.revoked": L("Key ended"),
    "appointment.made": L("Appointed"),
    "appointments.made": L("Several appointed"),
    "appointment.ended": L("Appointment ended"),
    "appointment.stand_in": L("Stand-in named"),
    "appointment.stand_in_ended": L("Stand-in ended"),
    "shift.planned": L("Duty planned"),
    "shift.cancelled": L("Duty cancelled"),
    "area.added": L("Area added"),
    "area.changed": L("Area changed"),
    "area.closed": L("Area closed"),
    "area.boundary_set": L("Boundary set"),
    "area.calendar_day_set": L("Working day changed"),
    "area.service_hours_set": L("Service hours set"),
    "unit.added": L("Unit added"),
    "unit.changed": L("Unit changed"),
    "post.defined": L("Post defined"),
    "rules.defined": L("Routing rules defined"),
    "journal.dead_letter_retried": L("Stuck work tried again"),
    "journal.dead_letter_laid_aside": L("Stuck work laid aside"),
    "journal.erased": L("Erased on request"),
}
ACTORS: dict[str, Promise] = {
    "visitor": L("a resident"),
    "resident": L("a resident"),
    "machine": L("another system"),
    "system": L("the system"),
    "staff": L("staff"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a line of a list."""

    words: str
    who: str
    at: datetime
    stream: str
    kind: str
    account_id: int | None
    details: tuple[tuple[str, str], ...]


def words_of(kind: str) -> str:
    """Return what kind of event it is, in words where we have them."""
    if kind in WORDS:
        return str(WORDS[kind])
    family, _dot, verb = kind.partition(".")
    if family == "case" and verb in STEPS:
        return str(STEPS[verb].label)
    return _("Reported") if kind == "case.submit" else kind


def told(event: EventRow, *, with_data: bool = True) -> Told:
    """Return an event in words. Data of cases are private matters: they are shown only where `with_data` allows."""
    details = tuple((name, _plain(value)) for name, value in event.data.items() if value not in ("", None, [], {}))
    return Told(
        words=words_of(event.kind),
        who=event.actor_name or str(ACTORS.get(event.actor_kind, event.actor_kind)),
        at=event.at,
        stream=event.stream,
        kind=event.kind,
        account_id=event.account_id,
        details=details if with_data else (),
    )


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
