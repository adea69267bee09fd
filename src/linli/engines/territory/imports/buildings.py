"""Rows of buildings and of homes."""

from typing import Any

from django.utils.translation import gettext as _

from linli.engines.territory.addresses import floor_of_room, normalise, parse_address
from linli.engines.territory.imports.cells import Cell, Refused, list_of, text_of, whole_of
from linli.engines.territory.imports.context import Context, Values, building_number, entrance_number
from linli.engines.territory.models import Area, Home
from linli.engines.territory.types import AreaRow, NewBuilding, NewEstate, NewHome
from linli.engines.territory.verbs.buildings import add_buildings, add_estates
from linli.engines.territory.verbs.homes import add_homes

_USES = {
    "residential": ("住宅", "居住", "居民楼", "住宅楼", "residential", "apartment", "house"),
    "shop": ("商铺", "商业", "商场", "门店", "店铺", "shop", "retail", "commercial"),
    "office": ("办公", "写字楼", "办公楼", "机关", "office"),
    "school": ("学校", "教学楼", "幼儿园", "school"),
    "hospital": ("医院", "卫生", "卫生院", "诊所", "hospital", "clinic"),
    "other": ("其他", "其它", "other"),
}
_MOST_FLOORS, _MOST_ENTRANCES = 200, 60


def use_of(value: Cell) -> str:
    """Return the use of a building by its Chinese or English word; residential when nothing stands there."""
    text = text_of(value).lower()
    if not text:
        return "residential"
    found = next((code for code, words in _USES.items() if text in words), None)
    if found is None:
        known = "、".join(words[0] for words in _USES.values())
        raise Refused(_("The use “%(text)s” is not known. Use one of %(known)s.") % {"text": text, "known": known})
    return found


def _entrances(value: Cell) -> list[str]:
    """Return the numbers of entrances: a count, or a list like 1、2、3 or 1-3."""
    parts = list_of(value)
    if len(parts) == 1 and "-" in parts[0]:
        first, _dash, last = parts[0].partition("-")
        return [str(number) for number in range(whole_of(first), whole_of(last, most=_MOST_ENTRANCES) + 1)]
    if len(parts) == 1 and parts[0].removesuffix("个").isdigit():
        return [str(number + 1) for number in range(whole_of(parts[0].removesuffix("个"), most=_MOST_ENTRANCES))]
    return list(dict.fromkeys(entrance_number(part) for part in parts))


class Buildings:
    """Takes in buildings; an estate that is new is made with them."""

    batch = 200

    def __init__(self, context: Context) -> None:
        self.context = context

    def what(self, values: Values) -> str:
        """Return estate and number."""
        return " ".join(part for part in (text_of(values.get("estate")), text_of(values.get("number"))) if part)

    def prepare(self, values: Values, _shape: dict[str, Any] | None) -> tuple[AreaRow, str, NewBuilding]:
        """Return community, estate name and the building, checked. Raises: Refused."""
        community = self.context.area(text_of(values.get("community")), (Area.Kind.COMMUNITY,))
        number = building_number(values.get("number"))
        estate = text_of(values.get("estate"))
        longitude, latitude = self.context.point(values)
        name = text_of(values.get("name"))
        made = NewBuilding(
            community_id=community.id,
            number=number,
            name=name if name and name != text_of(values.get("number")) else f"{number}号楼",
            longitude=longitude,
            latitude=latitude,
            grid_id=self._grid(values, community),
            kind=use_of(values.get("kind")),
            floors=whole_of(values["floors"], most=_MOST_FLOORS) if text_of(values.get("floors")) else 1,
            households=whole_of(values["households"]) if text_of(values.get("households")) else 0,
            entrances=_entrances(values.get("entrances")),
            external_id=text_of(values.get("external_id")),
            valid_from=self.context.day(values, "valid_from"),
        )
        return community, estate, made

    def _grid(self, values: Values, community: AreaRow) -> int | None:
        text = text_of(values.get("grid"))
        if not text:
            return None
        found = self.context.area(text, (Area.Kind.GRID,))
        if found.parent_id != community.id:
            raise Refused(
                _("Grid %(grid)s does not lie in %(community)s.") % {"grid": text, "community": community.name}
            )
        return found.id

    def save(self, items: list[tuple[AreaRow, str, NewBuilding]]) -> None:
        """Write buildings, with the estates that are new. Raises: LinliError."""
        estates = {
            (community.id, name): self.context.estate(name, community) for community, name, _row in items if name
        }
        fresh = [key for key, found in estates.items() if found is None]
        made = add_estates([NewEstate(community_id, name) for community_id, name in fresh], by=self.context.by)
        self.context.forget_estates()
        estates.update({key: one.pk for key, one in zip(fresh, made, strict=True)})
        rows = [_in_estate(row, estates.get((community.id, name))) for community, name, row in items]
        add_buildings(rows, by=self.context.by)


def _in_estate(row: NewBuilding, estate_id: int | None) -> NewBuilding:
    return NewBuilding(**{**{name: getattr(row, name) for name in row.__slots__}, "estate_id": estate_id})


class Homes:
    """Takes in homes, by columns or by an address in one column."""

    batch = 500

    def __init__(self, context: Context) -> None:
        self.context = context
        self._buildings: dict[tuple[str, str, str], int] = {}
        self._rooms: dict[int, set[tuple[str, str]]] = {}

    def what(self, values: Values) -> str:
        """Return the address, or estate, building, entrance and room."""
        parts = [text_of(values.get(name)) for name in ("estate", "building", "entrance", "room")]
        return "-".join(part for part in parts if part) or text_of(values.get("address"))

    def prepare(self, values: Values, _shape: dict[str, Any] | None) -> NewHome:
        """Return the home, checked. Raises: Refused."""
        said = self._with_address(values)
        room = text_of(said.get("room")).removesuffix("室").removesuffix("号").removesuffix("户")
        if not room:
            raise Refused(_("The room is missing."))
        building_id = self._building(said)
        entrance = entrance_number(said.get("entrance")) if text_of(said.get("entrance")) else ""
        floor = whole_of(said["floor"], most=_MOST_FLOORS) if text_of(said.get("floor")) else floor_of_room(room)
        self._once(building_id, entrance, room)
        return NewHome(building_id, room, entrance, floor)

    def _with_address(self, values: Values) -> dict[str, Cell]:
        """Return the row with what its address tells put where columns are empty."""
        said = dict(values)
        parsed = parse_address(normalise(text_of(values.get("address"))))
        parts = (
            ("estate", parsed.estate),
            ("building", parsed.building),
            ("entrance", parsed.entrance),
            ("floor", parsed.floor),
        )
        for name, value in (*parts, ("room", parsed.room)):
            if value and not text_of(said.get(name)):
                said[name] = value
        return said

    def _building(self, said: Values) -> int:
        key = (text_of(said.get("community")), text_of(said.get("estate")), text_of(said.get("building")))
        if key not in self._buildings:
            self._buildings[key] = self.context.building(said).pk
        return self._buildings[key]

    def _once(self, building_id: int, entrance: str, room: str) -> None:
        """Refuse a room that is there already. Raises: Refused."""
        if building_id not in self._rooms:
            there = Home.objects.filter(building_id=building_id).values_list("entrance__number", "room")
            self._rooms[building_id] = {(number or "", name) for number, name in there}
        if (entrance, room) in self._rooms[building_id]:
            raise Refused(_("Room %(room)s is there already.") % {"room": room})
        self._rooms[building_id].add((entrance, room))

    def save(self, items: list[NewHome]) -> None:
        """Write homes. Raises: LinliError."""
        add_homes(items, by=self.context.by)
