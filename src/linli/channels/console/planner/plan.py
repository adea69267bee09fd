"""One plan: its map, figures and reasons; changing it by hand, talking about it, signing and adopting it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.forms import AdoptForm, RemarkForm
from linli.channels.console.planner.places import DRAWERS, READERS
from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.plans import PlanDetail
from linli.kernel.errors import LinliError, NotFound


def _context(request: ConsoleRequest, plan_id: int, *, remark: RemarkForm | None = None) -> dict[str, Any]:
    detail = plans.grid_plan(request.viewer, plan_id)
    row = detail.row
    others = [
        one
        for one in plans.grid_plans(request.viewer, row.path).items
        if one.id != row.id and one.state not in {"planning", "failed"} and (detail.may_draw or one.shared)
    ]
    grids = [(one.code, one.name) for one in detail.grids]
    return {
        "plan": detail,
        "row": row,
        "job": _job(request, detail),
        "others": others,
        "editable": detail.may_draw and row.state == "ready",
        "estates": _estates(row.path) if detail.may_draw and row.state == "ready" else (),
        "buildings": territory.buildings(row.path) if detail.may_draw and row.state == "ready" else (),
        "remark": remark or RemarkForm(grids=grids),
        "adopt": AdoptForm(),
        "standing": [one for one in detail.edits if not one.undone],
    }


def _estates(path: str) -> list[tuple[int, str]]:
    return [(key, name) for key, name, _community in territory.estates(path)]


def _job(request: ConsoleRequest, detail: PlanDetail) -> object | None:
    """Return the job of a plan that is still being made."""
    if detail.row.state != "planning" or detail.row.job_id is None:
        return None
    try:
        return journal.job(request.viewer, detail.row.job_id)
    except NotFound:
        return None


@require_safe
@page_for(*READERS)
def plan(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Show a plan; while it is being made, how far that is."""
    return render(request, "console/planner/plan.html", _context(request, plan_id))


@require_safe
@page_for(*READERS)
def plan_map(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with the map of a plan."""
    return json_answer(plans.plan_map(request.viewer, plan_id))


def json_answer(found: object) -> JsonResponse:
    """Answer with JSON that nobody keeps: it shows what is in work."""
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@page_for(*DRAWERS)
def try_move(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with what moving some buildings to another grid would do."""
    ids = _numbers(request.GET.getlist("building"))
    found = plans.try_move(request.viewer, plan_id, building_ids=ids, to=request.GET.get("to", ""))
    return json_answer(
        {
            "grids": [
                {"code": one.code, "before": one.before, "after": one.after, "in_band": one.in_band}
                for one in found.grids
            ],
            "before": found.before,
            "after": found.after,
            "warnings": found.warnings,
            "moved": found.moved,
        }
    )


def _numbers(texts: list[str]) -> list[int]:
    """Return keys out of an address. Raises: Http404 for what is none."""
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
        raise Http404
    return [int(text) for text in texts]


@page_for(*DRAWERS)
@require_POST
def move(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Move buildings, or all buildings of an estate, to another grid of the plan."""
    ids = _numbers([one for one in request.POST.getlist("building") if one])
    if estate := request.POST.get("estate", ""):
        path = plans.grid_plan(request.viewer, plan_id).row.path
        wanted = _numbers([estate])
        ids += [one.id for one in territory.buildings(path) if one.estate_id in wanted]
    edition = request.POST.get("edition", "")

    def verb() -> object:
        return plans.move_buildings(
            plan_id,
            building_ids=ids,
            to=request.POST.get("to", ""),
            expected_edition=int(edition) if edition.isdigit() else None,
            by=request.viewer,
        )

    return _done(request, plan_id, verb, _("Moved. Signatures of the edition before no longer count."))


@page_for(*DRAWERS)
@require_POST
def undo(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Take back the last change by hand."""
    return _done(request, plan_id, lambda: plans.undo_edit(plan_id, by=request.viewer), _("Taken back."))


@page_for(*DRAWERS)
@require_POST
def share(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Show a plan to its community and street."""
    done = _("The community and the street see it now and can say what they think.")
    return _done(request, plan_id, lambda: plans.share_plan(plan_id, by=request.viewer), done)


@page_for(*DRAWERS)
@require_POST
def drop(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Put a plan aside."""
    area_id = plans.grid_plan(request.viewer, plan_id).row.area_id
    try:
        plans.drop_plan(plan_id, by=request.viewer)
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(error.message))
        return redirect("console:plan", plan_id)
    messages.success(request, _("The plan is put aside."))
    return redirect("console:plans", area_id)


@page_for(*DRAWERS)
@require_POST
def rename(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Give a grid of a plan another name."""
    code, name = request.POST.get("code", ""), request.POST.get("name", "")
    verb = lambda: plans.rename_grid(plan_id, code=code, name=name, by=request.viewer)  # noqa: E731
    return _done(request, plan_id, verb, _("Saved."))


@page_for(*READERS)
@require_POST
def sign(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Say yes for the community or the street."""
    level, edition = request.POST.get("level", ""), request.POST.get("edition", "")

    def verb() -> object:
        return plans.sign_plan(
            plan_id, level=level, edition=int(edition) if edition.isdigit() else 0, by=request.viewer
        )

    return _done(request, plan_id, verb, _("Signed."))


@page_for(*READERS)
@require_POST
def remark(request: ConsoleRequest, plan_id: int) -> HttpResponseBase:
    """Say what one thinks of a plan."""
    detail = plans.grid_plan(request.viewer, plan_id)
    form = RemarkForm(request.POST, grids=[(one.code, one.name) for one in detail.grids])
    if form.is_valid():
        try:
            plans.remark_on_plan(plan_id, by=request.viewer, **form.cleaned_data)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Written down. Whoever draws the plan sees it."))
            return redirect("console:plan", plan_id)
    return render(request, "console/planner/plan.html", _context(request, plan_id, remark=form), status=422)


def _done(request: ConsoleRequest, plan_id: int, verb: Callable[[], object], done: str) -> HttpResponseBase:
    """Do a verb and come back to the plan; a refusal is said there."""
    try:
        verb()
    except NotFound:
        raise
    except LinliError as error:
        messages.error(request, str(next(iter(error.fields.values()), error.message)))
    else:
        messages.success(request, done)
    return redirect("console:plan", plan_id)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest, plan_id: int) -> HttpResponse:
    """Answer with a plan's grids, reasons and buildings as a workbook."""
    detail = plans.grid_plan(request.viewer, plan_id)
    cells = [one["properties"] for one in plans.plan_map(request.viewer, plan_id)["cells"]["features"]]
    names = {one.code: one.name for one in detail.grids}
    return spreadsheet(
        detail.row.name,
        Sheet(
            _("Grids"),
            [
                (pgettext("grid", "Code"), 18),
                (_("Grid"), 18),
                (_("Households"), 12),
                (_("Cases of a year"), 12),
                (_("Buildings"), 10),
                (_("From the mean %"), 12),
                (_("Metres to the middle"), 14),
            ],
            (
                [one.code, one.name, one.households, one.workload, one.buildings, one.deviation_percent, one.walk]
                for one in detail.grids
            ),
        ),
        Sheet(_("Reasons"), [(pgettext("grid plan", "Reason"), 90)], ([text] for text in detail.reasons)),
        Sheet(
            _("Buildings"),
            [(_("Building"), 28), (_("Estate"), 20), (_("Households"), 12), (_("Grid"), 18)],
            (
                [one["name"], one["estate_name"], one["households"], names.get(one["grid"], one["grid"])]
                for one in cells
            ),
        ),
    )
