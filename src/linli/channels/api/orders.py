"""Orders for other systems: the catalogue, ordering, reading, offering."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, HeaderEx, P, PathEx, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel.errors import NotAllowed
from linli.programmes.orders import public as orders
from linli.programmes.orders.public import Orderer, OrderFilter, OrderRow

router = Router()
KEY_WORDS = "The same key is the same order, however often it is sent."


class ServiceOut(Schema):
    """A service that residents may order."""

    code: str
    name: str
    group: str
    lead: str
    minutes: int = Field(description="Of one visit.")
    people: int = Field(description="Who go together.")
    vetted: bool
    insured: bool


class OrderIn(Schema):
    """An order, in the words of whoever needs something."""

    model_config = ConfigDict(extra="forbid")

    service: str = Field(..., max_length=24)
    text: str = Field(..., min_length=1, max_length=1000)
    wanted_from: AwareDatetime
    wanted_to: AwareDatetime
    place: str = Field(..., max_length=120, description="The building, in words.")
    home: str = Field("", max_length=60, description="The door. Sealed, never read back.")
    name: str = Field("", max_length=20, description="Sealed, never read back.")
    phone: str = Field(..., max_length=30, description="Sealed, never read back.")


class OrderOut(Schema):
    """An order as it stands now. Names, phones and doors are not given out."""

    number: str
    state: str
    state_label: str
    service: str
    title: str
    place: str
    area_name: str
    wanted_from: datetime
    wanted_to: datetime
    ordered_at: datetime
    people: int
    taken: int


class OrderedOut(Schema):
    """What came of sending an order in."""

    number: str
    tracking_code: str
    repeated: bool


class OrderListOut(Schema):
    """A page of orders."""

    items: list[OrderOut]
    next_cursor: str | None


class OrderQuery(Schema):
    """Which orders."""

    state: list[str] = Field(default_factory=list)
    service: str = ""
    area: str = Field("", description="Code of an area: the area and all below it.")
    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


class OfferIn(Schema):
    """To whom an order is offered."""

    model_config = ConfigDict(extra="forbid")

    takers: list[str] = Field(default_factory=list, description="Keys such as a5 or u7; none: everybody suitable.")


@router.get("/services", response={200: list[ServiceOut], **REFUSALS}, operation_id="list_services", summary="Services")
def list_services(request: HttpRequest) -> list[ServiceOut]:
    """List what residents may order."""
    del request
    names = ServiceOut.model_fields
    return [ServiceOut(**{name: getattr(row, name) for name in names}) for row in orders.services()]


@router.post(
    "/orders",
    response={201: OrderedOut, 200: OrderedOut, **REFUSALS},
    operation_id="send_order",
    summary="Send in an order",
)
def send_order(
    request: HttpRequest,
    given: OrderIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", max_length=200, description=KEY_WORDS)] = "",
) -> Status[OrderedOut]:
    """Order a service for a resident. The community of the place finds somebody."""
    by = bearer(request)
    location = territory.locate(text=given.place)
    if not by.paths(Role.COLLECTOR):
        raise NotAllowed
    access.require(by, Role.COLLECTOR, location.area.path)
    made = orders.order(
        by=by,
        service_code=given.service,
        text=given.text,
        wanted_from=given.wanted_from,
        wanted_to=given.wanted_to,
        location=location,
        origin="helper",
        intake_key=idempotency_key or None,
        orderer=Orderer(name=given.name, phone=given.phone, home=given.home, helper_name=by.name),
    )
    out = OrderedOut(number=made.order.number, tracking_code=made.tracking_code, repeated=made.repeated)
    return Status(200 if made.repeated else 201, out)


@router.get("/orders", response={200: OrderListOut, **REFUSALS}, operation_id="list_orders", summary="List orders")
def list_orders(request: HttpRequest, wanted: Query[OrderQuery]) -> OrderListOut:
    """List the orders of the token's area, the newest first."""
    viewer = bearer(request)
    if not viewer.paths(*orders.RUNS):
        raise NotAllowed
    filters = OrderFilter(states=tuple(wanted.state), service=wanted.service, path=path_of(wanted.area))
    page = orders.orders(viewer, filters, wanted.cursor or None, size=wanted.size)
    return OrderListOut(items=[_out(row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/orders/{number}", response={200: OrderOut, **REFUSALS}, operation_id="read_order", summary="Read one")
def read_order(request: HttpRequest, number: PathEx[str, P(max_length=18)]) -> OrderOut:
    """Read one order by its number."""
    return _out(orders.order_for(bearer(request), number).row)


@router.post(
    "/orders/{number}/offer", response={200: OrderOut, **REFUSALS}, operation_id="offer_order", summary="Offer an order"
)
def offer_order(request: HttpRequest, number: PathEx[str, P(max_length=18)], given: OfferIn) -> OrderOut:
    """Offer an order to people and units by name, or to everybody suitable of the area."""
    viewer = bearer(request)
    detail = orders.order_for(viewer, number)
    orders.offer(detail.row.id, by=viewer, takers=given.takers)
    return _out(orders.order_for(viewer, number).row)


def _out(row: OrderRow) -> OrderOut:
    names = OrderOut.model_fields.keys() - {"service"}
    return OrderOut(service=row.service_code, **{name: getattr(row, name) for name in names})
