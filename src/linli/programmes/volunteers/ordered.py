"""Time served in orders (三单) is time served: booked when the order is confirmed. Receiver `volunteers.ordered`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
from linli.programmes.volunteers.models import OrderTime, Volunteer
from linli.programmes.volunteers.rules import limits
from linli.programmes.volunteers.times import uncounted
from linli.programmes.volunteers.verbs.common import note, tell
from linli.programmes.volunteers.verbs.confirm import reach_stars

CONFIRMED, RECEIVER = "order.confirm", "volunteers.ordered"
COUNTS = (Volunteer.State.ACTIVE, Volunteer.State.PAUSED)   # not before a guardian has agreed, not after leaving


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn at an order: how long, and from when, where that is known."""

    minutes: int
    starts: datetime | None


def subscribe() -> None:
    """Hear of orders somebody confirmed."""
    journal.subscribe(CONFIRMED, RECEIVER, book_ordered)


def book_ordered(event: journal.Event, _payload: dict[str, Any]) -> None:
    """Book the minutes of everybody registered who served in a confirmed order, once however often it is delivered.

    Whoever confirms is the second person; nobody's own confirmation counts. One order counts for at most the minutes
    of a day, and no minute that is counted already, at an activity or in another order. The minutes count for the day
    of the booking.
    """
    if event.kind != CONFIRMED:
        return
    served = _served(event)
    found = Volunteer.objects.filter(account_id__in=served, state__in=COUNTS).values_list("pk", flat=True)
    with translation.override(settings.LANGUAGE_CODE):
        for volunteer in locked_rows(Volunteer, list(found)):
            if volunteer.account_id is not None:
                _book(event, volunteer, served[volunteer.account_id])


def _served(event: journal.Event) -> dict[int, list[Turn]]:
    """Return the turns of each account at the order."""
    served: dict[int, list[Turn]] = {}
    for one in event.data.get("served") or ():
        account, minutes, begun = one.get("account"), one.get("minutes") or 0, one.get("begun")
        if account is not None and account != event.account_id and minutes > 0:
            starts = datetime.fromisoformat(begun) if begun else None
            served.setdefault(account, []).append(Turn(minutes, starts))
    return served


def _book(event: journal.Event, volunteer: Volunteer, turns: list[Turn]) -> None:
    key = f"event:{event.pk}:{volunteer.pk}:hours"
    if ledger.find_transaction(key) is not None:
        return
    limit, served = limits(), sum(one.minutes for one in turns)
    minutes = min(sum(_counted(event, volunteer, one) for one in turns), limit.daily_minutes)
    about = {"order": event.stream, "minutes": minutes, "not_counted": served - minutes}
    if not minutes:
        _note_once(volunteer, about)
        return
    hours, given = accounts.several(
        [(accounts.HOURS, volunteer.pk, volunteer.path), (accounts.HOURS_GIVEN, None, event.path)]
    )
    ledger.post_many(
        [Entry(key, "volunteer.served_order", (Move(given.id, hours.id, minutes),), event.stream)], by=SYSTEM
    )
    made = note("served_order", volunteer, SYSTEM, **about)
    tell(made, volunteer, _("%(minutes)d minutes of service are confirmed.") % {"minutes": minutes}, _("An order"))
    reach_stars(volunteer, limit, SYSTEM)


def _note_once(volunteer: Volunteer, about: dict[str, Any]) -> None:
    """Write down that nothing of an order counted: all of it is counted at an activity or in another order."""
    told = journal.history(f"volunteer:{volunteer.pk}")
    if not any(one.kind == "volunteer.served_order" and one.data.get("order") == about["order"] for one in told):
        note("served_order", volunteer, SYSTEM, **about)


def _counted(event: journal.Event, volunteer: Volunteer, turn: Turn) -> int:
    """Return the minutes of a turn that are not counted yet, and keep when they were. The volunteer is locked."""
    if turn.starts is None:     # recorded before orders said when they began
        return turn.minutes
    whole = (turn.starts, turn.starts + timedelta(minutes=turn.minutes))
    free = uncounted(volunteer, *whole)
    OrderTime.objects.bulk_create(
        OrderTime(volunteer=volunteer, about=event.stream[:48], starts=starts, ends=ends) for starts, ends in free
    )
    return sum(int((ends - starts).total_seconds()) // 60 for starts, ends in free)
