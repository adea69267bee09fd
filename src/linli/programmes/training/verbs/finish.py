"""Who stayed to the end, who got the certificate, and what they do three and six months later."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.locks import locked_row, write
from linli.programmes.training.dates import later
from linli.programmes.training.models import MONTHS, Course, Outcome, Trainee
from linli.programmes.training.policies import is_self, require_self_or_runner, runs
from linli.programmes.training.verbs.enrol import note

State = Trainee.State
NOW_OR_BEFORE = {State.COMING, State.TRAINED, State.ABSENT}


def finish(*, trainee_id: int, trained: bool, by: Actor, certified_on: date | None = None) -> Trainee:
    """Note whether somebody stayed to the end, and when they got the certificate. It may be put right later.

    Raises: NotFound, NotAllowed (one's own), WrongState (has no place, not begun yet), Invalid.
    """
    with write():
        course, row = _run(trainee_id, by)
        if row.state not in NOW_OR_BEFORE or course.state != Course.State.OPEN or course.starts_on > clock.today():
            raise WrongState(_("This is noted once the course has begun, for those who had a place."))
        if certified_on is not None and not (trained and course.starts_on <= certified_on <= clock.today()):
            raise Invalid(fields={"certified_on": _("Only who was trained, on a day since the course began.")})
        row.state, row.certified_on = State.TRAINED if trained else State.ABSENT, certified_on
        row.save(update_fields=["state", "certified_on"])
        if not trained:
            Outcome.objects.filter(trainee=row).delete()
        note("finished", row, by, trained=trained, certified=certified_on is not None)
    return row


def _run(trainee_id: int, by: Actor) -> tuple[Course, Trainee]:
    """Lock a course, then an enrolment in it that the actor runs, not their own. Raises: NotFound, NotAllowed."""
    seen = Trainee.objects.filter(pk=trainee_id).first()
    if seen is None:
        raise NotFound
    require_self_or_runner(by, seen)
    if is_self(by, seen) or not runs(by, seen.path):
        raise NotAllowed
    return locked_row(Course, seen.course_id), locked_row(Trainee, trainee_id)


def note_outcome(*, trainee_id: int, months: int, state: str, by: Actor) -> Outcome:
    """Note what somebody says they do, three or six months after the end of the course; said anew it is put right.

    Said by themselves on the portal, or to a runner who asked. Only with consent, and not before the day.
    Raises: NotFound, Invalid, WrongState (not trained, no consent, too early).
    """
    if months not in MONTHS or state not in Outcome.State.values:
        raise Invalid(fields={"state": Invalid.default})
    with write():
        seen = Trainee.objects.filter(pk=trainee_id).first()
        if seen is None:
            raise NotFound
        require_self_or_runner(by, seen)
        row = locked_row(Trainee, trainee_id)
        if row.state != State.TRAINED or not row.follow:
            raise WrongState(_("Only who was trained and agreed is asked."))
        if later(Course.objects.get(pk=row.course_id).ends_on, months) > clock.today():
            raise WrongState(_("It is too early to ask."))
        values = {"state": state, "noted_by_id": by.account_id, "noted_at": clock.now()}
        made, _new = Outcome.objects.update_or_create(trainee=row, months=months, defaults=values)
        note("outcome_noted", row, by, months=months)
    return made
