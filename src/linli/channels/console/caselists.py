"""Lists of cases as pages and as spreadsheets: the same filters, the same rows."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.channels.console import filters, words
from linli.channels.console.exports import Sheet, every_row, spreadsheet
from linli.channels.console.filters import Chosen
from linli.channels.console.frame import DESK, FIGURES, ConsoleRequest, page_for
from linli.channels.console.scope import AreaChoice, areas_of
from linli.channels.console.sentence import search_sentence
from linli.channels.ui.clockwords import clock_words
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseRow
from linli.kernel.paging import Page

READS = (*DESK, *FIGURES)


def case_columns() -> list[tuple[str, int]]:
    """Return the columns of a spreadsheet of cases."""
    return [
        (_("Number"), 16),
        (_("Reported at"), 17),
        (_("Title"), 30),
        (_("Words"), 60),
        (_("State"), 16),
        (_("Kind"), 10),
        (_("Class"), 18),
        (_("Area"), 16),
        (_("Place"), 24),
        (_("With"), 22),
        (_("Due"), 17),
        (_("Clock"), 16),
        (_("People"), 8),
        (_("Last"), 24),
        (_("How it came in"), 14),
    ]


def case_cells(row: CaseRow, kinds: dict[str, str]) -> Sequence[object]:
    """Return one case as cells."""
    return [
        row.number,
        row.submitted_at,
        row.title,
        row.text,
        row.state_label,
        kinds.get(row.kind_code, row.kind_code),
        row.category_name,
        row.area_name,
        row.place,
        row.assignee_name,
        row.due_at,
        clock_words(row).text if row.due_at else "",
        row.people,
        row.last_event,
        str(words.ORIGINS.get(row.origin, row.origin)),
    ]


def case_sheet(title: str, rows: Iterator[CaseRow]) -> Sheet:
    """Return cases as one sheet."""
    kinds = {kind.code: kind.name for kind in cases.kinds(active_only=False)}
    return Sheet(title, case_columns(), (case_cells(row, kinds) for row in rows))


def _asked(request: ConsoleRequest) -> tuple[Chosen, list[AreaChoice]]:
    areas = areas_of(request.viewer, READS)
    return filters.read(request.GET, areas, state="open"), areas


def _page(request: ConsoleRequest, chosen: Chosen, cursor: str | None) -> Page[CaseRow]:
    return cases.search(request.viewer, chosen.text, chosen.filter, cursor)


@page_for(*READS)
def search(request: ConsoleRequest) -> HttpResponse:
    """Find cases by words, number, place, and everything a case can be filtered by."""
    chosen, areas = _asked(request)
    page = _page(request, chosen, request.GET.get("cursor") or None)
    theme = cases.theme(request.viewer, chosen.theme) if chosen.theme else None
    context = {
        "chosen": chosen,
        "page": page,
        "sentence": search_sentence(chosen, areas),
        "first": "cursor" not in request.GET,
        "theme": theme,
        "title": words.measure_words(chosen.measure),
    }
    return render(request, "console/search.html", context)


@page_for(*READS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the found cases as a workbook."""
    chosen, _areas = _asked(request)
    return spreadsheet(_("cases"), case_sheet(_("Cases"), every_row(lambda cursor: _page(request, chosen, cursor))))
