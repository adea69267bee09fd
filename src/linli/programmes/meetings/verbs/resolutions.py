"""What was agreed: written down, sent to every unit in one step, reported on the next time."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max
from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.given import needed_text
from linli.kernel.locks import write
from linli.programmes.meetings.models import Meeting, MeetingTask, Resolution, Seat, State
from linli.programmes.meetings.policies import run_meeting
from linli.programmes.meetings.verbs.sittings import record, require_state

END_OF_WORK = time(18)
LONGEST = 1000
AGREED = "agreed"  # the pattern's kind for what a meeting agreed on


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: `made` now, `total` there are."""

    made: int
    total: int


def usual_kind() -> str:
    """Return the kind that tasks of meetings have, where nothing else is chosen."""
    known = [row for row in cases.kinds() if row.active]
    fits = [row.code for row in known if row.code == AGREED]
    fits += [row.code for row in known if not (row.answer_at_once or row.needs_agreement or row.milestones)]
    return fits[0] if fits else ""


def resolve(meeting_id: int, *, title: str, text: str, due_on: date, kind_code: str = "", by: Actor) -> Resolution:
    """Write down what was agreed; before or after the others were sent.

    Raises: Invalid, NotFound, NotAllowed, WrongState (published or called off).
    """
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.PLANNED, State.HELD)
        if due_on < clock.today():
            raise Invalid(fields={"due_on": _("This lies in the past.")})
        kind = kind_code or usual_kind()
        if kind not in {row.code for row in cases.kinds() if row.active}:
            raise Invalid(fields={"kind_code": _("Please choose one of the list.")})
        last = Resolution.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
        made = Resolution.objects.create(
            meeting=meeting,
            position=last + 1,
            title=needed_text(title, field="title", longest=40),
            text=needed_text(text, field="text", longest=LONGEST),
            due_on=due_on,
            kind_code=kind,
        )
        record(meeting, "resolve", by=by, resolution=made.pk, title=made.title, due_on=due_on.isoformat())
        return made


def drop_resolution(resolution_id: int, *, by: Actor) -> None:
    """Take back what was not agreed after all, before it was sent. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        row, meeting = _with_meeting(resolution_id, by)
        require_state(meeting, State.PLANNED, State.HELD)
        if row.sent_at is not None:
            raise WrongState(_("It has been sent to the units already."))
        row.delete()
        record(meeting, "drop", by=by, resolution=resolution_id, title=row.title)


def _with_meeting(resolution_id: int, by: Actor) -> tuple[Resolution, Meeting]:
    """Lock the meeting of a resolution that the actor runs; read the resolution after that. Raises: NotFound."""
    found = Resolution.objects.filter(pk=resolution_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise NotFound
    meeting = run_meeting(by, found)
    row = Resolution.objects.filter(pk=resolution_id).first()
    if row is None:
        raise NotFound
    return row, meeting


def send_resolutions(meeting_id: int, *, by: Actor) -> Sent:
    """Make every resolution a task of every unit, in one step: each an ordinary case, sent and with its clock.

    All or nothing. Sent again it makes only what is missing: a new resolution, a unit that joined.
    Raises: Invalid (nothing agreed, no units, a unit that is not there any more), NotFound, NotAllowed, WrongState.
    """
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.HELD, State.PUBLISHED)
        agreed = list(Resolution.objects.filter(meeting=meeting).order_by("position"))
        seats = list(Seat.objects.filter(body_id=meeting.body_id, left_on=None).order_by("path", "pk"))
        if not (agreed and seats):
            raise Invalid(_("There is nothing to send: write down what was agreed, and which units sit in it."))
        there = set(MeetingTask.objects.filter(resolution__meeting=meeting).values_list("resolution_id", "seat_id"))
        missing = [(one, seat) for one in agreed for seat in seats if (one.pk, seat.pk) not in there]
        tasks = [MeetingTask(resolution=one, seat=seat, case=_case(meeting, one, seat, by)) for one, seat in missing]
        MeetingTask.objects.bulk_create(tasks)
        Resolution.objects.filter(meeting=meeting, sent_at=None).update(sent_at=clock.now())
        if tasks:
            record(meeting, "send", by=by, made=len(tasks), units=len(seats), resolutions=len(agreed))
        return Sent(len(tasks), len(there) + len(tasks))


def _case(meeting: Meeting, one: Resolution, seat: Seat, by: Actor) -> cases.Case:
    area = territory.area(seat.area_id)
    due = max(datetime.combine(one.due_on, END_OF_WORK, clock.CHINA), clock.now())
    named = {"meeting": meeting.title, "number": one.position}
    opened = cases.open_case(
        by=by,
        text=one.text,
        title=one.title,
        origin=cases.Origin.MEETING,
        kind_code=one.kind_code,
        location=territory.Location(area=area, building_id=None, place=area.name, inside=True, how="unknown"),
        accepted=True,
        assignee=territory.unit_key(seat.unit_id),
        routed_by=_("%(meeting)s, resolution %(number)d") % named,
        intake_key=f"resolution:{one.pk}:{seat.pk}",
        due_at=due,
    )
    return opened.case


def report_outcome(resolution_id: int, *, meeting_id: int, outcome: str, by: Actor) -> Resolution:
    """Report at a later meeting what came of a resolution. Again corrects it, until that meeting is published.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        row, former = _with_meeting(resolution_id, by)
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.PLANNED, State.HELD)
        if meeting.body_id != former.body_id or (meeting.starts_at, meeting.pk) <= (former.starts_at, former.pk):
            raise Invalid(_("What came of it is reported at a later meeting of the same units."))
        if row.reported_at_meeting_id not in {None, meeting.pk}:
            raise WrongState(_("It has been reported already."))
        row.outcome, row.reported_at_meeting = needed_text(outcome, field="outcome", longest=300), meeting
        row.save(update_fields=["outcome", "reported_at_meeting"])
        record(meeting, "report", by=by, resolution=row.pk)
        return row
