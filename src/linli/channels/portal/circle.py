"""The 15-minute circle of a resident: what lies within a walk of a place they name, and what does not.

A position comes by POST, so that it stands in no address and no list of visits; it is rounded and not kept.
"""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.portal import place
from linli.engines.territory import circle
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound

ABOUT_TEN_METRES = 4  # digits behind the point of a degree
RING_METRES = 923  # straight: about 1,200 m on foot
FOUND = 12


class PlaceForm(forms.Form):
    """A place tapped on the map, or the phone's own."""

    longitude = forms.FloatField(min_value=-180, max_value=180)
    latitude = forms.FloatField(min_value=-90, max_value=90)


@dataclass(frozen=True, slots=True)
class Reached:
    """A kind of service within the walk: its nearest point, with its number on the map, and the others."""

    kind: circle.ServiceKindRow
    number: int
    nearest: circle.ServicePointRow
    others: list[circle.ServicePointRow]


@dataclass(frozen=True, slots=True)
class Asked:
    """The place a visitor asks about."""

    longitude: float
    latitude: float
    name: str
    building_id: int | None

    @property
    def ring(self) -> str:
        """Return place and radius as the map takes them."""
        return f"{self.longitude} {self.latitude} {RING_METRES}"


@require_http_methods(["GET", "POST"])
def nearby(request: HttpRequest) -> HttpResponse:
    """Show what lies within 15 minutes on foot of a place; without a place, ways to name one."""
    here, text = place.here(request), request.GET.get("text", "").strip()[:60]
    asked, wrong = _asked(request)
    found = circle.circle_at(asked.longitude, asked.latitude) if asked is not None else None
    reached = _reached(found) if found is not None else []
    community = here.around_path if here is not None and here.known else ""
    context = {
        "tab": "around", "here": here, "text": text, "asked": asked, "wrong": wrong, "found": found,
        "reached": reached, "missing": [one for one in found.kinds if not one.points] if found is not None else [],
        "marks": _marks(reached),
        "path": community,
        "estates": territory.estates(community) if community and asked is None and not text else [],
        "buildings": territory.find_buildings(text, limit=FOUND) if text else [],
    }  # fmt: skip
    return render(request, "portal/circle.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest) -> tuple[Asked | None, str]:
    """Return the place asked about, or what is wrong with it."""
    if request.method == "POST":
        return _of_position(request)
    estate, building = (place.key_in(request.GET.get(name, "")) for name in ("estate", "building"))
    try:
        if estate is not None:
            row = circle.estate_middle(estate)
        elif building is not None:
            row = territory.building(building)
        else:
            return None, ""
    except NotFound:
        return None, _("This place is not known any more. Please choose another.")
    return Asked(row.longitude, row.latitude, row.label, row.id), ""


def _of_position(request: HttpRequest) -> tuple[Asked | None, str]:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return None, _("Please tap the map, or choose an estate.")
    east, north = (round(form.cleaned_data[name], ABOUT_TEN_METRES) for name in ("longitude", "latitude"))
    where = territory.locate(longitude=east, latitude=north)
    if not where.inside:
        return None, _("This place lies outside the county. Please choose another.")
    return Asked(east, north, where.place or where.area.name, where.building_id), ""


def _reached(found: circle.CircleAt) -> list[Reached]:
    """Return the kinds within a walk, numbered as on the map."""
    kinds = [one for one in found.kinds if one.points]
    return [Reached(one.kind, number, one.points[0], one.points[1:]) for number, one in enumerate(kinds, 1)]


def _marks(reached: list[Reached]) -> list[dict[str, object]]:
    """Return the marks: a number for the nearest of each kind, a ring for the others."""
    nearest = [_mark(one.nearest) | {"tone": "area", "count": one.number} for one in reached]
    return [*nearest, *(_mark(row) | {"tone": "done"} for one in reached for row in one.others)]


def _mark(row: circle.ServicePointRow) -> dict[str, object]:
    words = _("%(name)s · %(kind)s · %(minutes)d min on foot")
    title = words % {"name": row.name, "kind": row.kind_name, "minutes": row.minutes or 0}
    return {
        "id": row.id, "longitude": row.longitude, "latitude": row.latitude, "title": title, "href": f"#point-{row.id}",
    }  # fmt: skip
