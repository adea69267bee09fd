"""What volunteering shows to channels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An entry of a scheme."""

    code: str
    name: str
    about: str
    colour: str
    points_per_hour: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A way of sorting service."""

    code: str
    name: str
    source: str
    items: tuple[ItemRow, ...]
    name_en: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of an activity, and why the viewer may not take it (empty: may)."""

    id: int
    name: str
    wanted: int
    taken: int
    skill: str
    adults_only: bool
    needs_insurance: bool
    needs_vetting: bool
    obstacle: str = ""

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return self.wanted - self.taken


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity in lists."""

    id: int
    title: str
    item_name: str
    colour: str
    team_name: str
    area_name: str
    place: str
    starts: datetime
    ends: datetime
    state: str
    wanted: int
    taken: int
    mine: str = ""           # the viewer's sign-up: coming, waiting, withdrawn

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return max(0, self.wanted - self.taken)


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """An activity on its own page."""

    row: ActivityRow
    about: str
    risks: str
    guarantees: str
    phone: str
    why_cancelled: str
    path: str
    roles: tuple[RoleRow, ...]
    waiting: int
    my_state: str            # of the sign-up
    my_service: str          # running, ended, confirmed, refused; empty: not checked in
    open_now: bool           # the door is open for check-in or check-out
    whom: str = ""           # for whom it is
    helped: int | None = None
    result: str = ""         # what came of it


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """A volunteer as colleagues see them in lists: by call name."""

    id: int
    number: str
    call_name: str
    area_name: str
    state: str
    minor: bool
    skills: tuple[str, ...]
    interests: tuple[str, ...]
    windows: tuple[tuple[int, int, int], ...]
    insured_until: date | None
    vetted_until: date | None
    teams: tuple[str, ...] = ()
    minutes: int = 0
    points: int = 0
    stars: int = 0
    thanks: bool = False
    has_account: bool = False
    area_id: int = 0


@dataclass(frozen=True, slots=True)
class Personal:
    """What lies sealed, opened for a stated purpose."""

    name: str
    phone: str
    identity: str
    born: str
    guardian: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Service that was given."""

    id: int
    activity_id: int
    title: str
    item_name: str
    place: str
    volunteer_id: int
    call_name: str
    number: str
    state: str
    how: str
    starts: datetime
    ends: datetime | None
    minutes: int | None      # confirmed
    served: int              # whole minutes between begin and end
    reason: str
    noted_by_id: int | None
    over_cap: bool


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who signed up, on the steward's list."""

    volunteer_id: int
    call_name: str
    number: str
    role: str
    state: str               # of the sign-up
    service: str             # running, ended, confirmed, refused; empty: not come yet
    starts: datetime | None
    ends: datetime | None
    service_id: int | None


@dataclass(frozen=True, slots=True)
class ShopRow:
    """A thing in the shop."""

    id: int
    name: str
    about: str
    price: int
    stock: int
    most_each: int | None
    pick_up: str
    area_id: int
    area_name: str
    active: bool


@dataclass(frozen=True, slots=True)
class RedemptionRow:
    """A thing put aside or fetched."""

    id: int
    name: str
    price: int
    state: str
    code: str
    pick_up: str
    call_name: str
    number: str
    reserved_at: datetime
    until: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate in its owner's list."""

    number: str
    issued_at: datetime
    minutes: int
    printed: bool
    withdrawn: bool
    job_id: int | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team."""

    id: int
    name: str
    item_code: str
    item_name: str
    colour: str
    area_id: int
    area_name: str
    about: str
    phone: str
    founded_on: date
    members: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a team, to who runs it."""

    volunteer_id: int
    call_name: str
    number: str
    lead: bool
    since: date


@dataclass(frozen=True, slots=True)
class Totals:
    """What everybody may know: sums, never persons. None: too few to be shown."""

    volunteers: int | None
    minutes: int
    services: int
    upcoming: int
    by_item: tuple[tuple[str, str, int, int], ...]   # name, colour, minutes, services


@dataclass(frozen=True, slots=True)
class KindRow:
    """What one kind of service did in a time: sums, never persons."""

    code: str
    name: str
    about: str
    colour: str
    activities: int
    services: int
    minutes: int
    helped: int              # people it was for, as far as it was noted
    whom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What came of an activity."""

    id: int
    title: str
    area_name: str
    starts: datetime
    whom: str
    helped: int | None
    result: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to be written into a spreadsheet."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[tuple[object, ...]]
