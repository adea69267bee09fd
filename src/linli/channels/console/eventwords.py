"""Events of the journal in words of the console: what happened, who did it, with what."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.channels.console.eventkinds import STEPS, WORDS
from linli.channels.console.words import yuan
from linli.engines.cases.public import STEPS as CASE_STEPS
from linli.engines.journal.public import EventRow
from linli.kernel.errors import Text

ACTORS: dict[str, Text] = {
    "visitor": _("a resident"),
    "resident": _("a resident"),
    "machine": _("another system"),
    "system": _("the system"),
    "staff": _("staff"),
}
SUBJECTS: dict[str, Text] = {
    "case": _("Case"),
    "account": _("Account"),
    "accounts": _("Accounts"),
    "token": _("Key"),
    "appointment": _("Appointment"),
    "area": _("Area"),
    "unit": _("Unit"),
    "post": _("Post"),
    "rules": _("Routing rules"),
    "journal": _("Journal"),
    "application": _("Application"),
    "taxonomy": _("Classes"),
    "matter": _("Matter"),
    "building": _("Building"),
    "estate": _("Estate"),
    "theme": _("Theme"),
    "volunteer": _("Volunteer"),
    "volunteers": _("Volunteers"),
    "activity": _("Activity"),
    "team": _("Team"),
    "shop": _("Points shop"),
    "course": _("Course"),
    "trainee": _("Who learns"),
    "meeting": _("Meeting"),
    "meetings": _("Joint meeting"),
    "registration": _("Registration"),
    "registrations": _("Registrations"),
    "order": pgettext_lazy("journal", "Order"),
    "wish": pgettext_lazy("journal", "Wish"),
    "need": _("Need"),
    "lists": _("Three lists"),
    "donation": pgettext_lazy("journal", "Gift"),
    "street": _("Stretch"),
    "taker": pgettext_lazy("orders", "Who takes orders"),
    "services": _("Services to order"),
    "wishes": _("Wishes"),
    "resource": _("Resource"),
    "project": _("Project"),
    "classifier": _("Learned classes"),
    "gridplan": _("Plan of grids"),
    "unitspread": _("Spread of units"),
    "reachstudy": _("15-minute study"),
    "service_points": _("Service points"),
    "service_kinds": _("Kinds of service points"),
    "people": _("People in houses"),
    "pattern": _("Pattern of the county"),
    "job": _("Long work"),
    "book": _("Books"),
}
DETAILS: dict[str, Text] = {
    "name": _("What it is called"),
    "roles": _("May"),
    "reason": _("Reason"),
    "minutes": _("Minutes"),
    "requests": _("Pages opened"),
    "fields": _("Changed"),
    "post": _("Post"),
    "starts": _("From"),
    "ends": _("Until"),
    "count": _("How many"),
    "receiver": _("Receiver"),
    "error": _("Fault"),
    "title": pgettext_lazy("of a meeting", "Title"),
    "starts_at": pgettext_lazy("of a meeting", "Begins"),
    "due_on": _("Done by"),
    "made": _("Tasks"),
    "units": _("Units"),
    "resolutions": _("Agreed"),
    "agreed": _("Agreed"),
    "came": _("Units that came"),
    "year": _("Year"),
    "note": _("Note"),
    "text": _("In words"),
    "words": _("In words"),
    "step": _("Step"),
    "rating": _("Thanks, of 5"),
    "fen": _("Money"),
    "back_fen": _("Given back"),
    "value_fen": _("Worth at most"),
    "claim_days": _("Days to fulfil it"),
    "rise_days": _("Days until the units are asked"),
    "capacity": _("How much can be given"),
    "cost": _("Costs all together"),
    "needs": _("Needs"),
    "resources": _("Resources"),
    "projects": _("Projects"),
    "project": _("Project"),
    "case": _("Case"),
    "month": _("Month"),
    "found": _("Found"),
    "received": _("There already"),
    "pooled": _("Offered to all"),
    "by_phone": _("Confirmed by phone"),
    "helper": _("By a helper"),
    "vetted": _("Vetted until"),
    "insured": _("Insured until"),
    "source": _("Source"),
}
FLAGS = frozenset({"received", "pooled", "by_phone", "helper"})  # said only where they are so
UNSHOWN = frozenset(
    {
        "session",
        "account",
        "accounts",
        "area",
        "areas",
        "invented",
        "own",
        "row",
        "rows",
        "of",
        "length",
        "resolution",
        "duty",
        "unit",
        # codes and keys: what they mean is in the words of the event, or on the page of its subject
        "from",
        "to",
        "kind",
        "category",
        "origin",
        "service",
        "services",
        "codes",
        "taker",
        "served",
        "round",
        "list",
        "resource",
        "appointments",
        "appointment",
        "boundaries",
        "estates",
        "figures",
        "wishes",
        "changed",
        "item",
        "role",
        "shift",
        "activity",
        "order",
        "grid",
        "net",
        "first",
        "last",
        "remark",
        "edit",
        "edition",
    }
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of an event. Not `named`: we have no words for it; pages show it as the code it is."""

    name: str
    value: str
    named: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a line of a list. Not `named`: its words are the code of its kind."""

    words: str
    named: bool
    who: str
    at: datetime
    stream: str
    kind: str
    account_id: int | None
    details: tuple[Detail, ...]


def words_of(kind: str) -> str:
    """Return what kind of event it is, in words where we have them."""
    if kind in WORDS:
        return str(WORDS[kind])
    family, _dot, verb = kind.partition(".")
    if family == "case" and verb in CASE_STEPS:
        return str(CASE_STEPS[verb].label)
    if verb in STEPS.get(family, ()):
        return str(STEPS[family][verb].said)
    return gettext("Reported") if kind == "case.submit" else kind


def told(event: EventRow, *, with_data: bool = True) -> Told:
    """Return an event in words. Data of cases are private matters: they are shown only where `with_data` allows."""
    shown = ((name, value) for name, value in event.data.items() if _is_shown(name, value))
    details = tuple(Detail(str(DETAILS.get(name, name)), _said(name, value), name in DETAILS) for name, value in shown)
    named = event.actor_name if event.actor_kind != "system" else ""
    return Told(
        words=words_of(event.kind),
        named=words_of(event.kind) != event.kind,
        who=named or str(ACTORS.get(event.actor_kind, event.actor_kind)),
        at=event.at,
        stream=event.stream,
        kind=event.kind,
        account_id=event.account_id,
        details=details if with_data else (),
    )


def _is_shown(name: str, value: object) -> bool:
    inside = value if isinstance(value, list) else [value]
    if value is False and name in FLAGS:
        return False
    return name not in UNSHOWN and value not in ("", None, [], {}) and not any(isinstance(one, dict) for one in inside)


def _said(name: str, value: object) -> str:
    money = name.endswith("fen") and isinstance(value, int)
    return yuan(value) if money and isinstance(value, int) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def subject_words(stream: str, names: dict[str, str]) -> str:
    """Return what a stream is about: by its name where it is known, else by what it is and its key."""
    family, _colon, key = stream.partition(":")
    return names.get(stream) or f"{SUBJECTS.get(family, family)} {key}".strip()


def is_named(stream: str, names: dict[str, str]) -> bool:
    """Say whether we have words for what a stream is about."""
    return stream in names or stream.partition(":")[0] in SUBJECTS
