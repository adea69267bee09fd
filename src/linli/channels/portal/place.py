"""Where a visitor is: an area they chose, or that an entrance board named. Kept in a cookie, nothing else is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound

COOKIE = "linli_place"
YEAR_SECONDS = 365 * 24 * 3600
KEY_DIGITS = 18                               # as many as both databases take


def key_in(text: str) -> int | None:
    """Return the key in a part of an address; None when it is none."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


@dataclass(frozen=True, slots=True)
class Here:
    """The area a page is about, what it lies in, and who serves there."""

    area: territory.AreaRow
    chain: tuple[territory.AreaRow, ...]      # county first, the area last
    known: bool                               # False: the whole county, nobody has said where they are
    contact: territory.Contact | None

    @property
    def above(self) -> str:
        """Return street and community in words."""
        return " · ".join(area.name for area in self.chain[1:-1]) if self.known else ""

    @property
    def around_path(self) -> str:
        """Return the path of the community (or the wider area) whose public cases are "around"."""
        near = [area for area in self.chain if area.kind != "grid"]
        return near[-1].path if near else self.area.path


def chosen_code(request: HttpRequest) -> str:
    """Return the code of the area a visitor chose, perhaps empty."""
    return request.GET.get("at", "") or request.COOKIES.get(COOKIE, "")


def here(request: HttpRequest) -> Here | None:
    """Return where the visitor is; the county when unknown; None before any area exists."""
    try:
        area, known = territory.area_by_code(chosen_code(request)), True
    except NotFound:
        try:
            area, known = territory.county(), False
        except NotFound:
            return None
    known = known and area.parent_id is not None
    return Here(area, tuple(territory.ancestors(area.path)), known, territory.contact_of(area.id))


def remember(answer: HttpResponse, area: territory.AreaRow) -> HttpResponse:
    """Keep an area in the browser."""
    answer.set_cookie(COOKIE, area.code, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return answer
