"""What time alone makes due: offers nobody took fall back to the pool, then to the community.

Running it twice is running it once.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import LinliError
from linli.kernel.locks import write
from linli.programmes.orders.lifecycle import State
from linli.programmes.orders.models import Order, Work
from linli.programmes.orders.verbs.community import until
from linli.programmes.orders.verbs.turn import begin, close_offers, finish
from linli.programmes.orders.verbs.work import release_all

BATCH = 200
GRACE = timedelta(hours=2)  # after the wanted time, before a taken order that nobody began comes back


def tick(now: datetime | None = None) -> int:
    """Let everything lapse that is due; return how many orders moved."""
    if now is not None:
        with clock.at(now):
            return tick()
    moved = 0
    for order_id in _due():
        try:
            moved += lapse(order_id)
        except LinliError:  # somebody else moved it, or holds it: the next minute looks again
            continue
    return moved


def _due() -> list[int]:
    moment = clock.now()
    offered = Q(state=State.OFFERED, offer_until__lte=moment)
    forgotten = Q(state=State.TAKEN, wanted_to__lte=moment - GRACE)
    return list(Order.objects.filter(offered | forgotten).order_by("id").values_list("pk", flat=True)[:BATCH])


def lapse(order_id: int) -> bool:
    """Let one order lapse: from those named to the pool, from the pool or a forgotten promise to the community."""
    with write():
        turn = begin("lapse", order_id, by=SYSTEM)
        order, moment = turn.order, clock.now()
        if order.state == State.OFFERED and (order.offer_until is None or order.offer_until > moment):
            return False
        if order.state == State.TAKEN and order.wanted_to > moment - GRACE:
            return False
        close_offers(order)
        if order.state == State.OFFERED and not order.pooled and order.wanted_to > moment:
            finish(turn, to=State.OFFERED, data={"pooled": True}, pooled=True, offer_until=until(order))
            return True
        freed = list(Work.objects.filter(order=order, back_at=None).values_list("account_id", flat=True))
        release_all(order, "")
        finish(turn, to=State.ORDERED, data={"accounts": freed}, pooled=False, offer_until=None)
        return True
