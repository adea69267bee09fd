"""Plain rows that orders hand to pages and the API."""

from dataclasses import dataclass, field
from datetime import date, datetime

from linli.engines.journal import public as journal


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of the catalogue."""

    id: int
    code: str
    name: str
    group: str
    icon: str
    lead: str
    minutes: int  # of one visit
    take_minutes: int
    people: int
    vetted: bool
    insured: bool
    adults: bool
    active: bool
    order: int
    source: str
    name_en: str = ""
    group_en: str = ""


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """What the pattern or the console says of a service."""

    code: str
    name: str
    group: str
    lead: str = ""
    name_en: str = ""
    group_en: str = ""
    icon: str = "hand"
    minutes: int = 60
    take_minutes: int = 1440
    people: int = 1
    vetted: bool = False
    insured: bool = False
    adults: bool = True
    active: bool = True
    order: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Orderer:
    """Who orders; `helper_*` is whoever ordered for them (代办)."""

    name: str = ""
    phone: str = ""
    home: str = ""  # the door: 2-501
    account_id: int | None = None
    helper_account_id: int | None = None
    helper_name: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list. `due_at` is the next moment that matters for whoever waits."""

    id: int
    number: str
    state: str
    state_label: str
    service_code: str
    service_name: str
    title: str  # the resident's words, or the service
    place: str
    area_name: str
    path: str
    wanted_from: datetime
    wanted_to: datetime
    ordered_at: datetime
    due_at: datetime | None
    people: int
    taken: int
    pooled: bool
    last_verb: str
    last_at: datetime
    mine: bool = False
    offered_to_me: bool = False


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Somebody who took an order."""

    account_id: int
    name: str
    taken_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    minutes: int | None
    note: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Somebody to whom an order was offered by name."""

    taker: str
    name: str
    open: bool
    declined: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order as its viewer may see it."""

    row: OrderRow
    service: ServiceRow
    text: str
    helper_name: str
    reason: str
    rating: int | None
    thanks: str
    works: tuple[WorkRow, ...]
    offers: tuple[OfferRow, ...]
    steps: tuple[journal.StepRow, ...]
    verbs: tuple[str, ...]
    standing: str  # orderer, community, taker, pool
    version: int
    tracking_code: str = ""  # for the orderer
    door_code: str = ""  # for the orderer, while somebody is to begin or to finish
    door_phase: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """How to reach who ordered; each look is recorded."""

    name: str
    phone: str
    home: str
    door_code: str


@dataclass(frozen=True, slots=True)
class TakerRow:
    """Somebody who takes orders."""

    id: int
    key: str
    name: str
    area_id: int
    area_name: str
    path: str
    services: tuple[str, ...]
    adult: bool
    vetted_until: date | None
    insured_until: date | None
    active: bool
    since: date
    account_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a list shows."""

    states: tuple[str, ...] = ()
    service: str = ""
    path: str = ""
    extra: dict[str, str] = field(default_factory=dict)
