"""Joint meetings for other systems: read, written down, sent, followed."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.programmes.meetings import public as meetings
from linli.programmes.meetings.public import MeetingRow, ResolutionRow

router = Router()


class MeetingOut(Schema):
    """A sitting of a joint meeting."""

    id: int
    body_id: int
    body_name: str
    title: str
    area_name: str
    place: str
    starts_at: datetime
    state: str
    state_label: str
    agreed: int = Field(description="How many resolutions.")
    tasks: int
    done: int


class MeetingListOut(Schema):
    """A page of sittings."""

    items: list[MeetingOut]
    next_cursor: str | None


class MeetingQuery(Schema):
    """Which sittings."""

    state: list[str] = Field(default_factory=list)
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


class MeetingIn(Schema):
    """A meeting to be called; the units are told."""

    model_config = ConfigDict(extra="forbid")

    body: int = Field(..., description="The joint meeting: `body_id` of its sittings.")
    title: str = Field(..., min_length=1, max_length=80)
    place: str = Field(..., min_length=1, max_length=80)
    starts_at: AwareDatetime
    agenda: list[str] = Field(default_factory=list, max_length=30)


class ResolutionIn(Schema):
    """What was agreed."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(..., min_length=1, max_length=40)
    text: str = Field(..., min_length=1, max_length=1000)
    due_on: date
    kind: str = Field("", max_length=20, description="Kind of the cases it becomes; empty: the usual one.")
    seats: list[int] = Field(
        default_factory=list, description="The `seats` of the meeting it goes to; empty: all, later ones too."
    )


class ResolutionOut(Schema):
    """A resolution, and how far it is."""

    id: int
    position: int
    title: str
    text: str
    due_on: date
    sent: bool
    tasks: int
    done: int
    late: int
    outcome: str
    units: list[str] = Field(description="Names of the units it goes to; empty: all.")


class SeatOut(Schema):
    """A unit that sits in the meeting."""

    id: int
    unit: str
    place: str
    presence: str = Field(description="`present`, `excused`, `absent`; empty: not said yet.")


class MeetingDetailOut(MeetingOut):
    """A sitting with agenda, units and what was agreed."""

    agenda: list[str]
    units: list[str]
    seats: list[SeatOut]
    resolutions: list[ResolutionOut]


class SentOut(Schema):
    """What sending did. Sent again it makes nothing twice."""

    made: int
    total: int


class TaskOut(Schema):
    """The task of a unit for a resolution: an ordinary case."""

    unit: str
    place: str
    resolution: int
    number: str
    state: str
    state_label: str
    due_at: datetime | None


@router.get(
    "/meetings", response={200: MeetingListOut, **REFUSALS}, operation_id="list_meetings", summary="List meetings"
)
def list_meetings(request: HttpRequest, wanted: Query[MeetingQuery]) -> MeetingListOut:
    """List the joint meetings of the token's area, the newest first."""
    path = path_of(wanted.area)
    page = meetings.meetings(
        bearer(request), path=path, states=tuple(wanted.state), cursor=wanted.cursor or None, size=wanted.size
    )
    return MeetingListOut(items=[_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.post("/meetings", response={201: MeetingOut, **REFUSALS}, operation_id="call_meeting", summary="Call a meeting")
def call_meeting(request: HttpRequest, given: MeetingIn) -> Status[MeetingOut]:
    """Call a meeting; the units that sit in it are told."""
    by = bearer(request)
    made = meetings.plan_meeting(
        body_id=given.body,
        title=given.title,
        place=given.place,
        starts_at=given.starts_at,
        agenda=given.agenda,
        by=by,
    )
    return Status(201, _out(meetings.meeting_for(by, made.pk).row))


@router.get(
    "/meetings/{meeting_id}",
    response={200: MeetingDetailOut, **REFUSALS},
    operation_id="read_meeting",
    summary="Read a meeting",
)
def read_meeting(request: HttpRequest, meeting_id: int) -> MeetingDetailOut:
    """Read one sitting."""
    detail = meetings.meeting_for(bearer(request), meeting_id)
    return MeetingDetailOut(
        **_out(detail.row).dict(),
        agenda=list(detail.agenda),
        units=[seat.unit_name for seat in detail.seats],
        seats=[
            SeatOut(id=seat.id, unit=seat.unit_name, place=seat.area_name, presence=seat.presence)
            for seat in detail.seats
        ],
        resolutions=[_resolution(one) for one in detail.resolutions],
    )


@router.post(
    "/meetings/{meeting_id}/resolutions",
    response={201: ResolutionOut, **REFUSALS},
    operation_id="write_resolution",
    summary="Write down what was agreed",
)
def write_resolution(request: HttpRequest, meeting_id: int, given: ResolutionIn) -> Status[ResolutionOut]:
    """Write down what was agreed; it is sent to the units with the others."""
    by = bearer(request)
    made = meetings.resolve(
        meeting_id,
        title=given.title,
        text=given.text,
        due_on=given.due_on,
        kind_code=given.kind,
        seats=given.seats,
        by=by,
    )
    found = meetings.meeting_for(by, meeting_id).resolutions
    return Status(201, _resolution(next(one for one in found if one.id == made.pk)))


@router.post(
    "/meetings/{meeting_id}/send",
    response={200: SentOut, **REFUSALS},
    operation_id="send_resolutions",
    summary="Send what was agreed to its units",
)
def send_resolutions(request: HttpRequest, meeting_id: int) -> SentOut:
    """Make every resolution a task of each of its units, in one step. Called again it makes only what is missing."""
    sent = meetings.send_resolutions(meeting_id, by=bearer(request))
    return SentOut(made=sent.made, total=sent.total)


@router.get(
    "/meetings/{meeting_id}/tasks",
    response={200: list[TaskOut], **REFUSALS},
    operation_id="list_meeting_tasks",
    summary="List the tasks of a meeting",
)
def list_tasks(request: HttpRequest, meeting_id: int) -> list[TaskOut]:
    """List the task of each unit for each resolution."""
    viewer = bearer(request)
    detail = meetings.meeting_for(viewer, meeting_id)
    return [
        TaskOut(
            unit=line.seat.unit_name,
            place=line.seat.area_name,
            resolution=one.id,
            number=cell.number,
            state=cell.state,
            state_label=cell.state_label,
            due_at=cell.due_at,
        )
        for line in meetings.matrix(viewer, meeting_id)
        for one, cell in zip(detail.resolutions, line.cells, strict=True)
        if cell is not None
    ]


def _out(row: MeetingRow) -> MeetingOut:
    return MeetingOut(**{name: getattr(row, name) for name in MeetingOut.model_fields})


def _resolution(row: ResolutionRow) -> ResolutionOut:
    return ResolutionOut(**{name: getattr(row, name) for name in ResolutionOut.model_fields})
