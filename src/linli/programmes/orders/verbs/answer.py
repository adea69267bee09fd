"""What the resident says in the end, or instead: confirmed, not done, thanked, called off."""

from typing import Any

from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.given import needed_text
from linli.kernel.locks import write
from linli.programmes.orders.lifecycle import State
from linli.programmes.orders.models import Order, Work
from linli.programmes.orders.verbs.turn import begin, close_offers, finish
from linli.programmes.orders.verbs.work import release_all

LONGEST_THANKS = 200


def confirm(order_id: int, *, by: Actor) -> Order:
    """Say that it is done: the resident, or the community after a call; never who did it.

    The event names account, beginning and minutes of everybody who worked, so that their time can be booked.
    Raises: NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("confirm", order_id, by=by)
        works = Work.objects.filter(order=turn.order, finished_at__isnull=False, back_at=None).order_by("id")
        served = [_served(work) for work in works]
        data = {"service": turn.order.service.code, "served": served, "by_phone": not turn.standing.orderer}
        return finish(turn, data=data)


def _served(work: Work) -> dict[str, Any]:
    """Return who worked, from when and for how long."""
    begun = work.started_at.isoformat() if work.started_at is not None else None
    return {"account": work.account_id, "taker": work.taker, "minutes": work.minutes, "begun": begun}


def complain(order_id: int, *, by: Actor, reason: str) -> Order:
    """Say that it was not done as agreed: the community looks into it and finds somebody again.

    What was worked is kept in the history and counts for nothing. Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("complain", order_id, by=by)
        said = needed_text(reason, field="reason")
        release_all(turn.order, said)
        Work.objects.filter(order=turn.order, back_at=None).update(back_at=clock.now(), back_reason=said)
        return finish(turn, data={"reason": said}, reason=said, pooled=False, offer_until=None)


def rate(order_id: int, *, by: Actor, rating: int, thanks: str = "") -> Order:
    """Give one to five stars and a word of thanks to the service, not to a person's record.

    Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("rate", order_id, by=by)
        if not 1 <= rating <= 5:
            raise Invalid(fields={"rating": _("One to five stars, please.")})
        if len(thanks) > LONGEST_THANKS:
            words = _("This is longer than %(count)d characters. Please shorten it.") % {"count": LONGEST_THANKS}
            raise Invalid(fields={"thanks": words})
        return finish(turn, data={"rating": rating}, rating=rating, thanks=thanks.replace("\x00", "").strip())


def withdraw(order_id: int, *, by: Actor, reason: str = "") -> Order:
    """Call an order off before anybody has begun; whoever took it is told.

    Raises: NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("withdraw", order_id, by=by)
        if any(work.started_at is not None for work in turn.standing.works):
            raise Invalid(_("Somebody is at work on it already."))
        said = reason.replace("\x00", "").strip()[:200]
        data = {"accounts": [work.account_id for work in turn.standing.works], "reason": said}
        close_offers(turn.order)
        release_all(turn.order, said)
        return finish(turn, to=State.WITHDRAWN, data=data, reason=said, pooled=False, offer_until=None)
