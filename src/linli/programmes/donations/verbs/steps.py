"""Every step after the first word: receive, refuse, count, use, note a receipt, show or hide the name, take back."""

from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.ids import random_key
from linli.kernel.locks import write
from linli.kernel.text import mask_personal
from linli.programmes.donations import accounts
from linli.programmes.donations.lifecycle import Kind, State
from linli.programmes.donations.models import Donation, Use
from linli.programmes.donations.verbs.give import wall_name
from linli.programmes.donations.verbs.turn import Turn, begin, finish


def receive(donation_id: int, *, by: Actor, quantity: str = "", value_fen: int = 0) -> Donation:
    """Say that what was offered has come; its worth in fen, where somebody can say. Raises: Invalid, WrongState …"""
    with write():
        turn = begin("receive", donation_id, by=by)
        said = fitting_text(quantity, field="quantity", longest=30) or turn.donation.quantity
        worth = value_fen or turn.donation.value_fen
        return finish(turn, received_at=clock.now(), received_by_id=by.account_id, quantity=said, value_fen=worth)


def refuse(donation_id: int, *, by: Actor, reason: str) -> Donation:
    """Say why it cannot be used; the giver is told. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        turn = begin("refuse", donation_id, by=by)
        said = needed_text(reason, field="reason")
        return finish(turn, data={"reason": said}, reason=said)


def count(donation_id: int, *, by: Actor) -> Donation:
    """Say, as a second person, that the money is there: now it stands in the ledger.

    Raises: NotFound, NotAllowed (whoever took it in), WrongState, PeriodClosed.
    """
    with write():
        turn = begin("count", donation_id, by=by)
        gift = turn.donation
        accounts.move(
            f"donation:{gift.pk}:given", "donation.given", source=accounts.GIVEN, target=accounts.KEPT,
            fen=gift.value_fen, path=gift.path, by=by,
        )
        return finish(turn, counted=True, counted_by_id=by.account_id)


def use(donation_id: int, *, by: Actor, note: str, fen: int = 0, key: str = "") -> Donation:
    """Say what became of it: things once; money in parts (fen), never more than is left. The same key is the same use.

    Raises: Invalid, NotFound, NotAllowed, WrongState, PeriodClosed.
    """
    with write():
        turn = begin("use", donation_id, by=by)
        if key and Use.objects.filter(key=key, donation_id=donation_id).exists():
            return turn.donation
        said = mask_personal(needed_text(note, field="note"))
        amount = _amount(turn, fen)
        made = Use.objects.create(
            donation=turn.donation, note=said, fen=amount, at=clock.now(), key=key or random_key()
        )
        if amount:
            accounts.move(
                f"donation:{donation_id}:use:{made.pk}", "donation.used", source=accounts.KEPT, target=accounts.SPENT,
                fen=amount, path=turn.donation.path, by=by,
            )
        spent = turn.donation.spent_fen + amount
        done = turn.donation.kind == Kind.GOODS or spent == turn.donation.value_fen
        after = State.USED if done else State.RECEIVED
        return finish(turn, after=after, data={"note": said, "fen": amount}, spent_fen=spent, outcome=said)


def _amount(turn: Turn, fen: int) -> int:
    if turn.donation.kind == Kind.GOODS:
        return 0
    left = turn.donation.value_fen - turn.donation.spent_fen
    if not 0 < fen <= left:
        words = _("Please give an amount above zero; %(yuan)s yuan are left of this gift.")
        raise Invalid(fields={"value": words % {"yuan": f"{left / 100:,.2f}"}})
    return fen


def receipt(donation_id: int, *, by: Actor, charity: str, receipt_number: str) -> Donation:
    """Note the receipt that a charity gave for it; a community itself issues none (Charity Law 38).

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        turn = begin("receipt", donation_id, by=by)
        name = needed_text(charity, field="charity", longest=60)
        number = needed_text(receipt_number, field="receipt_number", longest=40)
        return finish(turn, charity=name, receipt_number=number)


def show(donation_id: int, *, by: Actor, shown: str = "") -> Donation:
    """Put a name on the wall, or with an empty one take it off, at any time. Raises: Invalid, NotFound, NotAllowed …"""
    with write():
        turn = begin("show", donation_id, by=by)
        said = wall_name(shown)
        return finish(turn, data={"shown": bool(said)}, shown=said)


def withdraw(donation_id: int, *, by: Actor) -> Donation:
    """Take an offer back. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        return finish(begin("withdraw", donation_id, by=by))
