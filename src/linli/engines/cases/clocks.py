"""The clocks of a case: started, paused, resumed, extended and stopped as the lifecycle table says.

A clock counts in its own way: working minutes for limits in working minutes or working days, minutes for the others.
It knows its whole `budget`, what was `left` at `counted_from`, and so when each step of the ladder comes: 80 %, 100 %
and 150 % of the budget. A pause writes down what is left; going on counts from there. All of it happens under the lock
of the case, in the transaction of the verb; the caller saves the case.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from linli.engines.cases.lifecycle import ENDED, Effect, State
from linli.engines.cases.models import NO_HURRY, Case, Clock, Following, Limit, Origin, Task
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.territory import public as territory
from linli.kernel import insertions, rows
from linli.kernel.calendar import WorkCalendar
from linli.kernel.clock import now
from linli.kernel.insertions import Insertion

_Kind = Limit.Clock
_STILL = frozenset({State.SUSPENDED, State.REVIEW})
_WORKING = frozenset({State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.HANDLING})
_PAUSED_BY_CASE = frozenset({_Kind.HANDLING, _Kind.CALL_BACK})
_MOVING = ["value", "unit", "source", "budget", "left", "counted_from", "due_at", "paused_at", "stopped_at", "next_at"]
LAST_STEP = 3
_BY_COLLEAGUES = frozenset({Origin.DESK, Origin.MEETING})  # without a reporter there is nobody to get in touch with
# what is set on the case, in memory
CASE_FIELDS = (
    *("due_at", "due_kind", "queue_at", "contacted_at", "contact_due_at"),
    *("contact_minutes", "handling_minutes", "on_time"),
)


def counting(unit: str) -> str:
    """Return in which minutes a limit of this unit is counted."""
    return "wmin" if unit in {Limit.Unit.WORKING_MINUTES, Limit.Unit.WORKING_DAYS} else "min"


def moment_of(step: int, clock: Clock, calendar: WorkCalendar) -> datetime:
    """Return when a step of the ladder comes: 80 % (step 0), 100 % (1) and 150 % (2) of the budget are used."""
    if step == 1:
        return clock.due_at
    ahead = clock.left + (-(clock.budget // 5) if step == 0 else (clock.budget + 1) // 2)
    there = calendar.add(clock.counted_from, max(0, ahead), counting(clock.unit))
    return min(there, clock.due_at) if step == 0 else max(there, clock.due_at)


def moments(clock: Clock, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """Return when the steps of the ladder come, one after another."""
    return tuple([moment_of(step, clock, calendar) for step in range(LAST_STEP)])


def left_of(clock: Clock, calendar: WorkCalendar, moment: datetime) -> int:
    """Return what is left at a moment, in minutes of the clock's own counting; below zero when late."""
    if clock.paused_at or clock.stopped_at:
        return clock.left
    return clock.left - calendar.elapsed(clock.counted_from, max(moment, clock.counted_from), counting(clock.unit))


def plan_next(clock: Clock, calendar: WorkCalendar) -> None:
    """Set when the tick has to look at the clock next."""
    still = clock.paused_at or clock.stopped_at or clock.step >= LAST_STEP
    clock.next_at = None if still else moment_of(clock.step, clock, calendar)


class _Face:
    """The clocks of one case while a verb changes them; writes back what changed."""

    def __init__(self, case: Case, *, new: bool = False) -> None:
        self.case = case
        self.new = new  # about to be opened: its clocks are saved after it, in one statement
        self.now = now()
        self.calendar: WorkCalendar = territory.calendar_for(case.area_id)
        self.running: list[Clock] = []
        self._of_tasks: list[Clock] = []
        if not new:
            found = rows.matching(Clock, {"case_id": case.pk, "stopped_at": None})
            self.running = [clock for clock in found if clock.task_id is None]
            self._of_tasks = [clock for clock in found if clock.task_id is not None]

    def find(self, kind: str) -> Clock | None:
        """Return the running or paused clock of a kind."""
        return next((clock for clock in self.running if clock.kind == kind), None)

    def start(self, kind: str, *, task: Task | None = None) -> Clock | None:
        """Start a clock where a limit says so."""
        limit = taxonomy().limit(kind, self.case.category_id, self.case.path)
        if limit is None:
            return None
        due = self.calendar.add(self.now, limit.value, limit.unit)
        return self._start(kind, (limit.value, limit.unit, limit.source), due, task)

    def agree(self, kind: str, due: datetime) -> Clock:
        """Start a clock that rings at a moment agreed on, in place of a limit."""
        unit, due = Limit.Unit.MINUTES, max(due, self.now)
        value = max(1, self.calendar.elapsed(self.now, due, unit))
        return self._start(kind, (value, unit, _("The day that was agreed on")), due)

    def _start(self, kind: str, limit: tuple[int, str, str], due: datetime, task: Task | None = None) -> Clock:
        value, unit, source = limit
        budget = self.calendar.elapsed(self.now, due, counting(unit))
        started = rows.new(
            Clock, case_id=self.case.pk, task_id=task.pk if task else None, kind=kind, value=value, unit=unit,
            source=source, budget=budget, left=budget, started_at=self.now, counted_from=self.now, due_at=due,
        )  # fmt: skip
        return self._begin(started)

    def go_on_from(self, former: Clock) -> Clock:
        """Start a clock anew with what was left of a stopped one: work handed back to its handler gets no new time."""
        started = rows.new(
            Clock,
            case_id=self.case.pk,
            kind=former.kind,
            value=former.value,
            unit=former.unit,
            source=former.source,
            budget=former.budget,
            left=former.left,
            started_at=self.now,
            counted_from=self.now,
            due_at=former.due_at,
            step=former.step,
        )
        self._move_due(started)
        return self._begin(started)

    def _begin(self, clock: Clock) -> Clock:
        plan_next(clock, self.calendar)
        if not self.new:
            rows.add(clock)
        if clock.task_id is None:
            self.running.append(clock)
        return clock

    def _move_due(self, clock: Clock) -> None:
        if clock.left >= 0:  # a clock that was late before the pause stays as late as it was
            clock.due_at = self.calendar.add(clock.counted_from, clock.left, counting(clock.unit))

    def _save(self, clock: Clock) -> None:
        plan_next(clock, self.calendar)
        rows.update(clock, _MOVING)

    def stop(self, clock: Clock | None) -> None:
        """Stop a clock; it keeps what was left."""
        if clock is None:
            return
        clock.left, clock.stopped_at, clock.paused_at = left_of(clock, self.calendar, self.now), self.now, None
        self._save(clock)
        self.running = [other for other in self.running if other.pk != clock.pk]

    def pause(self, clock: Clock) -> None:
        """Pause a clock; it keeps what is left."""
        if clock.paused_at is None:
            clock.left, clock.paused_at = left_of(clock, self.calendar, self.now), self.now
            self._save(clock)

    def resume(self, clock: Clock) -> None:
        """Let a paused clock go on with what is left."""
        if clock.paused_at is not None:
            clock.paused_at, clock.counted_from = None, self.now
            self._move_due(clock)
            self._save(clock)

    def extend(self, clock: Clock | None, value: int, unit: str) -> None:
        """Add time to a clock, running or paused."""
        if clock is None:
            return
        more = self.calendar.elapsed(clock.due_at, self.calendar.add(clock.due_at, value, unit), counting(clock.unit))
        clock.budget += more
        clock.left += more
        if clock.left >= 0:
            self._move_due(clock)
        else:
            clock.due_at = self.calendar.add(clock.due_at, more, counting(clock.unit))
        self._save(clock)

    def measure_anew(self, clock: Clock) -> None:
        """Give a clock the limit of the case's present class, counted from its own start, extensions kept."""
        limit = taxonomy().limit(clock.kind, self.case.category_id, self.case.path)
        if limit is None or (limit.value, limit.unit) == (clock.value, clock.unit):
            return
        start, former = clock.started_at, counting(clock.unit)
        own = self.calendar.elapsed(start, self.calendar.add(start, clock.value, clock.unit), former)
        extended = clock.budget - own
        used = clock.budget - clock.left
        due = self.calendar.add(start, limit.value, limit.unit)
        clock.value, clock.unit, clock.source = limit.value, limit.unit, limit.source
        clock.budget = self.calendar.elapsed(start, due, counting(limit.unit)) + extended
        clock.left, clock.due_at = clock.budget - used, due
        if used or extended:
            self._move_due(clock)
        self._save(clock)

    def stop_all(self) -> None:
        """Stop every clock, those of sub-tasks too."""
        for clock in list(self.running):
            self.stop(clock)
        for clock in self._of_tasks:
            self.stop(clock)
        self._of_tasks = []

    def show(self) -> None:
        """Write onto the case which of its clocks rings next."""
        ticking = [clock for clock in self.running if clock.paused_at is None]
        first = min(ticking, key=lambda clock: clock.due_at, default=None)
        self.case.due_at = first.due_at if first else None
        self.case.due_kind = first.kind if first else ""
        self.case.queue_at = first.due_at if first else NO_HURRY
        if contact := self.find(_Kind.FIRST_CONTACT):
            self.case.contact_due_at = contact.due_at


def apply(case: Case, effects: Iterable[Effect], *, more: tuple[int, str] | None = None) -> None:
    """Do to the clocks of a case what a verb's row says, and what its new state asks for.

    Call it after `case.state` (and area or category) was set and before the case is saved: CASE_FIELDS are set in
    memory. `more` is the value and unit of a granted extension.
    """
    face = _Face(case)
    for effect in effects:
        _EFFECTS[effect](face, more)
    _agree_with_state(face)
    face.show()


def begin(case: Case, *, asked: bool, due_at: datetime | None = None) -> list[Clock]:
    """Return the clocks of a case about to be opened, to be saved after it; sets CASE_FIELDS in memory.

    `asked`: somebody asked and waits to be contacted; nobody does where a colleague found it on the round or a meeting
    agreed on it. `due_at`: until when it was agreed to be done, in place of the limit.
    """
    face = _Face(case, new=True)
    if asked or case.origin not in _BY_COLLEAGUES:
        face.start(_Kind.FIRST_CONTACT)
    if due_at is None:
        face.start(_Kind.HANDLING)
    else:
        face.agree(_Kind.HANDLING, due_at)
    face.show()
    return face.running


def insertion(started: Sequence[Clock]) -> list[Insertion]:
    """Return what writes the clocks of cases just opened; nothing where none runs."""
    return [insertions.of_rows(started)] if started else []


def contacted(case: Case) -> None:
    """Note that somebody spoke with the resident: the first-contact clock stops. Once is enough."""
    face = _Face(case)
    _stop_contact(face)
    face.show()


def reclassified(case: Case) -> None:
    """Let the running first-contact and handling clocks go by the limits of the class the case has now.

    Sets the due fields of the case in memory.
    """
    face = _Face(case)
    for kind in (_Kind.FIRST_CONTACT, _Kind.HANDLING):
        running = face.find(kind)
        if running is not None:
            face.measure_anew(running)
        elif not Clock.objects.filter(case=case, task=None, kind=kind).exists():
            face.start(kind)
    _agree_with_state(face)
    face.show()


def start_task_clock(task: Task) -> None:
    """Start the clock of a sub-task: to answer while it is open, to finish once it is taken.

    Sets `task.due_at` in memory.
    """
    face = _Face(task.case)
    _stop_task(face, task)
    taken = task.state == Task.State.TAKEN
    clock = face.start(_Kind.HANDLING if taken else _Kind.RESPONSE, task=task)
    task.due_at = clock.due_at if clock else None


def stop_task_clock(task: Task) -> None:
    """Stop the clock of a sub-task. Sets `task.due_at` in memory."""
    _stop_task(_Face(task.case), task)
    task.due_at = None


def _stop_task(face: _Face, task: Task) -> None:
    for clock in Clock.objects.filter(task=task, stopped_at=None):
        face.stop(clock)


def _start(face: _Face, _more: tuple[int, str] | None) -> None:
    for kind in (_Kind.FIRST_CONTACT, _Kind.HANDLING):
        if face.find(kind) is None and not (kind == _Kind.FIRST_CONTACT and _nobody_asked(face.case)):
            face.start(kind)


def _nobody_asked(case: Case) -> bool:
    """Say whether a colleague found it on the round: then there is nobody to get in touch with."""
    return case.origin in _BY_COLLEAGUES and not Following.objects.filter(case=case, reporter=True).exists()


def _stop_contact(face: _Face, _more: tuple[int, str] | None = None) -> None:
    face.stop(face.find(_Kind.FIRST_CONTACT))
    if face.case.contacted_at is None:
        face.case.contacted_at = face.now
        face.case.contact_minutes = _minutes_since(face.case.submitted_at, face.now)


def _pause(face: _Face, _more: tuple[int, str] | None) -> None:
    for clock in face.running:
        if clock.kind in _PAUSED_BY_CASE:
            face.pause(clock)


def _resume(face: _Face, _more: tuple[int, str] | None) -> None:
    for clock in face.running:
        face.resume(clock)


def _stop_handling(face: _Face, _more: tuple[int, str] | None) -> None:
    handling = face.find(_Kind.HANDLING)
    face.stop(handling)
    face.case.on_time = handling.left >= 0 if handling else None
    face.case.handling_minutes = _minutes_since(face.case.submitted_at, face.now)
    if face.find(_Kind.CALL_BACK) is None:
        face.start(_Kind.CALL_BACK)


def _minutes_since(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()) // 60)


def _restart(face: _Face, _more: tuple[int, str] | None) -> None:
    for kind in (_Kind.CALL_BACK, _Kind.HANDLING):
        face.stop(face.find(kind))
    face.start(_Kind.HANDLING)


def _stop_all(face: _Face, _more: tuple[int, str] | None) -> None:
    if State(face.case.state) in ENDED:  # a reporter who leaves while neighbours wait stops nothing
        face.stop_all()


def _extend(face: _Face, more: tuple[int, str] | None) -> None:
    if more is not None:
        face.extend(face.find(_Kind.HANDLING), *more)


_EFFECTS = {
    Effect.START: _start,
    Effect.STOP_CONTACT: _stop_contact,
    Effect.PAUSE: _pause,
    Effect.RESUME: _resume,
    Effect.STOP_HANDLING: _stop_handling,
    Effect.RESTART: _restart,
    Effect.STOP_ALL: _stop_all,
    Effect.EXTEND: _extend,
}


def _agree_with_state(face: _Face) -> None:
    """Settle what the answer of a verb decides: an ended case has no clock, one that goes back to work has its own.

    A failed check, and a closing that was not agreed to, go on with what was left of the handling time; a resident who
    says "not solved" starts it anew.
    """
    state = State(face.case.state)
    if state in ENDED:
        face.stop_all()
    elif state in _STILL:
        _pause(face, None)
    elif state in _WORKING:
        _back_to_work(face, state)


def _back_to_work(face: _Face, state: State) -> None:
    call_back = face.find(_Kind.CALL_BACK)
    face.stop(call_back)
    handling = face.find(_Kind.HANDLING)
    if handling is not None:
        face.resume(handling)
        return
    former = Clock.objects.filter(case=face.case, task=None, kind=_Kind.HANDLING).order_by("id").last()
    if former is not None and state == State.HANDLING:
        face.go_on_from(former)
    elif former is not None:
        face.start(_Kind.HANDLING)
