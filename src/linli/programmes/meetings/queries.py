"""Joint meetings as their viewers see them: the sittings, the matrix of tasks, and what everybody may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.meetings.addressed import missing
from linli.programmes.meetings.models import (
    Addressee,
    Attendance,
    Body,
    Meeting,
    MeetingTask,
    Presence,
    Resolution,
    Seat,
    State,
)
from linli.programmes.meetings.policies import body_of, readable, reads, runs, units_of

NEWEST = ("-starts_at", "-id")
DONE = (cases.State.HANDLED, cases.State.CHECKED, cases.State.CLOSED)
DROPPED = (cases.State.REFUSED, cases.State.WITHDRAWN, cases.State.MERGED)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A joint meeting."""

    id: int
    name: str
    area_id: int
    area_name: str
    path: str
    seats: int
    runs: bool


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A unit in it, and where it works."""

    id: int
    unit_id: int
    unit_name: str
    area_name: str
    mine: bool
    presence: str = ""
    presence_label: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A sitting in a list."""

    id: int
    title: str
    body_id: int
    body_name: str
    area_name: str
    path: str
    place: str
    starts_at: datetime
    state: str
    state_label: str
    agreed: int = 0
    tasks: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """What was agreed, and how far it is."""

    id: int
    position: int
    title: str
    text: str
    due_on: date
    sent: bool
    tasks: int
    done: int
    late: int
    outcome: str
    meeting_id: int
    meeting_title: str
    held_on: date
    units: tuple[str, ...] = ()  # it goes to; none: to all

    @property
    def all_done(self) -> bool:
        """Say whether every unit has done its part."""
        return self.tasks > 0 and self.done == self.tasks


@dataclass(frozen=True, slots=True)
class Cell:
    """The task of one unit for one resolution."""

    number: str
    state: str
    state_label: str
    due_at: datetime | None
    tone: str  # open, done, late, dropped
    clock_kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, with its task for each resolution in turn (None: not sent to it)."""

    seat: SeatRow
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """One sitting as its viewer may see it. `last`: what was agreed before and is to be reported."""

    row: MeetingRow
    agenda: tuple[str, ...]
    minutes: str
    reason: str
    seats: tuple[SeatRow, ...]
    resolutions: tuple[ResolutionRow, ...]
    last: tuple[ResolutionRow, ...]
    runs: bool
    verbs: tuple[str, ...] = field(default=())


def bodies(viewer: Actor) -> list[BodyRow]:
    """Return the joint meetings that the viewer may read."""
    found = readable(Body.objects.filter(active=True).select_related("area"), viewer)
    counted = found.annotate(count=Count("seats", filter=Q(seats__left_on=None))).order_by("path", "pk")
    return [
        BodyRow(one.pk, one.name, one.area_id, one.area.name, one.path, one.count, runs(viewer, one.path))
        for one in counted
    ]


def seats(viewer: Actor, body_id: int) -> list[SeatRow]:
    """Return the units of a joint meeting. Raises: NotFound."""
    body_of(viewer, body_id)
    return _seats(Seat.objects.filter(body_id=body_id, left_on=None), viewer, {})


def _seats(found: "QuerySet[Seat]", viewer: Actor, came: dict[int, str]) -> list[SeatRow]:
    own = set(units_of(viewer))
    rows = found.select_related("unit", "area").order_by("path", "pk")
    return [
        SeatRow(
            one.pk,
            one.unit_id,
            one.unit.name,
            one.area.short_name or one.area.name,
            one.unit_id in own,
            came.get(one.pk, ""),
            str(Presence(came[one.pk]).label) if one.pk in came else "",
        )
        for one in rows
    ]


def meetings(
    viewer: Actor, *, path: str = "", states: tuple[str, ...] = (), cursor: str | None = None, size: int = 30
) -> Page[MeetingRow]:
    """Return the sittings of the joint meetings that the viewer may read, the newest first."""
    mine = list(readable(Body.objects.all(), viewer).values_list("pk", flat=True))
    found = Meeting.objects.filter(territory.subtree(path), body_id__in=mine)
    return _page(found.filter(state__in=states) if states else found, cursor, size)


def public_meetings(path: str = "", *, cursor: str | None = None, size: int = 30) -> Page[MeetingRow]:
    """Return the published sittings of a place: for everybody."""
    return _page(Meeting.objects.filter(territory.subtree(path), state=State.PUBLISHED), cursor, size)


def coming_meetings(path: str = "", *, size: int = 5) -> list[MeetingRow]:
    """Return the next sittings of a place: for everybody."""
    found = Meeting.objects.filter(territory.subtree(path), state=State.PLANNED, starts_at__gte=clock.now())
    rows = list(found.select_related("body__area").order_by("starts_at", "id")[:size])
    return [_row(one, {}) for one in rows]


def _page(found: "QuerySet[Meeting]", cursor: str | None, size: int) -> Page[MeetingRow]:
    page = paginate(found.select_related("body__area"), order=NEWEST, cursor=cursor, size=size)
    counts = _counts([one.pk for one in page.items])
    return page.of([_row(one, counts) for one in page.items])


def _counts(meeting_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """Return of each sitting how much was agreed, how many tasks there are and how many are done. One query."""
    rows = (
        Resolution.objects.filter(meeting_id__in=meeting_ids)
        .values("meeting_id")
        .annotate(
            agreed=Count("pk", distinct=True),
            sent=Count("tasks"),
            done=Count("tasks", filter=Q(tasks__case__state__in=DONE)),
        )
    )
    return {row["meeting_id"]: (row["agreed"], row["sent"], row["done"]) for row in rows}


def _row(one: Meeting, counts: dict[int, tuple[int, int, int]]) -> MeetingRow:
    return MeetingRow(
        one.pk,
        one.title,
        one.body_id,
        one.body.name,
        one.body.area.name,
        one.path,
        one.place,
        one.starts_at,
        one.state,
        str(State(one.state).label),
        *counts.get(one.pk, (0, 0, 0)),
    )


def meeting_for(viewer: Actor, meeting_id: int) -> MeetingDetail:
    """Return one sitting. Raises: NotFound."""
    found = Meeting.objects.select_related("body__area").filter(pk=meeting_id).first()
    if found is None:
        raise NotFound
    body_of(viewer, found.body_id)
    may_run = runs(viewer, found.path)
    came = dict(Attendance.objects.filter(meeting=found).values_list("seat_id", "presence"))
    sitting = Q(left_on=None) | Q(pk__in=list(came))
    agreed = _resolutions(Resolution.objects.filter(meeting=found))
    return MeetingDetail(
        row=_row(found, _counts([found.pk])),
        agenda=tuple(one.title for one in found.agenda.order_by("position")),
        minutes=found.minutes,
        reason=found.reason,
        seats=tuple(_seats(Seat.objects.filter(sitting, body_id=found.body_id), viewer, came)),
        resolutions=tuple(agreed),
        last=tuple(_resolutions(_to_report(found))),
        runs=may_run,
        verbs=_verbs(found, agreed) if may_run else (),
    )


def tasks_to_send(viewer: Actor, meeting_id: int) -> int:
    """Return how many tasks sending would make now, to whoever runs the meeting. Raises: NotFound."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None or not runs(viewer, meeting.path):
        raise NotFound
    seats = list(Seat.objects.filter(body_id=meeting.body_id, left_on=None))
    return len(missing(meeting.pk, list(Resolution.objects.filter(meeting=meeting)), seats))


def _to_report(meeting: Meeting) -> "QuerySet[Resolution]":
    """Return what earlier sittings agreed on: reported here, or (while this one is open) not reported yet."""
    here = Q(reported_at_meeting=meeting)
    if meeting.state in {State.PLANNED, State.HELD}:
        before = Q(meeting__starts_at__lt=meeting.starts_at) | Q(
            meeting__starts_at=meeting.starts_at, meeting_id__lt=meeting.pk
        )
        sat = Q(meeting__state__in=[State.HELD, State.PUBLISHED])
        here |= before & sat & Q(meeting__body_id=meeting.body_id, reported_at_meeting=None)
    return Resolution.objects.filter(here)


def _verbs(meeting: Meeting, agreed: list[ResolutionRow]) -> tuple[str, ...]:
    """Return what whoever runs it may do now."""
    if meeting.state == State.PLANNED:
        return ("change", "cancel", "hold", "resolve", "report")
    if meeting.state == State.HELD:
        send = ("send",) if agreed else ()
        publish = ("publish",) if meeting.minutes and agreed else ()
        return ("hold", "minutes", "resolve", "report", *send, *publish)
    return ("send",) if meeting.state == State.PUBLISHED and agreed else ()


def _resolutions(found: "QuerySet[Resolution]") -> list[ResolutionRow]:
    late = Q(tasks__case__due_at__lt=clock.now()) & ~Q(tasks__case__state__in=[*DONE, *DROPPED])
    counted = found.select_related("meeting").annotate(
        count=Count("tasks"),
        done=Count("tasks", filter=Q(tasks__case__state__in=DONE)),
        late=Count("tasks", filter=late),
    )
    rows = list(counted.order_by("meeting__starts_at", "meeting_id", "position"))
    units = _units([one.pk for one in rows])
    return [
        ResolutionRow(
            one.pk,
            one.position,
            one.title,
            one.text,
            one.due_on,
            one.sent_at is not None,
            one.count,
            one.done,
            one.late,
            one.outcome,
            one.meeting_id,
            one.meeting.title,
            clock.local(one.meeting.starts_at).date(),
            tuple(units.get(one.pk, ())),
        )
        for one in rows
    ]


def _units(resolutions: list[int]) -> dict[int, list[str]]:
    """Return the names of the units that were chosen for each resolution. One query."""
    found: dict[int, list[str]] = {}
    chosen = Addressee.objects.filter(resolution_id__in=resolutions).order_by("seat__path", "seat_id")
    for resolution, name in chosen.values_list("resolution_id", "seat__unit__name"):
        found.setdefault(resolution, []).append(name)
    return {key: _once(names) for key, names in found.items()}


def matrix(viewer: Actor, meeting_id: int) -> list[Line]:
    """Return the tasks of a sitting: each unit with its task for each resolution; a unit sees its own line.

    Raises: NotFound.
    """
    detail = meeting_for(viewer, meeting_id)
    order = [one.id for one in detail.resolutions]
    tasks = MeetingTask.objects.filter(resolution__meeting_id=meeting_id).select_related("case")
    cells = {(one.seat_id, one.resolution_id): _cell(one.case) for one in tasks}
    reads_all = reads(viewer, detail.row.path)
    wanted = {seat for seat, _resolution in cells}
    rows = _seats(Seat.objects.filter(pk__in=wanted), viewer, {})
    return [Line(seat, tuple(cells.get((seat.id, key)) for key in order)) for seat in rows if reads_all or seat.mine]


def _cell(case: cases.Case) -> Cell:
    state = cases.State(case.state)
    tone = "done" if state in DONE else "dropped" if state in DROPPED else "open"
    due = case.due_at if tone == "open" else None
    if due is not None and due < clock.now():
        tone = "late"
    return Cell(case.number, case.state, str(state.label), due, tone, case.due_kind)


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """What everybody may read of a sitting."""

    row: MeetingRow
    agenda: tuple[str, ...]
    units: tuple[str, ...]  # that came
    resolutions: tuple[ResolutionRow, ...]
    last: tuple[ResolutionRow, ...]


def public_meeting(meeting_id: int) -> PublicMeeting:
    """Return what everybody may read of a published or coming sitting. Raises: NotFound."""
    open_states = [State.PUBLISHED, State.PLANNED]
    found = Meeting.objects.select_related("body__area").filter(pk=meeting_id, state__in=open_states).first()
    if found is None:
        raise NotFound
    published = found.state == State.PUBLISHED
    came = Attendance.objects.filter(meeting=found, presence=Presence.PRESENT).order_by("seat__path", "seat_id")
    return PublicMeeting(
        row=_row(found, _counts([found.pk]) if published else {}),
        agenda=tuple(one.title for one in found.agenda.order_by("position")),
        units=tuple(_once(came.values_list("seat__unit__name", flat=True))) if published else (),
        resolutions=tuple(_resolutions(Resolution.objects.filter(meeting=found))) if published else (),
        last=tuple(_resolutions(Resolution.objects.filter(reported_at_meeting=found))) if published else (),
    )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
