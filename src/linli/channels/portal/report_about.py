"""What a link to the report page has already said: the place of a board, a point of service closed or missing."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.channels.portal.place import key_in
from linli.engines.territory import circle
from linli.engines.territory import public as territory
from linli.kernel.errors import LinliError


@dataclass(frozen=True, slots=True)
class Said:
    """Text and place, to be looked over and sent by the resident."""

    text: str = ""
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None


def said_by(request: HttpRequest) -> Said:
    """Return what the address of the page says; what it names and nobody knows is left out."""
    point, missing = key_in(request.GET.get("point", "")), request.GET.get("missing", "")
    if point is not None:
        return _of_point(point)
    return Said(text=_missing(missing) if missing else "", place=known_place(request))


def _of_point(point_id: int) -> Said:
    try:
        point = circle.service_point(point_id)
    except LinliError:
        return Said()
    text = _("%(name)s (%(kind)s) is closed or no longer there.") % {"name": point.name, "kind": point.kind_name}
    return Said(text, point.address or point.name, point.longitude, point.latitude)


def _missing(code: str) -> str:
    kind = next((one for one in circle.service_kinds() if one.code == code), None)
    if kind is None:
        return ""
    words = _("No %(kind)s is within %(minutes)d minutes on foot of here.")
    return words % {"kind": kind.name, "minutes": kind.minutes}


def known_place(request: HttpRequest) -> str:
    """Return the words of a place an entrance board or a page has named."""
    number, entrance = key_in(request.GET.get("building", "")), request.GET.get("entrance", "")[:8]
    if number is None:
        return ""
    try:
        words = territory.building(number).label
    except LinliError:
        return ""
    return _("%(building)s entrance %(entrance)s") % {"building": words, "entrance": entrance} if entrance else words
