"""Volunteering for other systems: kinds of service, activities, who comes, time given."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, P, PathEx, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.public import ActivityDetail, ActivityRow, ServiceRow

router = Router(tags=["Volunteering"])
YEAR = timedelta(days=365)
NUMBER = "Number of the volunteer, for example V-2026-000001."


class ServiceKindOut(Schema):
    """A kind of service, for example one of seven colours."""

    scheme: str
    code: str
    name: str
    colour: str = Field(description="#rrggbb, or empty.")
    points_per_hour: int = Field(description="0: hours only. Points thank; they are no money.")


class RoleIn(Schema):
    """A role of an activity."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(..., min_length=1, max_length=30)
    wanted: int = Field(..., ge=1, le=500)
    skill: str = Field("", max_length=20)
    adults_only: bool = False
    needs_insurance: bool = Field(False, description="Dangerous: insured adults only.")
    needs_vetting: bool = Field(False, description="With children: vetted only.")


class RoleOut(Schema):
    """A role and how many places of it are taken."""

    id: int
    name: str
    wanted: int
    taken: int
    skill: str
    adults_only: bool
    needs_insurance: bool
    needs_vetting: bool


class ActivityIn(Schema):
    """An activity to be planned."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(..., min_length=1, max_length=60)
    area: str = Field(..., max_length=20, description="Code of the area.")
    kind: str = Field("", max_length=32, description="Code of a kind of service.")
    place: str = Field(..., min_length=1, max_length=80)
    starts: AwareDatetime
    ends: AwareDatetime
    about: str = Field("", max_length=500)
    risks: str = Field("", max_length=200, description="Told truly; needed when a role is dangerous.")
    guarantees: str = Field("", max_length=200)
    phone: str = Field("", max_length=30)
    whom: str = Field("", max_length=40, description="For whom, in a word.")
    roles: list[RoleIn] = Field(..., min_length=1, max_length=20)
    weeks: int = Field(1, ge=1, le=26)


class ActivityOut(Schema):
    """An activity in lists."""

    id: int
    title: str
    kind: str
    team_name: str
    area_name: str
    place: str
    starts: datetime
    ends: datetime
    state: str
    wanted: int
    taken: int


class ActivityFullOut(ActivityOut):
    """An activity with its roles."""

    about: str
    risks: str
    guarantees: str
    why_cancelled: str
    waiting: int
    roles: list[RoleOut]


class ActivityListOut(Schema):
    """A page of activities."""

    items: list[ActivityOut]
    next_cursor: str | None


class ActivityQuery(Schema):
    """Which activities."""

    area: str = Field("", max_length=20, description="Code of an area; the county when empty.")
    kind: str = Field("", max_length=32)
    cursor: str = Field("", max_length=400)
    size: int = Field(50, ge=1, le=200)


class PersonIn(Schema):
    """Whom it is about."""

    model_config = ConfigDict(extra="forbid")

    volunteer: str = Field(..., max_length=20, description=NUMBER)


class SignUpIn(PersonIn):
    """Who wants to come in which role."""

    role: int


class WhyIn(Schema):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(..., min_length=1, max_length=120)


class AttendeeOut(Schema):
    """Somebody who signed up or came. Call names only."""

    number: str
    call_name: str
    role: str
    state: str = Field(description="coming or waiting")
    service: str = Field(description="running, ended, confirmed, refused; empty: has not come")
    starts: datetime | None
    ends: datetime | None


class TimeGivenOut(Schema):
    """Time that was given. It counts once a second person has confirmed it, in the console or at the desk."""

    id: int
    activity_id: int
    title: str
    number: str
    call_name: str
    state: str
    how: str = Field(description="code, steward, or back: noted afterwards")
    starts: datetime
    ends: datetime | None
    minutes: int | None = Field(description="Confirmed.")
    over_cap: bool


class TimeGivenListOut(Schema):
    """A page of time given."""

    items: list[TimeGivenOut]
    next_cursor: str | None


class TimeGivenQuery(Schema):
    """Which time."""

    area: str = Field("", max_length=20, description="Code of an area; the token's own when empty.")
    since: AwareDatetime | None = None
    cursor: str = Field("", max_length=400)
    size: int = Field(50, ge=1, le=200)


class TotalOut(Schema):
    """Sums of a year, never persons."""

    volunteers: int | None = Field(description="Null below five.")
    minutes: int
    services: int
    by_kind: list[tuple[str, int, int]] = Field(description="Name, minutes, services.")


def wide_path(code: str) -> str:
    """Return the path of an area by its code; of the county for no code. Raises: Invalid."""
    return path_of(code) or territory.county().path


def run_path(by: Actor, code: str) -> str:
    """Return the path of an area the token runs; the widest of its own for no code. Raises: NotAllowed, Invalid."""
    own = by.paths(*volunteers.ORGANISERS)
    path = wide_path(code) if code or not own else min(own, key=len)
    if not volunteers.may_any(by, volunteers.ORGANISERS, path):
        raise NotAllowed
    return path


@router.get("/volunteering/kinds", response={200: list[ServiceKindOut], **REFUSALS}, operation_id="list_service_kinds")
def list_service_kinds(request: HttpRequest) -> list[ServiceKindOut]:
    """List the kinds of service."""
    del request
    return [
        ServiceKindOut(
            scheme=one.code, code=item.code, name=item.name, colour=item.colour, points_per_hour=item.points_per_hour
        )
        for one in volunteers.schemes()
        for item in one.items
    ]


@router.get("/volunteering/totals", response={200: TotalOut, **REFUSALS}, operation_id="read_volunteering_totals")
def read_volunteering_totals(request: HttpRequest, area: str = "") -> TotalOut:
    """Read the sums of the last year in an area."""
    del request
    found = volunteers.totals(wide_path(area))
    kinds = [(name, minutes, services) for name, _colour, minutes, services in found.by_item]
    return TotalOut(volunteers=found.volunteers, minutes=found.minutes, services=found.services, by_kind=kinds)


class KindResultOut(Schema):
    """What a kind of service did within a year: sums, never persons."""

    scheme: str
    code: str
    name: str
    activities: int
    services: int
    minutes: int
    helped: int = Field(description="People it was for, as far as it was noted.")
    whom: list[str]


@router.get("/volunteering/results", response={200: list[KindResultOut], **REFUSALS}, operation_id="list_kind_results")
def list_kind_results(request: HttpRequest, area: str = "") -> list[KindResultOut]:
    """List what each kind of service did in an area within a year."""
    del request
    names = KindResultOut.model_fields.keys() - {"scheme", "whom"}
    return [
        KindResultOut(scheme=one.code, whom=list(row.whom), **{name: getattr(row, name) for name in names})
        for one, rows in volunteers.kinds(wide_path(area), since=clock.now() - YEAR)
        for row in rows
    ]


@router.get("/activities", response={200: ActivityListOut, **REFUSALS}, operation_id="list_activities")
def list_activities(request: HttpRequest, wanted: Query[ActivityQuery]) -> ActivityListOut:
    """List the activities to come, the next first."""
    page = volunteers.upcoming(
        bearer(request), wide_path(wanted.area), wanted.cursor or None, item=wanted.kind, size=wanted.size
    )
    return ActivityListOut(items=[_out(row) for row in page.items], next_cursor=page.next_cursor)


def _out(row: ActivityRow) -> ActivityOut:
    names = ActivityOut.model_fields.keys() - {"kind"}
    return ActivityOut(kind=row.item_name, **{name: getattr(row, name) for name in names})


def _full(detail: ActivityDetail) -> ActivityFullOut:
    names = ("about", "risks", "guarantees", "why_cancelled", "waiting")
    roles = [RoleOut(**{name: getattr(one, name) for name in RoleOut.model_fields}) for one in detail.roles]
    return ActivityFullOut(
        **_out(detail.row).model_dump(), roles=roles, **{name: getattr(detail, name) for name in names}
    )


@router.post("/activities", response={201: list[int], **REFUSALS}, operation_id="plan_activity")
def plan_activity(request: HttpRequest, given: ActivityIn) -> Status[list[int]]:
    """Plan an activity, or one in each of several weeks; answer with their ids."""
    names = ("title", "place", "starts", "ends", "about", "risks", "guarantees", "phone", "whom")
    wanted = volunteers.ActivityInput(
        area_id=territory.area(territory.ids_of(wide_path(given.area))[-1]).id,
        item_code=given.kind,
        roles=[volunteers.RoleInput(**one.model_dump()) for one in given.roles],
        **{name: getattr(given, name) for name in names},
    )
    return Status(201, [row.pk for row in volunteers.plan_activity(wanted, by=bearer(request), weeks=given.weeks)])


@router.get("/activities/{activity}", response={200: ActivityFullOut, **REFUSALS}, operation_id="read_activity")
def read_activity(request: HttpRequest, activity: int) -> ActivityFullOut:
    """Read an activity."""
    return _full(volunteers.activity(bearer(request), activity))


@router.post(
    "/activities/{activity}/cancel", response={200: ActivityFullOut, **REFUSALS}, operation_id="cancel_activity"
)
def cancel_activity(request: HttpRequest, activity: int, given: WhyIn) -> ActivityFullOut:
    """Call an activity off; everybody who signed up is told why."""
    volunteers.cancel_activity(activity_id=activity, why=given.why, by=bearer(request))
    return _full(volunteers.activity(bearer(request), activity))


@router.get(
    "/activities/{activity}/attendees", response={200: list[AttendeeOut], **REFUSALS}, operation_id="list_attendees"
)
def list_attendees(request: HttpRequest, activity: int) -> list[AttendeeOut]:
    """List who signed up or came, to who stands at the door there."""
    names = AttendeeOut.model_fields
    return [
        AttendeeOut(**{name: getattr(one, name) for name in names})
        for one in volunteers.attendees(bearer(request), activity)
    ]


@router.post("/activities/{activity}/sign-ups", response={200: AttendeeOut, **REFUSALS}, operation_id="sign_up")
def sign_up(request: HttpRequest, activity: int, given: SignUpIn) -> AttendeeOut:
    """Sign a volunteer up; with no place left they wait. Signed up twice is signed up once."""
    by = bearer(request)
    if given.role not in {role.id for role in volunteers.activity(by, activity).roles}:
        raise Invalid(fields={"role": _("The activity has no such role.")})
    volunteers.sign_up(role_id=given.role, by=by, volunteer_id=volunteers.by_number(by, given.volunteer))
    return _attendee(by, activity, given.volunteer)


@router.post("/activities/{activity}/withdraw", response={204: None, **REFUSALS}, operation_id="withdraw_sign_up")
def withdraw_sign_up(request: HttpRequest, activity: int, given: PersonIn) -> Status[None]:
    """Give a place back; the next in line gets it and is told."""
    by = bearer(request)
    volunteers.withdraw(activity_id=activity, by=by, volunteer_id=volunteers.by_number(by, given.volunteer))
    return Status(204, None)


@router.post("/activities/{activity}/check-in", response={200: AttendeeOut, **REFUSALS}, operation_id="check_in")
def check_in(request: HttpRequest, activity: int, given: PersonIn) -> AttendeeOut:
    """Note that a volunteer has come, as the steward's device. Twice is once."""
    by = bearer(request)
    volunteers.check_in(activity_id=activity, by=by, volunteer_id=volunteers.by_number(by, given.volunteer))
    return _attendee(by, activity, given.volunteer)


@router.post("/activities/{activity}/check-out", response={200: AttendeeOut, **REFUSALS}, operation_id="check_out")
def check_out(request: HttpRequest, activity: int, given: PersonIn) -> AttendeeOut:
    """Note that a volunteer goes. A person confirms the time afterwards: no machine does."""
    by = bearer(request)
    volunteers.check_out(activity_id=activity, by=by, volunteer_id=volunteers.by_number(by, given.volunteer))
    return _attendee(by, activity, given.volunteer)


def _attendee(by: Actor, activity: int, number: str) -> AttendeeOut:
    for one in volunteers.attendees(by, activity):
        if one.number == number.strip().upper():
            return AttendeeOut(**{name: getattr(one, name) for name in AttendeeOut.model_fields})
    raise NotFound


@router.get("/services-given", response={200: TimeGivenListOut, **REFUSALS}, operation_id="list_time_given")
def list_time_given(request: HttpRequest, wanted: Query[TimeGivenQuery]) -> TimeGivenListOut:
    """List the time given in an area, the newest first."""
    by = bearer(request)
    path = run_path(by, wanted.area)
    page = volunteers.services(by, path, wanted.cursor or None, since=wanted.since, size=wanted.size)
    return TimeGivenListOut(items=[_service(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/services-given/{service}", response={200: TimeGivenOut, **REFUSALS}, operation_id="read_time_given")
def read_time_given(request: HttpRequest, service: PathEx[int, P(ge=1)]) -> TimeGivenOut:
    """Read one."""
    return _service(volunteers.service(bearer(request), service))


def _service(row: ServiceRow) -> TimeGivenOut:
    return TimeGivenOut(**{name: getattr(row, name) for name in TimeGivenOut.model_fields})
