"""Small wishes for other systems: said for a resident, listed, put on the wall."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.areas import area_of, path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.lists import Key, Number, ReasonIn
from linli.channels.api.schemas import REFUSALS
from linli.kernel.errors import NotAllowed
from linli.programmes.wishes import public as wishes
from linli.programmes.wishes.public import Wisher, WishRow

router = Router(tags=["Wishes"])


class WishIn(Schema):
    """A small wish: concrete, soon, easy to fulfil."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(..., max_length=24, description="Code of the community or grid.")
    text: str = Field(..., min_length=1, max_length=500, description="Sealed, never read back.")
    value_fen: int = Field(..., ge=0, le=10**9, description="About what it costs, in fen; the county caps it.")
    name: str = Field("", max_length=20, description="Sealed, never read back.")
    phone: str = Field(..., max_length=30, description="Sealed, never read back.")
    home: str = Field("", max_length=60, description="The door. Sealed, never read back.")
    origin: Literal["box", "visit", "phone", "helper"] = "phone"


class WallIn(Schema):
    """How a wish stands on the wall, so that no neighbour knows who it is."""

    model_config = ConfigDict(extra="forbid")

    shown: str = Field(..., min_length=1, max_length=20, description="For example 李奶奶.")
    words: str = Field(..., min_length=1, max_length=120)


class WishedOut(Schema):
    """What came of saying a wish."""

    number: str
    tracking_code: str
    repeated: bool


class ClaimIn(Schema):
    """Which unit fulfils it."""

    model_config = ConfigDict(extra="forbid")

    unit: int = Field(..., description="Key of the unit.")


class BroughtIn(Schema):
    """What was brought."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(..., min_length=1, max_length=200)


class WishOut(Schema):
    """A wish as the wall tells it. Names, phones and doors are not given out."""

    number: str
    state: str
    state_label: str
    words: str
    shown: str
    where: str
    area_name: str
    value_fen: int
    wished_at: datetime
    posted_at: datetime | None
    due_at: datetime | None
    risen: bool = Field(description="Nobody claimed it in time: the units of the community are asked.")
    claimer_name: str = Field(description="Only of whoever wants to be named.")
    thanks: str


class WishesOut(Schema):
    """A page of wishes."""

    items: list[WishOut]
    next_cursor: str | None


class WishQuery(Schema):
    """Which wishes."""

    state: list[str] = Field(default_factory=list)
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


@router.post("/wishes", response={201: WishedOut, 200: WishedOut, **REFUSALS}, operation_id="say_wish")
def say_wish(request: HttpRequest, given: WishIn, idempotency_key: Key = "") -> Status[WishedOut]:
    """Take a wish in for a resident. The community looks at it before it comes to the wall."""
    by = bearer(request)
    made = wishes.wish(
        by=by, text=given.text, value_fen=given.value_fen, area_id=area_of(given.area).id, origin=given.origin,
        intake_key=idempotency_key or None,
        wisher=Wisher(name=given.name, phone=given.phone, home=given.home, helper_name=by.name),
    )
    out = WishedOut(number=made.wish.number, tracking_code=made.tracking_code, repeated=made.repeated)
    return Status(200 if made.repeated else 201, out)


@router.get("/wishes", response={200: WishesOut, **REFUSALS}, operation_id="list_wishes", summary="List wishes")
def list_wishes(request: HttpRequest, wanted: Query[WishQuery]) -> WishesOut:
    """List the wishes of the token's area, the newest first."""
    viewer = bearer(request)
    if not viewer.paths(*wishes.RUNS):
        raise NotAllowed
    path = path_of(wanted.area)
    page = wishes.wishes(
        viewer, states=tuple(wanted.state), path=path, cursor=wanted.cursor or None, size=wanted.size
    )
    return WishesOut(items=[_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/wishes/{number}", response={200: WishOut, **REFUSALS}, operation_id="read_wish", summary="Read a wish")
def read_wish(request: HttpRequest, number: Number) -> WishOut:
    """Read one wish."""
    return _out(wishes.wish_for(bearer(request), number).row)


@router.post("/wishes/{number}/post", response={200: WishOut, **REFUSALS}, operation_id="post_wish")
def post_wish(request: HttpRequest, number: Number, given: WallIn) -> WishOut:
    """Put a wish on the wall."""
    by = bearer(request)
    wishes.post(wishes.wish_for(by, number).row.id, by=by, shown=given.shown, words=given.words)
    return _out(wishes.wish_for(by, number).row)


@router.post("/wishes/{number}/refuse", response={200: WishOut, **REFUSALS}, operation_id="refuse_wish")
def refuse_wish(request: HttpRequest, number: Number, given: ReasonIn) -> WishOut:
    """Say why it is no small wish; whoever wished is told."""
    by = bearer(request)
    wishes.refuse(wishes.wish_for(by, number).row.id, by=by, reason=given.reason)
    return _out(wishes.wish_for(by, number).row)


@router.post(
    "/wishes/{number}/claim",
    response={200: WishOut, **REFUSALS},
    operation_id="claim_wish",
    summary="Claim a wish for a unit",
)
def claim_wish(request: HttpRequest, number: Number, given: ClaimIn) -> WishOut:
    """Write down that a unit fulfils a wish on the wall; the wall names the unit. The first who claims it has it."""
    by = bearer(request)
    wishes.claim(wishes.wish_for(by, number).row.id, by=by, unit_id=given.unit)
    return _out(wishes.wish_for(by, number).row)


@router.post(
    "/wishes/{number}/let-go",
    response={200: WishOut, **REFUSALS},
    operation_id="let_go_wish",
    summary="Give a promise back",
)
def let_go_wish(request: HttpRequest, number: Number, given: ReasonIn) -> WishOut:
    """Give a promise back: the wish is on the wall again."""
    by = bearer(request)
    wishes.let_go(wishes.wish_for(by, number).row.id, by=by, reason=given.reason)
    return _out(wishes.wish_for(by, number).row)


@router.post(
    "/wishes/{number}/deliver",
    response={200: WishOut, **REFUSALS},
    operation_id="deliver_wish",
    summary="Say that it was brought",
)
def deliver_wish(request: HttpRequest, number: Number, given: BroughtIn) -> WishOut:
    """Say what was brought; whoever wished says that it has come."""
    by = bearer(request)
    wishes.deliver(wishes.wish_for(by, number).row.id, by=by, note=given.note)
    return _out(wishes.wish_for(by, number).row)


def _out(row: WishRow) -> WishOut:
    return WishOut(**{name: getattr(row, name) for name in WishOut.model_fields})
