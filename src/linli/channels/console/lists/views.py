"""Needs, resources and projects of an area; the months' lists."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.frame import LEAD, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, chosen
from linli.channels.ui import listpage
from linli.kernel.errors import LinliError, NotFound
from linli.programmes.lists import public as lists

SHOWN: dict[str, Any] = {"needs": lists.needs, "resources": lists.resources, "projects": lists.projects}
STATES: dict[str, Any] = {
    "needs": lists.NeedState, "resources": lists.ResourceState, "projects": lists.ProjectState,
}


def address(kind: str, number: str) -> str:
    """Return the address of a need, a resource or a project."""
    return reverse("console:list-one", args=[kind, number])


FRAME = listpage.ListFrame(template="console/lists/one.html", address=address, home="console:lists")


def _asked(request: ConsoleRequest) -> tuple[str, dict[str, Any], dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in ("list", "state", "area")}
    kind = asked["list"] if asked["list"] in SHOWN else "needs"
    area = chosen(areas_of(request.viewer, LEAD, deepest="grid"), asked["area"])
    states = (asked["state"],) if asked["state"] in STATES[kind].values else ()
    return kind, {"states": states, "path": area.path if area else ""}, asked | {"list": kind}


@page_for(*LEAD)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show one of the three lists of the viewer's areas."""
    kind, wanted, asked = _asked(request)
    context = {
        "kind": kind,
        "page": SHOWN[kind](request.viewer, cursor=request.GET.get("cursor") or None, **wanted),
        "asked": asked,
        "address": urlencode({name: value for name, value in asked.items() if value}),
        "areas": areas_of(request.viewer, LEAD, deepest="grid"),
        "states": STATES[kind].choices,
    }
    return render(request, "console/lists/list.html", context)


def _every(request: ConsoleRequest) -> Iterator[Any]:
    kind, wanted, _words = _asked(request)
    return every_row(lambda cursor: SHOWN[kind](request.viewer, cursor=cursor, size=AT_ONCE, **wanted))


@page_for(*LEAD)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the list that is shown, without names and phones of who asked, as a workbook."""
    columns = [
        (_("Number"), 18), (_("State"), 14), (_("In a line"), 44), (_("What it is about"), 16), (_("Area"), 18),
        (_("Given or led by"), 20), (_("How many"), 10),
    ]
    rows = (
        [
            row.number, row.get_state_display(), getattr(row, "words", "") or getattr(row, "title", ""),
            row.get_category_display() if hasattr(row, "category") else "", row.area.name,
            getattr(row, "giver_name", "") or getattr(row, "lead_name", ""),
            getattr(row, "people", None) or getattr(row, "capacity", None),
        ]
        for row in _every(request)
    )
    return spreadsheet(_("lists"), Sheet(_("Three lists"), columns, rows))


@page_for(*LEAD)
def one(request: ConsoleRequest, kind: str, number: str) -> HttpResponse:
    """Show one."""
    return listpage.show(request, kind, number, FRAME)


@page_for(*LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ConsoleRequest, kind: str, number: str, verb: str) -> HttpResponse:
    """Do a step."""
    return listpage.act(request, kind, number, verb, FRAME)


@page_for(*LEAD)
@require_POST
def personal(request: ConsoleRequest, number: str) -> HttpResponse:
    """Show how to reach who asked; the look is recorded."""
    return listpage.personal(request, number, FRAME)


@page_for(*LEAD)
def months(request: ConsoleRequest) -> HttpResponse:
    """Show the months of a community: published or not, reviewed or not."""
    communities = [one for one in areas_of(request.viewer, LEAD, deepest="community") if one.kind == "community"]
    if not communities:
        raise NotFound
    area = chosen(communities, request.GET.get("area", "")) or communities[0]
    context = {"areas": communities, "area": area, "rows": lists.months(area.id)}
    return render(request, "console/lists/months.html", context)


@page_for(*LEAD)
@require_POST
def publish(request: ConsoleRequest) -> HttpResponseBase:
    """Publish a month."""
    area_id = request.POST.get("area", "")
    back = redirect(f"{reverse('console:lists-months')}?area={area_id}")
    try:
        lists.publish_month(int(area_id), by=request.viewer, month=date.fromisoformat(request.POST.get("month", "")))
    except ValueError as error:
        raise NotFound from error
    except LinliError as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("The lists of this month are published."))
    return back


@page_for(*LEAD)
@require_POST
def review(request: ConsoleRequest, list_id: int) -> HttpResponseBase:
    """Keep what the meeting found."""
    area_id = request.POST.get("area", "")
    try:
        lists.review_month(list_id, by=request.viewer, words=request.POST.get("words", ""))
    except NotFound:
        raise
    except LinliError as error:
        messages.warning(request, str(next(iter(error.fields.values()), error.message)))
    return redirect(f"{reverse('console:lists-months')}?area={area_id}")
