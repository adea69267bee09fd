"""Check in and out: by the rotating code on the spot, or by a steward's tick. Done twice, it is done once."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers import codes
from linli.programmes.volunteers.models import Activity, OrderTime, Role, Service, SignUp, Volunteer
from linli.programmes.volunteers.policies import is_self, require_steward
from linli.programmes.volunteers.verbs.common import locked_volunteer, note
from linli.programmes.volunteers.verbs.sign_up import obstacle

EARLY = timedelta(minutes=30)       # so long before the beginning the door is open
LATE = timedelta(hours=2)           # so long after the end a check-out is noted; then the end counts
BACK_DAYS = 30                      # a back entry is made within so many days
State = Service.State


def check_in(*, activity_id: int, by: Actor, code: str = "", volunteer_id: int | None = None) -> Service:
    """Note that a volunteer has come: with the code of the moment, or ticked by a steward without one.

    Time counts from the beginning of the activity, never from before.
    Raises: NotFound, Invalid (code, role), WrongState (too early, too late, at another activity).
    """
    with write():
        volunteer = locked_volunteer(by, volunteer_id)
        activity = _activity(activity_id)
        how = _by_code_or_steward(activity, volunteer, code, by)
        there = Service.objects.filter(activity=activity, volunteer=volunteer).first()
        if there is not None:
            return there
        moment = clock.now()
        if activity.state != Activity.State.OPEN or not activity.starts - EARLY <= moment < activity.ends:
            raise WrongState(_("Check-in is open from 30 minutes before the beginning until the end."))
        role = _place_of(activity, volunteer, steward=how == Service.How.STEWARD)
        if (why := obstacle(volunteer, role, activity)) is not None:
            raise Invalid(why)
        require_no_overlap(volunteer, max(moment, activity.starts), activity.ends)
        row = Service(
            activity=activity, volunteer=volunteer, path=activity.path, state=State.RUNNING, how=how,
            starts=max(moment, activity.starts), noted_by_id=by.account_id if how == Service.How.STEWARD else None,
        )
        row.save()
        note("checked_in", volunteer, by, activity=activity.pk, how=how)
    return row


def check_out(*, activity_id: int, by: Actor, code: str = "", volunteer_id: int | None = None) -> Service:
    """Note that a volunteer goes. Raises: NotFound, Invalid (code), WrongState (not begun yet)."""
    with write():
        volunteer = locked_volunteer(by, volunteer_id)
        activity = _activity(activity_id)
        how = _by_code_or_steward(activity, volunteer, code, by)
        row = Service.objects.filter(activity=activity, volunteer=volunteer).first()
        if row is None:
            raise WrongState(_("There was no check-in. Whoever is in charge can note it afterwards."))
        if row.state != State.RUNNING:
            return row
        ends = min(clock.now(), activity.ends)
        if ends <= row.starts:
            raise WrongState(_("The activity has not begun yet."))
        row.ends, row.state = ends, State.ENDED
        if how == Service.How.STEWARD:
            row.noted_by_id, row.how = by.account_id, how
        row.save()
        note("checked_out", volunteer, by, activity=activity.pk, how=how)
    return row


def back_entry(
    *, activity_id: int, volunteer_id: int, starts: datetime, ends: datetime, reason: str, by: Actor
) -> Service:
    """Write service down afterwards, with a reason. A second person confirms it, and it stays marked.

    Raises: NotFound, Invalid, WrongState.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why it is noted afterwards.")})
    with write():
        volunteer = locked_row(Volunteer, volunteer_id)
        activity = _activity(activity_id)
        require_steward(by, activity)
        if by.account_id is None or is_self(by, volunteer):
            raise WrongState(_("Nobody notes their own hours afterwards."))
        if not activity.ends <= clock.now() <= activity.ends + timedelta(days=BACK_DAYS):
            raise WrongState(_("Service is noted after its end, within 30 days."))
        if not activity.starts <= starts < ends <= activity.ends:
            raise Invalid(fields={"starts": _("The time has to lie within the activity.")})
        if Service.objects.filter(activity=activity, volunteer=volunteer).exists():
            raise WrongState(_("This service is noted already."))
        require_no_overlap(volunteer, starts, ends)
        row = Service(
            activity=activity, volunteer=volunteer, path=activity.path, state=State.ENDED, how=Service.How.BACK_ENTRY,
            starts=starts, ends=ends, noted_by_id=by.account_id, reason=reason.strip()[:120],
        )
        row.save()
        note("noted_afterwards", volunteer, by, activity=activity.pk, reason=row.reason)
    return row


def end_forgotten(moment: datetime | None = None) -> int:
    """End services nobody checked out of, two hours after the activity: its end counts, and a reason says so."""
    now = moment or clock.now()
    late = Service.objects.filter(state=State.RUNNING, activity__ends__lt=now - LATE).values_list("pk", flat=True)
    ended = 0
    for key in list(late.order_by("pk")[:500]):
        with write():
            row = locked_row(Service, key)
            if row.state != State.RUNNING:
                continue
            row.ends, row.state, row.reason = row.activity.ends, State.ENDED, str(_("no check-out"))
            row.save()
            note("checked_out", row.volunteer, SYSTEM, activity=row.activity_id, how="forgotten")
            ended += 1
    return ended


def require_no_overlap(volunteer: Volunteer, starts: datetime, ends: datetime, *, without: int = 0) -> None:
    """Refuse time that overlaps other service of the volunteer, whose row is locked. Raises: WrongState."""
    others = Service.objects.filter(volunteer=volunteer, starts__lt=ends).exclude(state=State.REFUSED)
    others = others.exclude(pk=without).exclude(ends__lte=starts).select_related("activity")
    if (other := others.order_by("-starts").first()) is not None:
        title = other.activity.title
        raise WrongState(_("At that time there is service at “%(title)s” already.") % {"title": title}, code="overlap")
    if OrderTime.objects.filter(volunteer=volunteer, starts__lt=ends, ends__gt=starts).exists():
        raise WrongState(_("At that time there is service in an order already."), code="overlap")


def _activity(activity_id: int) -> Activity:
    row = Activity.objects.filter(pk=activity_id).first()
    if row is None:
        raise NotFound
    return row


def _by_code_or_steward(activity: Activity, volunteer: Volunteer, code: str, by: Actor) -> Service.How:
    """Let the volunteer pass with the code, or whoever serves there without one. Raises: NotFound, Invalid."""
    if is_self(by, volunteer):
        codes.check(activity, code)
        return Service.How.CODE
    require_steward(by, activity)
    return Service.How.STEWARD


def _place_of(activity: Activity, volunteer: Volunteer, *, steward: bool) -> Role:
    """Return the role in which a volunteer comes; a steward may take in who did not sign up, while there is room.

    Raises: WrongState.
    """
    row = SignUp.objects.filter(activity=activity, volunteer=volunteer, state=SignUp.State.COMING).first()
    if row is not None:
        return row.role
    if not steward:
        raise WrongState(_("Please sign up for a place first; then scan the code again."))
    free = next((one for one in activity.roles.order_by("id") if one.taken < one.wanted), None)
    if free is None:
        raise WrongState(_("All places are taken."))
    role = locked_row(Role, free.pk)
    if role.taken >= role.wanted:
        raise WrongState(_("All places are taken."))
    role.taken += 1
    role.save(update_fields=["taken"])
    values = {"role": role, "state": SignUp.State.COMING, "at": clock.now()}
    SignUp.objects.update_or_create(activity=activity, volunteer=volunteer, defaults=values)
    return role
