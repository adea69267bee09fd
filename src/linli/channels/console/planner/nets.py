"""多网合一: the nets that departments drew, put over one another; bringing one in, taking one away, keeping grids."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.formpage import posted
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.forms import BringNetForm
from linli.channels.console.planner.places import DRAWERS, READERS, community, may_draw, may_replay
from linli.engines.territory import plans
from linli.engines.territory.plans import NetsView
from linli.kernel.errors import LinliError, NotFound

SHOWN_BUILDINGS = 200


def _view(request: ConsoleRequest, area_id: int) -> NetsView:
    return plans.look_at_nets(request.viewer, area_id, present_name=_("The net of today"))


@require_safe
@page_for(*READERS)
def nets(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Show the nets of a community over one another, as a map and as tables."""
    area = community(request, area_id)
    view = _view(request, area_id)
    context: dict[str, Any] = {
        "area": area,
        "view": view,
        "nets": plans.nets(request.viewer, area.path),
        "buildings": view.buildings[:SHOWN_BUILDINGS],
        "more": max(0, len(view.buildings) - SHOWN_BUILDINGS),
        "may_draw": may_draw(request, area.path),
        "may_replay": may_replay(request, area.path),
    }
    return render(request, "console/planner/nets.html", context)


@require_safe
@page_for(*READERS)
def nets_map(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with the nets, their overlaps and gaps as GeoJSON."""
    community(request, area_id)
    answer = JsonResponse(_view(request, area_id).layers, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@page_for(*DRAWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Bring in a department's grids."""
    area = community(request, area_id)
    form = BringNetForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        upload = given.pop("file")
        try:
            net = plans.bring_net(
                area_id=area_id, content=upload.read(), file_name=upload.name, by=request.viewer, **given
            )
        except LinliError as error:
            form.refuse(error)
        else:
            done = _("%(name)s is in: %(n)d grids.") % {"name": net.name, "n": net.grids.count()}
            messages.success(request, done)
            return redirect("console:nets", area_id)
    status = 422 if form.is_bound else 200
    return render(request, "console/planner/bring.html", {"form": form, "area": area}, status=status)


@page_for(*DRAWERS)
@require_POST
def remove(request: ConsoleRequest, area_id: int, net_id: int) -> HttpResponseBase:
    """Take a net away again."""
    _own(request, area_id, net_id)
    plans.remove_net(net_id, by=request.viewer)
    messages.success(request, _("The net is taken away. Plans made with it stay."))
    return redirect("console:nets", area_id)


def _own(request: ConsoleRequest, area_id: int, net_id: int) -> None:
    """Let only nets of the community pass. Raises: NotFound."""
    area = community(request, area_id)
    if all(one.id != net_id for one in plans.nets(request.viewer, area.path)):
        raise NotFound


@page_for(*DRAWERS)
@require_POST
def keep(request: ConsoleRequest, area_id: int, net_id: int) -> HttpResponseBase:
    """Choose which grids of a net stay in the next plan."""
    _own(request, area_id, net_id)
    kept = plans.keep_grids(net_id, codes=request.POST.getlist("code"), by=request.viewer)
    messages.success(request, _("%(n)d grids of this net stay as they are in the next plan.") % {"n": kept})
    return redirect("console:nets", area_id)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with the nets' grids and the buildings in many or none as a workbook."""
    community(request, area_id)
    view = _view(request, area_id)
    return spreadsheet(_("nets"), _nets_sheet(view), _grids_sheet(view), _buildings_sheet(view))


def _nets_sheet(view: NetsView) -> Sheet:
    columns = [
        (_("Net"), 18),
        (_("Grids"), 8),
        (_("Smallest grid"), 12),
        (_("Largest grid"), 12),
        (_("Buildings in many grids"), 16),
        (_("Buildings in none"), 16),
        (_("Overlap %"), 10),
        (_("Gap %"), 10),
    ]
    rows = (
        [one.net, one.grids, one.least, one.most, one.in_many, one.in_none, one.overlap_percent, one.gap_percent]
        for one in view.sums
    )
    return Sheet(_("Nets"), columns, rows)


def _grids_sheet(view: NetsView) -> Sheet:
    columns = [
        (_("Net"), 18),
        (pgettext("grid", "Code"), 18),
        (_("Grid"), 18),
        (_("Households"), 12),
        (_("Buildings"), 10),
        (_("Hectares"), 10),
        (_("Overlaps with"), 30),
    ]
    rows = (
        [one.net, one.code, one.name, one.households, one.buildings, one.hectares, "、".join(one.overlaps)]
        for one in view.grids
    )
    return Sheet(_("Grids"), columns, rows)


def _buildings_sheet(view: NetsView) -> Sheet:
    columns = [(_("Building"), 24), (_("Households"), 12), *((one.net, 24) for one in view.sums)]
    rows = ([one.name, one.households, *("、".join(names) for names in one.grids)] for one in view.buildings)
    return Sheet(_("Buildings in many or none"), columns, rows)
