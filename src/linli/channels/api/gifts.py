"""Gifts for other systems: written down, listed, put to use."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, HeaderEx, P, PathEx, Query, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.areas import area_of, path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.kernel.errors import NotAllowed
from linli.programmes.donations import public as donations
from linli.programmes.donations.public import DonationRow, Giver

router = Router()
KEY_WORDS = "The same key is the same gift, however often it is sent."


class GiftIn(Schema):
    """A gift that the community has received."""

    model_config = ConfigDict(extra="forbid")

    community: str = Field(..., max_length=24, description="Code of the community.")
    kind: str = Field("goods", description="goods or money")
    what: str = Field(..., min_length=1, max_length=120)
    quantity: str = Field("", max_length=30)
    value_fen: int = Field(0, ge=0, description="Money: the amount. Goods: about what they are worth. In fen.")
    purpose: str = Field("", max_length=120)
    name: str = Field(..., min_length=1, max_length=40, description="On the certificate. Sealed, never read back.")
    phone: str = Field("", max_length=30, description="Sealed, never read back.")
    shown: str = Field("", max_length=40, description="Name on the wall, only with consent.")
    unit: bool = False


class GiftOut(Schema):
    """A gift as it stands now. Names that did not agree are not given out."""

    number: str
    state: str
    state_label: str
    kind: str
    what: str
    quantity: str
    value_fen: int
    left_fen: int = Field(description="Money not spent yet, in fen.")
    purpose: str
    shown: str
    area_name: str
    offered_at: datetime
    received_at: datetime | None
    counted: bool = Field(description="Money: counted by a second person.")
    outcome: str


class GiftListOut(Schema):
    """A page of gifts."""

    items: list[GiftOut]
    next_cursor: str | None


class GiftQuery(Schema):
    """Which gifts."""

    state: list[str] = Field(default_factory=list)
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


class UseIn(Schema):
    """What became of a gift."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(..., min_length=1, max_length=200)
    fen: int = Field(0, ge=0, description="Money: how much of it, in fen.")


@router.post(
    "/gifts",
    response={201: GiftOut, 200: GiftOut, **REFUSALS},
    operation_id="write_gift",
    summary="Write down a gift",
)
def write_gift(
    request: HttpRequest,
    given: GiftIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", max_length=200, description=KEY_WORDS)] = "",
) -> Status[GiftOut]:
    """Write down what a community has received. Money waits for a second person to count it."""
    by = bearer(request)
    made = donations.give(
        by=by,
        area_id=area_of(given.community).id,
        what=given.what,
        kind=given.kind,
        quantity=given.quantity,
        value_fen=given.value_fen,
        purpose=given.purpose,
        received=True,
        intake_key=idempotency_key or None,
        giver=Giver(name=given.name, phone=given.phone, shown=given.shown, unit=given.unit),
    )
    return Status(200 if made.repeated else 201, _out(donations.donation_for(by, made.donation.number).row))


@router.get("/gifts", response={200: GiftListOut, **REFUSALS}, operation_id="list_gifts", summary="List gifts")
def list_gifts(request: HttpRequest, wanted: Query[GiftQuery]) -> GiftListOut:
    """List the gifts of the token's area, the newest first."""
    viewer = bearer(request)
    if not viewer.paths(*donations.RUNS):
        raise NotAllowed
    path = path_of(wanted.area)
    page = donations.donations(
        viewer, states=tuple(wanted.state), path=path, cursor=wanted.cursor or None, size=wanted.size
    )
    return GiftListOut(items=[_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.post(
    "/gifts/{number}/use", response={200: GiftOut, **REFUSALS}, operation_id="use_gift", summary="Say what became of it"
)
def use_gift(
    request: HttpRequest,
    number: PathEx[str, P(max_length=18)],
    given: UseIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", max_length=64, description=KEY_WORDS)] = "",
) -> GiftOut:
    """Say what became of a gift, or of a part of the money."""
    viewer = bearer(request)
    detail = donations.donation_for(viewer, number)
    donations.use(detail.row.id, by=viewer, note=given.note, fen=given.fen, key=idempotency_key)
    return _out(donations.donation_for(viewer, number).row)


def _out(row: DonationRow) -> GiftOut:
    return GiftOut(**{name: getattr(row, name) for name in GiftOut.model_fields})
