"""What training shows to channels."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in lists."""

    id: int
    title: str
    skill: str
    teacher: str
    certificate: str
    area_id: int
    area_name: str
    path: str
    place: str
    starts_on: date
    ends_on: date
    places: int
    taken: int
    about: str
    phone: str
    state: str
    why_cancelled: str

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """Somebody in a course, by call name. `outcomes`: months after the course and what they said they do."""

    id: int
    course_id: int
    title: str
    call_name: str
    state: str
    certified_on: date | None
    follow: bool
    enrolled_at: datetime
    ends_on: date
    outcomes: tuple[tuple[int, str], ...]
    due: tuple[int, ...]     # months after which they may be asked by now
    has_account: bool

    def said(self, months: int) -> str:
        """Return what they said after so many months; empty when nothing was noted."""
        return dict(self.outcomes).get(months, "")


@dataclass(frozen=True, slots=True)
class After:
    """How those who agreed do so many months later. Who was not reached stays in the denominator."""

    months: int
    agreed: int              # trained, agreed, and long enough ago
    asked: int               # of them, an answer was noted
    employed: int
    own: int                 # own business

    @property
    def at_work(self) -> int:
        """Return how many are in work or run a business of their own."""
        return self.employed + self.own


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums of the courses of an area that ended in a time."""

    courses: int
    trained: int
    certified: int
    after: tuple[After, ...]
    by_skill: tuple[tuple[str, int, int], ...]   # skill, trained, certified
