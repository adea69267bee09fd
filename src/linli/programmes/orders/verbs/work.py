"""What takers do: take, decline, give back, begin at the door, find nobody, finish."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Busy, Invalid, LinliError, NotAllowed
from linli.kernel.given import needed_text
from linli.kernel.locks import write
from linli.programmes.orders.codes import BEGIN, END, is_door_code
from linli.programmes.orders.lifecycle import State
from linli.programmes.orders.models import Offer, Order, Work
from linli.programmes.orders.policies import keys_of
from linli.programmes.orders.verbs.community import until
from linli.programmes.orders.verbs.turn import Turn, account_of, begin, close_offers, finish

MOST_WRONG = 8  # wrong codes before the community has to help
EARLY = timedelta(hours=2)  # how long before the wanted time one may begin
LONGEST_MINUTES = 480  # of one visit; more is a mistake of the clock


def take(order_id: int, *, by: Actor, expected_version: int | None = None) -> Order:
    """Take an order; when as many as it needs have taken it, it is taken.

    Raises: NotFound, WrongState (somebody was first), NotAllowed, Busy.
    """
    with write():
        turn = begin("take", order_id, by=by, expected_version=expected_version)
        account, order, way = account_of(by), turn.order, turn.standing.way
        if way is None:
            raise NotAllowed
        name = access.public_names([account]).get(account) or _("%(family)s, volunteer") % {"family": by.name[:1]}
        Work.objects.create(order=order, taker=way.key, account_id=account, name=name, taken_at=clock.now())
        complete = len(turn.standing.works) + 1 >= order.people
        if complete:
            close_offers(order)
        else:
            Offer.objects.filter(order=order, taker=way.key, open=True).update(open=False)
        changes: dict[str, Any] = {"offer_until": None, "pooled": False} if complete else {}
        to = State.TAKEN if complete else State.OFFERED
        return finish(turn, to=to, data={"name": name, "account": account, "taker": way.key}, **changes)


def decline(order_id: int, *, by: Actor, reason: str) -> Order:
    """Say that one cannot take what was offered by name; when nobody named is left, it goes to the pool.

    Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("decline", order_id, by=by)
        said = needed_text(reason, field="reason")
        order = turn.order
        own = Offer.objects.filter(order=order, taker__in=keys_of(by), open=True)
        own.update(open=False, declined=said)
        left = Offer.objects.filter(order=order, open=True).exists()
        changes: dict[str, Any] = {} if left else {"pooled": True, "offer_until": until(order)}
        return finish(turn, data={"reason": said, "pooled": not left}, **changes)


def give_back(order_id: int, *, by: Actor, reason: str) -> Order:
    """Give a taken order back: it lies in the pool again, the resident is told.

    Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("give_back", order_id, by=by)
        said = needed_text(reason, field="reason")
        _let_go(turn, said)
        return finish(turn, data={"reason": said}, pooled=True, offer_until=until(turn.order))


def not_there(order_id: int, *, by: Actor, reason: str) -> Order:
    """Say that nobody was there, or that the resident has moved: the community asks, everybody on it is free.

    Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("not_there", order_id, by=by)
        said = needed_text(reason, field="reason")
        release_all(turn.order, said)
        return finish(turn, data={"reason": said}, reason=said, pooled=False, offer_until=None)


def start(order_id: int, *, by: Actor, code: str) -> Order:
    """Begin at the door with the code the resident shows. One begins one order at a time.

    Raises: Invalid (wrong code, too early), NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("start", order_id, by=by)
        work = _own(turn)
        order = turn.order
        if clock.now() < order.wanted_from - EARLY:
            raise Invalid(_("It is too early: this order is wanted later."))
        refused = _code_fault(turn, code, BEGIN)
        if refused is None:
            _begin(work)
            return finish(turn, data={"name": work.name}, wrong_codes=0)
    raise refused


def _begin(work: Work) -> None:
    if work.started_at is not None:
        raise Invalid(_("You have begun already."))
    work.started_at = clock.now()
    try:
        with write():
            work.save(update_fields=["started_at"])
    except IntegrityError as error:
        words = _("You are still at work on another order. Finish that one first: time counts once.")
        raise Invalid(words, code="elsewhere") from error


def finish_work(order_id: int, *, by: Actor, code: str, note: str) -> Order:
    """Finish with the code the resident shows and a word on what was done; minutes are those between the two codes.

    The order is done when everybody who began has finished; whoever never began is let go.
    Raises: Invalid, NotFound, WrongState, NotAllowed.
    """
    with write():
        turn = begin("finish", order_id, by=by)
        work = _own(turn)
        said = needed_text(note, field="note", longest=400)
        refused = _code_fault(turn, code, END)
        if refused is None:
            return _finish(turn, work, said)
    raise refused


def _finish(turn: Turn, work: Work, note: str) -> Order:
    if work.started_at is None or work.finished_at is not None:
        raise Invalid(_("Please begin first, with the code that the resident shows."))
    now = clock.now()
    work.finished_at, work.note = now, note
    work.minutes = min(LONGEST_MINUTES, max(1, round((now - work.started_at).total_seconds() / 60)))
    work.save(update_fields=["finished_at", "note", "minutes"])
    others = [one for one in turn.standing.works if one.pk != work.pk]
    still = any(one.started_at is not None and one.finished_at is None for one in others)
    if not still:
        Work.objects.filter(order=turn.order, back_at=None, started_at=None).update(back_at=now)
    data = {"name": work.name, "minutes": work.minutes, "note": note}
    return finish(turn, to=State.STARTED if still else State.DONE, data=data, wrong_codes=0)


def _own(turn: Turn) -> Work:
    work = turn.standing.own_work
    if work is None:
        raise NotAllowed
    return work


def _code_fault(turn: Turn, code: str, phase: str) -> LinliError | None:
    """Return why a code does not do; each wrong one is counted in this transaction, so that nobody can guess on."""
    order = turn.order
    if order.wrong_codes >= MOST_WRONG:
        words = _("Too many wrong codes. Please call the community; they help at once.")
        return Busy(words, code="too_many_codes")
    if is_door_code(code, order.pk, phase):
        return None
    order.wrong_codes += 1
    order.save(update_fields=["wrong_codes"])
    words = _("This code is not right, or it is older than ten minutes. Ask for the one shown now.")
    return Invalid(fields={"code": words}, code="door_code")


def _let_go(turn: Turn, reason: str) -> None:
    work = _own(turn)
    if work.started_at is not None:
        raise Invalid(_("You have begun already. Finish it, or call the community."))
    work.back_at, work.back_reason = clock.now(), reason
    work.save(update_fields=["back_at", "back_reason"])


def release_all(order: Order, reason: str) -> None:
    """Let everybody go who is on an order."""
    Work.objects.filter(order=order, back_at=None, finished_at=None).update(
        back_at=clock.now(), back_reason=reason[:200]
    )
