"""The board of clocks: how the open work stands, by place and by who has it, and what waits for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.channels.console.caselists import case_sheet
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import AreaChoice, areas_of, chosen
from linli.channels.console.sentence import area_select
from linli.engines.cases import public as cases
from linli.engines.cases.public import Board, CaseRow, Counts
from linli.kernel.errors import NotFound

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of what waits for somebody, with why."""

    key: str
    title: str | Promise
    rows: Sequence[CaseRow]
    all: str = ""

    @property
    def first(self) -> Sequence[CaseRow]:
        """Return the rows shown at once."""
        return self.rows[:SHOWN]

    @property
    def rest(self) -> Sequence[CaseRow]:
        """Return the rows one tap away."""
        return self.rows[SHOWN:]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of the board with the addresses its numbers open."""

    name: str
    counts: Counts
    late: str
    soon: str
    all: str
    deeper: str = ""


def _waiting(found: Board, late: str = "") -> list[Waiting]:
    return [
        Waiting("extensions", gettext_lazy("More time is asked for"), found.extensions),
        Waiting("disputes", gettext_lazy("Handed back twice: the street decides"), found.disputes),
        Waiting("reviews", gettext_lazy("Closing to be reviewed by a second person"), found.reviews),
        Waiting("call_backs", gettext_lazy("To be checked or called back"), found.call_backs),
        Waiting("suspended", gettext_lazy("Paused"), found.suspended),
        Waiting("overdue", gettext_lazy("Late"), found.overdue, late),
    ]


def _open(**query: object) -> str:
    return f"{reverse('console:search')}?{urlencode({key: value for key, value in query.items() if value})}"


def _by_area(found: Board, areas: Sequence[AreaChoice]) -> list[Line]:
    known = {area.path: area for area in areas}
    lines = []
    for counts in found.by_area:
        area = known.get(counts.key)
        if area is None:
            continue
        query = {"state": "open", "area": area.id}
        own = counts.key == found.path
        name = _("%(area)s, no closer place known") % {"area": counts.name} if own else counts.name
        deeper = "" if own or area.kind == "grid" else f"{reverse('console:board')}?area={area.id}"
        lines.append(
            Line(name, counts, _open(**query, late="late"), _open(**query, late="soon"), _open(**query), deeper)
        )
    return lines


def _by_assignee(found: Board, here: AreaChoice) -> list[Line]:
    lines = []
    for counts in found.by_assignee:
        query = {"state": "open", "area": here.id, "assignee": counts.key or "-"}
        lines.append(
            Line(counts.name, counts, _open(**query, late="late"), _open(**query, late="soon"), _open(**query))
        )
    return lines


def _asked(request: ConsoleRequest) -> tuple[AreaChoice, list[AreaChoice]]:
    areas = areas_of(request.viewer, LEAD)
    here = chosen(areas, request.GET.get("area", "")) or (areas[0] if areas else None)
    if here is None:
        raise NotFound
    return here, areas


@page_for(*LEAD)
def board(request: ConsoleRequest) -> HttpResponse:
    """Show the board of an area."""
    here, areas = _asked(request)
    found = cases.board(request.viewer, here.path)
    query = {"state": "open", "area": here.id}
    context: dict[str, Any] = {
        "here": here,
        "board": found,
        "areas": _by_area(found, areas),
        "assignees": _by_assignee(found, here),
        "waiting": _waiting(found, _open(**query, late="late")),
        "area_choice": area_select([area for area in areas if area.kind != "grid"], str(here.id)),
        "tallies": [
            ("late", _("late"), found.late, _open(**query, late="late")),
            ("soon", _("due within 4 hours"), found.soon, _open(**query, late="soon")),
            ("", _("running"), found.running, _open(**query)),
        ],
    }
    return render(request, "console/board.html", context)


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the board as a workbook: counts by place and by who has it, and each list."""
    here, areas = _asked(request)
    found = cases.board(request.viewer, here.path)
    columns = [
        (_("What it is called"), 30),
        (_("Late"), 8),
        (_("Within 4 hours"), 14),
        (_("Running"), 10),
        (_("All"), 8),
    ]

    def counts(lines: Sequence[Line]) -> list[list[object]]:
        return [
            [line.name, line.counts.late, line.counts.soon, line.counts.running, line.counts.total] for line in lines
        ]

    return spreadsheet(
        _("board"),
        Sheet(_("By place"), columns, counts(_by_area(found, areas))),
        Sheet(_("By post and unit"), columns, counts(_by_assignee(found, here))),
        *(case_sheet(str(part.title), iter(part.rows)) for part in _waiting(found)),
    )
