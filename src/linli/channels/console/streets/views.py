"""Which unit looks after which street: the map and the table, giving a street to a unit, handing over, ending."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.forms.base import ConsoleForm, carried_out, number_choice
from linli.channels.console.frame import DESK, ConsoleRequest, page_for
from linli.channels.console.scope import areas_of, chosen, home_path
from linli.channels.ui.streetmap import street_map
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound
from linli.programmes.streets import public as streets

RHYTHM = 7


class GiveForm(ConsoleForm):
    """Which unit, how often."""

    unit_id = number_choice([], label=gettext_lazy("Unit"))
    rhythm_days = forms.IntegerField(
        label=gettext_lazy("A round at least every … days"), initial=RHYTHM, min_value=1, max_value=366
    )

    def __init__(self, *args: Any, path: str, **options: Any) -> None:
        super().__init__(*args, **options)
        units = territory.units(path, above=True)
        self.fields["unit_id"].choices = [(one.id, f"{one.name} · {one.area_name}") for one in units]  # type: ignore[attr-defined]


class AdoptForm(GiveForm):
    """Which street beside."""

    name = forms.ChoiceField(label=gettext_lazy("Stretch"))
    field_order = ("name", "unit_id", "rhythm_days")

    def __init__(self, *args: Any, names: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


@page_for(*DESK)
def listed(request: ConsoleRequest) -> HttpResponse:
    """Show the stretches of the viewer's areas, the next due first."""
    areas = areas_of(request.viewer, DESK, deepest="community")
    asked = request.GET.get("area", "")
    area = chosen(areas, asked)
    path = area.path if area else home_path(request.viewer, DESK)
    rows = streets.run_stretches(request.viewer, path)
    context = {
        "rows": rows,
        "asked": asked,
        "areas": areas,
        "communities": [row for row in (territory.area(one.id) for one in areas) if row.kind == "community"],
        "late": sum(1 for row in rows if row.late),
        "map": street_map(path, rows),
    }
    return render(request, "console/streets/list.html", context)


def _community(request: ConsoleRequest, area_id: int) -> territory.AreaRow:
    known = {one.id for one in areas_of(request.viewer, DESK, deepest="community")}
    area = territory.area(area_id)
    if area.id not in known or area.kind != "community":
        raise NotFound
    return area


@page_for(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Give a street of a community to a unit. Raises: NotFound."""
    area = _community(request, area_id)
    lines = streets.streets_of(area.id)
    taken = {row.name for row in streets.stretches(area.path) if row.area_id == area.id}
    form = AdoptForm(posted(request), path=area.path, names=[name for name in lines if name not in taken])

    def verb(**given: Any) -> object:
        return streets.adopt_stretch(by=request.viewer, area_id=area.id, lines=lines[given["name"]], **given)

    if form.is_bound and carried_out(request, form, verb, done=_("The unit looks after it from today on.")):
        return redirect("console:streets")
    title = _("A street of %(area)s") % {"area": area.name}
    page = FormPage("console-street-adopt", title, _("Give it to the unit"), reverse("console:streets"), _("Streets"))
    return page.show(request, form)


@page_for(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ConsoleRequest, stretch_id: int) -> HttpResponseBase:
    """Show a stretch with its rounds; hand it over, or change how often it is walked. Raises: NotFound."""
    detail = streets.stretch_for(request.viewer, stretch_id)
    if not detail.runs:
        raise NotFound
    initial = {"unit_id": detail.row.unit_id, "rhythm_days": detail.row.rhythm_days}
    form = GiveForm(posted(request), path=detail.row.path, initial=initial)

    def verb(**given: Any) -> object:
        return streets.hand_over(stretch_id, by=request.viewer, **given)

    if form.is_bound and carried_out(request, form, verb, done=_("Changed.")):
        return redirect("console:street-change", stretch_id)
    page = FormPage(
        "console-street", detail.row.name, _("Save"), reverse("console:streets"), _("Streets"),
        template="console/streets/one.html",
    )
    return page.show(request, form, street=detail, map=street_map(detail.row.path, [detail.row]))


@page_for(*DESK)
@require_POST
def end(request: ConsoleRequest, stretch_id: int) -> HttpResponse:
    """Let nobody look after it any more."""
    streets.end_stretch(stretch_id, by=request.viewer)
    messages.success(request, _("Nobody looks after it from now on; its rounds stay."))
    return redirect("console:streets")


@page_for(*DESK)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the stretches of the viewer's areas as a workbook."""
    columns = [
        (_("Stretch"), 24), (_("Area"), 18), (_("Unit"), 24), (_("Metres"), 10), (_("Next round by"), 16),
        (_("Last round"), 18), (_("Rounds"), 10), (_("Findings"), 10),
    ]
    rows = (
        [row.name, row.area_name, row.unit_name, row.metres, row.next_on, row.last_at, row.rounds, row.found]
        for row in streets.run_stretches(request.viewer)
    )
    return spreadsheet(_("streets"), Sheet(_("Streets"), columns, rows))
