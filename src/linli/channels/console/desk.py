"""The dispatch desk: list, map and detail of what waits, in one screen."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from linli.channels.console import filters, navigation
from linli.channels.console.casepage import case_context
from linli.channels.console.frame import DESK, EVERYBODY, ConsoleRequest, page_for
from linli.channels.console.marks import marks_of
from linli.channels.console.scope import AreaChoice, areas_of, home_path
from linli.channels.console.sentence import desk_sentence
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseRow
from linli.kernel.errors import NotFound


def queue_context(request: ConsoleRequest) -> dict[str, Any]:
    """Return the list of the desk as it was asked for."""
    areas = areas_of(request.viewer, DESK)
    chosen = filters.read(request.GET, areas)
    page = cases.desk_list(request.viewer, chosen.filter, None)
    return {
        "chosen": chosen,
        "page": page,
        "marks": marks_of(page.items),
        "words": filters.STATE_GROUPS[chosen.state][0],
        "sentence": desk_sentence(chosen, areas),
        "areas": areas,
    }


@page_for(*EVERYBODY)
def desk(request: ConsoleRequest) -> HttpResponseBase:
    """Show the dispatch desk; whoever has no desk is led to the first page that is open to them."""
    if not request.viewer.paths(*DESK):
        own = (link for link in navigation.links(request.viewer, request.path) if link.group != "together")
        first = next(own, None)
        if first is None:
            raise NotFound
        return redirect(first.href)
    context = queue_context(request)
    number = request.GET.get("case", "")
    detail = _chosen(request, number, context["page"].items)
    if detail is not None:
        context |= case_context(request, detail)
    context["named"] = bool(number)
    context["map_path"] = _map_path(request, context["areas"])
    return render(request, "console/desk.html", context)


def _chosen(request: ConsoleRequest, number: str, rows: Sequence[CaseRow]) -> cases.CaseDetail | None:
    """Return the case named in the address, else the first of the list."""
    if number:
        try:
            return cases.case_for(request.viewer, number=number)
        except NotFound:
            pass
    return cases.case_for(request.viewer, number=rows[0].number) if rows else None


def _map_path(request: ConsoleRequest, areas: Sequence[AreaChoice]) -> str:
    return areas[0].path if areas else home_path(request.viewer)


@page_for(*DESK)
def queue(request: ConsoleRequest) -> HttpResponse:
    """Answer with the list alone: after a filter was changed, after a case moved on, and every 20 seconds."""
    return render(request, "console/parts/queue.html", queue_context(request))
