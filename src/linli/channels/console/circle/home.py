"""The communities and how well the services they need lie within a walk."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.places import READERS, communities_of
from linli.channels.console.scope import home_area
from linli.engines.territory import circle
from linli.engines.territory.circle import ServiceKindRow


@dataclass(frozen=True, slots=True)
class Line:
    """One community: how many of its households reach each kind of service."""

    id: int
    name: str
    known: bool  # worked out at least once
    cells: list[float | None]  # percent of households, in the order of the kinds
    weakest: str
    renewed: bool = False  # is being worked out now; the figures are those of before


def lines_of(request: ConsoleRequest) -> tuple[list[ServiceKindRow], list[Line]]:
    """Return the kinds, and the communities of the viewer in the order of the tree."""
    kinds = circle.service_kinds()
    needs = circle.reach_overview(request.viewer, home_area(request.viewer, READERS).path)
    renewed = circle.being_measured(request.viewer, home_area(request.viewer, READERS).path)
    lines = []
    for one in communities_of(request):
        reached = {need.kind: need for need in needs.get(one.id, []) if not need.group}
        worst = min(reached.values(), key=lambda need: need.percent, default=None)
        weakest = worst.kind_name if worst is not None and worst.percent < 100 else ""
        cells = [reached[kind.code].percent if kind.code in reached else None for kind in kinds]
        lines.append(Line(one.id, one.label, bool(reached), cells, weakest, one.id in renewed))
    return kinds, lines


@require_safe
@page_for(*READERS)
def home(request: ConsoleRequest) -> HttpResponse:
    """Show the communities and what is missing where."""
    kinds, lines = lines_of(request)
    area = home_area(request.viewer, READERS)
    context = {"kinds": kinds, "lines": lines, "area": area, "points": circle.service_points(area.path)}
    return render(request, "console/circle/home.html", context)


@require_safe
@page_for(*READERS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the communities, and with all points, as a workbook."""
    kinds, lines = lines_of(request)
    area = home_area(request.viewer, READERS)
    return spreadsheet(
        _("15-minute circle"),
        Sheet(
            _("Communities"),
            [(_("Community"), 18), *((_("%(kind)s, %% of homes") % {"kind": kind.name}, 16) for kind in kinds)],
            ([one.name, *one.cells] for one in lines),
        ),
        points_sheet(circle.service_points(area.path)),
    )


def points_sheet(points: list[circle.ServicePointRow]) -> Sheet:
    """Return points of service as a sheet that can be brought in again."""
    columns = [
        ("名称", 24), ("类别", 16), ("经度", 12), ("纬度", 12), ("地址", 30), ("营业时间", 18), ("电话", 16),
        (_("Community"), 18),
    ]  # fmt: skip
    rows = (
        [one.name, one.kind_name, one.longitude, one.latitude, one.address, one.hours, one.phone, one.area_name]
        for one in points
    )
    return Sheet(_("Points of service"), columns, rows)
