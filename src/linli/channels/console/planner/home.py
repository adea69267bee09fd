"""The planner's first page: every community with its net of today, its latest plan, and where to go on."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.places import READERS, communities_of
from linli.channels.console.scope import home_area
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.plans import PlanRow


@dataclass(frozen=True, slots=True)
class Line:
    """One community: how even its grids are today, and the latest plan."""

    id: int
    name: str
    path: str
    grids: int
    households: int
    least: int
    most: int
    plan: PlanRow | None

    @property
    def spread(self) -> str:
        """Return the smallest and the largest grid."""
        return f"{self.least}–{self.most}" if self.grids else ""


def lines_of(request: ConsoleRequest) -> list[Line]:
    """Return the communities of the viewer, in the order of the tree."""
    loads = plans.grid_households(home_area(request.viewer, READERS).path)
    lines = []
    for one in communities_of(request):
        grids = [row for row in territory.children(one.id) if row.kind == "grid"]
        sizes = [loads.get(row.id, 0) for row in grids if row.grid_kind != "special"]
        found = plans.grid_plans(request.viewer, one.path, size=1).items
        lines.append(
            Line(
                id=one.id,
                name=one.label,
                path=one.path,
                grids=len(grids),
                households=sum(loads.get(row.id, 0) for row in grids),
                least=min(sizes, default=0),
                most=max(sizes, default=0),
                plan=found[0] if found else None,
            )
        )
    return lines


@page_for(*READERS)
def home(request: ConsoleRequest) -> HttpResponse:
    """Show the communities and where each stands."""
    area = home_area(request.viewer, READERS)
    context = {"lines": lines_of(request), "area": area, "map_path": area.path}
    return render(request, "console/planner/home.html", context)


@page_for(*READERS)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the communities and their plans as a workbook."""
    columns = [
        (_("Community"), 18),
        (_("Grids"), 8),
        (_("Households"), 12),
        (_("Smallest grid"), 12),
        (_("Largest grid"), 12),
        (_("Latest plan"), 24),
        (_("State"), 16),
    ]
    rows = (
        [
            one.name,
            one.grids,
            one.households,
            one.least,
            one.most,
            one.plan.name if one.plan else "",
            one.plan.state_name if one.plan else "",
        ]
        for one in lines_of(request)
    )
    return spreadsheet(_("grids"), Sheet(_("Grids of communities"), columns, rows))
