"""Hot issues for other systems: ranked, and one with its weeks."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, P, PathEx, Query, Router, Schema

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.public import HotRow
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed

router = Router()
READERS = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)


class HotOut(Schema):
    """What several people write about one matter at one place. Heat is people × recency × rise."""

    id: int
    title: str
    place: str
    area_code: str
    area_name: str
    category_name: str
    longitude: float | None
    latitude: float | None
    first_at: datetime
    last_at: datetime
    cases: int
    open_cases: int
    people: int
    recency: float = Field(description="1 on the day of a report, half after 180 days without one.")
    rise: float = Field(description="1, plus the share of people who came in the last 14 days beyond those before.")
    heat: float


class HotListOut(Schema):
    """A page of hot issues."""

    items: list[HotOut]
    next_cursor: str | None


class WeekOut(Schema):
    """How many cases came in within a week that begins on a Monday."""

    start: date
    cases: int


class HotIssueOut(HotOut):
    """One issue with its weeks."""

    weeks: list[WeekOut]


class HotQuery(Schema):
    """Which issues are listed."""

    area: str = Field("", max_length=20, description="Code of an area.")
    cursor: str = Field("", max_length=400)
    size: int = Field(30, ge=1, le=200)


def _out(row: HotRow) -> dict[str, object]:
    line = territory.ancestors(row.path)
    known = {name: getattr(row, name) for name in HotOut.model_fields if name != "area_code"}
    return {**known, "area_code": line[-1].code if line else ""}


def _reader(request: HttpRequest) -> Actor:
    """Return who reads. Raises: NotAllowed for a token that is not one of a desk."""
    viewer = bearer(request)
    if not viewer.paths(*READERS):
        raise NotAllowed
    return viewer


@router.get("/hot", response={200: HotListOut, **REFUSALS}, operation_id="list_hot", summary="List hot issues")
def list_hot(request: HttpRequest, wanted: Query[HotQuery]) -> dict[str, object]:
    """List the hot issues of the token's areas, the hottest first. Asks for a token that may dispatch or supervise."""
    page = cases.hot_issues(_reader(request), path=path_of(wanted.area), cursor=wanted.cursor or None, size=wanted.size)
    return {"items": [_out(row) for row in page.items], "next_cursor": page.next_cursor}


@router.get(
    "/hot/{issue}", response={200: HotIssueOut, **REFUSALS}, operation_id="read_hot", summary="Read a hot issue"
)
def read_hot(request: HttpRequest, issue: PathEx[int, P(ge=1, le=2**62)]) -> dict[str, object]:
    """Read one issue with its weeks. The number of one that went into another reads the other."""
    found = cases.hot_issue(_reader(request), issue)
    return {**_out(found.row), "weeks": [{"start": one.start, "cases": one.cases} for one in found.weeks]}
