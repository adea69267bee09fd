"""Call a meeting, change it, call it off, hold it, write its minutes, publish what was agreed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, WrongState
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import write
from linli.kernel.text import mask_personal
from linli.programmes.meetings.models import AgendaItem, Attendance, Meeting, Presence, Resolution, Seat, State
from linli.programmes.meetings.policies import run_body, run_meeting

MOST_ITEMS = 30
LONGEST_MINUTES = 8000


def stream_of(meeting_id: int) -> str:
    """Return the name of a meeting's history."""
    return f"meeting:{meeting_id}"


def record(meeting: Meeting, verb: str, *, by: Actor, first: bool = False, **data: Any) -> None:
    """Write one line of a meeting's history."""
    kept = {name: value for name, value in data.items() if value not in (None, "", [])}
    kind, stream = f"meeting.{verb}", stream_of(meeting.pk)
    journal.record(kind=kind, stream=stream, by=by, path=meeting.path, data=kept, first=first)


def require_state(meeting: Meeting, *states: State) -> None:
    """Refuse what no longer fits. Raises: WrongState."""
    if meeting.state not in states:
        words = _("This has moved on. It is now: %(state)s. Nothing you typed is lost.")
        raise WrongState(words % {"state": State(meeting.state).label}, state=meeting.state)


def plan_meeting(
    *, body_id: int, title: str, place: str, starts_at: datetime, agenda: Sequence[str] = (), by: Actor
) -> Meeting:
    """Call a meeting; the units are told. Raises: Invalid, NotFound, NotAllowed."""
    with write():
        body = run_body(by, body_id)
        given = _given(title, place, starts_at)
        made = Meeting.objects.create(body=body, path=body.path, called_by_id=by.account_id, **given)
        _set_agenda(made, agenda)
        record(made, "plan", by=by, first=True, title=made.title, starts_at=starts_at.isoformat())
        return made


def change_meeting(
    meeting_id: int, *, title: str, place: str, starts_at: datetime, agenda: Sequence[str], by: Actor
) -> Meeting:
    """Change a meeting not held yet; the units are told. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.PLANNED)
        for name, value in _given(title, place, starts_at).items():
            setattr(meeting, name, value)
        _set_agenda(meeting, agenda)
        _save(meeting)
        record(meeting, "change", by=by, title=meeting.title, starts_at=starts_at.isoformat())
        return meeting


def _given(title: str, place: str, starts_at: datetime) -> dict[str, Any]:
    if starts_at <= clock.now():
        raise Invalid(fields={"starts_at": _("This lies in the past.")})
    return {
        "title": needed_text(title, field="title", longest=80),
        "place": needed_text(place, field="place", longest=80),
        "starts_at": starts_at,
    }


def _set_agenda(meeting: Meeting, agenda: Sequence[str]) -> None:
    wanted = [needed_text(one, field="agenda", longest=120) for one in agenda if one.strip()]
    if len(wanted) > MOST_ITEMS:
        raise Invalid(fields={"agenda": _("At most %(count)d points, please.") % {"count": MOST_ITEMS}})
    AgendaItem.objects.filter(meeting=meeting).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=at, title=one) for at, one in enumerate(wanted, 1)
    )


def _save(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()


def cancel_meeting(meeting_id: int, *, reason: str, by: Actor) -> Meeting:
    """Call a meeting off; the units are told why. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.PLANNED)
        meeting.reason, meeting.state = needed_text(reason, field="reason"), State.CANCELLED
        _save(meeting)
        record(meeting, "cancel", by=by, title=meeting.title, reason=mask_personal(meeting.reason))
        return meeting


def hold_meeting(meeting_id: int, *, presence: Mapping[int, str], by: Actor) -> Meeting:
    """Say that it takes place, and which units came: seat to `present`, `excused` or `absent`. Again corrects it.

    Raises: Invalid (an unknown seat, nobody came), NotFound, NotAllowed, WrongState.
    """
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.PLANNED, State.HELD)
        seats = set(Seat.objects.filter(body_id=meeting.body_id, pk__in=list(presence)).values_list("pk", flat=True))
        if set(presence) - seats or set(presence.values()) - set(Presence.values):
            raise Invalid(fields={"presence": _("Please choose one of the list.")})
        if Presence.PRESENT not in presence.values():
            raise Invalid(fields={"presence": _("A meeting to which nobody came was not held. Please tick who came.")})
        Attendance.objects.filter(meeting=meeting).delete()
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, seat_id=seat, presence=value) for seat, value in sorted(presence.items())
        )
        meeting.state, meeting.held_at = State.HELD, meeting.held_at or clock.now()
        _save(meeting)
        came = sum(value == Presence.PRESENT for value in presence.values())
        record(meeting, "hold", by=by, came=came, of=len(presence))
        return meeting


def write_minutes(meeting_id: int, *, minutes: str, by: Actor) -> Meeting:
    """Write down what was said; the units can read it. Raises: Invalid, NotFound, NotAllowed, WrongState."""
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.HELD)
        meeting.minutes = fitting_text(minutes, field="minutes", longest=LONGEST_MINUTES)
        _save(meeting)
        record(meeting, "minutes", by=by, length=len(meeting.minutes))
        return meeting


def publish_meeting(meeting_id: int, *, by: Actor) -> Meeting:
    """Close the minutes, and show everybody what was agreed and what came of the last time.

    Raises: Invalid (no minutes, nothing agreed, numbers of persons in it), NotFound, NotAllowed, WrongState.
    """
    with write():
        meeting = run_meeting(by, meeting_id)
        require_state(meeting, State.HELD)
        if not meeting.minutes:
            raise Invalid(_("Please write the minutes first."))
        agreed = list(Resolution.objects.filter(meeting=meeting))
        told = Resolution.objects.filter(reported_at_meeting=meeting)
        words = [part for one in agreed for part in (one.title, one.text)] + [one.outcome for one in told]
        if any(mask_personal(part) != part for part in words):
            raise Invalid(_("No phone or identity numbers in what everybody reads, please."))
        meeting.state, meeting.published_at = State.PUBLISHED, clock.now()
        _save(meeting)
        record(meeting, "publish", by=by, title=meeting.title, agreed=len(agreed))
        return meeting
