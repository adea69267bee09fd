"""What the rows of an import are read against: areas, estates, buildings, posts, people of the scope."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.addresses import plain_number
from linli.engines.territory.coordinates import convert
from linli.engines.territory.imports.cells import Cell, Refused, date_of, number_of, position_of, text_of
from linli.engines.territory.imports.polygons import check_degrees
from linli.engines.territory.models import Area, Building, Estate
from linli.engines.territory.paths import subtree
from linli.engines.territory.queries.areas import find_areas
from linli.engines.territory.queries.places import day_map
from linli.engines.territory.types import AreaRow
from linli.kernel.actor import Actor

Values = Mapping[str, Cell]


@dataclass
class Context:
    """One import: who brings what, into which area, in which coordinate system."""

    path: str
    by: Actor
    source: str = "wgs84"
    valid_from: date | None = None
    level: str = ""  # of areas whose row tells none
    origin: str = ""  # the file's name, kept as source of boundaries
    seen: set[str] = field(default_factory=set)
    _estates: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def area(self, text: str, kinds: tuple[str, ...]) -> AreaRow:
        """Return the only area of some kinds with this code or name. Raises: Refused."""
        found = find_areas(text, within_path=self.path, kinds=kinds)
        if not found:
            raise Refused(_("There is no area “%(text)s” here.") % {"text": text})
        if len(found) > 1:
            raise Refused(_("There are several areas “%(text)s”. Please write the code.") % {"text": text})
        return found[0]

    def day(self, values: Values, name: str) -> date | None:
        """Return a date of the row, or the import's own day. Raises: Refused."""
        return date_of(values[name]) if text_of(values.get(name)) else self.valid_from

    def county_shape(self) -> BaseGeometry | None:
        """Return the county's outline as far as it is drawn."""
        here = day_map()
        return next((here.shapes[row.id] for row in here.rows.values() if row.kind == Area.Kind.COUNTY), None)

    def point(self, values: Values) -> tuple[float, float]:
        """Return the row's place in WGS84. Raises: Refused."""
        if text_of(values.get("longitude")) and text_of(values.get("latitude")):
            x, y = number_of(values["longitude"]), number_of(values["latitude"])
        elif text_of(values.get("position")):
            x, y = position_of(values["position"])
        else:
            raise Refused(_("Longitude and latitude are missing."))
        check_degrees((x, y, x, y))
        x, y = convert(x, y, self.source)
        outside = self._outside(x, y)
        if outside:
            raise Refused(_("The place lies outside the county. Are the coordinates and their system right?"))
        return x, y

    def _outside(self, x: float, y: float) -> bool:
        here = day_map()
        drawn = here.index[Area.Kind.COUNTY]
        return len(drawn) > 0 and here.area_at(x, y, Area.Kind.COUNTY) is None

    def estate(self, name: str, community: AreaRow | None) -> int | None:
        """Return the only estate of this name or alias in a community, or in the scope. Raises: Refused."""
        scope = community.path if community is not None else self.path
        if scope not in self._estates:
            self._estates[scope] = _estates_in(scope)
        fits = self._estates[scope].get(name, set())
        if len(fits) > 1:
            raise Refused(_("There are several estates “%(name)s”. Please give the community too.") % {"name": name})
        return next(iter(fits), None)

    def forget_estates(self) -> None:
        """Read the estates anew when next asked for, because some were added."""
        self._estates.clear()

    def building(self, values: Values) -> Building:
        """Return the standing building a row means by community, estate and number. Raises: Refused."""
        community = self._community(values)
        number = building_number(values.get("building"))
        name = text_of(values.get("estate"))
        found = Building.objects.filter(subtree(community.path if community else self.path), number=number)
        if name:
            estate = self.estate(name, community)
            if estate is None:
                raise Refused(_("There is no estate “%(name)s” here.") % {"name": name})
            found = found.filter(estate_id=estate)
        fits = list(found.filter(valid_to__isnull=True).select_related("estate", "grid", "community")[:2])
        if len(fits) != 1:
            why = _("There are several buildings %(number)s. Please give the estate too.")
            raise Refused((why if fits else _("There is no building %(number)s here.")) % {"number": number})
        return fits[0]

    def _community(self, values: Values) -> AreaRow | None:
        text = text_of(values.get("community"))
        return self.area(text, (Area.Kind.COMMUNITY,)) if text else None

    def account(self, text: str) -> int:
        """Return the only active account with this user name or name. Raises: Refused."""
        accounts = get_user_model().objects.filter(is_active=True)
        fits = list(accounts.filter(username=text)[:1]) or list(accounts.filter(name=text)[:2])
        if not fits:
            raise Refused(_("There is no account “%(text)s”. Please make it first.") % {"text": text})
        if len(fits) > 1:
            raise Refused(_("Several people are called “%(text)s”. Please write the user name.") % {"text": text})
        return fits[0].pk

    def once(self, key: str, what: str) -> None:
        """Let a thing come once in an import. Raises: Refused."""
        if key in self.seen:
            raise Refused(_("It stands in the file twice."), what)
        self.seen.add(key)


def _estates_in(scope: str) -> dict[str, set[int]]:
    """Return the estates of a subtree by name and alias."""
    found: dict[str, set[int]] = {}
    estates = Estate.objects.filter(subtree(scope, "community__path"))
    for key, name, aliases in estates.values_list("pk", "name", "aliases"):
        for one in (name, *aliases):
            found.setdefault(one, set()).add(key)
    return found


def building_number(value: Cell) -> str:
    """Return a building's number as it is kept: 3号楼 -> 3, 三栋 -> 3, A座 -> A. Raises: Refused."""
    text = text_of(value)
    for ending in ("号楼", "号栋", "号幢", "楼", "栋", "幢", "座", "#", "号"):
        text = text.removesuffix(ending)
    if not text:
        raise Refused(_("The building's number is missing."))
    return plain_number(text)


def entrance_number(value: Cell) -> str:
    """Return an entrance's number as it is kept: 2单元 -> 2."""
    return plain_number(text_of(value).removesuffix("单元").removesuffix("门").removesuffix("号"))


class Importer(Protocol):
    """Takes in rows of one kind: each looked at by itself, then many written at once."""

    batch: int

    def prepare(self, values: Values, shape: dict[str, Any] | None) -> object:
        """Return what a row says, checked as far as it can be without writing. Raises: Refused."""

    def save(self, items: list[Any]) -> None:
        """Write what rows say, all or none. Raises: LinliError."""

    def what(self, values: Values) -> str:
        """Return a few words that tell the row from others."""
