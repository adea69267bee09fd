"""Every step after the first word: post, refuse, claim, let go, bring, thank, miss, take back, rise."""

from datetime import timedelta

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import write
from linli.kernel.text import mask_personal
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.rules import rules
from linli.programmes.wishes.verbs.turn import begin, finish

_FREE = {"claimer": None, "claimer_unit": None, "claimer_name": "", "claimed_at": None, "claim_until": None}
MOST_AT_ONCE = 5  # open claims of one person: a wish is a promise


def post(wish_id: int, *, by: Actor, shown: str, words: str) -> Wish:
    """Put a wish on the wall, in words by which no neighbour knows who it is: `shown` is like 李奶奶.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        turn = begin("post", wish_id, by=by)
        name, said = needed_text(shown, field="shown", longest=20), needed_text(words, field="words", longest=120)
        if mask_personal(said) != said or mask_personal(name) != name:
            raise Invalid(fields={"words": _("No phone or identity numbers on the wall, please.")})
        area = territory.area(turn.wish.area_id)
        where = area.short_name or area.name
        posted_at = turn.wish.posted_at or clock.now()
        return finish(turn, shown=name, words=said, where=where[:30], posted_at=posted_at)


def refuse(wish_id: int, *, by: Actor, reason: str) -> Wish:
    """Say why it is no small wish; whoever wished is told. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("refuse", wish_id, by=by)
        said = needed_text(reason, field="reason")
        return finish(turn, data={"reason": said}, reason=said)


def claim(wish_id: int, *, by: Actor, public: bool = False, unit_id: int | None = None) -> Wish:
    """Promise to fulfil a wish, for oneself or for a unit in which one serves; the wall names whoever wants it.

    A system of the community writes down what a unit promised; it has no account, and promises for nobody else.
    Raises: NotFound, NotAllowed, WrongState (somebody was first), Invalid (five promises are open already).
    """
    with write():
        turn = begin("claim", wish_id, by=by)
        _require_promiser(by, unit_id)
        own = Wish.objects.filter(claimer_id=by.account_id, claimer__isnull=False, state="claimed")
        if own.count() >= MOST_AT_ONCE:
            raise Invalid(_("You have promised five already. Bring one of them first."))
        now = clock.now()
        name = _name(by, unit_id) if public or unit_id is not None else ""
        until = now + timedelta(days=rules().claim_days)
        data = {"account": by.account_id, "unit": unit_id}
        return finish(
            turn,
            data=data,
            claimer_id=by.account_id,
            claimer_unit_id=unit_id,
            claimer_name=name,
            claimed_at=now,
            claim_until=until,
        )


def _require_promiser(by: Actor, unit_id: int | None) -> None:
    """Let pass who serves in the unit, and who promises for themselves. Raises: NotAllowed, Invalid."""
    if by.kind is ActorKind.MACHINE:
        if unit_id is None:
            raise Invalid(fields={"unit": _("Please say which unit promises it.")})
        if all(unit.id != unit_id for unit in territory.units() if unit.active):
            raise Invalid(fields={"unit": _("This unit is not known any more. Please choose another.")})
    elif by.account_id is None or (unit_id is not None and all(grant.unit_id != unit_id for grant in by.grants)):
        raise NotAllowed


def _name(by: Actor, unit_id: int | None) -> str:
    if unit_id is not None:
        return territory.unit(unit_id).name[:40]
    account = by.account_id or 0
    return access.public_names([account]).get(account) or _("%(family)s, a neighbour") % {"family": by.name[:1]}


def let_go(wish_id: int, *, by: Actor, reason: str) -> Wish:
    """Give a promise back: the wish is on the wall again. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("let_go", wish_id, by=by)
        said = needed_text(reason, field="reason")
        return finish(turn, data={"reason": said}, **_FREE)


def deliver(wish_id: int, *, by: Actor, note: str) -> Wish:
    """Say what was brought. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("deliver", wish_id, by=by)
        said = needed_text(note, field="note")
        return finish(turn, data={"note": said}, note=said)


def thank(wish_id: int, *, by: Actor, thanks: str = "") -> Wish:
    """Say that it has come, perhaps with a word of thanks. Never by whoever brought it.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        turn = begin("thank", wish_id, by=by)
        said = fitting_text(thanks, field="thanks")
        return finish(turn, data={"account": turn.wish.claimer_id, "unit": turn.wish.claimer_unit_id}, thanks=said)


def miss(wish_id: int, *, by: Actor, reason: str) -> Wish:
    """Say that nothing has come: the promise stands again. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("miss", wish_id, by=by)
        said = needed_text(reason, field="reason")
        until = clock.now() + timedelta(days=rules().claim_days)
        return finish(turn, data={"reason": said, "account": turn.wish.claimer_id}, claim_until=until, reason=said)


def withdraw(wish_id: int, *, by: Actor) -> Wish:
    """Take a wish back; whoever claimed it is told. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("withdraw", wish_id, by=by)
        return finish(turn, data={"account": turn.wish.claimer_id})


def rise(wish_id: int, *, by: Actor) -> Wish:
    """Ask the units of the place, since nobody has claimed it. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("rise", wish_id, by=by)
        return finish(turn, risen_at=turn.wish.risen_at or clock.now())


def lapse(wish_id: int, *, by: Actor) -> Wish:
    """Put a wish back on the wall that was not brought in time. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("lapse", wish_id, by=by)
        return finish(turn, data={"account": turn.wish.claimer_id}, **_FREE)
