"""Which buttons a person sees: the rows of the table that are open to them now."""

from linli.engines.cases.guards import GUARDS
from linli.engines.cases.lifecycle import STEPS, TABLE, State, Step
from linli.engines.cases.models import Case, Task
from linli.engines.cases.policies import Standing
from linli.engines.cases.verbs.ending import OPEN_TASKS
from linli.engines.cases.verbs.tasks import may_cancel
from linli.kernel.actor import Actor, ActorKind

_OF_A_TASK = frozenset(step.verb for step in TABLE if "task_id" in step.needs)
_OF_TASK_HOLDERS = {
    Task.State.OPEN: ("take_task", "finish_task", "decline_task"),
    Task.State.TAKEN: ("finish_task", "decline_task"),
}


def open_verbs(case: Case, viewer: Actor, *, standing: Standing | None = None) -> list[Step]:
    """Return the verbs the viewer may do to a case as it stands, in the order of the table; those of sub-tasks are
    with the tasks.
    """
    own = standing or Standing(viewer, case)
    if not own.sees:
        return []
    return [step for step in TABLE if step.verb not in _OF_A_TASK and is_open(step, own)]


def is_open(step: Step, standing: Standing) -> bool:
    """Say whether one verb is open."""
    if standing.case.state not in step.states or not standing.may(step):
        return False
    if step.verb == "follow" and (standing.followings or standing.actor.kind is ActorKind.STAFF):
        return False
    guard = GUARDS.get(step.verb)
    return guard is None or guard(standing) is None


def task_verbs(task: Task, viewer: Actor, *, standing: Standing | None = None) -> list[Step]:
    """Return the verbs the viewer may do to a sub-task."""
    own = standing or Standing(viewer, task.case)
    state = State(own.case.state)
    names: list[str] = []
    if task.assignee in own.keys:
        names += _OF_TASK_HOLDERS.get(Task.State(task.state), ())
    if task.state in OPEN_TASKS and own.may(STEPS["cancel_task"]) and may_cancel(own, task):
        names.append("cancel_task")
    return [STEPS[name] for name in names if state in STEPS[name].states]
