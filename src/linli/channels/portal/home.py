"""The first page: where am I, who serves here, one thing to do, what waits for me, what is around."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linli.channels.portal import place
from linli.channels.ui.context import viewer_of
from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound

SHOWN = 3
FOUND = 12


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    here = place.here(request)
    viewer = viewer_of(request)
    mine = cases.followed(viewer)[:SHOWN] if viewer.follows or viewer.account_id else []
    around = cases.public_list(cases.CaseFilter(path=here.around_path), None).items[:SHOWN] if here else []
    return render(request, "portal/home.html", {"here": here, "mine": mine, "around": around})


@require_http_methods(["GET", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Choose where one lives: by words, by a list, or by the phone's own position."""
    if request.method == "POST":
        area = _chosen(request)
        if area is not None:
            return place.remember(redirect(_after(request)), area)
    text = request.GET.get("text", "").strip()
    context = {
        "here": place.here(request), "text": text, "after": _after(request),
        "buildings": _buildings(text) if text else [],
        "areas": territory.find_areas(text, kinds=("community", "grid")) if text else [],
        "streets": _streets() if not text else [],
    }
    return render(request, "portal/where.html", context)


def _buildings(text: str) -> list[tuple[territory.BuildingRow, str]]:
    """Return the buildings a text can mean, each with the code of its grid or community."""
    rows = territory.find_buildings(text, limit=FOUND)
    areas = territory.areas({row.grid_id or row.community_id for row in rows})
    return [(row, areas[row.grid_id or row.community_id].code) for row in rows]


def _after(request: HttpRequest) -> str:
    after = request.POST.get("after", "") or request.GET.get("after", "")
    return after if after in {"portal:report", "portal:around", "portal:serving", "portal:circle"} else "portal:home"


def _chosen(request: HttpRequest) -> territory.AreaRow | None:
    """Return the area of a code, or of a point."""
    try:
        if code := request.POST.get("code", ""):
            return territory.area_by_code(code)
        return territory.narrowest_at(float(request.POST.get("longitude", "")), float(request.POST.get("latitude", "")))
    except (NotFound, ValueError):
        return None


def _streets() -> list[tuple[territory.AreaRow, list[territory.AreaRow]]]:
    """Return the streets with their communities."""
    areas = territory.descendants("", "street")
    below = territory.descendants("", "community")
    return [(street, [one for one in below if one.parent_id == street.id]) for street in areas]
