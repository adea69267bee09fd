"""Today: everything that waits for one person, over all roles, most urgent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseRow
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock

SHOWN = 30      # rows of a group before "all of them"

# the next step a row offers, by why it stands in the list and the state it is in
NEXT_STEPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("mine", "dispatched"): ("take", "decline"),
    ("mine", "handling"): ("handle",),
    ("task", "open"): ("take_task",),
    ("desk", "submitted"): ("accept",),
    ("desk", "accepted"): ("dispatch",),
    ("pool", "accepted"): ("claim",),
    ("check", "handled"): ("check",),
    ("call_back", "handled"): ("call_back",),
    ("call_back", "checked"): ("call_back",),
    ("review", "review"): ("review_close",),
}
ONE_TAP = frozenset({"take", "claim", "accept"})


@dataclass(frozen=True, slots=True)
class RowStep:
    """A button of a row: one tap does it, or opens its form."""

    verb: str
    label: object
    address: str
    one_tap: bool


@dataclass(frozen=True, slots=True)
class TodoRow:
    """A row of work with the address of its page and its next steps."""

    row: CaseRow
    href: str
    steps: tuple[RowStep, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together by time."""

    key: str
    title: str | Promise
    late: bool
    rows: Sequence[TodoRow] = field(default_factory=tuple)
    more: int = 0


def todo_row(row: CaseRow, *, with_steps: bool = True) -> TodoRow:
    """Give a row its address and its next steps."""
    href = reverse("desk:case", args=[row.number])
    verbs = NEXT_STEPS.get((row.reason or "mine", row.state), ()) if with_steps else ()
    made = tuple(
        RowStep(verb, cases.STEPS[verb].label, reverse("desk:act", args=[row.number, verb]), verb in ONE_TAP)
        for verb in verbs
    )
    return TodoRow(row, href, made)


def _group(key: str, title: str | Promise, rows: Iterable[CaseRow], *, late: bool = False) -> Group:
    listed = list(rows)
    steps = key in {"late", "new", "call_backs", "tasks"}
    shown = tuple(todo_row(row, with_steps=steps) for row in listed[:SHOWN])
    return Group(key, title, late, shown, max(len(listed) - SHOWN, 0))


def groups_of(todo: cases.Todo) -> list[Group]:
    """Return the groups that hold anything, in the order of a working day."""
    groups = [
        _group("late", _("Overdue"), todo.late, late=True),
        _group("today", _("Due today"), todo.today),
        _group("new", _("New for you"), todo.new),
        _group("tasks", _("Others ask for your help"), todo.tasks),
        _group("call_backs", _("To check and call back"), todo.call_backs),
        _group("later", _("Later"), todo.later),
    ]
    return [group for group in groups if group.rows]


@desk_page
def today(request: DeskRequest) -> HttpResponse:
    """Show what waits for the viewer."""
    groups = groups_of(cases.todo(request.viewer))
    count = sum(len(group.rows) + group.more for group in groups)
    context = {
        "tab": "today",
        "groups": groups,
        "count": count,
        "heading": ngettext_lazy("%(count)d to do", "%(count)d to do", count) % {"count": count},
        "today": clock.today(),
        "place": place_words(request),
        "now": clock.now(),
        "unread": journal.unread_count(request.viewer),
    }
    return render(request, "desk/today.html", context)


def place_words(request: DeskRequest) -> str:
    """Name the place of the first post: 北苑社区第 3 网格."""
    grant = next(iter(request.viewer.grants), None)
    if grant is None:
        return ""
    if grant.unit_id is not None:
        return territory.unit(grant.unit_id).name
    names = [area.name for area in territory.ancestors(grant.path) if area.kind in {"community", "grid"}]
    if len(names) > 1 and names[-1].startswith(names[0]):    # 北苑社区第3网格 says both
        names = names[-1:]
    return " ".join(names) or " ".join(area.name for area in territory.ancestors(grant.path)[-1:])
