"""Comparing a plan, the list of what its adoption changes, and adopting it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import posted
from linli.channels.console.frame import ADMINISTRATOR, ConsoleRequest, page_for
from linli.channels.console.planner.forms import AdoptForm
from linli.channels.console.planner.places import DRAWERS, READERS
from linli.channels.console.planner.plan import json_answer
from linli.engines.territory import plans
from linli.engines.territory.plans import Change
from linli.kernel.errors import LinliError, NotFound

KINDS = {
    "grid": gettext_lazy("Grids"),
    "building": gettext_lazy("Buildings that change grid"),
    "post": gettext_lazy("Posts that move"),
    "board": gettext_lazy("Boards to print anew"),
    "case": gettext_lazy("Open cases that go along"),
}
SHOWN = 100


def _side(request: ConsoleRequest) -> int | str:
    """Return the other side of a comparison: a plan, or the net of today. Raises: Http404."""
    text = request.GET.get("with", plans.NOW)
    if text != plans.NOW and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return plans.NOW if text == plans.NOW else int(text)


@require_safe
@page_for(*READERS)
def compare(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Show a plan beside the net of today or another plan."""
    side = _side(request)
    detail = plans.grid_plan(request.viewer, plan_id)
    found = plans.compare_plans(request.viewer, side, plan_id)
    others = [
        one
        for one in plans.grid_plans(request.viewer, detail.row.path).items
        if one.id != plan_id and one.state not in {"planning", "failed"} and (detail.may_draw or one.shared)
    ]
    other = None if side == plans.NOW else plans.grid_plan(request.viewer, int(side)).row
    figures = [
        (label, found.one.get(name), found.other.get(name))
        for name, label in (
            ("grids", _("Grids")),
            ("mean", _("On average in a grid")),
            ("in_band_percent", _("Grids in the band, %")),
            ("worst_deviation_percent", _("Farthest from the average, %")),
            ("estates_cut", _("Estates cut")),
            ("walk", _("Metres from a home to the middle of its grid")),
            ("border", _("Metres of border between grids")),
        )
    ]
    context = {
        "plan": detail,
        "row": detail.row,
        "side": side,
        "other": other,
        "others": others,
        "found": found,
        "figures": figures,
        "changes": found.changes[:SHOWN],
        "more": max(0, len(found.changes) - SHOWN),
    }
    return render(request, "console/planner/compare.html", context)


@require_safe
@page_for(*READERS)
def compared_map(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with the map of the other side of a comparison."""
    return json_answer(plans.compared_map(request.viewer, _side(request), plan_id))


@require_safe
@page_for(*READERS)
def compare_export(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with the buildings that differ as a workbook."""
    found = plans.compare_plans(request.viewer, _side(request), plan_id)
    columns = [(_("Building"), 28), (_("Households"), 12), (_("Grid before"), 20), (_("Grid after"), 20)]
    rows = ([one.name, one.households, one.before, one.after] for one in found.changes)
    return spreadsheet(_("comparison"), Sheet(_("Buildings that change grid"), columns, rows))


def _changes(request: ConsoleRequest, plan_id: int) -> list[Change]:
    """Return what an adoption changed, or would change."""
    detail = plans.grid_plan(request.viewer, plan_id)
    if detail.row.state == "adopted":
        moves = plans.plan_moves(request.viewer, plan_id)
        return [Change(one.kind, one.what, one.before, one.after) for one in moves]
    if detail.row.state in {"ready", "scheduled"}:
        return plans.foresee_adoption(plan_id, by=request.viewer)
    return []


@page_for(*READERS)
@require_http_methods(["GET", "HEAD"])
def changes(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Show what an adoption changes: grids, buildings, posts, boards, open cases."""
    return _show(request, plan_id, AdoptForm(), 200)


def _show(request: ConsoleRequest, plan_id: int, form: AdoptForm, status: int) -> HttpResponse:
    detail = plans.grid_plan(request.viewer, plan_id)
    found = _changes(request, plan_id) if detail.may_draw or detail.row.state == "adopted" else []
    parts = []
    for kind, title in KINDS.items():
        lines = [one for one in found if one.kind == kind]
        parts.append((kind, title, lines[:SHOWN], max(0, len(lines) - SHOWN), len(lines)))
    context = {"plan": detail, "row": detail.row, "parts": parts, "form": form}
    return render(request, "console/planner/changes.html", context, status=status)


@page_for(*DRAWERS)
@require_safe
def changes_export(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with the list of changes as a workbook, a sheet for each kind."""
    found = _changes(request, plan_id)
    columns = [(_("What"), 40), (_("Before"), 24), (_("After"), 24)]
    sheets = [
        Sheet(str(title), columns, ([one.what, one.before, one.after] for one in found if one.kind == kind))
        for kind, title in KINDS.items()
    ]
    return spreadsheet(_("changes"), *sheets)


@page_for(*ADMINISTRATOR)
@require_http_methods(["POST"])
def adopt(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Adopt a plan from a day on."""
    form = AdoptForm(posted(request))
    edition = request.POST.get("edition", "")
    if form.is_valid():
        try:
            plan = plans.adopt_plan(
                plan_id,
                effective=form.cleaned_data["effective"],
                edition=int(edition) if edition.isdigit() else 0,
                by=request.viewer,
            )
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            done = _("The new net holds. Here is what has moved.")
            later = _("The new net begins on its day; until then the present one holds.")
            messages.success(request, done if plan.state == "adopted" else later)
            return redirect("console:plan-changes", plan_id)
    return _show(request, plan_id, form, 422)
