"""What ends with a case, whichever verb ends it."""

from typing import Any

from linli.engines.cases.assignees import level_of
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Extension, Following, Suspension, Task
from linli.engines.cases.verbs.turn import Turn
from linli.engines.territory import public as territory
from linli.kernel import clock

OPEN_TASKS = (Task.State.OPEN, Task.State.TAKEN)


def lapse_extension(turn: Turn) -> None:
    """Let an unanswered request for more time lapse: who asked has the case no longer."""
    if not turn.case.asks_more_time:
        return
    turn.change(asks_more_time=False)
    Extension.objects.filter(case=turn.case, granted=None).update(granted=False, decided_at=clock.now())


def end_suspension(turn: Turn) -> None:
    """End a pause, if there is one."""
    if turn.before != State.SUSPENDED:
        return
    Suspension.objects.filter(case=turn.case, ended_at=None).update(ended_at=clock.now())


def end_parts(turn: Turn) -> None:
    """End what hangs on a case that ends: open sub-tasks, an unanswered request for more time, a pause."""
    now = clock.now()
    if turn.case.open_tasks:
        turn.change(open_tasks=0)
        Task.objects.filter(case=turn.case, state__in=OPEN_TASKS).update(
            state=Task.State.CANCELLED, ended_at=now, due_at=None
        )
    lapse_extension(turn)
    end_suspension(turn)


def close(turn: Turn, **values: Any) -> None:
    """Set what every closed case has: the time, and the level on which it was settled."""
    case = turn.case
    settled = level_of(case.assignee) if case.assignee else territory.area(case.desk_id).kind
    end_parts(turn)
    turn.change(closed_at=clock.now(), settled_level=settled, **values)


def has_reporter(case: Case) -> bool:
    """Say whether there is somebody who can say whether it is solved."""
    return Following.objects.filter(case=case, reporter=True).exists()
