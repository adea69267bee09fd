"""The tree of areas, and who serves in which post and unit, held in memory.

Everything with dates is held with them, so that one directory answers for every day. No names of people are held:
these belong to accounts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from linli.engines.territory.keys import post_key, unit_key
from linli.engines.territory.models import Appointment, Area, Post, StandIn, Unit
from linli.engines.territory.paths import ids_of
from linli.engines.territory.types import AreaRow, PostRow, UnitRow
from linli.engines.territory.versions import Shelf
from linli.kernel import clock

DIRECTORY = "directory"  # the token that every change of areas, posts, units and appointments renews

Span = tuple[date, date | None]


def holds(starts: date, ends: date | None, on: date) -> bool:
    """Say whether a span of days holds on a day; the last day named no longer counts."""
    return starts <= on and (ends is None or on < ends)


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment, with those who stand in for its holder."""

    id: int
    account_id: int
    post_code: str
    area_id: int
    path: str
    building_id: int | None
    entrance_id: int | None
    unit_id: int | None
    starts: date
    ends: date | None
    stand_ins: tuple[tuple[int, date, date], ...] = ()

    @property
    def key(self) -> str:
        """Return the key under which work for this appointment arrives."""
        if self.unit_id is not None:
            return unit_key(self.unit_id)
        return post_key(self.post_code, area_id=self.area_id, building_id=self.building_id)

    def people(self, on: date) -> list[tuple[int, bool]]:
        """Return who serves on a day: stand-ins first (True), then the holder."""
        if not holds(self.starts, self.ends, on):
            return []
        standing = [(account_id, True) for account_id, starts, ends in self.stand_ins if holds(starts, ends, on)]
        return [*standing, (self.account_id, False)]


@dataclass
class Directory:
    """Areas, posts, units and appointments, ready to be asked."""

    areas: dict[int, AreaRow] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)  # open areas only
    children: dict[int | None, list[int]] = field(default_factory=dict)
    posts: dict[str, PostRow] = field(default_factory=dict)  # in order
    units: dict[int, UnitRow] = field(default_factory=dict)
    by_key: dict[str, list[Held]] = field(default_factory=dict)
    by_area: dict[int, list[Held]] = field(default_factory=dict)  # without those at buildings and in units
    by_building: dict[int, list[Held]] = field(default_factory=dict)

    def is_open(self, area_id: int, on: date | None = None) -> bool:
        """Say whether an area is valid on a day (default: today)."""
        return holds(*self.spans[area_id], on or clock.today())

    def chain(self, path: str) -> list[AreaRow]:
        """Return the areas along a path, the county first."""
        return [self.areas[key] for key in ids_of(path) if key in self.areas]

    def serving(self, key: str, on: date | None = None) -> list[tuple[Held, int, bool]]:
        """Return who serves under a key on a day: the appointment, the account, whether as a stand-in."""
        day = on or clock.today()
        return [
            (held, account_id, standing)
            for held in self.by_key.get(key, ())
            for account_id, standing in held.people(day)
        ]


def _read_areas(made: Directory) -> None:
    children: dict[int | None, list[int]] = defaultdict(list)
    for one in Area.objects.order_by("path"):
        made.areas[one.pk] = AreaRow(
            one.pk, one.kind, one.grid_kind, one.name, one.short_name or one.name, one.code, one.path, one.parent_id
        )
        made.spans[one.pk] = (one.valid_from, one.valid_to)
        children[one.parent_id].append(one.pk)
        if one.valid_to is None:
            made.by_code[one.code] = one.pk
    made.children = dict(children)


def _read_posts(made: Directory) -> None:
    for one in Post.objects.order_by("order", "pk"):
        made.posts[one.code] = PostRow(
            one.code,
            one.name,
            one.level,
            tuple(one.roles),
            one.paid,
            one.term_months,
            one.household_limit,
            one.source,
            one.name_en,
            one.order,
        )
    for unit in Unit.objects.order_by("path", "pk"):
        made.units[unit.pk] = UnitRow(
            unit.pk,
            unit.kind,
            unit.name,
            unit.area_id,
            made.areas[unit.area_id].name,
            unit.path,
            unit.phone,
            unit.address,
            unit.active,
        )


def _read_appointments(made: Directory) -> None:
    standing: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    for one in StandIn.objects.order_by("starts", "pk"):
        standing[one.appointment_id].append((one.account_id, one.starts, one.ends))
    by_key, by_area, by_building = defaultdict(list), defaultdict(list), defaultdict(list)
    codes = dict(Post.objects.values_list("pk", "code"))
    for row in Appointment.objects.order_by("starts", "pk"):
        held = Held(
            id=row.pk,
            account_id=row.account_id,
            post_code=codes[row.post_id],
            area_id=row.area_id,
            path=row.path,
            building_id=row.building_id,
            entrance_id=row.entrance_id,
            unit_id=row.unit_id,
            starts=row.starts,
            ends=row.ends,
            stand_ins=tuple(standing.get(row.pk, ())),
        )
        by_key[held.key].append(held)
        if held.building_id is not None:
            by_building[held.building_id].append(held)
        elif held.unit_id is None:
            by_area[held.area_id].append(held)
    made.by_key, made.by_area, made.by_building = dict(by_key), dict(by_area), dict(by_building)


def _read() -> Directory:
    made = Directory()
    _read_areas(made)
    _read_posts(made)
    _read_appointments(made)
    return made


_DIRECTORIES: Shelf[Directory] = Shelf(DIRECTORY, size=4)


def directory() -> Directory:
    """Return the directory, from memory when nothing in it has changed."""
    return _DIRECTORIES.get("all", _read)


def rows_of(area_ids: Iterable[int]) -> list[AreaRow]:
    """Return areas by key, in the order given; unknown ones are left out."""
    known = directory().areas
    return [known[key] for key in area_ids if key in known]
