"""Time served in orders (三单) is time served: booked when the order is confirmed. Receiver `volunteers.ordered`."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import Entry, Move
from linli.kernel.actor import SYSTEM
from linli.kernel.locks import locked_rows
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import Volunteer
from linli.programmes.volunteers.rules import limits
from linli.programmes.volunteers.verbs.common import note, tell
from linli.programmes.volunteers.verbs.confirm import reach_stars

CONFIRMED, RECEIVER = "order.confirm", "volunteers.ordered"
COUNTS = (Volunteer.State.ACTIVE, Volunteer.State.PAUSED)   # not before a guardian has agreed, not after leaving


def subscribe() -> None:
    """Hear of orders somebody confirmed."""
    journal.subscribe(CONFIRMED, RECEIVER, book_ordered)


def book_ordered(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Book the minutes of everybody registered who served in a confirmed order, once however often it is delivered.

    Whoever confirms is the second person; nobody's own confirmation counts. One order counts for at most the minutes
    of a day. The event says how long, not when: the minutes count for the day of the booking.
    """
    if event.kind != CONFIRMED:
        return
    served = _minutes(event)
    found = Volunteer.objects.filter(account_id__in=served, state__in=COUNTS).values_list("pk", flat=True)
    with translation.override(settings.LANGUAGE_CODE):
        for volunteer in locked_rows(Volunteer, list(found)):
            if volunteer.account_id is not None:
                _book(event, volunteer, served[volunteer.account_id])


def _minutes(event: journal.Event) -> dict[int, int]:
    """Return the minutes of each account; several turns at one order are added up."""
    served: dict[int, int] = {}
    for one in event.data.get("served") or ():
        account, minutes = one.get("account"), one.get("minutes") or 0
        if account is not None and account != event.account_id and minutes > 0:
            served[account] = served.get(account, 0) + minutes
    return served


def _book(event: journal.Event, volunteer: Volunteer, served: int) -> None:
    limit = limits()
    minutes = min(served, limit.daily_minutes)
    hours, given = accounts.several(
        [(accounts.HOURS, volunteer.pk, volunteer.path), (accounts.HOURS_GIVEN, None, event.path)]
    )
    key = f"event:{event.pk}:{volunteer.pk}:hours"
    entry = Entry(key, "volunteer.served_order", (Move(given.id, hours.id, minutes),), event.stream)
    if ledger.post_many([entry], by=SYSTEM)[0].repeated:
        return
    about = {"order": event.stream, "minutes": minutes, "not_counted": served - minutes}
    made = note("served_order", volunteer, SYSTEM, **about)
    tell(made, volunteer, _("%(minutes)d minutes of service are confirmed.") % {"minutes": minutes}, _("An order"))
    reach_stars(volunteer, limit, SYSTEM)
