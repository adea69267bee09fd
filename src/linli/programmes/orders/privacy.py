"""Personal data of orders: who ordered (name, phone: P1; the door: P2; what is needed at home: P3).

Held to reach the resident and find the door; each look is recorded; kept for one year after the end, then erased from
the order, which stays for the figures. What was done and by whom stays, since time was booked on it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import unseal
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.orders.codes import door_code
from linli.programmes.orders.models import Order
from linli.programmes.orders.policies import Standing
from linli.programmes.orders.queries import door_phase
from linli.programmes.orders.types import Personal
from linli.programmes.orders.verbs.order import LONGEST

KEPT_AFTER_END = timedelta(days=365)
GONE = "—"
BATCH = 200


def personal(viewer: Actor, number: str, purpose: str) -> Personal:
    """Return how to reach who ordered, and the door code for those who cannot read it themselves; the look is recorded.

    Raises: NotFound, NotAllowed, Invalid (no purpose).
    """
    if not purpose.strip():
        raise Invalid(fields={"purpose": _("Please say what you need it for.")})
    with write():
        order = Order.objects.select_related("service").filter(number=number).first()
        standing = Standing(viewer, order) if order is not None else None
        if order is None or standing is None or not standing.sees:
            raise NotFound
        if not standing.reaches:
            raise NotAllowed
        shown = _opened(order)
        helps = standing.community and standing.own_work is None
        code = door_code(order.pk, phase) if helps and (phase := door_phase(standing)) else ""
        fields = [*LONGEST, "door_code"] if code else list(LONGEST)
        journal.look(
            viewer=viewer, subject=f"order:{order.pk}", fields=fields, purpose=purpose.strip()[:120], path=order.path
        )
        return Personal(**shown, door_code=code)


def _opened(order: Order) -> dict[str, str]:
    return {name: unseal(getattr(order, name), purpose=f"order.{name}") for name in LONGEST}


def export(account_id: int) -> list[dict[str, Any]]:
    """Return everything that orders hold about an account, in plain words."""
    found = Order.objects.filter(Q(account_id=account_id) | Q(helper_id=account_id)).select_related("service")
    return [
        {
            "order": one.number,
            "service": one.service.name,
            "text": one.text,
            "at": one.ordered_at.isoformat(),
            "state": one.state,
            **(_opened(one) if one.account_id == account_id else {}),
        }
        for one in found.order_by("id")
    ]


def erase(account_id: int) -> int:
    """Take a person out of the orders that have ended; return how many. Open ones have to be called off first."""
    ended = Order.objects.filter(account_id=account_id, ended_at__isnull=False)
    return _forget(ended.values_list("pk", flat=True))


def erase_old(moment: datetime | None = None) -> int:
    """Take people out of orders that ended a year ago; part of the tick."""
    before = (moment or clock.now()) - KEPT_AFTER_END
    old = Order.objects.filter(ended_at__lt=before).exclude(text=GONE).order_by("id")
    return _forget(old.values_list("pk", flat=True)[:BATCH])


def _forget(order_ids: Any) -> int:  # noqa: ANN401 (a lazy list of keys)
    with write():
        return Order.objects.filter(pk__in=list(order_ids)).update(
            text=GONE, name="", phone="", home="", account=None, helper=None, helper_name="", thanks="", place=GONE
        )
