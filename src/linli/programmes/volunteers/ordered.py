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
from linli.programmes.volunteers.rules import Limits, limits
from linli.programmes.volunteers.times import Span, counted_on, uncounted, whole_minutes
from linli.programmes.volunteers.verbs.common import note, tell
from linli.programmes.volunteers.verbs.confirm import reach_stars

CONFIRMED, RECEIVER = "order.confirm", "volunteers.ordered"
STARTED, FINISHED = "order.start", "order.finish"           # steps of an order, by whoever serves
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

    Whoever confirms is the second person; nobody's own confirmation counts. No minute counts that is counted already,
    at an activity or in another order, nor more of a day than its limit leaves, other service of that day included;
    where nobody knows when it was, one order counts for at most the minutes of a day. The ledger books them on the day
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
    rows = [one for one in event.data.get("served") or () if one.get("account") is not None]
    begun = {} if all(one.get("begun") for one in rows) else _begun(event.stream)
    for one in rows:
        account, minutes = one["account"], one.get("minutes") or 0
        if account != event.account_id and minutes > 0:
            said = one.get("begun")
            starts = datetime.fromisoformat(said) if said else begun.get((account, minutes))
            served.setdefault(account, []).append(Turn(minutes, starts))
    return served


def _begun(stream: str) -> dict[tuple[int, int], datetime]:
    """Return when turns of so many minutes began, from the steps of the order: confirmations of before do not say."""
    started: dict[int, datetime] = {}
    found: dict[tuple[int, int], datetime] = {}
    for step in journal.history(stream):
        if step.account_id is None:
            continue
        if step.kind == STARTED:
            started[step.account_id] = step.at
        elif step.kind == FINISHED and step.account_id in started:
            found[step.account_id, step.data.get("minutes") or 0] = started.pop(step.account_id)
    return found


def _book(event: journal.Event, volunteer: Volunteer, turns: list[Turn]) -> None:
    key = f"event:{event.pk}:{volunteer.pk}:hours"
    if ledger.find_transaction(key) is not None:
        return
    limit, served = limits(), sum(one.minutes for one in turns)
    somewhen = min(sum(one.minutes for one in turns if one.starts is None), limit.daily_minutes)
    minutes = somewhen + sum(_counted(event, volunteer, one, limit) for one in turns)
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


def _counted(event: journal.Event, volunteer: Volunteer, turn: Turn, limit: Limits) -> int:
    """Return the minutes of a turn that count, and keep when they were. The volunteer is locked."""
    if turn.starts is None:
        return 0
    whole = (turn.starts, turn.starts + timedelta(minutes=turn.minutes))
    return sum(_kept(event, volunteer, span, limit) for span in uncounted(volunteer, *whole))


def _kept(event: journal.Event, volunteer: Volunteer, span: Span, limit: Limits) -> int:
    """Keep as much of a span as its day has room for; return its minutes."""
    (starts, ends), all_of_it = span, whole_minutes(span)
    minutes = min(all_of_it, limit.daily_minutes - counted_on(volunteer.pk, starts))
    if minutes <= 0:
        return 0
    if minutes < all_of_it:
        ends = starts + timedelta(minutes=minutes)
    OrderTime.objects.create(volunteer=volunteer, about=event.stream[:48], starts=starts, ends=ends)
    return minutes
