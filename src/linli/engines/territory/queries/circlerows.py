"""What the 15-minute circle looks like to other packages: kinds, points, needs, gaps, places, what-ifs."""

from dataclasses import dataclass
from datetime import datetime

from linli.engines.territory import drafting
from linli.engines.territory.types import BuildingRow


@dataclass(frozen=True, slots=True)
class ServiceKindRow:
    """A kind of service as pages show it."""

    code: str
    name: str
    group: str
    minutes: int
    source: str
    name_en: str = ""
    chinese: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class ServicePointRow:
    """A point of service as pages show it."""

    id: int
    kind: str
    kind_name: str
    name: str
    area_id: int
    area_name: str
    address: str
    hours: str
    phone: str
    source: str
    longitude: float
    latitude: float
    metres: int | None = None  # from a place asked about, as walked
    streets: bool = False  # measured along streets; else straight, times 1.3

    @property
    def minutes(self) -> int | None:
        """Return how many minutes on foot it is from the place asked about."""
        return None if self.metres is None else max(1, -(-self.metres // drafting.METRES_A_MINUTE))


@dataclass(frozen=True, slots=True)
class KindNear:
    """Points of a kind within a walk of a place, the nearest first."""

    kind: ServiceKindRow
    points: list[ServicePointRow]
    beyond: ServicePointRow | None  # the nearest, when none is within the walk


@dataclass(frozen=True, slots=True)
class CircleAt:
    """What lies around a place."""

    longitude: float
    latitude: float
    building: BuildingRow | None  # that stands there
    kinds: list[KindNear]
    streets: bool  # some ways were measured along streets


@dataclass(frozen=True, slots=True)
class NeedRow:
    """How far a need is met in a community."""

    kind: str
    kind_name: str
    group: str  # empty: all households
    minutes: int
    points: int  # open in the community
    inside: int  # households, or people of the group
    outside: int
    percent: float
    mean_metres: float
    farthest: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """A building from which a service is too far."""

    id: int
    name: str
    households: int
    people: int  # of the age group asked about, else households
    metres: int | None  # None: nothing within three kilometres
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One of the best places for the next points."""

    number: int
    longitude: float
    latitude: float
    households: int  # that come within reach
    metres_saved: int  # households x metres

    @property
    def east(self) -> str:
        """Return the longitude as addresses write it."""
        return f"{self.longitude:.6f}"

    @property
    def north(self) -> str:
        """Return the latitude as addresses write it."""
        return f"{self.latitude:.6f}"

    @property
    def at(self) -> str:
        """Return longitude and latitude as addresses write them."""
        return f"{self.east},{self.north}"

    @property
    def kilometres(self) -> int:
        """Return what all households together walk less on one way."""
        return round(self.metres_saved / 1000)


@dataclass(frozen=True, slots=True)
class SitesRow:
    """The best places for the next points of a kind, by one way of choosing."""

    method: str  # coverage, median
    optimal: bool
    gap_percent: float
    before: int
    after: int
    households: int
    mean_before: int
    mean_after: int
    sites: list[SiteRow]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """When a community's reach was worked out and whether its points are still the same."""

    id: int
    area_id: int
    state: str
    job_id: int | None
    fault: str
    made_at: datetime
    network: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """A community's 15-minute circle."""

    area_id: int
    kinds: list[ServiceKindRow]
    study: StudyRow | None  # the newest that is finished
    asked: StudyRow | None  # one that is being worked out, or has failed since
    needs: list[NeedRow]
    may_draw: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What opening or closing one point would do."""

    kind: str
    households: int
    before: int  # households within reach
    after: int
    mean_before: float
    mean_after: float
    nearer: int  # buildings
    farther: int
    gained: list[str]  # buildings that come within reach
    lost: list[str]
    longitude: float
    latitude: float
    closes: bool = False
    walk_more: int = 0  # households that have to walk farther, within reach or not
