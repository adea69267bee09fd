"""Who is told of what happens to an order: the receiver `orders.tell`. One message a person and event."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.programmes.orders.models import Offer, Order, Taker, Work

RECEIVER = "orders.tell"
DOOR = "/orders/"  # leads everybody to the order in the own channel
MOST_POOL = 50  # takers told of an order in the pool: those of the narrowest areas


def subscribe() -> None:
    """Hear of every order."""
    journal.subscribe("order.", RECEIVER, tell)


def tell(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Leave the messages of one event. Asked twice, it tells nobody twice."""
    order = _order(event)
    teller = TELLERS.get(event.kind.removeprefix("order."))
    if order is not None and teller is not None:
        with translation.override(settings.LANGUAGE_CODE):
            teller(event, order)


def _order(event: journal.Event) -> Order | None:
    number = event.stream.removeprefix("order:")
    return Order.objects.select_related("service").filter(pk=int(number)).first() if number.isdigit() else None


def _new(event: journal.Event, order: Order) -> None:
    told = _community(order)
    _say(event, order, told, _("New order: %(what)s, %(place)s"))


def _offered(event: journal.Event, order: Order) -> None:
    keys = list(Offer.objects.filter(order=order, open=True).values_list("taker", flat=True))
    told = _people(keys) if keys else _pool(order)
    _say(event, order, told, _("Can you do it? %(what)s, %(place)s"))
    _resident(event, order, _("We are looking for somebody: %(what)s"))


def _taken(event: journal.Event, order: Order) -> None:
    if event.data.get("to") == "taken":
        names = "、".join(Work.objects.filter(order=order, back_at=None).values_list("name", flat=True))
        _resident(event, order, _("%(names)s will come: %(what)s"), names=names)


def _came_back(event: journal.Event, order: Order) -> None:
    told = _community(order) | {int(one) for one in event.data.get("accounts", [])}
    _say(event, order, told, _("Came back: %(what)s, %(place)s"))
    if event.kind != "order.complain":
        _resident(event, order, _("Somebody else is being found: %(what)s"))


def _done(event: journal.Event, order: Order) -> None:
    if event.data.get("to") == "done":
        _resident(event, order, _("Done. Please confirm: %(what)s"))


def _refused(event: journal.Event, order: Order) -> None:
    _resident(event, order, _("We could not take it on: %(what)s"), body=order.reason)


def _called_off(event: journal.Event, order: Order) -> None:
    told = {int(one) for one in event.data.get("accounts", [])}
    _say(event, order, told, _("Called off: %(what)s, %(place)s"))


def _thanked(event: journal.Event, order: Order) -> None:
    told = set(Work.objects.filter(order=order, finished_at__isnull=False).values_list("account_id", flat=True))
    _say(event, order, told, _("Thank you for: %(what)s, %(place)s"), body=order.thanks)


TELLERS = {
    "order": _new,
    "offer": _offered,
    "take": _taken,
    "give_back": _came_back,
    "not_there": _came_back,
    "complain": _came_back,
    "lapse": _came_back,
    "finish": _done,
    "refuse": _refused,
    "withdraw": _called_off,
    "rate": _thanked,
}


def _community(order: Order) -> set[int]:
    """Return the nearest who run orders there."""
    holders = access.who_may({Role.DISPATCHER, Role.CHECKER}, order.path)
    nearest = max((len(holder.path) for holder in holders), default=0)
    return {holder.account_id for holder in holders if len(holder.path) == nearest}


def _people(keys: list[str]) -> set[int]:
    people = {int(key[1:]) for key in keys if key.startswith("a")}
    for key in keys:
        if key.startswith("u"):
            people |= set(territory.holders(territory.unit_key(int(key[1:]))))
    return people


def _pool(order: Order) -> set[int]:
    found = Taker.objects.filter(active=True, account__isnull=False, path__in=list(territory.prefixes(order.path)))
    fitting = [
        one.account_id
        for one in found.order_by("-path", "id")
        if one.account_id is not None and (not one.services or order.service.code in one.services)
    ]
    return set(fitting[:MOST_POOL])


def _words(order: Order, words: str, **more: str) -> str:
    return words % {"what": order.service.name, "place": order.place, **more}


def _say(event: journal.Event, order: Order, accounts: set[int], words: str, *, body: str = "") -> None:
    """Tell staff and takers, but not who did it."""
    _leave(event, order, accounts - {event.account_id}, "desk.order", _words(order, words), body)


def _resident(event: journal.Event, order: Order, words: str, body: str = "", **more: str) -> None:
    """Tell who ordered, and whoever ordered for them."""
    told = {one for one in (order.account_id, order.helper_id) if one is not None}
    _leave(event, order, told, "resident.order", _words(order, words, **more), body)


def _leave(event: journal.Event, order: Order, accounts: set[int], *words: str) -> None:
    topic, title, body = words
    if accounts:
        link = f"{DOOR}{order.number}/"
        journal.notify(event=event, topic=topic, title=title, body=body, link=link, accounts=accounts)
