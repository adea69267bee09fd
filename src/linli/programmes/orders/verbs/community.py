"""What the community does with an order: find somebody, or say why not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.given import needed_text
from linli.kernel.locks import write
from linli.programmes.orders.models import Offer, Order, Taker
from linli.programmes.orders.policies import willing
from linli.programmes.orders.verbs.turn import begin, close_offers, finish

MOST_NAMED = 10


def offer(order_id: int, *, by: Actor, takers: Sequence[str] = (), expected_version: int | None = None) -> Order:
    """Offer an order to people and units by name (keys `a5`, `u7`), or with none to everybody suitable of the area.

    Whoever lacks the checks that the service asks for is refused here.
    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        turn = begin("offer", order_id, by=by, expected_version=expected_version)
        order = turn.order
        named = list(dict.fromkeys(takers))
        if len(named) > MOST_NAMED:
            raise Invalid(fields={"takers": _("At most ten by name. Leave it to the pool instead.")})
        names = {key: _fit(key, order) for key in named}
        close_offers(order)
        now = clock.now()
        Offer.objects.bulk_create([Offer(order=order, taker=key, name=name, at=now) for key, name in names.items()])
        data = {"to": list(names.values()), "pooled": not names}
        return finish(turn, data=data, pooled=not names, offer_until=until(order), reason="")


def until(order: Order) -> datetime:
    """Return how long somebody has to take it: what the catalogue says, but not past the time it is wanted for."""
    now = clock.now()
    limit = now + timedelta(minutes=order.service.take_minutes)
    return max(min(limit, order.wanted_to), now + timedelta(minutes=5))


def _fit(key: str, order: Order) -> str:
    """Return the name of a taker who may be asked. Raises: Invalid."""
    if key[:1] == "u" and key[1:].isdigit():
        row = Taker.objects.filter(unit_id=int(key[1:]), active=True).first()
        if row is None or not order.path.startswith(row.path):
            raise _unfit(key)
        return territory.unit(int(key[1:])).name
    if key[:1] != "a" or not key[1:].isdigit():
        raise _unfit(key)
    actor = access.actor_of(int(key[1:]))
    if not any(one.key == key and one.fits(order.service, order.path) for one in willing(actor)):
        raise _unfit(actor.name)
    return access.public_names([int(key[1:])]).get(int(key[1:]), actor.name)


def _unfit(name: str) -> Invalid:
    words = _("%(name)s cannot be asked: not of this area, or a check that this service needs is missing.")
    return Invalid(fields={"takers": words % {"name": name}})


def refuse(order_id: int, *, by: Actor, reason: str) -> Order:
    """Say why an order is not taken on; the resident is told. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("refuse", order_id, by=by)
        said = needed_text(reason, field="reason")
        close_offers(turn.order)
        return finish(turn, data={"reason": said}, reason=said, pooled=False)
