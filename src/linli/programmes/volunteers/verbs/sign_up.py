"""Sign up for a role, wait for a place, withdraw; who waits moves up."""

from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, Text, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.volunteers.models import Activity, Role, SignUp, Volunteer
from linli.programmes.volunteers.policies import is_self, may_steward
from linli.programmes.volunteers.verbs.common import locked_volunteer, note, tell

State = SignUp.State


def obstacle(volunteer: Volunteer, role: Role, activity: Activity) -> Text | None:
    """Return why a volunteer may not take a role; None when nothing stands against it."""
    day = clock.local(activity.starts).date()
    if volunteer.state != Volunteer.State.ACTIVE:
        return _("The registration is not active: a guardian has to agree first, or it is paused.")
    if role.adults_only and volunteer.adult_on is not None and volunteer.adult_on > day:
        return _("This duty is for adults only.")
    if role.needs_insurance and (volunteer.insured_until is None or volunteer.insured_until < day):
        return _("This duty needs accident insurance on that day. Please ask the community to note yours.")
    if role.needs_vetting and (volunteer.vetted_until is None or volunteer.vetted_until < day):
        return _("Who works with children is vetted first. Please ask the community.")
    return None


def sign_up(*, role_id: int, by: Actor, volunteer_id: int | None = None) -> SignUp:
    """Take a place in a role, or the next one on the waiting list. Signed up twice is signed up once.

    Raises: NotFound, WrongState (over, cancelled, another activity at that time), Invalid (insurance, vetting, age).
    """
    with write():
        volunteer = locked_volunteer(by, volunteer_id)
        role = locked_row(Role, role_id)
        activity = Activity.objects.get(pk=role.activity_id)
        if not is_self(by, volunteer) and not may_steward(by, activity.path):
            raise NotFound
        there = SignUp.objects.filter(activity=activity, volunteer=volunteer).first()
        if there is not None and there.state != State.WITHDRAWN:
            return there
        _require_open(activity, volunteer)
        if (why := obstacle(volunteer, role, activity)) is not None:
            raise Invalid(why)
        row = there or SignUp(activity=activity, volunteer=volunteer)
        row.role, row.at = role, clock.now()
        row.state = State.COMING if role.taken < role.wanted else State.WAITING
        row.save()
        if row.state == State.COMING:
            role.taken += 1
            role.save(update_fields=["taken"])
        note("signed_up", volunteer, by, activity=activity.pk, role=role.pk, state=row.state)
    return row


def _require_open(activity: Activity, volunteer: Volunteer) -> None:
    if activity.state != Activity.State.OPEN or activity.ends <= clock.now():
        raise WrongState(_("This activity is over or was called off."))
    others = SignUp.objects.filter(
        volunteer=volunteer, state=State.COMING, activity__state=Activity.State.OPEN,
        activity__starts__lt=activity.ends, activity__ends__gt=activity.starts,
    ).select_related("activity")
    if (other := others.first()) is not None:
        words = _("You are signed up for “%(title)s” at that time.") % {"title": other.activity.title}
        raise WrongState(words, code="overlap")


def withdraw(*, activity_id: int, by: Actor, volunteer_id: int | None = None) -> SignUp:
    """Give a place back; the first who waits and may gets it, and is told. Raises: NotFound, WrongState."""
    with write():
        volunteer = locked_volunteer(by, volunteer_id)
        row = SignUp.objects.filter(activity_id=activity_id, volunteer=volunteer).first()
        if row is None or (not is_self(by, volunteer) and not may_steward(by, row.activity.path)):
            raise NotFound
        if row.state == State.WITHDRAWN:
            return row
        if row.activity.services.filter(volunteer=volunteer).exists():
            raise WrongState(_("You are checked in already."))
        role = locked_row(Role, row.role_id)
        had_place = row.state == State.COMING
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        note("withdrew", volunteer, by, activity=activity_id)
        if had_place:
            role.taken -= 1
            _move_up(role, row.activity, by)
            role.save(update_fields=["taken"])
    return row


def _move_up(role: Role, activity: Activity, by: Actor) -> None:
    """Give the free place to the first who waits for the role and may take it."""
    waiting = SignUp.objects.filter(role=role, state=State.WAITING).select_related("volunteer").order_by("at", "id")
    for one in waiting:
        if obstacle(one.volunteer, role, activity) is None:
            one.state = State.COMING
            one.save(update_fields=["state"])
            role.taken += 1
            event = note("moved_up", one.volunteer, by, activity=activity.pk)
            title = _("You have a place now: %(title)s") % {"title": activity.title}
            tell(event, one.volunteer, title, link=f"/volunteer/activity/{activity.pk}/")
            return
