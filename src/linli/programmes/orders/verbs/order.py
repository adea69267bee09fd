"""Order a service: the first word of the resident, or of whoever orders for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.kernel.errors import Invalid, NotAllowed, Text
from linli.kernel.ids import case_number, normalise_tracking_code, tracking_code
from linli.kernel.intake import scoped_key
from linli.kernel.locks import lock_names, write
from linli.kernel.serials import next_serial
from linli.programmes.orders.lifecycle import State
from linli.programmes.orders.models import Order, OrderDay, Service
from linli.programmes.orders.types import Orderer
from linli.programmes.orders.verbs.turn import record

ORIGINS = ("portal", "phone", "visit", "helper")
LONGEST = {"name": 20, "phone": 30, "home": 60}
LONGEST_TEXT = 1000
FARTHEST = timedelta(days=60)
SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order and its tracking code. `repeated`: it was there already."""

    order: Order
    tracking_code: str
    repeated: bool = False


def order(
    *,
    by: Actor,
    service_code: str,
    text: str,
    wanted_from: datetime,
    wanted_to: datetime,
    location: territory.Location,
    orderer: Orderer,
    origin: str = "portal",
    intake_key: str | None = None,
) -> Ordered:
    """Take an order in. The same intake key is the same order, with the same tracking code.

    Raises: Invalid, NotAllowed.
    """
    if origin not in ORIGINS or (by.kind is not ActorKind.STAFF and origin in {"phone", "visit"}):
        raise NotAllowed
    key = scoped_key(intake_key, by, "order")
    with write():
        if key is not None and (again := _before(key)) is not None:
            return again
        service = Service.objects.filter(code=service_code, active=True).first()
        _check(service, text, (wanted_from, wanted_to), location, orderer)
        made = _draft(service, text.strip(), (wanted_from, wanted_to), location)  # type: ignore[arg-type]
        made.origin, made.intake_key = origin, key
        code = _know(made, orderer)
        made.number = f"D{case_number(clock.today(), next_serial(OrderDay, clock.today()))}"
        made.save()
        helper = bool(orderer.helper_name)
        record(made, "order", by=by, first=True, data={"service": service_code, "origin": origin, "helper": helper})
        return Ordered(made, code)


def tracking_code_of(made: Order) -> str:
    """Return the tracking code of an order."""
    return unseal(made.tracking, purpose="order.tracking")


def hash_of_code(code: str) -> str:
    """Return the hash by which an order's code is found. Raises: Invalid when it can be none."""
    return keyed_hash(normalise_tracking_code(code), purpose="order.tracking")


def _before(key: str) -> Ordered | None:
    lock_names([f"order:{key}"])
    found = Order.objects.select_related("service").filter(intake_key=key).first()
    return Ordered(found, tracking_code_of(found), repeated=True) if found is not None else None


def _check(
    service: Service | None,
    text: str,
    window: tuple[datetime, datetime],
    location: territory.Location,
    orderer: Orderer,
) -> None:
    fields: dict[str, Text] = {**_text_faults(text), **_window_faults(*window)}
    if service is None:
        fields["service"] = _("This service is not offered any more. Please choose another one.")
    if not _is_near(location):
        fields["place"] = _("Please choose the building or the community, so that somebody near can come.")
    if not orderer.phone.strip() and orderer.account_id is None:
        fields["phone"] = _("Please leave a phone number: whoever comes calls before.")
    for name, longest in LONGEST.items():
        if len(getattr(orderer, name)) > longest:
            fields[name] = _("This is longer than %(count)d characters. Please shorten it.") % {"count": longest}
    if fields:
        raise Invalid(fields=fields)


def _text_faults(text: str) -> dict[str, Text]:
    if not text.strip():
        return {"text": _("Please say in a few words what you need.")}
    if len(text) > LONGEST_TEXT:
        return {"text": _("This is longer than %(count)d characters. Please shorten it.") % {"count": LONGEST_TEXT}}
    return {}


def _is_near(location: territory.Location) -> bool:
    return location.inside and location.how != "unknown" and location.area.kind in {"community", "grid"}


def _window_faults(wanted_from: datetime, wanted_to: datetime) -> dict[str, Text]:
    now = clock.now()
    if wanted_to - wanted_from < SHORTEST:
        return {"wanted_to": _("The end has to be at least a quarter of an hour after the beginning.")}
    if wanted_to <= now:
        return {"wanted_from": _("This time is over already. Please choose a later one.")}
    if wanted_from - now > FARTHEST:
        return {"wanted_from": _("At most 60 days ahead, please.")}
    return {}


def _draft(service: Service, text: str, window: tuple[datetime, datetime], location: territory.Location) -> Order:
    now = clock.now()
    return Order(
        state=State.ORDERED,
        service=service,
        people=service.people,
        area_id=location.area.id,
        path=location.area.path,
        building_id=location.building_id,
        place=location.place[:120],
        text=text.replace("\x00", ""),
        wanted_from=window[0],
        wanted_to=window[1],
        ordered_at=now,
        last_verb="order",
        last_at=now,
    )


def _know(made: Order, orderer: Orderer) -> str:
    """Seal who ordered, and give the order its tracking code."""
    code = tracking_code()
    made.tracking, made.tracking_hash = seal(code, purpose="order.tracking"), hash_of_code(code)
    for name in LONGEST:
        setattr(made, name, seal(getattr(orderer, name).replace("\x00", "").strip(), purpose=f"order.{name}"))
    made.account_id = orderer.account_id
    made.helper_id, made.helper_name = orderer.helper_account_id, orderer.helper_name[:40]
    return code
