"""Correct a transaction: by its mirror, never by changing it."""

from django.utils.translation import gettext_lazy as _

from linli.engines.ledger.models import Transaction
from linli.engines.ledger.types import Entry, Move, Posted
from linli.engines.ledger.verbs.post import LONGEST, post_reversal, posted
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import write


def reverse(*, transaction_id: int, reason: str, by: Actor) -> Posted:
    """Post the mirror of a transaction, today, with the reason. Reversed twice it is reversed once.

    The caller has checked that `by` may. Raises: NotFound, Invalid (no reason), WrongState (a reversal itself),
    Overdrawn (what was received is spent already), PeriodClosed, Busy.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why it is reversed.")})
    with write():
        row = Transaction.objects.filter(pk=transaction_id).first()
        if row is None:
            raise NotFound
        if row.reverses_id is not None:
            raise WrongState(_("This is a correction itself. Please post the right amount anew."))
        if (there := Transaction.objects.filter(reverses_id=row.pk).first()) is not None:
            return posted(there, repeated=True)
        moves = row.postings.order_by("-line").values_list("target_id", "source_id", "amount")
        entry = Entry(
            key=f"reverse:{row.pk}", kind=row.kind, moves=tuple(Move(*move) for move in moves), about=row.about,
            note=reason.strip()[: LONGEST["note"]],
        )
        return post_reversal(entry, reverses_id=row.pk, by=by)
