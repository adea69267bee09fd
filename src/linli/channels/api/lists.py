"""The three lists for other systems: needs said, resources offered, projects made, started and reported."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, HeaderEx, P, PathEx, Query, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.areas import area_of, path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed
from linli.kernel.paging import Page
from linli.programmes.lists import public as lists

router = Router(tags=["Three lists"])
HOURS = "Hours of the week in words: 周一至周五 16:30-18:30; weekdays 22:00-2:00. Empty: not said."
SKILLS = "Separated by commas."
NUMBER = "Number, for example N2026-0301-0001."
KEY_WORDS = "The same key is the same entry, however often it is sent."


class NeedIn(Schema):
    """What somebody needs, in their words. The community reads it before it stands on any list."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(..., max_length=24, description="Code of the community or grid.")
    category: str = Field(..., max_length=10, description="One of: " + ", ".join(lists.Category.values))
    text: str = Field(..., min_length=1, max_length=500, description="Sealed, never read back.")
    name: str = Field("", max_length=20, description="Sealed, never read back.")
    phone: str = Field(..., max_length=30, description="Sealed, never read back.")
    hours: str = Field("", max_length=200, description=HOURS)
    skills: str = Field("", max_length=120, description=SKILLS)
    people: int = Field(1, ge=1, le=100_000)
    urgent: bool = False
    origin: Literal["case", "visit", "talk", "meeting", "phone"] = "phone"
    case_number: str = Field("", max_length=24)


class ListIn(Schema):
    """How a need stands on the public list: no name, no door, no illness."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(..., min_length=1, max_length=120)


class ReasonIn(Schema):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(..., min_length=1, max_length=200)


class ResourceIn(Schema):
    """What can be given."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(..., max_length=24, description="Code of the area where it is.")
    serves: str = Field("", max_length=24, description="Code of the area it serves; empty: where it is.")
    kind: str = Field(..., max_length=10, description="One of: " + ", ".join(lists.Given.values))
    category: str = Field(..., max_length=10, description="One of: " + ", ".join(lists.Category.values))
    words: str = Field(..., min_length=1, max_length=120)
    giver_name: str = Field(..., min_length=1, max_length=40)
    phone: str = Field(..., max_length=30, description="Sealed, never read back.")
    terms: str = Field("", max_length=200)
    hours: str = Field("", max_length=200, description=HOURS)
    skills: str = Field("", max_length=120, description=SKILLS)
    seats: int | None = Field(None, description="Most people at once; empty: any number.")
    capacity: int = Field(1, description="How many needs it can serve; not below zero.")


class CapacityIn(Schema):
    """How many needs a resource can serve from now on."""

    model_config = ConfigDict(extra="forbid")

    capacity: int = Field(..., description="Not below zero, nor below what open projects use.")


class StepIn(Schema):
    """A step of a project and until when it is done."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(..., min_length=1, max_length=60)
    due_on: date


class ProjectIn(Schema):
    """Needs and resources brought together."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(..., max_length=24, description="Code of the area whose project it is.")
    needs: list[str] = Field(..., min_length=1, max_length=100, description="Numbers.")
    resources: list[str] = Field(default_factory=list, max_length=100, description="Numbers.")
    title: str = Field(..., min_length=1, max_length=60)
    how: str = Field(..., min_length=1, max_length=500)
    lead_name: str = Field(..., min_length=1, max_length=40)
    starts_on: date
    ends_on: date
    planned_fen: int = Field(0, ge=0, le=10**12)
    money_from: str = Field("", max_length=60)
    steps: list[StepIn] = Field(default_factory=list, max_length=20)


class FeedbackIn(Schema):
    """What came of a project: read by everybody, and sent to each who asked."""

    model_config = ConfigDict(extra="forbid")

    feedback: str = Field(..., min_length=1, max_length=500)


class RowOut(Schema):
    """What all three lists tell."""

    number: str
    state: str
    state_label: str
    area_name: str
    words: str = Field(description="As the list shows it; empty before it stands there.")


class NeedOut(RowOut):
    """A need. What was said, names and phones are not given out."""

    category: str
    hours: str
    skills: list[str]
    people: int
    urgent: bool
    said_at: datetime
    project: str = Field(description="Number of the project that works on it, or empty.")


class ResourceOut(RowOut):
    """A resource. Phones are not given out."""

    kind: str
    category: str
    giver_name: str
    terms: str
    hours: str
    skills: list[str]
    seats: int | None
    capacity: int
    offered_at: datetime


class ProjectOut(RowOut):
    """A project."""

    how: str
    lead_name: str
    starts_on: date
    ends_on: date
    planned_fen: int
    paid_fen: int
    money_from: str
    feedback: str


class SaidOut(Schema):
    """What came of saying a need."""

    number: str
    tracking_code: str
    repeated: bool


class NeedsOut(Schema):
    """A page of needs."""

    items: list[NeedOut]
    next_cursor: str | None


class ResourcesOut(Schema):
    """A page of resources."""

    items: list[ResourceOut]
    next_cursor: str | None


class ProjectsOut(Schema):
    """A page of projects."""

    items: list[ProjectOut]
    next_cursor: str | None


class ListQuery(Schema):
    """Which entries."""

    state: list[str] = Field(default_factory=list)
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


Key = HeaderEx[str, P(alias="Idempotency-Key", max_length=200, description=KEY_WORDS)]
Number = PathEx[str, P(max_length=18, description=NUMBER)]


@router.post("/needs", response={201: SaidOut, 200: SaidOut, **REFUSALS}, operation_id="say_need", summary="Say a need")
def say_need(request: HttpRequest, given: NeedIn, idempotency_key: Key = "") -> Status[SaidOut]:
    """Take a need in for a resident. Answers with a tracking code for them."""
    given_up = given.dict(exclude={"area", "name", "phone"})
    made = lists.say(
        by=bearer(request), area_id=area_of(given.area).id, intake_key=idempotency_key or None,
        asker=lists.Asker(name=given.name, phone=given.phone), **given_up,
    )
    out = SaidOut(number=made.need.number, tracking_code=made.tracking_code, repeated=made.repeated)
    return Status(200 if made.repeated else 201, out)


@router.get("/needs", response={200: NeedsOut, **REFUSALS}, operation_id="list_needs", summary="List needs")
def list_needs(request: HttpRequest, wanted: Query[ListQuery]) -> NeedsOut:
    """List the needs of the token's area, the newest first."""
    page = _found(request, wanted, lists.needs)
    return NeedsOut(items=[need_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/needs/{number}", response={200: NeedOut, **REFUSALS}, operation_id="read_need", summary="Read a need")
def read_need(request: HttpRequest, number: Number) -> NeedOut:
    """Read one need."""
    return need_out(lists.need_for(bearer(request), number).need)


@router.post("/needs/{number}/list", response={200: NeedOut, **REFUSALS}, operation_id="put_need_on_list")
def put_need_on_list(request: HttpRequest, number: Number, given: ListIn) -> NeedOut:
    """Put a need on this month's public list."""
    by = bearer(request)
    lists.list_need(lists.need_for(by, number).need.pk, by=by, words=given.words)
    return need_out(lists.need_for(by, number).need)


@router.post("/needs/{number}/refuse", response={200: NeedOut, **REFUSALS}, operation_id="refuse_need")
def refuse_need(request: HttpRequest, number: Number, given: ReasonIn) -> NeedOut:
    """Say why a need does not go onto the list; who asked is told."""
    by = bearer(request)
    lists.refuse(lists.need_for(by, number).need.pk, by=by, reason=given.reason)
    return need_out(lists.need_for(by, number).need)


@router.post(
    "/resources", response={201: ResourceOut, **REFUSALS}, operation_id="offer_resource", summary="Offer a resource"
)
def offer_resource(request: HttpRequest, given: ResourceIn, idempotency_key: Key = "") -> Status[ResourceOut]:
    """Offer a resource. From whoever keeps the list it stands there at once; from others it is looked at first."""
    by = bearer(request)
    made = lists.offer(
        by=by, area_id=area_of(given.area).id, serves_id=area_of(given.serves).id if given.serves else None,
        intake_key=idempotency_key or None, **given.dict(exclude={"area", "serves"}),
    )
    return Status(201, resource_out(made))


@router.get("/resources", response={200: ResourcesOut, **REFUSALS}, operation_id="list_resources", summary="Resources")
def list_resources(request: HttpRequest, wanted: Query[ListQuery]) -> ResourcesOut:
    """List the resources of the token's area, the newest first."""
    page = _found(request, wanted, lists.resources)
    return ResourcesOut(items=[resource_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/resources/{number}", response={200: ResourceOut, **REFUSALS}, operation_id="read_resource")
def read_resource(request: HttpRequest, number: Number) -> ResourceOut:
    """Read one resource."""
    return resource_out(lists.resource_for(bearer(request), number).resource)


@router.post("/resources/{number}/capacity", response={200: ResourceOut, **REFUSALS}, operation_id="resize_resource")
def resize_resource(request: HttpRequest, number: Number, given: CapacityIn) -> ResourceOut:
    """Change how many needs a resource can serve; everything is matched anew."""
    by = bearer(request)
    return resource_out(
        lists.resize(lists.resource_for(by, number).resource.pk, by=by, capacity=given.capacity)
    )


@router.post("/resources/{number}/withdraw", response={200: ResourceOut, **REFUSALS}, operation_id="withdraw_resource")
def withdraw_resource(request: HttpRequest, number: Number, given: ReasonIn) -> ResourceOut:
    """Withdraw a resource. One that is at work in a project has to leave it first."""
    by = bearer(request)
    return resource_out(lists.retire(lists.resource_for(by, number).resource.pk, by=by, reason=given.reason))


@router.post(
    "/projects", response={201: ProjectOut, **REFUSALS}, operation_id="make_project", summary="Make a project"
)
def make_project(request: HttpRequest, given: ProjectIn) -> Status[ProjectOut]:
    """Bring needs and resources together. The needs leave the list of what is open."""
    by = bearer(request)
    made = lists.make(
        by=by, area_id=area_of(given.area).id,
        needs=[lists.need_for(by, one).need.pk for one in given.needs],
        resources=[lists.resource_for(by, one).resource.pk for one in given.resources],
        milestones=[(one.title, one.due_on) for one in given.steps],
        **given.dict(exclude={"area", "needs", "resources", "steps"}),
    )
    return Status(201, project_out(made))


@router.get("/projects", response={200: ProjectsOut, **REFUSALS}, operation_id="list_projects", summary="Projects")
def list_projects(request: HttpRequest, wanted: Query[ListQuery]) -> ProjectsOut:
    """List the projects of the token's area, the newest first."""
    page = _found(request, wanted, lists.projects)
    return ProjectsOut(items=[project_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/projects/{number}", response={200: ProjectOut, **REFUSALS}, operation_id="read_project")
def read_project(request: HttpRequest, number: Number) -> ProjectOut:
    """Read one project."""
    return project_out(lists.project_for(bearer(request), number).project)


@router.post("/projects/{number}/start", response={200: ProjectOut, **REFUSALS}, operation_id="start_project")
def start_project(request: HttpRequest, number: Number) -> ProjectOut:
    """Let a project begin: everybody sees it, and who asked is told."""
    by = bearer(request)
    return project_out(lists.start(lists.project_for(by, number).project.pk, by=by))


@router.post("/projects/{number}/finish", response={200: ProjectOut, **REFUSALS}, operation_id="finish_project")
def finish_project(request: HttpRequest, number: Number, given: FeedbackIn) -> ProjectOut:
    """Say what came of it: to the community, and to each who asked."""
    by = bearer(request)
    return project_out(lists.finish(lists.project_for(by, number).project.pk, by=by, feedback=given.feedback))


def _found(request: HttpRequest, wanted: ListQuery, read: Callable[..., Page[Any]]) -> Page[Any]:
    viewer = bearer(request)
    keeps_lists(viewer)
    path = path_of(wanted.area)
    return read(viewer, states=tuple(wanted.state), path=path, cursor=wanted.cursor or None, size=wanted.size)


def keeps_lists(viewer: Actor) -> None:
    """Refuse a key without an area whose lists it keeps. Raises: NotAllowed."""
    if not viewer.paths(*lists.RUNS):
        raise NotAllowed


def _row(row: lists.Need | lists.Resource | lists.Project, words: str) -> dict[str, Any]:
    return {
        "number": row.number, "state": row.state, "state_label": row.get_state_display(), "words": words,
        "area_name": row.area.name,
    }


def _copied(row: object, out: type[Schema], given: dict[str, Any]) -> dict[str, Any]:
    return given | {name: getattr(row, name) for name in out.model_fields if name not in given}


def need_out(row: lists.Need) -> NeedOut:
    """Return a need as other systems read it."""
    given = _row(row, row.words) | {
        "hours": lists.hours_text(lists.restored(row.windows)), "project": row.project.number if row.project else "",
    }
    return NeedOut(**_copied(row, NeedOut, given))


def resource_out(row: lists.Resource) -> ResourceOut:
    """Return a resource as other systems read it."""
    given = _row(row, row.words) | {"hours": lists.hours_text(lists.restored(row.windows))}
    return ResourceOut(**_copied(row, ResourceOut, given))


def project_out(row: lists.Project) -> ProjectOut:
    """Return a project as other systems read it."""
    return ProjectOut(**_copied(row, ProjectOut, _row(row, row.title)))
