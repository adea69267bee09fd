"""Filters of case lists: read from the address, shown as a sentence, handed to the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.channels.console.scope import AreaChoice, chosen
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter

Text = str | Promise

WAITING = ("submitted", "accepted")
OPEN = ("submitted", "accepted", "dispatched", "handling", "suspended", "handled", "checked", "review")
STATE_GROUPS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "waiting": (_("waiting to be dispatched"), WAITING),
    "open": (_("still open"), OPEN),
    "dispatched": (_("sent, not yet taken"), ("dispatched",)),
    "handling": (_("in hand"), ("handling",)),
    "suspended": (_("that are paused"), ("suspended",)),
    "answered": (_("done, waiting for check or call-back"), ("handled", "checked")),
    "review": (_("waiting for a second person"), ("review",)),
    "closed": (_("closed"), ("closed",)),
    "refused": (_("not taken on"), ("refused",)),
    "merged": (_("joined to another"), ("merged",)),
    "withdrawn": (_("withdrawn"), ("withdrawn",)),
    "all": (_("in every state"), ()),
}
LATE_CHOICES: dict[str, Text] = {"": _("late or not"), "late": _("late only"), "soon": _("due within 4 hours")}
URGENCIES: dict[str, Text] = {
    "": _("of any urgency"),
    "normal": _("ordinary"),
    "urgent": pgettext_lazy("urgency", "Urgent"),
    "emergency": pgettext_lazy("urgency", "Emergency"),
    "long": _("long-running"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on a list page, and the filter it means."""

    state: str
    area: AreaChoice | None
    category: str
    late: str
    urgency: str
    kind: str
    since: date | None
    until: date | None
    text: str
    theme: int | None
    assignee: str
    measure: str

    @property
    def filter(self) -> CaseFilter:
        """Return the engine's filter."""
        return CaseFilter(
            states=frozenset(STATE_GROUPS[self.state][1]),
            category=self.category,
            path=self.area.path if self.area else "",
            kind=self.kind,
            urgency=self.urgency,
            late=self.late == "late",
            soon=self.late == "soon",
            assignee=self.assignee,
            since=self.since,
            until=self.until,
            text=self.text,
            theme_id=self.theme,
            measure=self.measure,
        )

    @property
    def address(self) -> str:
        """Return what was chosen as the query of an address."""
        pairs = {
            "state": self.state,
            "area": str(self.area.id) if self.area else "",
            "category": self.category,
            "late": self.late,
            "urgency": self.urgency,
            "kind": self.kind,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "q": self.text,
            "theme": str(self.theme or ""),
            "assignee": self.assignee,
            "measure": self.measure,
        }
        return urlencode({key: value for key, value in pairs.items() if value})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 10 else None


def read(data: Mapping[str, str], areas: Sequence[AreaChoice], *, state: str = "waiting") -> Chosen:
    """Read what was chosen from an address. Unknown words count as not chosen; a foreign area does not exist."""
    asked = data.get("state", state)
    late, urgency = data.get("late", ""), data.get("urgency", "")
    since, until = _day(data.get("since", "")), _day(data.get("until", ""))
    if since and until and since > until:
        since, until = until, since
    return Chosen(
        state=asked if asked in STATE_GROUPS else state,
        area=chosen(areas, data.get("area", "")),
        category=data.get("category", "")[:12],
        late=late if late in LATE_CHOICES else "",
        urgency=urgency if urgency in URGENCIES else "",
        kind=data.get("kind", "")[:20],
        since=since,
        until=until,
        text=data.get("q", "").strip()[:80],
        theme=_number(data.get("theme", "")),
        assignee=data.get("assignee", "")[:48],
        measure=data.get("measure", "")[:40],
    )


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A class of level one with its own of level two, for choosers."""

    code: str
    name: str
    children: tuple[tuple[str, str], ...]


def category_groups() -> list[CategoryGroup]:
    """Return the classes as groups."""
    rows = cases.categories()
    return [
        CategoryGroup(
            row.code, row.name, tuple((child.code, child.name) for child in rows if child.parent_code == row.code)
        )
        for row in rows
        if not row.parent_code
    ]
