"""Plain rows that territory hands to other packages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as other packages see it."""

    id: int
    kind: str  # county, street, community, grid
    grid_kind: str  # basic, special; empty for all but grids
    name: str
    short_name: str
    code: str
    path: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Assignee:
    """A post at a place, or a unit: what a case can be sent to."""

    key: str  # p:grid_leader:a12, p:building_head:b7, u:5
    name: str
    kind: str = ""  # post or unit
    path: str = ""  # of the area, the building or the unit's area
    level: str = ""  # grid, community, street, county; buildings count as grid


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is, as far as it is known."""

    area: AreaRow  # the narrowest area known
    building_id: int | None
    place: str  # in words
    inside: bool  # False: outside the county, `area` is then the county
    how: str  # point, address, outside, unknown
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """Who serves in a post at a place, or that nobody does."""

    post_code: str
    post_name: str
    account_id: int | None
    public_name: str
    work_phone: str
    stand_in: bool
    vacant: bool
    area_id: int = 0
    area_name: str = ""
    level: str = ""
    appointment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a resident of an area turns to first."""

    post_name: str
    public_name: str
    phone: str
    hours_text: str
    area_name: str = ""


@dataclass(frozen=True, slots=True)
class PostRow:
    """A kind of post."""

    code: str
    name: str
    level: str
    roles: tuple[str, ...]
    paid: bool
    term_months: int | None
    household_limit: int | None
    source: str
    name_en: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class StaffingPlan:
    """How many holders of a post a place of its level should have, as the pattern says."""

    post_code: str
    grid_kind: str  # empty: every kind
    count: int
    per_households: int | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A body that handles cases."""

    id: int
    kind: str
    name: str
    area_id: int
    area_name: str
    path: str
    phone: str
    address: str
    active: bool


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A person in a post at a place."""

    id: int
    post_code: str
    post_name: str
    account_id: int
    name: str
    area_id: int
    area_name: str
    building_id: int | None
    building_name: str
    unit_id: int | None
    unit_name: str
    starts: date
    ends: date | None
    stand_in: str = ""  # name of whoever stands in today
    stand_in_id: int | None = None
    stand_in_ends: date | None = None


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A turn at a duty desk."""

    id: int
    area_id: int
    account_id: int
    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class StaffingRow:
    """How many holders a post should have at a place, and how many it has."""

    area_id: int
    area_name: str
    path: str
    post_code: str
    post_name: str
    wanted: int
    filled: int
    building_id: int | None = None
    building_name: str = ""

    @property
    def missing(self) -> int:
        """Return how many holders are missing."""
        return max(0, self.wanted - self.filled)


@dataclass(frozen=True, slots=True)
class Overload:
    """A holder with more households than the post should have."""

    post_code: str
    post_name: str
    account_id: int
    name: str
    households: int
    limit: int
    area_id: int
    area_name: str
    buildings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building as suggestions and lists show it."""

    id: int
    label: str  # 兴农小区3号楼
    number: str
    estate_id: int | None
    path: str
    community_id: int
    community_name: str
    grid_id: int | None
    grid_name: str
    longitude: float
    latitude: float
    households: int = 0


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """The parts found in an address; `rest` is what was not understood."""

    estate: str = ""
    building: str = ""
    entrance: str = ""
    floor: str = ""
    room: str = ""
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.estate or self.building or self.entrance or self.floor or self.room)


@dataclass(frozen=True, slots=True)
class NewBuilding:
    """What `add_buildings` needs to know of a building."""

    community_id: int
    number: str
    name: str
    longitude: float  # WGS84
    latitude: float
    estate_id: int | None = None
    grid_id: int | None = None  # left out: the grid that holds the point
    kind: str = "residential"
    floors: int = 1
    households: int = 0
    entrances: Sequence[str] | int = ()  # their numbers, or how many: then 1, 2, 3 ...
    homes: Sequence[tuple[str, int, str]] = ()  # entrance (or ""), floor, room
    footprint: BaseGeometry | None = None  # WGS84
    external_id: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class NewEstate:
    """What `add_estates` needs to know of an estate."""

    community_id: int
    name: str
    aliases: Sequence[str] = ()
    property_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewRoad:
    """A road, water line or park for the sketch map."""

    name: str
    road_class: str  # primary, secondary, residential, path, water, park
    shape: BaseGeometry  # WGS84


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What `appoint_many` needs to know of an appointment; the place as the post's level asks."""

    post_code: str
    account_id: int
    area_id: int | None = None
    building_id: int | None = None
    entrance_id: int | None = None
    unit_id: int | None = None
    starts: date | None = None
    ends: date | None = None
    programme: str = "*"


@dataclass(frozen=True, slots=True)
class NewHome:
    """What `add_homes` needs to know of a home."""

    building_id: int
    room: str
    entrance: str = ""
    floor: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of a file that was not taken in, and why."""

    row: int
    what: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import."""

    done: int
    refused: list[Refusal]
    remarks: list[str] = field(default_factory=list)  # overlaps, gaps: taken in, but to be looked at
