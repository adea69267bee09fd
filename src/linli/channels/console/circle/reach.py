"""A community's reach: which homes are too far from what, the best next places, what opening or closing would do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from linli.channels.console.circle.forms import WorkOutForm
from linli.channels.console.circle.home import points_sheet
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.places import DRAWERS, READERS, community
from linli.channels.console.planner.plan import json_answer
from linli.engines.journal import public as journal
from linli.engines.territory import circle
from linli.engines.territory.circle import Circle, NeedRow, WhatIf
from linli.kernel.errors import LinliError, NotFound

SHOWN_GAPS = 100
USUAL_PLACES = 3


def chosen_need(request: ConsoleRequest, found: Circle) -> tuple[str, str]:
    """Return the kind and age group looked at: those of the address, else the kind that most homes miss."""
    kinds = {one.code for one in found.kinds}
    kind, group = request.GET.get("kind", ""), request.GET.get("group", "")
    if kind not in kinds:
        worst = max((one for one in found.needs if not one.group), key=lambda one: one.outside, default=None)
        kind = worst.kind if worst is not None else next((one.code for one in found.kinds), "")
    return kind, group if any((one.kind, one.group) == (kind, group) for one in found.needs) else ""


@require_safe
@page_for(*READERS)
def circle_page(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Show a community's circle for one kind of service."""
    area = community(request, area_id)
    found = circle.circle_of(request.viewer, area_id)
    kind, group = chosen_need(request, found)
    points = circle.service_points(area.path)
    gaps = circle.gaps(request.viewer, found.study.id, kind, group) if found.study else []
    sites = circle.best_places(request.viewer, found.study.id, kind) if found.study else []
    context: dict[str, Any] = {
        "area": area,
        "circle": found,
        "kind": next((one for one in found.kinds if one.code == kind), None),
        "group": group,
        "group_name": circle.GROUPS[group],
        "needs": [{"row": one, "whom": circle.GROUPS[one.group]} for one in found.needs],
        "need": _need(found, kind, group),
        "points": [one for one in points if one.kind == kind],
        "gaps": gaps[:SHOWN_GAPS],
        "gap_count": len(gaps),
        "sites": sites,
        "job": _job(request, found),
        "work_out": WorkOutForm(initial={"places": max((len(one.sites) for one in sites), default=USUAL_PLACES)}),
        "tried": _tried(request, found, kind),
    }
    return render(request, "console/circle/reach.html", context)


def _need(found: Circle, kind: str, group: str) -> NeedRow | None:
    return next((one for one in found.needs if (one.kind, one.group) == (kind, group)), None)


def _job(request: ConsoleRequest, found: Circle) -> object | None:
    """Return the job of a study that is still being worked out."""
    if found.asked is None or found.asked.state != "planning" or found.asked.job_id is None:
        return None
    try:
        job = journal.job(request.viewer, found.asked.job_id)
    except NotFound:
        return None
    return job if job.open else None


def _tried(request: ConsoleRequest, found: Circle, kind: str) -> WhatIf | None:
    """Return the answer to a what-if asked without a pointer: by choosing a point to close, or a best place."""
    if found.study is None or not (request.GET.get("close") or request.GET.get("at")):
        return None
    return _what_if(request, found.study.id, kind)


def _what_if(request: ConsoleRequest, study_id: int, kind: str) -> WhatIf:
    close, at = request.GET.get("close", ""), request.GET.get("at", "")
    try:
        if close:
            return circle.what_if(request.viewer, study_id, kind=kind, close=int(close))
        longitude, latitude = (float(part) for part in at.split(","))
    except ValueError as error:
        raise Http404 from error
    return circle.what_if(request.viewer, study_id, kind=kind, at=(longitude, latitude))


@require_safe
@page_for(*READERS)
def try_it(request: ConsoleRequest, study_id: int) -> HttpResponse:
    """Answer with what opening a point near a place (`at`), or closing one (`close`), would do."""
    found = _what_if(request, study_id, request.GET.get("kind", ""))
    return json_answer({name: getattr(found, name) for name in found.__dataclass_fields__})


@require_safe
@page_for(*READERS)
def study_map(request: ConsoleRequest, study_id: int) -> HttpResponse:
    """Answer with homes, points and places to try."""
    return json_answer(circle.circle_map(request.viewer, study_id))


@require_safe
@page_for(*READERS)
def study_metres(request: ConsoleRequest, study_id: int) -> HttpResponse:
    """Answer with the metres walked, as numbers of 16 bits."""
    answer = HttpResponse(circle.circle_metres(request.viewer, study_id), content_type="application/octet-stream")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@page_for(*DRAWERS)
@require_POST
def work_out(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Have the reach worked out anew."""
    community(request, area_id)
    form = WorkOutForm(request.POST)
    try:
        places = form.cleaned_data["places"] if form.is_valid() else USUAL_PLACES
        circle.ask_study(area_id=area_id, places=places, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    return redirect("console:circle-reach", area_id)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with needs, gaps, best places and points of a community as a workbook."""
    area = community(request, area_id)
    found = circle.circle_of(request.viewer, area_id)
    study = found.study
    gaps = (
        [need.kind_name, str(circle.GROUPS[need.group]), row.name, row.households, row.people, row.metres]
        for need in (found.needs if study else [])
        for row in circle.gaps(request.viewer, study.id if study else 0, need.kind, need.group)
    )
    return spreadsheet(
        _("15-minute circle of %(area)s") % {"area": area.name},
        _needs_sheet(found),
        Sheet(
            _("Too far"),
            [
                (_("Kind of service"), 18),
                (_("Of whom"), 12),
                (_("Building"), 28),
                (_("Households"), 12),
                (_("People"), 10),
                (_("Metres on foot"), 14),
            ],
            gaps,
        ),
        _sites_sheet(request, found),
        points_sheet(circle.service_points(area.path)),
    )


def _needs_sheet(found: Circle) -> Sheet:
    columns = [
        (_("Kind of service"), 18),
        (_("Of whom"), 12),
        (_("Minutes on foot"), 12),
        (pgettext("of service", "Points"), 8),
        (_("Within reach"), 12),
        (_("Too far"), 10),
        (_("Within reach %"), 12),
        (_("Metres on average"), 14),
        (_("Farthest home, metres"), 14),
    ]
    rows = (
        [
            one.kind_name,
            str(circle.GROUPS[one.group]),
            one.minutes,
            one.points,
            one.inside,
            one.outside,
            one.percent,
            one.mean_metres,
            one.farthest,
        ]
        for one in found.needs
    )
    return Sheet(_("Reach"), columns, rows)


def _sites_sheet(request: ConsoleRequest, found: Circle) -> Sheet:
    columns = [
        (_("Kind of service"), 18),
        (_("Chosen by"), 18),
        (_("Place"), 8),
        (_("Longitude"), 12),
        (_("Latitude"), 12),
        (_("Households more within reach"), 18),
    ]
    words = {"coverage": _("most homes within reach"), "median": _("shortest ways")}
    rows = (
        [kind.name, words[one.method], site.number, site.longitude, site.latitude, site.households]
        for kind in (found.kinds if found.study else [])
        for one in circle.best_places(request.viewer, found.study.id if found.study else 0, kind.code)
        for site in one.sites
    )
    return Sheet(_("Best next places"), columns, rows)
