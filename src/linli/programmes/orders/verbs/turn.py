"""The frame of every verb: lock the order, read its row of the table, ask who, change, write it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_one
from linli.kernel.text import mask_personal
from linli.programmes.orders.lifecycle import ENDED, STEPS, State, Step
from linli.programmes.orders.models import Offer, Order
from linli.programmes.orders.policies import Standing

_MASKED = frozenset({"reason", "note", "thanks"})  # what people write; history is never erased


@dataclass(slots=True)
class Turn:
    """One verb at work on one order that it has locked."""

    step: Step
    order: Order
    by: Actor
    standing: Standing


def stream_of(order_id: int) -> str:
    """Return the name of an order's history."""
    return f"order:{order_id}"


def begin(verb: str, order_id: int, *, by: Actor, expected_version: int | None = None) -> Turn:
    """Lock an order and let the actor pass who may do this verb to it now.

    Raises: NotFound (also when it is not the actor's to know), WrongState, NotAllowed.
    """
    step = STEPS[verb]
    order = locked_one(Order.objects.select_related("service").filter(pk=order_id))
    standing = Standing(by, order)
    if not standing.sees:
        raise NotFound
    if order.state not in step.before or (expected_version is not None and order.version != expected_version):
        raise moved_on(order)
    if not standing.may(step):
        raise NotAllowed
    return Turn(step, order, by, standing)


def moved_on(order: Order) -> WrongState:
    """Return the refusal that says how the order stands now."""
    return WrongState(
        _("This has moved on. It is now: %(state)s. Nothing you typed is lost.") % {"state": State(order.state).label},
        state=order.state,
        version=order.version,
    )


def finish(turn: Turn, *, to: State | None = None, data: Mapping[str, Any] | None = None, **changes: Any) -> Order:
    """Move the order on, save it with the next version, and write it into the history."""
    order = turn.order
    before, after = State(order.state), to or turn.step.after or State(order.state)
    for name, value in changes.items():
        setattr(order, name, value)
    order.state = after
    order.ended_at = (order.ended_at or clock.now()) if after in ENDED else None
    order.version += 1
    order.last_verb, order.last_at = turn.step.verb, clock.now()
    order.save()
    record(order, turn.step.verb, by=turn.by, data={"from": before, "to": after, **(data or {})})
    return order


def record(order: Order, verb: str, *, by: Actor, data: Mapping[str, Any], first: bool = False) -> journal.Event:
    """Write one line of an order's history, without phone and identity numbers that slipped into notes."""
    kept = {
        name: mask_personal(value) if name in _MASKED else value
        for name, value in data.items()
        if value not in (None, "", [])
    }
    return journal.record(
        kind=f"order.{verb}", stream=stream_of(order.pk), by=by, path=order.path, data=kept, first=first
    )


def close_offers(order: Order) -> None:
    """End what was offered by name."""
    Offer.objects.filter(order=order, open=True).update(open=False)


def account_of(by: Actor) -> int:
    """Return the account of a person. Raises: NotAllowed for whoever has none."""
    if by.account_id is None:
        raise NotAllowed
    return by.account_id
