"""The board at an entrance: who serves here, and a code that leads to the report page with the place known."""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from linli.engines.territory import public as territory

SHOWN = 6


def square(address: str) -> SafeString:
    """Return an address as a QR drawing that stays readable when a corner is worn."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=8, border=2, dark="#1d2b27", omitsize=True))  # noqa: S308 -- our own drawing


@require_GET
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board of a grid or community, to be printed. Raises: NotFound."""
    area = territory.area_by_code(code)
    number, entrance = request.GET.get("building", ""), request.GET.get("entrance", "")[:8]
    building = territory.building(int(number)) if number.isdigit() else None
    known = {"at": area.code, "building": building.id if building else "", "entrance": entrance if building else ""}
    query = urlencode({name: value for name, value in known.items() if value})
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('portal:report')}?{query}"
    rows = _served(area, building)
    context = {
        "area": area, "chain": territory.ancestors(area.path), "building": building, "entrance": entrance,
        "rows": rows, "phones": any(row.work_phone for row in rows), "code": square(address),
        "contact": territory.contact_of(area.id),
        "address": address, "home": settings.PUBLIC_URL,
    }
    return render(request, "portal/board.html", context)


def _served(area: territory.AreaRow, building: territory.BuildingRow | None) -> list[territory.Serving]:
    rows = territory.who_serves(area.id, building_id=building.id if building else None)
    return [row for row in rows if not row.vacant][:SHOWN]
