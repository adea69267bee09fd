"""A second person confirms service; the minutes go into the ledger, with points by rule, and stars are reached."""

from django.utils.translation import gettext_lazy as _

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import Entry, Move, Overdrawn
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import Service, Star, Volunteer
from linli.programmes.volunteers.policies import (
    APPROVERS,
    CONFIRMERS,
    may_any,
    require_confirmer,
    require_organiser,
)
from linli.programmes.volunteers.rules import Limits, limits, stars_for
from linli.programmes.volunteers.times import counted_on
from linli.programmes.volunteers.verbs.attend import require_no_overlap
from linli.programmes.volunteers.verbs.common import note, tell

State = Service.State


def confirm_service(*, service_id: int, by: Actor, minutes: int | None = None, approved: bool = False) -> Service:
    """Confirm ended service, whole or less of it. Confirmed twice it counts once.

    `approved`: more than the daily limit, by a coordinator, supervisor or administrator (up to 12 hours).
    Raises: NotFound, NotAllowed (not a second person), WrongState (not ended, overlap), Invalid (daily limit).
    """
    with write():
        row, volunteer = _locked(service_id, by)
        if row.state == State.CONFIRMED:
            return row
        if row.state != State.ENDED or row.ends is None:
            raise WrongState
        require_confirmer(by, row.path, volunteer=volunteer, noted_by_id=row.noted_by_id)
        require_no_overlap(volunteer, row.starts, row.ends, without=row.pk)
        served = int((row.ends - row.starts).total_seconds() // 60)
        counted = served if minutes is None else minutes
        if not 1 <= counted <= served:
            raise Invalid(fields={"minutes": _("Between 1 and %(most)d minutes.") % {"most": served}})
        limit = limits()
        row.over_cap = _over_limit(row, counted, limit, approved=approved and may_any(by, APPROVERS, row.path))
        row.minutes, row.state = counted, State.CONFIRMED
        row.confirmed_by_id, row.confirmed_at = by.account_id, clock.now()
        row.save()
        _post(row, volunteer, by)
        event = note("served", volunteer, by, service=row.pk, minutes=counted, how=row.how)
        title = _("%(minutes)d minutes of service are confirmed.") % {"minutes": counted}
        tell(event, volunteer, title, row.activity.title)
        reach_stars(volunteer, limit, by)
    return row


def _locked(service_id: int, by: Actor) -> tuple[Service, Volunteer]:
    """Lock the volunteer, then the service. Raises: NotFound where the actor does not confirm."""
    seen = Service.objects.filter(pk=service_id).values_list("volunteer_id", "path").first()
    if seen is None or not may_any(by, CONFIRMERS, seen[1]):
        raise NotFound
    volunteer = locked_row(Volunteer, seen[0])
    return locked_row(Service, service_id), volunteer


def _over_limit(row: Service, counted: int, limit: Limits, *, approved: bool) -> bool:
    """Say whether the day (in China, of the beginning) exceeds the daily limit, time in orders included.

    Raises: Invalid when it may not.
    """
    total = counted + counted_on(row.volunteer_id, row.starts, without=row.pk)
    if total <= limit.daily_minutes:
        return False
    if approved and total <= limit.approved_minutes:
        return True
    raise Invalid(
        _("That would be %(total)d minutes on one day; at most %(daily)d count, with approval %(most)d.")
        % {"total": total, "daily": limit.daily_minutes, "most": limit.approved_minutes},
        fields={"minutes": _("More than counts for one day.")}, code="daily_limit",
    )


def points_of(row: Service, minutes: int) -> int:
    """Return the points some minutes give: whole ones, by the rule of the kind of service."""
    item = row.activity.item
    return minutes * item.points_per_hour // 60 if item is not None else 0


def _post(row: Service, volunteer: Volunteer, by: Actor) -> None:
    hours, given, points, issued = accounts.several(
        [
            (accounts.HOURS, volunteer.pk, volunteer.path), (accounts.HOURS_GIVEN, None, row.path),
            (accounts.POINTS, volunteer.pk, volunteer.path), (accounts.POINTS_GIVEN, None, row.path),
        ]
    )
    day, about, minutes = clock.local(row.starts).date(), f"service:{row.pk}", row.minutes or 0
    entries = [Entry(_key(row, "hours"), "volunteer.served", (Move(given.id, hours.id, minutes),), about, day=day)]
    if (amount := points_of(row, minutes)) > 0:
        move = Move(issued.id, points.id, amount)
        entries.append(Entry(_key(row, "points"), "volunteer.rewarded", (move,), about, day=day))
    ledger.post_many(entries, by=by)


def _key(row: Service, what: str) -> str:
    return f"service:{row.pk}:{what}"


def reach_stars(volunteer: Volunteer, limit: Limits, by: Actor) -> None:
    """Note the stars the hours reach by now; each once."""
    total = ledger.balances(accounts.HOURS.code, [accounts.owner_of(volunteer.pk)])
    reached = stars_for(sum(total.values()), limit.star_hours)
    have = set(Star.objects.filter(volunteer=volunteer).values_list("stars", flat=True))
    for number in range(1, reached + 1):
        if number in have:
            continue
        Star.objects.create(volunteer=volunteer, stars=number, reached_on=clock.today())
        event = note("star_reached", volunteer, by, stars=number)
        hours = limit.star_hours[number - 1]
        title = _("Star %(number)d: %(hours)d hours of service. Thank you.") % {"number": number, "hours": hours}
        tell(event, volunteer, title)


def refuse_service(*, service_id: int, reason: str, by: Actor) -> Service:
    """Refuse service that was not given as noted, before it counts.

    Raises: NotFound, NotAllowed, Invalid, WrongState.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})
    with write():
        row, volunteer = _locked(service_id, by)
        if row.state != State.ENDED:
            raise WrongState
        if by.account_id == volunteer.account_id:
            raise NotAllowed
        row.state, row.reason = State.REFUSED, reason.strip()[:120]
        row.save(update_fields=["state", "reason"])
        event = note("service_refused", volunteer, by, service=row.pk, reason=row.reason)
        tell(event, volunteer, _("Service was not confirmed: %(title)s") % {"title": row.activity.title}, row.reason)
    return row


def take_back(*, service_id: int, reason: str, by: Actor) -> Service:
    """Correct a confirmation that was wrong: by reversing entries. Points that are spent already stay spent.

    Raises: NotFound, NotAllowed, Invalid, WrongState.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})
    with write():
        row, volunteer = _locked(service_id, by)
        require_organiser(by, row.path)
        if row.state != State.CONFIRMED or by.account_id == volunteer.account_id:
            raise WrongState
        posted = ledger.find_transaction(_key(row, "hours"))
        if posted is None:
            raise NotFound
        ledger.reverse(transaction_id=posted.id, reason=reason, by=by)
        kept = _reverse_points(row, reason, by)
        row.state, row.reason = State.REFUSED, reason.strip()[:120]
        row.save(update_fields=["state", "reason"])
        event = note("service_taken_back", volunteer, by, service=row.pk, reason=row.reason, points_kept=kept)
        tell(event, volunteer, _("A confirmation was corrected: %(title)s") % {"title": row.activity.title}, row.reason)
    return row


def _reverse_points(row: Service, reason: str, by: Actor) -> bool:
    posted = ledger.find_transaction(_key(row, "points"))
    if posted is None:
        return False
    try:
        ledger.reverse(transaction_id=posted.id, reason=reason, by=by)
    except Overdrawn:
        return True
    return False
