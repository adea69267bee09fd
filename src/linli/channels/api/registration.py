"""Double registration for other systems: who has registered, what is offered, the statements of units."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.areas import area_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.programmes.registration import public as registration
from linli.programmes.registration.public import DutyRow

router = Router()


class RegistrationOut(Schema):
    """A registration. Names and phones of members are not given out."""

    id: int
    kind: str = Field(description="unit or member")
    state: str
    state_label: str
    unit_name: str = Field(description="The unit; of a member: where they work, perhaps empty.")
    area_name: str
    registered_at: datetime
    taken: int
    confirmed: int


class RegistrationListOut(Schema):
    """A page of registrations."""

    items: list[RegistrationOut]
    next_cursor: str | None


class RegistrationQuery(Schema):
    """Which registrations."""

    kind: str = Field("", pattern="^(unit|member|)$")
    state: list[str] = Field(default_factory=list)
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


class DutyIn(Schema):
    """Something that a community offers to units and members."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(..., max_length=24, description="Code of the community.")
    title: str = Field(..., min_length=1, max_length=40)
    text: str = Field(..., min_length=1, max_length=300)
    places: int = Field(1, ge=1, le=500)
    kind: str = Field("", pattern="^(unit|member|)$", description="For units or members only; empty: for both.")
    until: date | None = None


class DutyOut(Schema):
    """A duty on offer."""

    id: int
    title: str
    text: str
    kind: str
    area_name: str
    places: int
    left: int
    until: date | None


class StatementLineOut(Schema):
    """A duty that was done and confirmed."""

    title: str
    note: str
    area_name: str
    confirmed_on: date


class StatementOut(Schema):
    """The year of a unit."""

    unit_name: str
    year: int
    members: int
    members_done: int
    lines: list[StatementLineOut]


@router.get(
    "/registrations",
    response={200: RegistrationListOut, **REFUSALS},
    operation_id="list_registrations",
    summary="List registrations",
)
def list_registrations(request: HttpRequest, wanted: Query[RegistrationQuery]) -> RegistrationListOut:
    """List who has registered in the token's area, the newest first."""
    page = registration.registrations(
        bearer(request),
        kind=wanted.kind,
        states=tuple(wanted.state),
        path=area_of(wanted.area).path if wanted.area else "",
        cursor=wanted.cursor or None,
        size=wanted.size,
    )
    names = RegistrationOut.model_fields
    items = [RegistrationOut(**{name: getattr(row, name) for name in names}) for row in page.items]
    return RegistrationListOut(items=items, next_cursor=page.next_cursor)


@router.get("/duties", response={200: list[DutyOut], **REFUSALS}, operation_id="list_duties", summary="List duties")
def list_duties(request: HttpRequest, area: str = "") -> list[DutyOut]:
    """List what communities offer now."""
    bearer(request)
    return [_duty(row) for row in registration.duties(area_of(area).path if area else "")]


@router.post("/duties", response={201: DutyOut, **REFUSALS}, operation_id="offer_duty", summary="Offer a duty")
def offer_duty(request: HttpRequest, given: DutyIn) -> Status[DutyOut]:
    """Offer something to do."""
    area = area_of(given.area)
    made = registration.offer_duty(
        area_id=area.id,
        title=given.title,
        text=given.text,
        places=given.places,
        kind=given.kind,
        until=given.until,
        by=bearer(request),
    )
    return Status(201, _duty(next(row for row in registration.duties(area.path) if row.id == made.pk)))


@router.get(
    "/units/{unit_id}/statement",
    response={200: StatementOut, **REFUSALS},
    operation_id="read_unit_statement",
    summary="Read the year of a unit",
)
def read_unit_statement(request: HttpRequest, unit_id: int, year: int) -> StatementOut:
    """Read what a unit did in a year, and how much its members did where they live."""
    found = registration.statement(bearer(request), unit_id, year)
    names = StatementLineOut.model_fields
    lines = [StatementLineOut(**{name: getattr(line, name) for name in names}) for line in found.lines]
    return StatementOut(
        unit_name=found.unit_name, year=found.year, members=found.members, members_done=found.members_done, lines=lines
    )


def _duty(row: DutyRow) -> DutyOut:
    return DutyOut(**{name: getattr(row, name) for name in DutyOut.model_fields})
