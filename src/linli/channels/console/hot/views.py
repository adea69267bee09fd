"""Hot issues: ranked with a map, each with its weeks, its cases, and a theme where a cause stands behind them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.channels.console.caselists import case_sheet
from linli.channels.console.exports import Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.marks import marks_of
from linli.channels.console.scope import AreaChoice, areas_of, chosen, home_path
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter, CaseRow, HotRow
from linli.kernel.errors import LinliError, NotFound
from linli.kernel.paging import Page

RISING = 1.2  # shown as rising from here on


def _area(request: ConsoleRequest) -> tuple[list[AreaChoice], AreaChoice | None]:
    areas = areas_of(request.viewer, LEAD, deepest="community")
    return areas, chosen(areas, request.GET.get("area", ""))


def _mark(row: HotRow) -> dict[str, Any]:
    """Return the mark of an issue: larger with its people, in the colour of haste while it rises."""
    return {
        "id": row.id,
        "title": row.title,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "tone": "soon" if row.rise >= RISING else "calm",
        "people": row.people,
        "count": row.people,
        "href": reverse("console:hot-issue", args=[row.id]),
    }


@page_for(*LEAD)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the issues of the viewer's areas, the hottest first."""
    areas, area = _area(request)
    path = area.path if area else ""
    page = cases.hot_issues(request.viewer, path=path, cursor=request.GET.get("cursor") or None)
    context = {
        "page": page,
        "areas": areas,
        "area": area,
        "marks": [_mark(row) for row in page.items if row.longitude is not None],
        "map_path": path or home_path(request.viewer, LEAD),
        "rising": RISING,
    }
    return render(request, "console/hot/list.html", context)


def _cases(request: ConsoleRequest, issue_id: int, cursor: str | None = None) -> Page[CaseRow]:
    return cases.search(request.viewer, "", CaseFilter(hot_id=issue_id), cursor)


@page_for(*LEAD)
def issue(request: ConsoleRequest, issue_id: int) -> HttpResponseBase:
    """Show one issue; the address of one that went into another leads there."""
    detail = cases.hot_issue(request.viewer, issue_id)
    if detail.row.id != issue_id:
        return redirect("console:hot-issue", detail.row.id)
    page = _cases(request, issue_id, request.GET.get("cursor") or None)
    context = {"issue": detail, "row": detail.row, "page": page, "marks": marks_of(page.items)}
    return render(request, "console/hot/issue.html", context)


@page_for(*LEAD)
@require_POST
def found_theme(request: ConsoleRequest, issue_id: int) -> HttpResponseBase:
    """Open a theme for an issue, or hang on its theme what came in since."""
    try:
        theme, hung = cases.theme_from_hot(issue_id, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(error.message))
        return redirect("console:hot-issue", issue_id)
    words = ngettext("%(n)d case hangs on the theme now.", "%(n)d cases hang on the theme now.", hung) % {"n": hung}
    messages.success(request, words)
    return redirect("console:theme", theme.pk)


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the issues as a workbook."""
    _areas, area = _area(request)
    columns = [
        (_("Hot issue"), 40),
        (_("Place"), 20),
        (_("Area"), 16),
        (_("Class"), 18),
        (_("First report"), 17),
        (_("Last report"), 17),
        (_("Cases"), 8),
        (_("Still open"), 10),
        (_("People"), 8),
        (_("Recency"), 10),
        (_("Rise"), 10),
        (_("Heat"), 10),
        (_("Theme"), 30),
    ]
    rows = (_cells(row) for row in _every(request, area.path if area else ""))
    return spreadsheet(_("hot issues"), Sheet(_("Hot issues"), columns, rows))


def _every(request: ConsoleRequest, path: str) -> Iterator[HotRow]:
    return every_row(lambda cursor: cases.hot_issues(request.viewer, path=path, cursor=cursor))


def _cells(row: HotRow) -> list[object]:
    return [
        row.title, row.place, row.area_name, row.category_name, row.first_at, row.last_at, row.cases, row.open_cases,
        row.people, row.recency, row.rise, row.heat, row.theme_title,
    ]  # fmt: skip


@page_for(*LEAD)
def export_cases(request: ConsoleRequest, issue_id: int) -> HttpResponse:
    """Answer with the cases of an issue as a workbook."""
    row = cases.hot_issue(request.viewer, issue_id).row
    return spreadsheet(row.title, case_sheet(_("Cases"), every_row(lambda cursor: _cases(request, row.id, cursor))))
