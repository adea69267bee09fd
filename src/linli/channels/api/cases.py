"""Cases for other systems: sent in, read, listed."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, HeaderEx, P, PathEx, Query, Router, Status
from ninja.files import UploadedFile

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import (
    REFUSALS,
    AreaOut,
    CaseIn,
    CaseListOut,
    CaseOut,
    CaseQuery,
    CategoryOut,
    CreatedOut,
    EmergencyOut,
    KindOut,
    PhotoOut,
    TaxonomyOut,
)
from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseRow
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, WrongState
from linli.programmes.requests import public as requests

router = Router()
READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.FIGURES)
NAMES = {"category_code": "category", "kind_code": "kind", "phone": "reporter.phone", "email": "reporter.email"}
KEY_WORDS = "The same key with the same text opens one case, however often it is sent."


def area_out(area_id: int) -> AreaOut:
    """Return an area as other systems read it."""
    area = territory.area(area_id)
    return AreaOut(code=area.code, name=area.name, kind=area.kind)


def case_out(row: CaseRow) -> CaseOut:
    """Return a case as other systems read it."""
    return CaseOut(
        number=row.number,
        title=row.title,
        text=row.text,
        state=cases.State(row.state),
        state_label=str(row.state_label),
        kind=row.kind_code,
        category=row.category_code,
        category_name=row.category_name,
        urgency=row.urgency,
        area=area_out(row.area_id),
        place=row.place,
        longitude=row.longitude,
        latitude=row.latitude,
        assignee_name=row.assignee_name,
        due_at=row.due_at,
        submitted_at=row.submitted_at,
        people=row.people,
        last_event=str(row.last_event),
        version=row.version,
    )


@router.post(
    "/cases",
    response={201: CreatedOut, 200: CreatedOut, **REFUSALS},
    operation_id="open_case",
    summary="Send in a case",
)
def open_case(
    request: HttpRequest,
    given: CaseIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", max_length=200, description=KEY_WORDS)] = "",
) -> Status[CreatedOut]:
    """Open a case at a place. It is classed, routed and dispatched as if a resident had sent it.

    201: opened. 200: the same key was used before, and this is the case it opened.
    """
    by = bearer(request)
    found = _require_to_send(by, given)
    opened = _submit(by, given, idempotency_key, found if given.longitude is not None else None)
    if opened.repeated and opened.case.text != given.text.strip():
        raise WrongState(_("This Idempotency-Key was used for another case already."), code="idempotency_key")
    return Status(200 if opened.repeated else 201, _created(opened))


def _submit(by: Actor, given: CaseIn, key: str, location: territory.Location | None) -> requests.Submitted:
    """Take the case in; faults are named by the fields of this interface."""
    try:
        return requests.submit(
            by=by,
            origin=cases.Origin.API,
            text=given.text,
            kind_code=given.kind,
            category_code=given.category,
            longitude=given.longitude,
            latitude=given.latitude,
            place=given.place,
            photos=given.photos,
            reporter=_reporter(given),
            intake_key=key or None,
            location=location,
        )
    except Invalid as error:
        error.fields = {NAMES.get(name, name): words for name, words in error.fields.items()}
        raise


def _require_to_send(by: Actor, given: CaseIn) -> territory.Location:
    """Let a token send in cases of its own area only; return where that is. Raises: Invalid, NotAllowed."""
    if (given.longitude is None) != (given.latitude is None):
        raise Invalid(fields={"longitude": _("Longitude and latitude go together.")})
    if given.longitude is None and not given.place.strip():
        raise Invalid(fields={"place": _("Say where: longitude and latitude, or the place in words.")})
    if not by.paths(Role.COLLECTOR):
        raise NotAllowed
    found = territory.locate(longitude=given.longitude, latitude=given.latitude, text=given.place)
    access.require(by, Role.COLLECTOR, found.area.path)
    return found


def _reporter(given: CaseIn) -> cases.Reporter | None:
    who = given.reporter
    return cases.Reporter(name=who.name, phone=who.phone, email=who.email) if who else None


def _created(opened: requests.Submitted) -> CreatedOut:
    case, danger = opened.case, opened.emergency
    state = cases.State(case.state)
    return CreatedOut(
        number=case.number,
        state=state,
        state_label=str(state.label),
        area=area_out(case.area_id),
        assignee_name=case.assignee_name,
        tracking_code=opened.tracking_code,
        repeated=opened.repeated,
        emergency=EmergencyOut(phone=danger.phone, text=str(danger.text)) if danger else None,
    )


def _reader(request: HttpRequest) -> Actor:
    """Return who reads. Raises: NotAllowed for a token that only sends."""
    viewer = bearer(request)
    if not viewer.paths(*READERS):
        raise NotAllowed
    return viewer


@router.get("/cases", response={200: CaseListOut, **REFUSALS}, operation_id="list_cases", summary="List cases")
def list_cases(request: HttpRequest, wanted: Query[CaseQuery]) -> CaseListOut:
    """List the cases that the token may see, the newest first."""
    viewer = _reader(request)
    filters = cases.CaseFilter(
        states=tuple(wanted.state),
        category=wanted.category,
        kind=wanted.kind,
        path=path_of(wanted.area),
        late=wanted.late,
        since=wanted.since,
        until=wanted.until,
    )
    page = cases.search(viewer, wanted.q, filters, wanted.cursor or None, size=wanted.size)
    return CaseListOut(items=[case_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/cases/{number}", response={200: CaseOut, **REFUSALS}, operation_id="read_case", summary="Read a case")
def read_case(
    request: HttpRequest, number: PathEx[str, P(max_length=20, description="For example 2026-1121-0047.")]
) -> CaseOut:
    """Read one case by its number. A token that only sends reads what it sent in itself."""
    return case_out(cases.case_for(cases.as_sender(bearer(request), number), number=number))


@router.post("/photos", response={201: PhotoOut, **REFUSALS}, operation_id="add_photo", summary="Send in a photo")
def add_photo(request: HttpRequest, photo: File[UploadedFile]) -> Status[PhotoOut]:
    """Keep a photo for a case that is sent in next: give its key in `photos` there, within a day.

    JPEG, PNG, WebP, HEIC or GIF of at most 20 MB. It is drawn anew; place and device written into it are left out.
    """
    by = bearer(request)
    if not by.paths(Role.COLLECTOR):
        raise NotAllowed
    try:
        return Status(201, PhotoOut(key=cases.add_photo(photo, by=by).key))
    except Invalid as error:
        error.fields = {"photo" if name == "photos" else name: words for name, words in error.fields.items()}
        raise


@router.get("/taxonomy", response={200: TaxonomyOut, **REFUSALS}, operation_id="read_taxonomy", summary="List classes")
def read_taxonomy(request: HttpRequest) -> TaxonomyOut:
    """List the kinds and classes that a case may have."""
    del request
    return TaxonomyOut(
        kinds=[KindOut(code=kind.code, name=kind.name) for kind in cases.kinds()],
        categories=[
            CategoryOut(code=row.code, name=row.name, parent=row.parent_code, privacy=row.privacy)
            for row in cases.categories()
        ],
    )
