"""How service is sorted: three teams, seven colours, six deliveries; name, colour and thanks of each kind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.console.exports import AT_ONCE, Sheet, every_row, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import carried_out
from linli.channels.console.frame import ADMINISTRATOR, FIGURES, ConsoleRequest, page_for
from linli.channels.console.volunteers.forms import KindForm
from linli.channels.console.volunteers.place import RUNS, shown
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ItemInput, ItemRow, SchemeInput, SchemeRow

READS = (*RUNS, *FIGURES)


@page_for(*RUNS)
def kinds(request: ConsoleRequest) -> HttpResponse:
    """Show the schemes in force with what belongs to each."""
    may = bool(request.viewer.paths(*ADMINISTRATOR))
    context = {"tab": "kinds", "schemes": volunteers.schemes(), "may_change": may, "limits": volunteers.limits()}
    return render(request, "console/volunteers/kinds.html", context)


def _since(text: str) -> datetime:
    """Return the first moment of the last so many days that an address names; a year for anything else."""
    return clock.now() - timedelta(days=int(text) if text in PERIODS else 365)


PERIODS = ("30", "91", "365")


@page_for(*READS)
def results(request: ConsoleRequest) -> HttpResponse:
    """Show what each kind did in an area and a time, for whom, in how many hours, and what came of it."""
    view = shown(request, "days", roles=READS)
    since = _since(view.asked["days"])
    context = {
        "tab": "results",
        "view": view,
        "found": volunteers.kinds(view.path, since=since),
        "page": volunteers.results(view.path, request.GET.get("cursor") or None, since=since),
        "periods": [("30", _("the last 30 days")), ("91", _("the last quarter")), ("365", _("the last year"))],
        "days": view.asked["days"] or "365",
    }
    return render(request, "console/volunteers/results.html", context)


@page_for(*READS)
def results_export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the sums of each kind, and what came of activities, as a workbook."""
    view = shown(request, "days", roles=READS)
    since = _since(view.asked["days"])
    sums = [
        [
            scheme.name,
            row.name,
            row.activities,
            row.services,
            round(row.minutes / 60, 1),
            row.helped,
            "、".join(row.whom),
        ]
        for scheme, rows in volunteers.kinds(view.path, since=since)
        for row in rows
    ]
    columns = [
        (_("Sorted by"), 14),
        (_("Kind of service"), 16),
        (_("Activities"), 10),
        (_("Services"), 10),
        (_("Hours"), 10),
        (_("People it was for"), 12),
        (_("For whom"), 40),
    ]
    said = [
        (_("Day"), 16),
        (_("Activity"), 24),
        (_("Area"), 16),
        (_("For whom"), 16),
        (_("People it was for"), 12),
        (_("Hours"), 10),
        (_("What came of it"), 60),
    ]
    found = every_row(lambda cursor: volunteers.results(view.path, cursor, since=since, size=AT_ONCE))
    rows = (
        [one.starts, one.title, one.area_name, one.whom, one.helped, round(one.minutes / 60, 1), one.result]
        for one in found
    )
    return spreadsheet(
        _("service-results"), Sheet(_("Kinds of service"), columns, sums), Sheet(_("What came of it"), said, rows)
    )


def _found(code: str) -> tuple[SchemeRow, ItemRow]:
    for scheme in volunteers.schemes():
        for item in scheme.items:
            if item.code == code:
                return scheme, item
    raise NotFound


@page_for(*ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Change the name, the colour or the thanks of a kind of service. Points given already stay as they are."""
    scheme, item = _found(code)
    form = KindForm(posted(request), initial={name: getattr(item, name) for name in KindForm.base_fields})

    def verb(**given: Any) -> None:
        items = [_input(replace(one, **given) if one.code == code else one) for one in scheme.items]
        whole = SchemeInput(scheme.code, scheme.name, scheme.source, items, name_en=scheme.name_en, order=scheme.order)
        volunteers.define_schemes([whole], by=request.viewer)

    if form.is_bound and carried_out(request, form, verb, done=_("Saved. Points that were given stay as they are.")):
        return redirect("console:volunteer-kinds")
    back = reverse("console:volunteer-kinds")
    return FormPage("console-kind-of-service", item.name, _("Save"), back, _("Kinds of service"), scheme.name).show(
        request, form
    )


def _input(row: ItemRow) -> ItemInput:
    return ItemInput(row.code, row.name, row.name_en, row.about, row.colour, row.points_per_hour)
