"""Enrol, wait for a place, withdraw; who waits moves up. Agree to be asked later, or take that back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.journal.public import Event
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import locked_row, write
from linli.programmes.training import personal
from linli.programmes.training.models import Course, Outcome, Trainee
from linli.programmes.training.policies import is_self, require_self_or_runner, runs

State = Trainee.State


@dataclass(frozen=True, slots=True)
class TraineeInput:
    """Who wants to learn. `follow`: agrees to be asked after three and six months how it goes."""

    call_name: str
    name: str
    phone: str
    follow: bool = False


def note(kind: str, trainee: Trainee, by: Actor, **data: object) -> Event:
    """Record what happened to somebody in a course; no name, no phone."""
    return journal.record(
        kind=f"training.{kind}", stream=f"trainee:{trainee.pk}", by=by, path=trainee.path, data=data
    )


def enrol(*, course_id: int, given: TraineeInput, by: Actor, invented: bool = False) -> Trainee:
    """Take a place for oneself, or as runner for somebody; with none left, wait. Enrolled twice is enrolled once.

    Raises: NotFound, NotAllowed (not signed in), Invalid, WrongState (over or called off).
    """
    if by.account_id is None and not by.grants:
        raise NotAllowed
    call_name = needed_text(given.call_name, field="call_name", longest=20)
    name, phone = needed_text(given.name, field="name", longest=40), personal.plain_phone(given.phone)
    if len(phone) < 7:
        raise Invalid(fields={"phone": _("This does not look like a phone number.")})
    with write():
        course = locked_row(Course, course_id)
        own = None if runs(by, course.path) else by.account_id
        if (there := _there(course, personal.phone_hash(phone), own)) is not None:
            return there
        if course.state != Course.State.OPEN or course.ends_on < clock.today():
            raise WrongState(_("This course is over or was called off."))
        row = _again(course, personal.phone_hash(phone), own)
        row.account_id, row.call_name, row.invented = own, call_name, invented
        row.name, row.phone = personal.sealed("name", name), personal.sealed("phone", phone)
        row.state = State.COMING if course.taken < course.places else State.WAITING
        row.follow, row.agreed_at = given.follow, clock.now() if given.follow else None
        _saved(row)
        if row.state == State.COMING:
            course.taken += 1
            course.save(update_fields=["taken"])
        note("enrolled", row, by, course=course.pk, state=row.state)
    return row


def _there(course: Course, phone_hash: str, account_id: int | None) -> Trainee | None:
    """Return the enrolment that stands already. Somebody else's phone is never told apart from one's own."""
    rows = Trainee.objects.filter(course=course).exclude(state=State.WITHDRAWN)
    if account_id is None:
        return rows.filter(phone_hash=phone_hash).first()
    own = rows.filter(account_id=account_id).first()
    if own is None and rows.filter(phone_hash=phone_hash).exists():
        raise Invalid(fields={"phone": _("Somebody is enrolled with this phone already.")})
    return own


def _again(course: Course, phone_hash: str, account_id: int | None) -> Trainee:
    """Return the row of somebody who had withdrawn, or a new one."""
    rows = Trainee.objects.filter(course=course, state=State.WITHDRAWN)
    if account_id is not None:
        found = rows.filter(account_id=account_id).first()
    else:
        found = rows.filter(phone_hash=phone_hash, account=None).first()
    row = found or Trainee(course=course, path=course.path, enrolled_at=clock.now())
    row.phone_hash, row.enrolled_at = phone_hash, clock.now()
    return row


def _saved(row: Trainee) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields={"phone": _("Somebody is enrolled with this phone already.")}) from error


def withdraw(*, trainee_id: int, by: Actor) -> Trainee:
    """Give a place back; the first who waits gets it and is told. Raises: NotFound, WrongState (the course is over)."""
    with write():
        row = _locked(trainee_id, by)
        if row.state == State.WITHDRAWN:
            return row
        if row.state not in {State.COMING, State.WAITING}:
            raise WrongState
        course = Course.objects.get(pk=row.course_id)
        had_place, row.state = row.state == State.COMING, State.WITHDRAWN
        row.save(update_fields=["state"])
        note("withdrew", row, by, course=course.pk)
        if had_place:
            course.taken -= 1
            _move_up(course, by)
            course.save(update_fields=["taken"])
    return row


def _locked(trainee_id: int, by: Actor) -> Trainee:
    """Lock the course, then the enrolment. Raises: NotFound."""
    seen = Trainee.objects.filter(pk=trainee_id).first()
    if seen is None:
        raise NotFound
    require_self_or_runner(by, seen)
    locked_row(Course, seen.course_id)
    return locked_row(Trainee, trainee_id)


def _move_up(course: Course, by: Actor) -> None:
    first = Trainee.objects.filter(course=course, state=State.WAITING).order_by("enrolled_at", "id").first()
    if first is None or course.state != Course.State.OPEN:
        return
    first.state = State.COMING
    first.save(update_fields=["state"])
    course.taken += 1
    event = note("moved_up", first, by, course=course.pk)
    if first.account_id is not None:
        title = _("You have a place now: %(title)s") % {"title": course.title}
        journal.notify(
            event=event, topic="training", title=title, body="", link=f"/training/{course.pk}/",
            accounts=[first.account_id],
        )  # fmt: skip


def agree(*, trainee_id: int, follow: bool, by: Actor) -> Trainee:
    """Agree to be asked after three and six months, or take it back: then what was noted is erased at once.

    Only who learns decides; a runner notes it for somebody without an account (Personal Information Protection Law
    13, 15). Raises: NotFound, NotAllowed.
    """
    with write():
        row = _locked(trainee_id, by)
        if row.account_id is not None and not is_self(by, row):
            raise NotAllowed
        row.follow, row.agreed_at = follow, clock.now() if follow else None
        row.save(update_fields=["follow", "agreed_at"])
        if not follow:
            Outcome.objects.filter(trainee=row).delete()
        note("agreed" if follow else "agreement_taken_back", row, by)
    return row
