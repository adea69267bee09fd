"""The minute tick: moves each clock up its ladder, ends pauses that have come to their day, lets applications expire.

Running it twice is running it once; after an outage it catches up in the order in which the steps were due, and a clock
that has passed several steps takes the highest of them. Rows that somebody is working on are left for the next minute.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.engines.cases.clocks import moments, plan_next
from linli.engines.cases.lifecycle import State
from linli.engines.cases.matters import expire_applications, expire_matters
from linli.engines.cases.models import Case, Clock, Suspension
from linli.engines.cases.verbs.suspend import resume
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock as wall
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Busy, LinliError
from linli.kernel.locks import write

BATCH = 200
REMINDED, OVERDUE = "case.reminded", "case.overdue"  # the ladder's events; `step` says how far up


@dataclass(frozen=True, slots=True)
class TickReport:
    """What one tick did."""

    steps: int = 0  # steps of ladders taken
    resumed: int = 0  # pauses ended
    expired: int = 0  # matters and applications that ran out
    left: int = 0  # rows somebody else held: the next tick takes them


def tick(now: datetime | None = None) -> TickReport:
    """Do everything that time alone has made due."""
    if now is not None:
        with wall.at(now):
            return tick()
    steps, left = _climb()
    resumed, waiting = _end_pauses()
    with write():
        expired = expire_matters() + expire_applications()
    return TickReport(steps=steps, resumed=resumed, expired=expired, left=left + waiting)


def _climb() -> tuple[int, int]:
    """Take the due steps of all ladders, batch by batch."""
    taken, held = 0, set[int]()
    after: tuple[datetime | None, int] = (None, 0)
    while True:
        due = _due_after(after)
        if not due:
            return taken, len(held)
        last = due[-1]
        after = (last.next_at, last.pk)
        cases = [clock.case_id for clock in due]
        with write():
            got = _lock_free(Case.objects.filter(pk__in=cases))
            held |= set(cases) - set(got)
            taken += _take_steps(got)
        if len(due) < BATCH:
            return taken, len(held)


def _due_after(after: tuple[datetime | None, int]) -> list[Clock]:
    found = Clock.objects.filter(next_at__lte=wall.now()).order_by("next_at", "id")
    moment, number = after
    if moment is not None:
        found = found.filter(next_at__gte=moment).exclude(next_at=moment, id__lte=number)
    return list(found.only("next_at", "case_id")[:BATCH])


def _lock_free(queryset: QuerySet[Case]) -> dict[int, Case]:
    """Lock those rows that nobody holds."""
    if connection.features.has_select_for_update_skip_locked:
        queryset = queryset.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return {case.pk: case for case in queryset.order_by("pk")}


def _take_steps(cases: dict[int, Case]) -> int:
    due = Clock.objects.filter(case__in=cases, next_at__lte=wall.now()).select_related("task").order_by("next_at", "id")
    return sum(_take_step(cases[clock.case_id], clock) for clock in due)


def _take_step(case: Case, clock: Clock) -> bool:
    """Take the highest step that is due; the row is held by the lock of its case."""
    calendar = territory.calendar_for(case.area_id)
    now = wall.now()
    step = max((number for number, moment in enumerate(moments(clock, calendar), 1) if moment <= now), default=0)
    climbs = step > clock.step
    clock.step = max(step, clock.step)
    plan_next(clock, calendar)
    clock.save(update_fields=["step", "next_at"])
    if climbs:
        journal.record(
            kind=REMINDED if step == 1 else OVERDUE,
            stream=f"case:{case.pk}",
            by=SYSTEM,
            path=case.path,
            data={
                "clock": clock.kind,
                "step": step,
                "due_at": clock.due_at.isoformat(),
                **({"assignee": clock.task.assignee, "task": clock.task.number} if clock.task else {}),
            },
        )
    return climbs


def _end_pauses() -> tuple[int, int]:
    """Resume the cases whose pause has come to its day."""
    due = Suspension.objects.filter(ended_at=None, until__lte=wall.today(), case__state=State.SUSPENDED)
    done = waiting = 0
    for case_id in list(due.order_by("until", "id").values_list("case_id", flat=True)):
        try:
            resume(case_id, by=SYSTEM, note=_("The day until which it was paused has come."))
            done += 1
        except Busy:
            waiting += 1
        except LinliError:  # somebody was faster
            continue
    return done, waiting
