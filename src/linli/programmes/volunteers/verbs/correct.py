"""Put a line of a volunteer's statement right: always by its mirror, never by changing it."""

from django.utils.translation import gettext_lazy as _

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import TransactionRow
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import Redemption, Volunteer
from linli.programmes.volunteers.policies import is_self, require_organiser
from linli.programmes.volunteers.verbs.common import note, tell
from linli.programmes.volunteers.verbs.confirm import take_back
from linli.programmes.volunteers.verbs.shop import give_back


def correct(*, volunteer_id: int, transaction_id: int, reason: str, by: Actor) -> None:
    """Reverse what stands on a volunteer's statement, with the reason: service, time of an order, a thing put aside.

    What belongs together is corrected together: service with its points, a thing with its place on the shelf.
    Raises: NotFound, NotAllowed (one's own), Invalid (no reason), WrongState (corrected already, a thing was fetched).
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})
    with write():
        volunteer = locked_row(Volunteer, volunteer_id)
        require_organiser(by, volunteer.path)
        if is_self(by, volunteer):
            raise NotAllowed
        row = _own_transaction(volunteer, transaction_id)
        kind, _colon, key = row.about.partition(":")
        if kind == "service":
            take_back(service_id=int(key), reason=reason, by=by)
        elif kind == "shop":
            thing = Redemption.objects.filter(transaction_id=row.id, volunteer=volunteer).first()
            if thing is None or thing.state != Redemption.State.RESERVED:
                raise WrongState(_("This was fetched or given back already."))
            give_back(redemption_id=thing.pk, by=by)
        else:
            ledger.reverse(transaction_id=row.id, reason=reason, by=by)
            event = note("entry_corrected", volunteer, by, transaction=row.id, reason=reason.strip()[:120])
            tell(event, volunteer, _("Your record was put right."), reason.strip()[:120])


def _own_transaction(volunteer: Volunteer, transaction_id: int) -> TransactionRow:
    """Return a transaction on one of the volunteer's accounts. Raises: NotFound, WrongState."""
    row = ledger.transaction(transaction_id)
    own = {account.id for account in ledger.accounts_of([accounts.owner_of(volunteer.pk)])}
    if not any(move.source in own or move.target in own for move in row.moves):
        raise NotFound
    if row.reverses_id is not None or row.reversed_by is not None:
        raise WrongState(_("This was put right already."))
    return row
