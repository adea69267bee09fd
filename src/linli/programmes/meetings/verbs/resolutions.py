"""What was agreed: written down, sent to every unit in one step, reported on the next time."""

from collections.abc import Collection
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
from linli.programmes.meetings.addressed import chosen_seats, goes_to, missing
from linli.programmes.meetings.models import Addressee, Meeting, MeetingTask, Resolution, Seat, State
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


def resolve(
    meeting_id: int, *, title: str, text: str, due_on: date, by: Actor, kind_code: str = "", seats: Collection[int] = ()
) -> Resolution:
    """Write down what was agreed; before or after the others were sent. `seats`: the units it goes to, if not to all.

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
        to = _chosen(meeting, seats)
        last = Resolution.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
        made = Resolution.objects.create(
            meeting=meeting,
            position=last + 1,
            title=needed_text(title, field="title", longest=40),
            text=needed_text(text, field="text", longest=LONGEST),
            due_on=due_on,
            kind_code=kind,
        )
        Addressee.objects.bulk_create(Addressee(resolution=made, seat_id=seat) for seat in to)
        day, only = due_on.isoformat(), len(to) or None
        record(meeting, "resolve", by=by, resolution=made.pk, title=made.title, due_on=day, units=only)
        return made


def _chosen(meeting: Meeting, seats: Collection[int]) -> list[int]:
    """Return the seats a resolution is kept for; none where it goes to all. Raises: Invalid."""
    wanted, sitting = set(seats), {one.pk for one in _sitting(meeting)}
    if wanted - sitting:
        raise Invalid(fields={"seats": _("Please choose one of the list.")})
    return [] if wanted == sitting else sorted(wanted)


def _sitting(meeting: Meeting) -> list[Seat]:
    return list(Seat.objects.filter(body_id=meeting.body_id, left_on=None).order_by("path", "pk"))


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
    """Make every resolution a task of every unit it goes to, in one step: each an ordinary case, sent, with its clock.

    All or nothing. Sent again it makes only what is missing: a new resolution, a unit that joined.
    Raises: Invalid (nothing agreed, no units, a unit that is not there any more, a resolution for units that have
    all left), NotFound, NotAllowed, WrongState.
    """
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.HELD, State.PUBLISHED)
        agreed = list(Resolution.objects.filter(meeting=meeting).order_by("position"))
        seats = _sitting(meeting)
        if not (agreed and seats):
            raise Invalid(_("There is nothing to send: write down what was agreed, and which units sit in it."))
        _require_units(agreed, seats)
        wanted = missing(meeting.pk, agreed, seats)
        tasks = [MeetingTask(resolution=one, seat=seat, case=_case(meeting, one, seat, by)) for one, seat in wanted]
        MeetingTask.objects.bulk_create(tasks)
        Resolution.objects.filter(meeting=meeting, sent_at=None).update(sent_at=clock.now())
        if tasks:
            units, sent = {seat.pk for _one, seat in wanted}, {one.pk for one, _seat in wanted}
            record(meeting, "send", by=by, made=len(tasks), units=len(units), resolutions=len(sent))
        return Sent(len(tasks), MeetingTask.objects.filter(resolution__meeting=meeting).count())


def _require_units(agreed: list[Resolution], seats: list[Seat]) -> None:
    """Refuse what is to be sent and would reach nobody. Raises: Invalid."""
    chosen = chosen_seats(one.pk for one in agreed)
    lost = next((one for one in agreed if one.sent_at is None and not goes_to(one.pk, seats, chosen)), None)
    if lost is not None:
        words = _("All units that “%(title)s” goes to have left. Take it out, or write it down anew for others.")
        raise Invalid(words % {"title": lost.title})


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
