"""The history of a case in words: one way for colleagues, one for the resident who waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.lifecycle import Exit, State
from linli.engines.journal.public import EventRow
from linli.kernel import clock
from linli.kernel.actor import ActorKind

Text = str | Promise


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened: what, in whose words, by whom, when."""

    verb: str
    at: datetime
    title: str
    text: str
    actor: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is owed next, and by when."""

    words: str
    note: str


@dataclass(frozen=True, slots=True)
class _Words:
    """`short` is used inside a sentence, `staff` and `resident` are titles; a resident title left out hides the step
    from residents.
    """

    short: Text
    staff: Text
    resident: Text = ""


_WORDS: dict[str, _Words] = {
    "submit": _Words(
        pgettext_lazy("in a sentence", "reported"), pgettext_lazy("step", "Reported"), _("We have your report")
    ),
    "accept": _Words(pgettext_lazy("in a sentence", "accepted"), pgettext_lazy("step", "Accepted"), _("We took it on")),
    "refuse": _Words(
        pgettext_lazy("in a sentence", "not taken on"),
        _("Not taken on: %(exit)s"),
        _("We could not take it on: %(exit)s"),
    ),
    "answer": _Words(pgettext_lazy("in a sentence", "answered"), _("Answered at the desk"), _("Here is the answer")),
    "amend": _Words(pgettext_lazy("in a sentence", "class or place corrected"), _("Corrected: %(changed)s")),
    "regrid": _Words(
        pgettext_lazy("in a sentence", "grid changed"), _("Went from %(from_name)s to %(to_name)s with the new net")
    ),
    "dispatch": _Words(pgettext_lazy("in a sentence", "dispatched"), _("Sent to %(name)s"), _("Sent to %(name)s")),
    "claim": _Words(
        pgettext_lazy("in a sentence", "taken from the pool"),
        _("%(name)s took it by own choice"),
        _("%(name)s is on it"),
    ),
    "take": _Words(pgettext_lazy("in a sentence", "taken"), _("Taken in hand"), _("%(name)s is on it")),
    "decline": _Words(pgettext_lazy("in a sentence", "handed back"), _("%(name)s handed it back")),
    "contact": _Words(
        pgettext_lazy("in a sentence", "resident contacted"),
        _("Spoke with the resident"),
        _("We were in touch with you"),
    ),
    "add_helper": _Words(
        pgettext_lazy("in a sentence", "help asked for"), _("Asked %(name)s for help"), _("%(name)s helps")
    ),
    "whistle": _Words(
        pgettext_lazy("in a sentence", "departments called"),
        _("Called together: %(names)s"),
        _("The street called together: %(names)s"),
    ),
    "take_task": _Words(pgettext_lazy("in a sentence", "part taken"), _("%(name)s takes part")),
    "decline_task": _Words(pgettext_lazy("in a sentence", "part declined"), _("%(name)s cannot take part")),
    "finish_task": _Words(pgettext_lazy("in a sentence", "part done"), _("%(name)s finished the part")),
    "cancel_task": _Words(
        pgettext_lazy("in a sentence", "part not needed any more"), _("The part of %(name)s is not needed any more")
    ),
    "escalate": _Words(
        pgettext_lazy("in a sentence", "passed up"),
        _("Passed up to %(desk)s"),
        _("%(desk)s decides now who can solve it"),
    ),
    "ask_extension": _Words(pgettext_lazy("in a sentence", "more time asked for"), _("Asked for %(more)s more")),
    "grant_extension": _Words(
        pgettext_lazy("in a sentence", "more time granted"),
        _("%(more)s more granted"),
        _("It needs more time: %(more)s"),
    ),
    "refuse_extension": _Words(pgettext_lazy("in a sentence", "more time refused"), _("No more time granted")),
    "suspend": _Words(
        pgettext_lazy("in a sentence", "paused"), _("Paused until %(until)s"), _("It has to wait until %(until)s")
    ),
    "resume": _Words(pgettext_lazy("in a sentence", "going on"), _("Going on"), _("The work goes on")),
    "interim": _Words(pgettext_lazy("in a sentence", "interim report given"), _("How far it is"), _("How far it is")),
    "set_milestones": _Words(
        pgettext_lazy("in a sentence", "milestones planned"),
        _("Milestones planned: %(names)s"),
        _("The plan: %(names)s"),
    ),
    "finish_milestone": _Words(
        pgettext_lazy("in a sentence", "milestone reached"), _("Reached: %(name)s"), _("Reached: %(name)s")
    ),
    "handle": _Words(
        pgettext_lazy("in a sentence", "done"), pgettext_lazy("step", "Done"), pgettext_lazy("step", "Done")
    ),
    "check": _Words(
        pgettext_lazy("in a sentence", "checked"), pgettext_lazy("step", "Checked"), _("Checked by somebody else")
    ),
    "call_back": _Words(pgettext_lazy("in a sentence", "called back"), _("Called back"), _("We called you back")),
    "confirm": _Words(
        pgettext_lazy("in a sentence", "answered by the resident"), _("The resident answered"), _("You answered")
    ),
    "rate": _Words(
        pgettext_lazy("in a sentence", "rated"), _("Rated %(rating)s of 5"), _("You rated it %(rating)s of 5")
    ),
    "propose_close": _Words(
        pgettext_lazy("in a sentence", "closing proposed"),
        _("Proposed: done as the law allows"),
        _("A second person looks at it"),
    ),
    "review_close": _Words(
        pgettext_lazy("in a sentence", "closing reviewed"), _("Closing reviewed"), _("A second person looked at it")
    ),
    "reopen": _Words(pgettext_lazy("in a sentence", "reopened"), pgettext_lazy("step", "Reopened"), _("Opened again")),
    "divide": _Words(
        pgettext_lazy("in a sentence", "made two of it"),
        _("The second matter is %(number)s"),
        _("Your second matter goes on by itself: %(number)s"),
    ),
    "merge": _Words(
        pgettext_lazy("in a sentence", "joined to another"),
        _("Joined to %(lead)s"),
        _("Neighbours reported the same: it goes on under %(lead)s"),
    ),
    "joined": _Words(pgettext_lazy("in a sentence", "another joined"), _("%(number)s was joined to this")),
    "parted": _Words(pgettext_lazy("in a sentence", "another taken apart"), _("%(number)s was taken apart from this")),
    "split": _Words(
        pgettext_lazy("in a sentence", "taken apart"), _("Taken apart from %(lead)s"), _("It goes on by itself")
    ),
    "supervise": _Words(pgettext_lazy("in a sentence", "supervised"), pgettext_lazy("step", "Supervised")),
    "withdraw": _Words(
        pgettext_lazy("in a sentence", "withdrawn"), _("Withdrawn by the resident"), _("You withdrew it")
    ),
    "follow": _Words(
        pgettext_lazy("in a sentence", "followed"),
        _("One more neighbour has this problem"),
        _("One more neighbour has this problem"),
    ),
    "release": _Words(pgettext_lazy("in a sentence", "shown to the public"), _("Public text changed")),
    "link_theme": _Words(pgettext_lazy("in a sentence", "hung on a theme"), _("Theme: %(theme)s")),
    "reminded": _Words(pgettext_lazy("in a sentence", "reminded"), _("Reminder: %(clock)s is nearly over")),
    "overdue": _Words(pgettext_lazy("in a sentence", "overdue"), _("Overdue: %(clock)s")),
}

# what a step's text is made of, in this order
_TEXTS = ("text", "reason", "note", "words")
# a resident sees these words of colleagues only where they were written for residents
_FOR_RESIDENTS = {
    "refuse": "text",
    "answer": "text",
    "interim": "text",
    "handle": "text",
    "grant_extension": "reason",
    "suspend": "reason",
    "finish_milestone": "text",
    "review_close": "text",
    "confirm": "words",
    "reopen": "reason",
}


def short(kind: str) -> str:
    """Return what an event is called inside a sentence."""
    verb = kind.removeprefix("case.")
    return str(_WORDS[verb].short) if verb in _WORDS else verb


def moment(at: datetime) -> str:
    """Return a moment as people write it: the hour today, day and hour else."""
    there = clock.local(at)
    hour = f"{there:%H:%M}"
    return hour if there.date() == clock.today() else f"{day(there.date())} {hour}"


_NEXT: dict[str, Text] = {
    State.SUBMITTED: _("To be accepted, or told where it belongs"),
    State.ACCEPTED: _("To be dispatched"),
    State.DISPATCHED: _("To be taken by %(who)s"),
    State.HANDLING: _("To be done by %(who)s"),
    State.SUSPENDED: _("To go on when the wait is over"),
    State.HANDLED: _("To be checked by somebody who did not do it"),
    State.CHECKED: _("The resident to confirm, or to be called back"),
    State.REVIEW: _("A second person to decide"),
}


def next_step(state: str, *, who: str, due_at: datetime | None) -> NextStep | None:
    """Return what is owed next, for colleagues; None when nothing is."""
    template = _NEXT.get(state)
    if template is None:
        return None
    note = gettext("due %(when)s") % {"when": moment(due_at)} if due_at is not None else ""
    return NextStep(str(template) % {"who": who}, note)


def day(on: date) -> str:
    """Return a day as people write it."""
    return gettext("%(month)d/%(day)d") % {"month": on.month, "day": on.day}


def duration(value: int, unit: str) -> str:
    """Return a length of time in words."""
    if unit == "wmin" and value % 60 == 0:
        return gettext("%(count)d working hours") % {"count": value // 60}
    if unit == "min" and value % 60 == 0:
        return gettext("%(count)d hours") % {"count": value // 60}
    formats = {
        "wmin": gettext("%(count)d working minutes"),
        "min": gettext("%(count)d minutes"),
        "wd": gettext("%(count)d working days"),
    }
    return formats.get(unit, gettext("%(count)d days")) % {"count": value}


def for_staff(rows: Iterable[EventRow]) -> list[StepRow]:
    """Return every step, oldest first, with who did it."""
    return [step for row in rows for step in _staff_steps(row)]


def _staff_steps(row: EventRow) -> list[StepRow]:
    verb = row.kind.removeprefix("case.")
    known = _WORDS.get(verb)
    title = (_outcome(verb, row.data) or str(known.staff) % _values(row)) if known else verb
    helper = row.data.get("helper", "")
    actor = gettext("%(helper)s for the resident") % {"helper": helper} if helper else _colleague(row)
    if not _sent_at_once(row):
        return [StepRow(verb, row.at, title, _text_of(row.data), actor, row.account_id)]
    sent = str(_WORDS["dispatch"].staff) % _values(row)
    return [
        StepRow(verb, row.at, title, "", actor, row.account_id),
        StepRow("dispatch", row.at, sent, _text_of(row.data), gettext("By rule")),
    ]


def _colleague(row: EventRow) -> str:
    if row.actor_kind == ActorKind.SYSTEM:
        return gettext("Linli")
    return row.actor_name or (gettext("The resident") if row.actor_kind in _OUTSIDERS else "")


def _sent_at_once(row: EventRow) -> bool:
    """Say whether a rule sent a case when it was opened: one event, two steps."""
    return row.kind == "case.submit" and bool(row.data.get("assignee"))


_OUTSIDERS = frozenset({ActorKind.VISITOR, ActorKind.RESIDENT})
# what happened between the offices and the author alone, or what the author did
_OF_AUTHOR = frozenset({"contact", "rate", "withdraw"})
_BY_RESIDENT = frozenset({"confirm", "rate", "withdraw"})


def for_resident(rows: Iterable[EventRow], *, desk: str, author: bool, notes: bool) -> list[StepRow]:
    """Return the steps a resident sees, oldest first: posts and units instead of names of staff.

    `notes` adds what was written for residents; a neighbour who only joined a case that is not public gets the titles
    alone.
    """
    return [step for row in rows for step in _resident_steps(row, desk=desk, author=author, notes=notes)]


def _resident_steps(row: EventRow, *, desk: str, author: bool, notes: bool) -> list[StepRow]:
    verb = row.kind.removeprefix("case.")
    known = _WORDS.get(verb)
    if known is None or not known.resident or (verb in _OF_AUTHOR and not author):
        return []
    title = _outcome(verb, row.data, resident=author) or str(known.resident) % _values(row)
    text = str(row.data.get(_FOR_RESIDENTS.get(verb, "-"), "")) if notes else ""
    if verb == "submit":
        own = title if author else gettext("A neighbour reported it")
        sent = [StepRow("dispatch", row.at, str(_WORDS["dispatch"].resident) % _values(row), "", desk)]
        return [StepRow(verb, row.at, own, "", desk), *(sent if _sent_at_once(row) else ())]
    actor = "" if verb in _BY_RESIDENT else str(row.data.get("name", "")) or desk
    return [StepRow(verb, row.at, title, text, actor)]


def _values(row: EventRow) -> dict[str, str]:
    data = row.data
    values = {name: str(value) for name, value in data.items()}
    values.setdefault("name", _colleague(row) if row.actor_kind == ActorKind.SYSTEM else row.actor_name)
    for name in ("desk", "names", "changed", "more", "until", "lead", "number", "theme", "rating", "exit", "clock"):
        values.setdefault(name, "")
    if data.get("exit"):
        values["exit"] = str(Exit(data["exit"]).label)
    if data.get("clock"):
        values["clock"] = clock_kind(str(data["clock"]))
    if data.get("value"):
        values["more"] = duration(int(data["value"]), str(data.get("unit", "")))
    if data.get("until"):
        values["until"] = day(date.fromisoformat(data["until"]))
    if isinstance(data.get("names"), list):
        values["names"] = list_of(data["names"])
    if isinstance(data.get("changed"), dict):
        values["changed"] = list_of([str(_FIELDS.get(name, name)) for name in data["changed"]])
    return values


_CLOCKS: dict[str, Text] = {
    "first_contact": pgettext_lazy("clock", "first contact"),
    "handling": pgettext_lazy("clock", "handling"),
    "response": pgettext_lazy("clock", "answer to a call"),
    "call_back": pgettext_lazy("clock", "call back"),
}


def clock_kind(kind: str) -> str:
    """Return what a clock is called."""
    return str(_CLOCKS.get(kind, kind))


_FIELDS: dict[str, Text] = {
    "category": pgettext_lazy("what was corrected", "class"),
    "kind": pgettext_lazy("what was corrected", "kind"),
    "title": pgettext_lazy("what was corrected", "title"),
    "area": pgettext_lazy("what was corrected", "area"),
    "building": pgettext_lazy("what was corrected", "building"),
    "place": pgettext_lazy("what was corrected", "place"),
    "urgency": pgettext_lazy("what was corrected", "urgency"),
    "privacy": pgettext_lazy("what was corrected", "who may see it"),
}


def list_of(names: Iterable[str]) -> str:
    """Join names as the language does."""
    return pgettext("between the names of a list", ", ").join(names)


def _text_of(data: Mapping[str, Any]) -> str:
    return next((str(data[name]) for name in _TEXTS if data.get(name)), "")


def _outcome(verb: str, data: Mapping[str, Any], *, resident: bool = False) -> str:
    """Return the title of steps that can end in several ways; empty for the others."""
    after = data.get("to", "")
    if verb == "check" and not data.get("passed"):
        return gettext("The check found that it is not done yet")
    if verb == "call_back" and not data.get("reached"):
        return gettext("Called back, nobody answered")
    if verb in {"call_back", "confirm"}:
        return _answer(data, resident=resident)
    if verb == "review_close":
        return (
            gettext("Closed: done as the law allows")
            if after == State.CLOSED
            else gettext("It goes on: the closing was not agreed to")
        )
    if verb == "withdraw" and after != State.WITHDRAWN:
        return gettext("The reporter left, neighbours still wait")
    return ""


def _answer(data: Mapping[str, Any], *, resident: bool) -> str:
    if data.get("solved"):
        return gettext("You said: solved") if resident else gettext("The resident said: solved")
    return gettext("You said: not solved yet") if resident else gettext("The resident said: not solved yet")
