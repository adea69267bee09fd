"""Points of service: added, changed and closed on the map, brought in as a list."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.console.circle.forms import BringForm, PointForm
from linli.channels.console.formpage import posted
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.places import DRAWERS, community
from linli.engines.territory import circle
from linli.engines.territory.circle import Brought
from linli.engines.territory.public import AreaRow
from linli.kernel.errors import LinliError, NotFound

POSTED = ["GET", "HEAD", "POST"]


def _kinds() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in circle.service_kinds()]


@page_for(*DRAWERS)
@require_http_methods(POSTED)
def add(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Add a point; a place tried on the map comes along in the address."""
    area = community(request, area_id)
    given = {name: request.GET.get(name, "") for name in ("kind", "longitude", "latitude")}
    form = PointForm(posted(request), kinds=_kinds(), initial=given)
    if form.is_bound and form.is_valid():
        try:
            point = circle.add_service_point(given=form.given(), by=request.viewer)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s is on the map.") % {"name": point.name})
            return _back(area_id, point.kind)
    return _show(request, form, area, _("Add a point of service"))


@page_for(*DRAWERS)
@require_http_methods(POSTED)
def change(request: ConsoleRequest, point_id: int) -> HttpResponseBase:
    """Change a point, or move it."""
    point = circle.service_point(point_id)
    area = community(request, point.area_id)
    names = ("kind", "name", "address", "hours", "phone", "source", "longitude", "latitude")
    form = PointForm(posted(request), kinds=_kinds(), initial={name: getattr(point, name) for name in names})
    if form.is_bound and form.is_valid():
        try:
            circle.change_service_point(point_id, given=form.given(), by=request.viewer)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return _back(area.id, form.cleaned_data["kind"])
    return _show(request, form, area, point.name, point=point)


def _show(
    request: ConsoleRequest, form: PointForm, area: AreaRow, title: str, point: circle.ServicePointRow | None = None
) -> HttpResponse:
    context = {"form": form, "area": area, "title": title, "point": point}
    return render(request, "console/circle/point.html", context, status=422 if form.is_bound else 200)


def _back(area_id: int, kind: str) -> HttpResponseBase:
    answer = redirect("console:circle-reach", area_id)
    answer["Location"] += f"?kind={kind}"
    return answer


@page_for(*DRAWERS)
@require_POST
def close(request: ConsoleRequest, point_id: int) -> HttpResponseBase:
    """Close a point from today on."""
    point = circle.service_point(point_id)
    community(request, point.area_id)
    circle.close_service_point(point_id, by=request.viewer)
    messages.success(request, _("%(name)s is closed from today on.") % {"name": point.name})
    return _back(point.area_id, point.kind)


@page_for(*DRAWERS)
@require_http_methods(POSTED)
def bring(request: ConsoleRequest, area_id: int) -> HttpResponseBase:
    """Bring in a list and tell line by line what could not be used."""
    area = community(request, area_id)
    form, brought = BringForm(posted(request), request.FILES or None), None
    if form.is_bound and form.is_valid():
        try:
            brought = _bring(request, area, form)
        except NotFound:
            raise
        except LinliError as error:
            form.refuse(error)
    context = {"form": form if brought is None else BringForm(), "area": area, "brought": brought}
    context["kinds"] = circle.service_kinds()
    return render(request, "console/circle/bring.html", context, status=422 if form.errors else 200)


def _bring(request: ConsoleRequest, area: AreaRow, form: BringForm) -> Brought:
    given = form.cleaned_data
    content = given["file"].read()
    if given["what"] == "people":
        return circle.bring_people(area_id=area.id, content=content, by=request.viewer)
    return circle.bring_service_points(
        area_id=area.id,
        content=content,
        source=given["source"] or given["file"].name,
        source_system=given["source_system"],
        by=request.viewer,
    )
