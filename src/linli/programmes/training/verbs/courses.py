"""Plan a course, call it off."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, Text, WrongState
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import locked_row, write
from linli.programmes.training.models import Course, Trainee
from linli.programmes.training.policies import require_runner

LONGEST = timedelta(days=366)
MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class CourseInput:
    """What is learnt, where, when, from whom, and which certificate may be had at the end."""

    title: str
    skill: str
    area_id: int
    teacher: str
    place: str
    starts_on: date
    ends_on: date
    places: int
    certificate: str = ""
    about: str = ""
    phone: str = ""


def plan_course(given: CourseInput, *, by: Actor) -> Course:
    """Plan a course that costs nothing. Raises: NotAllowed, NotFound, Invalid."""
    area = territory.area(given.area_id)
    require_runner(by, area.path)
    faults: dict[str, Text] = {}
    if not timedelta() <= given.ends_on - given.starts_on <= LONGEST:
        faults["ends_on"] = _("It ends on the day it begins or later, within a year.")
    if not 1 <= given.places <= MOST_PLACES:
        faults["places"] = _("Between 1 and %(most)d places.") % {"most": MOST_PLACES}
    if faults:
        raise Invalid(fields=faults)
    with write():
        row = Course(
            title=needed_text(given.title, field="title", longest=60),
            skill=needed_text(given.skill, field="skill", longest=30),
            teacher=needed_text(given.teacher, field="teacher", longest=60),
            place=needed_text(given.place, field="place", longest=80),
            certificate=fitting_text(given.certificate, field="certificate", longest=60),
            about=fitting_text(given.about, field="about", longest=500),
            phone=fitting_text(given.phone, field="phone", longest=30),
            area_id=area.id, path=area.path, starts_on=given.starts_on, ends_on=given.ends_on, places=given.places,
            created_by_id=by.account_id, created_at=clock.now(),
        )  # fmt: skip
        row.save()
        data = {"skill": row.skill, "starts_on": row.starts_on, "places": row.places}
        journal.record(kind="course.planned", stream=f"course:{row.pk}", by=by, path=row.path, data=data)
    return row


def cancel_course(*, course_id: int, why: str, by: Actor) -> Course:
    """Call a course off; everybody enrolled who has an account is told why.

    Raises: NotAllowed, NotFound, Invalid, WrongState (over already).
    """
    with write():
        row = locked_row(Course, course_id)
        require_runner(by, row.path)
        reason = needed_text(why, field="why", longest=120)
        if row.state != Course.State.OPEN or row.ends_on < clock.today():
            raise WrongState
        row.state, row.why_cancelled = Course.State.CANCELLED, reason
        row.save(update_fields=["state", "why_cancelled"])
        event = journal.record(
            kind="course.cancelled", stream=f"course:{row.pk}", by=by, path=row.path, data={"why": reason}
        )
        enrolled = Trainee.objects.filter(course=row).exclude(state=Trainee.State.WITHDRAWN).exclude(account=None)
        accounts = [one for one in enrolled.values_list("account_id", flat=True) if one is not None]
        title = _("Called off: %(title)s") % {"title": row.title}
        journal.notify(
            event=event, topic="training", title=title, body=reason, link=f"/training/{row.pk}/", accounts=accounts
        )
    return row
