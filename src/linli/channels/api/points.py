"""Hours and points for other systems: statements, certificates, the shop."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, HeaderEx, P, Query, Router, Schema, Status

from linli.channels.api.activities import PersonIn, wide_path
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.ledger.public import StatementRow
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.ids import random_key
from linli.kernel.paging import Page
from linli.programmes.volunteers import public as volunteers

router = Router(tags=["Volunteering"])
KEY_WORDS = "The same key is the same wish, however often it is sent."


class VolunteerOut(Schema):
    """A volunteer by call name, with what they gave. Names, phones and documents are not given out."""

    number: str
    call_name: str
    area_name: str
    state: str
    minutes: int
    points: int
    stars: int


class LineOut(Schema):
    """A line of a statement. Nothing is ever changed: a mistake is reversed by a line of its own."""

    transaction: int
    kind: str
    day: date
    at: datetime
    note: str
    amount: int
    balance: int
    reverses: int | None


class StatementOut(Schema):
    """A page of a statement, the newest first."""

    items: list[LineOut]
    next_cursor: str | None


class PageQuery(Schema):
    """Where to go on."""

    cursor: str = Field("", max_length=40)
    size: int = Field(50, ge=1, le=200)


class BookOut(Schema):
    """An account of an area."""

    id: int
    kind: str
    area_name: str
    balance: int


class CertificateOut(Schema):
    """What is printed on a certificate, to whoever holds it."""

    number: str
    name: str
    minutes: int
    stars: int
    issued_on: date
    issuer: str
    withdrawn: str = Field(description="Why it holds no more; empty: it holds.")


class GoodOut(Schema):
    """A thing in the shop."""

    id: int
    name: str
    about: str
    price: int = Field(description="Points.")
    stock: int
    pick_up: str
    area_name: str


class RedemptionOut(Schema):
    """A thing put aside or fetched."""

    id: int
    name: str
    price: int
    state: str
    code: str = Field(description="Said at the counter.")
    number: str
    until: datetime


@router.get("/volunteers/{number}", response={200: VolunteerOut, **REFUSALS}, operation_id="read_volunteer")
def read_volunteer(request: HttpRequest, number: str) -> VolunteerOut:
    """Read what a volunteer gave, to who runs volunteering there."""
    by = bearer(request)
    row = volunteers.volunteer(by, _key(request, number))
    return VolunteerOut(**{name: getattr(row, name) for name in VolunteerOut.model_fields})


def _key(request: HttpRequest, number: str) -> int:
    """Return the key of a volunteer in an address. Raises: NotFound."""
    try:
        return volunteers.by_number(bearer(request), number)
    except Invalid as error:
        raise NotFound from error


@router.get(
    "/volunteers/{number}/statements/{what}", response={200: StatementOut, **REFUSALS}, operation_id="read_statement"
)
def read_statement(
    request: HttpRequest, number: str, what: Literal["hours", "points"], page: Query[PageQuery]
) -> StatementOut:
    """Read a volunteer's hours (in minutes) or points, line by line."""
    key = _key(request, number)
    return _statement(volunteers.statement_of(bearer(request), key, what, page.cursor or None, size=page.size))


def _statement(page: Page[StatementRow]) -> StatementOut:
    lines = [
        LineOut(
            transaction=row.transaction_id, kind=row.kind, day=row.day, at=row.at, note=row.note, amount=row.amount,
            balance=row.balance, reverses=row.reverses_id,
        )
        for row in page.items
    ]  # fmt: skip
    return StatementOut(items=lines, next_cursor=page.next_cursor)


@router.get("/books", response={200: list[BookOut], **REFUSALS}, operation_id="list_books")
def list_books(request: HttpRequest) -> list[BookOut]:
    """List the accounts of the areas whose books the token reads."""
    names = BookOut.model_fields
    return [BookOut(**{name: getattr(row, name) for name in names}) for row in volunteers.books(bearer(request))]


@router.get("/books/{account}", response={200: StatementOut, **REFUSALS}, operation_id="read_book")
def read_book(request: HttpRequest, account: int, page: Query[PageQuery]) -> StatementOut:
    """Read an account of an area, line by line."""
    return _statement(volunteers.book_statement(bearer(request), account, page.cursor or None, size=page.size))


@router.get("/certificates/{number}", response={200: CertificateOut, **REFUSALS}, operation_id="verify_certificate")
def verify_certificate(request: HttpRequest, number: str, check_code: str) -> CertificateOut:
    """Check a certificate of service by its number and the check code printed on it. It reveals nothing else."""
    del request
    found = volunteers.verified(number, check_code)
    return CertificateOut(**{name: found[name] for name in CertificateOut.model_fields})


@router.get("/shop", response={200: list[GoodOut], **REFUSALS}, operation_id="list_goods")
def list_goods(request: HttpRequest, area: str = "") -> list[GoodOut]:
    """List what can be had for points in an area, the cheapest first."""
    del request
    names = GoodOut.model_fields
    return [
        GoodOut(**{name: getattr(row, name) for name in names})
        for row in volunteers.shop(wide_path(area), size=200).items
    ]


@router.post("/shop/{good}/reservations", response={201: RedemptionOut, **REFUSALS}, operation_id="reserve_good")
def reserve_good(
    request: HttpRequest,
    good: int,
    given: PersonIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", max_length=60, description=KEY_WORDS)] = "",
) -> Status[RedemptionOut]:
    """Put a thing aside for a volunteer; the points are held until it is fetched or given back."""
    by = bearer(request)
    person = volunteers.by_number(by, given.volunteer)
    row = volunteers.reserve(item_id=good, key=idempotency_key or random_key(), by=by, volunteer_id=person)
    return Status(201, _redemption(request, row.pk))


def _redemption(request: HttpRequest, key: int) -> RedemptionOut:
    row = volunteers.redemption(bearer(request), key)
    return RedemptionOut(**{name: getattr(row, name) for name in RedemptionOut.model_fields})


@router.post("/redemptions/{thing}/fetch", response={200: RedemptionOut, **REFUSALS}, operation_id="fetch_good")
def fetch_good(request: HttpRequest, thing: int) -> RedemptionOut:
    """Note that a thing was handed out. Twice is once."""
    volunteers.fetch(redemption_id=thing, by=bearer(request))
    return _redemption(request, thing)


@router.post("/redemptions/{thing}/give-back", response={200: RedemptionOut, **REFUSALS}, operation_id="give_back_good")
def give_back_good(request: HttpRequest, thing: int) -> RedemptionOut:
    """Give a thing back that was not fetched: the points return, the thing goes back on the shelf."""
    volunteers.give_back(redemption_id=thing, by=bearer(request))
    return _redemption(request, thing)
