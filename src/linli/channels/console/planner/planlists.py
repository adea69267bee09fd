"""The plans of a community, and asking for a new one."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import FormPage, posted
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.forms import WishesForm
from linli.channels.console.planner.places import DRAWERS, READERS, community, may_draw, may_replay
from linli.engines.territory import plans
from linli.engines.territory.plans import PlanWishes
from linli.engines.territory.public import AreaRow
from linli.kernel.errors import LinliError


@require_safe
@page_for(*READERS)
def plan_list(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Show the plans of a community, the newest first."""
    area = community(request, area_id)
    page = plans.grid_plans(request.viewer, area.path, request.GET.get("cursor"))
    drawing = may_draw(request, area.path)
    rows = [one for one in page.items if drawing or one.shared or one.state == "adopted"]
    context = {"area": area, "rows": rows, "page": page, "may_draw": drawing}
    context["may_replay"] = may_replay(request, area.path)
    return render(request, "console/planner/plans.html", context)


@page_for(*DRAWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Ask for a plan: what it should be like."""
    area = community(request, area_id)
    nets = [
        (f"net:{one.id}", _("%(net)s, changing little") % {"net": one.name})
        for one in plans.nets(request.viewer, area.path)
    ]
    form = WishesForm(posted(request), nets=nets, initial=_usual(request, area))
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        name = given.pop("name")
        try:
            plan = plans.ask_plan(area_id=area_id, name=name, wishes=PlanWishes(**given), by=request.viewer)
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect("console:plan", plan.pk)
    lead = _("Special grids stay as they are, and grids chosen to stay on the page of nets.")
    back = reverse("console:plans", args=[area_id])
    return FormPage("console-plan-ask", _("New plan"), _("Plan it"), back, area.name, lead).show(request, form)


def _usual(request: ConsoleRequest, area: AreaRow) -> dict[str, Any]:
    """Return what most communities want: 300 to 500 households in a grid (GB/T 34300-2017)."""
    count = len(plans.grid_plans(request.viewer, area.path, dropped=True, size=200).items)
    usual = {"name": _("Plan %(number)d") % {"number": count + 1}, "low": 300, "high": 500}
    if request.GET.get("from") == plans.PRESENT:
        usual |= {"keep": plans.PRESENT, "name": _("After new buildings %(number)d") % {"number": count + 1}}
    return usual


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with the plans of a community as a workbook."""
    area = community(request, area_id)
    drawing = may_draw(request, area.path)
    found = plans.grid_plans(request.viewer, area.path, size=200).items
    columns = [
        (pgettext("grids", "Plan"), 24),
        (_("State"), 16),
        (_("Grids"), 8),
        (_("Households on average"), 14),
        (_("In the band %"), 12),
        (_("Estates cut"), 10),
        (_("Metres to the middle"), 14),
        (_("Made"), 16),
        (pgettext("a net", "First day"), 12),
    ]
    rows = (
        [
            one.name,
            one.state_name,
            one.figures.get("grids"),
            one.figures.get("mean"),
            one.figures.get("in_band_percent"),
            one.figures.get("estates_cut"),
            one.figures.get("walk"),
            one.made_at,
            one.effective,
        ]
        for one in found
        if drawing or one.shared or one.state == "adopted"
    )
    return spreadsheet(_("plans"), Sheet(_("Plans"), columns, rows))
