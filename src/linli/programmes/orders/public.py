"""The only module of orders that channels and patterns import."""

from collections.abc import Callable

from linli.programmes.orders.catalogue import define_services, service, services
from linli.programmes.orders.lifecycle import ENDED, OPEN, STEPS, State, Step
from linli.programmes.orders.models import Order
from linli.programmes.orders.policies import RUNS, held_key
from linli.programmes.orders.privacy import erase, export, personal
from linli.programmes.orders.queries import (
    by_code,
    candidates,
    my_orders,
    my_taking,
    my_work,
    order_for,
    orders,
    pool,
    served_numbers,
    takers,
    to_do,
)
from linli.programmes.orders.types import (
    OrderDetail,
    Orderer,
    OrderFilter,
    OrderRow,
    Personal,
    ServiceInput,
    ServiceRow,
    TakerRow,
)
from linli.programmes.orders.verbs.answer import complain, confirm, rate, withdraw
from linli.programmes.orders.verbs.community import offer, refuse
from linli.programmes.orders.verbs.order import Ordered, order
from linli.programmes.orders.verbs.takers import end_taker, offer_myself, register_taker
from linli.programmes.orders.verbs.work import decline, finish_work, give_back, not_there, start, take

VERBS: dict[str, Callable[..., Order]] = {
    "offer": offer,
    "refuse": refuse,
    "take": take,
    "decline": decline,
    "give_back": give_back,
    "start": start,
    "not_there": not_there,
    "finish": finish_work,
    "confirm": confirm,
    "complain": complain,
    "rate": rate,
    "withdraw": withdraw,
}

__all__ = [
    "ENDED",
    "OPEN",
    "RUNS",
    "STEPS",
    "VERBS",
    "Order",
    "OrderDetail",
    "OrderFilter",
    "OrderRow",
    "Ordered",
    "Orderer",
    "Personal",
    "ServiceInput",
    "ServiceRow",
    "State",
    "Step",
    "TakerRow",
    "by_code",
    "candidates",
    "complain",
    "confirm",
    "decline",
    "define_services",
    "end_taker",
    "erase",
    "export",
    "finish_work",
    "give_back",
    "held_key",
    "my_orders",
    "my_taking",
    "my_work",
    "not_there",
    "offer",
    "offer_myself",
    "order",
    "order_for",
    "orders",
    "personal",
    "pool",
    "rate",
    "refuse",
    "register_taker",
    "served_numbers",
    "service",
    "services",
    "start",
    "take",
    "takers",
    "to_do",
    "withdraw",
]
