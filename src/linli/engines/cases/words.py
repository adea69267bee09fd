"""The history of a case in words: one way for colleagues, one for the resident who waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.engines.cases.lifecycle import Exit, State
from linli.kernel import clock

Text = str | Promise


class HistoryRow(Protocol):
    """What is read of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def account_id(self) -> int | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


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
class _Words:
    """`short` is used inside a sentence, `staff` and `resident` are titles; a resident title left out hides the step from residents."""

    short: Text
    staff: Text
    resident: Text = ""


L = gettext_lazy
_WORDS: dict[str, _Words] = {
    "submit": _Words(L("reported"), L("Reported"), L("We have your report")),
    "accept": _Words(L("accepted"), L("Accepted"), L("We took it on")),
    "refuse": _Words(L("not taken on"), L("Not taken on: %(exit)s"), L("We could not take it on: %(exit)s")),
    "answer": _Words(L("answered"), L("Answered at the desk"), L("Here is the answer")),
    "amend": _Words(L("class or place corrected"), L("Corrected: %(changed)s")),
    "dispatch": _Words(L("dispatched"), L("Sent to %(name)s"), L("Sent to %(name)s")),
    "claim": _Words(L("taken from the pool"), L("%(name)s took it by own choice"), L("%(name)s is on it")),
    "take": _Words(L("taken"), L("Taken in hand"), L("%(name)s is on it")),
    "decline": _Words(L("handed back"), L("%(name)s handed it back")),
    "contact": _Words(L("resident contacted"), L("Spoke with the resident"), L("We were in touch with you")),
    "add_helper": _Words(L("help asked for"), L("Asked %(name)s for help"), L("%(name)s helps")),
    "whistle": _Words(L("departments called"), L("Called together: %(names)s"), L("The street called together: %(names)s")),
    "take_task": _Words(L("part taken"), L("%(name)s takes part")),
    "decline_task": _Words(L("part declined"), L("%(name)s cannot take part")),
    "finish_task": _Words(L("part done"), L("%(name)s finished the part")),
    "cancel_task": _Words(L("part not needed any more"), L("The part of %(name)s is not needed any more")),
    "escalate": _Words(L("passed up"), L("Passed up to %(desk)s"), L("%(desk)s decides now who can solve it")),
    "ask_extension": _Words(L("more time asked for"), L("Asked for %(more)s more")),
    "grant_extension": _Words(L("more time granted"), L("%(more)s more granted"), L("It needs more time: %(more)s")),
    "refuse_extension": _Words(L("more time refused"), L("No more time granted")),
    "suspend": _Words(L("paused"), L("Paused until %(until)s"), L("It has to wait until %(until)s")),
    "resume": _Words(L("going on"), L("Going on"), L("The work goes on")),
    "interim": _Words(L("interim report given"), L("How far it is"), L("How far it is")),
    "set_milestones": _Words(L("milestones planned"), L("Milestones planned: %(names)s"), L("The plan: %(names)s")),
    "finish_milestone": _Words(L("milestone reached"), L("Reached: %(name)s"), L("Reached: %(name)s")),
    "handle": _Words(L("done"), L("Done"), L("Done")),
    "check": _Words(L("checked"), L("Checked"), L("Checked by somebody else")),
    "call_back": _Words(L("called back"), L("Called back"), L("We called you back")),
    "confirm": _Words(L("answered by the resident"), L("The resident answered"), L("You answered")),
    "rate": _Words(L("rated"), L("Rated %(rating)s of 5"), L("You rated it %(rating)s of 5")),
    "propose_close": _Words(L("closing proposed"), L("Proposed: done as the law allows"), L("A second person looks at it")),
    "review_close": _Words(L("closing reviewed"), L("Closing reviewed"), L("A second person looked at it")),
    "reopen": _Words(L("reopened"), L("Reopened"), L("Opened again")),
    "merge": _Words(L("joined to another"), L("Joined to %(lead)s"), L("Neighbours reported the same: it goes on under %(lead)s")),
    "joined": _Words(L("another joined"), L("%(number)s was joined to this")),
    "parted": _Words(L("another taken apart"), L("%(number)s was taken apart from this")),
    "split": _Words(L("taken apart"), L("Taken apart from %(lead)s"), L("It goes on by itself")),
    "supervise": _Words(L("supervised"), L("Supervised")),
    "withdraw": _Words(L("withdrawn"), L("Withdrawn by the resident"), L("You withdrew it")),
    "follow": _Words(L("followed"), L("One more neighbour has this problem"), L("One more neighbour has this problem")),
    "release": _Words(L("shown to the public"), L("Public text changed")),
    "link_theme": _Words(L("hung on a theme"), L("Theme: %(theme)s")),
    "reminded": _Words(L("reminded"), L("Reminder: %(clock)s is nearly over")),
    "overdue": _Words(L("overdue"), L("Overdue: %(clock)s")),
}

# what a step's text is made of, in this order
_TEXTS = ("text", "reason", "note", "words")
# a resident sees these words of colleagues only where they were written for residents
_FOR_RESIDENTS = {"refuse": "text", "answer": "text", "interim": "text", "handle": "text", "grant_extension": "reason", "suspend": "reason",
                  "finish_milestone": "text", "review_close": "text", "confirm": "words", "reopen": "reason"}


def short(kind: str) -> str:
    """Return what an event is called inside a sentence."""
    verb = kind.removeprefix("case.")
    return str(_WORDS[verb].short) if verb in _WORDS else verb


def moment(at: datetime) -> str:
    """Return a moment as people write it: the hour today, day and hour else."""
    there = clock.local(at)
    hour = f"{there:%H:%M}"
    return hour if there.date() == clock.today() else f"{day(there.date())} {hour}"


def day(on: date) -> str:
    """Return a day as people write it."""
    return _("%(month)d/%(day)d") % {"month": on.month, "day": on.day}


def duration(value: int, unit: str) -> str:
    """Return a length of time in words."""
    if unit == "wmin" and value % 60 == 0:
        return _("%(count)d working hours") % {"count": value // 60}
    if unit == "min" and value % 60 == 0:
        return _("%(count)d hours") % {"count": value // 60}
    formats = {"wmin": _("%(count)d working minutes"), "min": _("%(count)d minutes"), "wd": _("%(count)d working days")}
    return formats.get(unit, _("%(count)d days")) % {"count": value}


def for_staff(rows: Iterable[HistoryRow]) -> list[StepRow]:
    """Return every step, oldest first, with who did it."""
    return [_staff_step(row) for row in rows]


def _staff_step(row: HistoryRow) -> StepRow:
    verb = row.kind.removeprefix("case.")
    known = _WORDS.get(verb)
    title = (_outcome(verb, row.data) or str(known.staff) % _values(row)) if known else verb
    helper = row.data.get("helper", "")
    actor = _("%(helper)s for the resident") % {"helper": helper} if helper else row.actor_name
    return StepRow(verb, row.at, title, _text_of(row.data), actor, row.account_id)


def for_resident(rows: Sequence[HistoryRow], *, desk: str, author: bool, notes: bool) -> list[StepRow]:
    """Return the steps a resident sees, oldest first: posts and units instead of names of staff.

    `notes` adds what was written for residents; a neighbour who only joined a case that is not public gets the titles alone.
    """
    steps: list[StepRow] = []
    for row in rows:
        verb = row.kind.removeprefix("case.")
        known = _WORDS.get(verb)
        if known is None or not known.resident:
            continue
        title = _outcome(verb, row.data, resident=author) or str(known.resident) % _values(row)
        text = str(row.data.get(_FOR_RESIDENTS.get(verb, "-"), "")) if notes else ""
        steps.append(StepRow(verb, row.at, title, text, str(row.data.get("name", "")) or desk))
        if row.data.get("assignee") and verb == "submit":
            steps.append(StepRow("dispatch", row.at, str(_WORDS["dispatch"].resident) % _values(row), "", desk))
    return steps


def _values(row: HistoryRow) -> dict[str, str]:
    data = row.data
    values = {name: str(value) for name, value in data.items()}
    values.setdefault("name", row.actor_name)
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
    "first_contact": L("first contact"), "handling": L("handling"), "response": L("answer to a call"), "call_back": L("call back"),
}


def clock_kind(kind: str) -> str:
    """Return what a clock is called."""
    return str(_CLOCKS.get(kind, kind))


_FIELDS: dict[str, Text] = {
    "category": L("class"), "kind": L("kind"), "title": L("title"), "area": L("area"), "place": L("place"), "urgency": L("urgency"),
    "privacy": L("who may see it"),
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
        return _("The check found that it is not done yet")
    if verb == "call_back" and not data.get("reached"):
        return _("Called back, nobody answered")
    if verb in {"call_back", "confirm"}:
        return _answer(data, resident=resident)
    if verb == "review_close":
        return _("Closed: done as the law allows") if after == State.CLOSED else _("It goes on: the closing was not agreed to")
    if verb == "withdraw" and after != State.WITHDRAWN:
        return _("The reporter left, neighbours still wait")
    return ""


def _answer(data: Mapping[str, Any], *, resident: bool) -> str:
    if data.get("solved"):
        return _("You said: solved") if resident else _("The resident said: solved")
    return _("You said: not solved yet") if resident else _("The resident said: not solved yet")
