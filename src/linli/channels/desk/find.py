"""Find: a case by its words or number, a place and who serves there."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.channels.desk.frame import DeskRequest, desk_page
from linli.channels.desk.today import todo_row
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory

LONGEST = 40


@desk_page
def find(request: DeskRequest) -> HttpResponse:
    """Search the cases the viewer may see, and the buildings of the viewer's areas."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, object] = {"tab": "find", "text": text}
    if text:
        page = cases.search(request.viewer, text, cases.CaseFilter(), request.GET.get("cursor") or None)
        context["rows"] = [todo_row(row, with_steps=False) for row in page.items]
        context["page"] = page
        context["buildings"] = territory.find_buildings(text, within_path=_widest(request), limit=5)
    return render(request, "desk/find.html", context)


@desk_page
def building(request: DeskRequest, building_id: int) -> HttpResponse:
    """Show one building: where it is, who serves there, what is open there."""
    row = territory.building(building_id)
    page = cases.desk_list(request.viewer, cases.CaseFilter(path=row.path, building_id=building_id), None)
    serving = territory.who_serves(row.grid_id or row.community_id, building_id=building_id)
    context = {
        "tab": "find",
        "building": row,
        "areas": territory.ancestors(row.path),
        "serving": [one for one in serving if not one.vacant],
        "rows": [todo_row(one, with_steps=False) for one in page.items],
    }
    return render(request, "desk/building.html", context)


def _widest(request: DeskRequest) -> str:
    return min((grant.path for grant in request.viewer.grants), key=len, default="")
