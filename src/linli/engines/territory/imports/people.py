"""Rows of units and of appointments."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.territory.directory import directory
from linli.engines.territory.imports.cells import Refused, date_of, list_of, text_of
from linli.engines.territory.imports.context import Context, Values, entrance_number
from linli.engines.territory.models import Area, Entrance, Post
from linli.engines.territory.types import NewAppointment, PostRow
from linli.engines.territory.verbs.appointments import appoint_many
from linli.engines.territory.verbs.posts import add_unit, set_property_unit

_UNIT_KINDS = {
    "property": ("物业", "物业公司", "物业服务", "物业企业"),
    "community": ("社区", "居委会", "村委会", "社区居委会"),
    "street": ("街道", "街道办", "街道办事处", "镇政府"),
}
_CODE = re.compile(r"^[a-z][a-z_]*(?:\.[a-z_]+)?$")


@dataclass(frozen=True, slots=True)
class _UnitRow:
    kind: str
    name: str
    area_id: int
    phone: str
    address: str
    estates: tuple[int, ...]


class Units:
    """Takes in units, with the estates that property firms serve."""

    batch = 1

    def __init__(self, context: Context) -> None:
        self.context = context

    def what(self, values: Values) -> str:
        """Return the name."""
        return text_of(values.get("name"))

    def prepare(self, values: Values, _shape: dict[str, Any] | None) -> _UnitRow:
        """Return the unit, checked. Raises: Refused."""
        name = text_of(values.get("name"))
        if not name:
            raise Refused(_("The name is missing."))
        place = self.context.area(text_of(values.get("area")), tuple(Area.Kind.values))
        estates = []
        for one in list_of(values.get("estates")):
            found = self.context.estate(one, None if place.kind == Area.Kind.GRID else place)
            if found is None:
                raise Refused(_("There is no estate “%(name)s” here.") % {"name": one})
            estates.append(found)
        phone, address = text_of(values.get("phone")), text_of(values.get("address"))
        return _UnitRow(_unit_kind(text_of(values.get("kind"))), name, place.id, phone, address, tuple(estates))

    def save(self, items: list[_UnitRow]) -> None:
        """Write units. Raises: LinliError."""
        for item in items:
            made = add_unit(
                kind=item.kind,
                name=item.name,
                area_id=item.area_id,
                phone=item.phone,
                address=item.address,
                by=self.context.by,
            )
            for estate_id in item.estates:
                set_property_unit(estate_id=estate_id, unit_id=made.pk, by=self.context.by)


def _unit_kind(text: str) -> str:
    """Return the code of a kind of unit by its Chinese word or by the code itself. Raises: Refused."""
    found = next((code for code, words in _UNIT_KINDS.items() if text in words), None)
    if found is not None:
        return found
    if _CODE.match(text):
        return text
    known = sorted({one.kind for one in directory().units.values()} | set(_UNIT_KINDS))
    raise Refused(
        _("The kind of unit “%(text)s” is not known. Known are: %(known)s.") % {"text": text, "known": ", ".join(known)}
    )


class Appointments:
    """Takes in appointments of accounts that are there already."""

    batch = 100

    def __init__(self, context: Context) -> None:
        self.context = context

    def what(self, values: Values) -> str:
        """Return post and person."""
        return " ".join(part for part in (text_of(values.get("account")), text_of(values.get("post"))) if part)

    def prepare(self, values: Values, _shape: dict[str, Any] | None) -> NewAppointment:
        """Return the appointment, checked. Raises: Refused."""
        post = self._post(text_of(values.get("post")))
        account_id = self.context.account(text_of(values.get("account")))
        starts = self.context.day(values, "starts")
        ends = date_of(values["ends"]) if text_of(values.get("ends")) else None
        if ends is not None and starts is not None and ends <= starts:
            raise Refused(_("The last day lies before the first."))
        place = self._place(post, values)
        return NewAppointment(
            post.code,
            account_id,
            area_id=place.get("area_id"),
            building_id=place.get("building_id"),
            entrance_id=place.get("entrance_id"),
            unit_id=place.get("unit_id"),
            starts=starts,
            ends=ends,
        )

    def _post(self, text: str) -> PostRow:
        fits = [one for one in directory().posts.values() if text in {one.code, one.name}]
        if len(fits) != 1:
            known = "、".join(one.name for one in directory().posts.values())
            raise Refused(_("There is no post “%(text)s”. Known are: %(known)s.") % {"text": text, "known": known})
        return fits[0]

    def _place(self, post: PostRow, values: Values) -> dict[str, int]:
        """Return where the post is, as its level asks. Raises: Refused."""
        if post.level == Post.Level.UNIT:
            return {"unit_id": self._unit(text_of(values.get("unit")))}
        if post.level == Post.Level.BUILDING:
            return {"building_id": self._building(values)}
        if post.level == Post.Level.ENTRANCE:
            return {"entrance_id": self._entrance(values)}
        text = text_of(values.get("area"))
        if not text:
            raise Refused(_("The area is missing."))
        return {"area_id": self.context.area(text, (post.level,)).id}

    def _building(self, values: Values) -> int:
        return self.context.building({**values, "community": None}).pk

    def _entrance(self, values: Values) -> int:
        number = entrance_number(values.get("entrance"))
        found = Entrance.objects.filter(building_id=self._building(values), number=number).first()
        if found is None:
            raise Refused(_("There is no entrance %(number)s in this building.") % {"number": number})
        return found.pk

    def _unit(self, name: str) -> int:
        fits = [
            one
            for one in directory().units.values()
            if one.name == name and one.active and one.path.startswith(self.context.path)
        ]
        if len(fits) != 1:
            why = _("There are several units “%(name)s”.") if fits else _("There is no unit “%(name)s” here.")
            raise Refused(why % {"name": name})
        return fits[0].id

    def save(self, items: list[NewAppointment]) -> None:
        """Write appointments. Raises: LinliError."""
        appoint_many(items, by=self.context.by)
