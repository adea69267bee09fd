"""One spread of units over grids: its map, who serves where and why, what it changes, letting it hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.forms import AdoptForm
from linli.channels.console.planner.places import DRAWERS, READERS
from linli.channels.console.planner.plan import json_answer
from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory.plans import PlaceRow, SpreadDetail
from linli.kernel.errors import LinliError, NotFound


@require_safe
@page_for(*READERS)
def spread(request: ConsoleRequest, spread_id: int) -> HttpResponse:
    """Show a spread; while it is being worked out, how far that is."""
    return _page(request, plans.unit_spread(request.viewer, spread_id), AdoptForm())


def _page(request: ConsoleRequest, detail: SpreadDetail, form: AdoptForm) -> HttpResponse:
    context: dict[str, Any] = {
        "spread": detail,
        "row": detail.row,
        "job": _job(request, detail),
        "communities": _by_community(detail.places),
        "form": form,
        "adoptable": detail.may_draw and detail.row.state == "ready",
    }
    return render(request, "console/planner/spread.html", context, status=422 if form.is_bound else 200)


def _by_community(places: list[PlaceRow]) -> list[tuple[str, list[PlaceRow]]]:
    found: dict[str, list[PlaceRow]] = {}
    for one in places:
        found.setdefault(one.community, []).append(one)
    return list(found.items())


def _job(request: ConsoleRequest, detail: SpreadDetail) -> object | None:
    if detail.row.state != "planning" or detail.row.job_id is None:
        return None
    try:
        return journal.job(request.viewer, detail.row.job_id)
    except NotFound:
        return None


@require_safe
@page_for(*READERS)
def spread_map(request: ConsoleRequest, spread_id: int) -> HttpResponse:
    """Answer with the map of a spread."""
    return json_answer(plans.spread_map(request.viewer, spread_id))


@page_for(*DRAWERS)
@require_POST
def adopt(request: ConsoleRequest, spread_id: int) -> HttpResponseBase:
    """Let a spread hold from a day on."""
    detail = plans.unit_spread(request.viewer, spread_id)
    form = AdoptForm(request.POST)
    if form.is_valid():
        try:
            plans.adopt_spread(spread_id, by=request.viewer, **form.cleaned_data)
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It holds from that day on. The one before stays to be looked up."))
            return redirect("console:spread", spread_id)
    return _page(request, detail, form)


@page_for(*DRAWERS)
@require_POST
def fasten(request: ConsoleRequest, spread_id: int) -> HttpResponseBase:
    """Fasten a pair that was found, or loosen it: it counts from the next spread on."""
    unit, grid = (_number(request.POST.get(name, "")) for name in ("unit", "grid"))
    plans.unit_spread(request.viewer, spread_id)
    try:
        if request.POST.get("loosen"):
            plans.untie_unit(unit_id=unit, grid_id=grid, by=request.viewer)
        else:
            plans.tie_unit(unit_id=unit, grid_id=grid, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    else:
        messages.success(request, _("Written down. It counts from the next spread on."))
    return redirect("console:spread", spread_id)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound
    return int(text)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest, spread_id: int) -> HttpResponse:
    """Answer with a spread and its reasons as a workbook."""
    detail = plans.unit_spread(request.viewer, spread_id)
    columns = [
        (_("Community"), 18),
        (_("Grid"), 18),
        (_("Unit"), 28),
        (_("Metres"), 10),
        (_("Liaison unit"), 12),
        (_("Set by hand"), 12),
        (_("Came from elsewhere"), 14),
        (pgettext("grid plan", "Reason"), 40),
    ]
    yes = _("yes")
    rows = (
        [
            one.community,
            one.grid,
            one.unit,
            one.metres,
            yes if one.liaison else "",
            yes if one.locked else "",
            yes if one.moved else "",
            one.reason,
        ]
        for one in detail.places
    )
    return spreadsheet(_("Units over grids"), Sheet(_("Who serves"), columns, rows))
