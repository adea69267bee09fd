"""Parts of a case that others do: helpers asked by the lead, departments called by the street.

The lead stays answerable.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.engines.cases import clocks
from linli.engines.cases.assignees import assignable, street_of
from linli.engines.cases.models import Case, Task
from linli.engines.cases.policies import Standing
from linli.engines.cases.verbs.arguments import listed, needed
from linli.engines.cases.verbs.ending import OPEN_TASKS
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import write


def add_helper(
    case_id: int | Case, *, by: Actor, assignee: str, text: str, expected_version: int | None = None
) -> Case:
    """Ask another post or unit to do a part, with its own clock."""
    said = needed("text", text)
    with write():
        turn = begin("add_helper", case_id, by=by, expected_version=expected_version)
        helper = assignable(assignee, turn.case, within=street_of(turn.case).path)
        if helper.key == turn.case.assignee:
            raise Invalid(fields={"assignee": _("This is who has the case already. Please choose another.")})
        task = _open_task(turn, helper, said, whistle=False)
        return finish(turn, data={"task": task.number, "assignee": helper.key, "name": helper.name, "text": said})


def whistle(
    case_id: int | Case, *, by: Actor, assignees: Sequence[str], text: str, expected_version: int | None = None
) -> Case:
    """Call departments to a case (街乡吹哨、部门报到): each answers within its own time."""
    said, keys = needed("text", text), listed("assignees", assignees)
    with write():
        turn = begin("whistle", case_id, by=by, expected_version=expected_version)
        called = [assignable(key, turn.case, within=street_of(turn.case).path, name="assignees") for key in keys]
        if not all(one.kind == "unit" for one in called):
            raise Invalid(fields={"assignees": _("Departments are called, not posts of a community.")})
        tasks = [_open_task(turn, one, said, whistle=True) for one in called]
        return finish(
            turn,
            data={
                "tasks": [task.number for task in tasks],
                "assignees": keys,
                "names": [one.name for one in called],
                "text": said,
            },
        )


def take_task(case_id: int | Case, *, by: Actor, task_id: int, expected_version: int | None = None) -> Case:
    """Take part: the time to answer stops, the time to finish starts."""
    with write():
        turn = begin("take_task", case_id, by=by, expected_version=expected_version)
        task = _own_task(turn, task_id, Task.State.OPEN)
        task.state, task.holder_id, task.answered_at = Task.State.TAKEN, by.account_id, clock.now()
        clocks.start_task_clock(task)
        task.save(update_fields=["state", "holder", "answered_at", "due_at"])
        return finish(turn, data=_about(task))


def decline_task(
    case_id: int | Case, *, by: Actor, task_id: int, reason: str, expected_version: int | None = None
) -> Case:
    """Say why one cannot take part; who asked is told."""
    said = needed("reason", reason)
    with write():
        turn = begin("decline_task", case_id, by=by, expected_version=expected_version)
        task = _own_task(turn, task_id, *OPEN_TASKS)
        task.answered_at = task.answered_at or clock.now()
        _end(turn, task, Task.State.DECLINED, said)
        return finish(turn, data={**_about(task), "reason": said})


def finish_task(
    case_id: int | Case, *, by: Actor, task_id: int, text: str, expected_version: int | None = None
) -> Case:
    """Say what was done in the own part."""
    said = needed("text", text)
    with write():
        turn = begin("finish_task", case_id, by=by, expected_version=expected_version)
        task = _own_task(turn, task_id, *OPEN_TASKS)
        task.answered_at, task.holder_id = task.answered_at or clock.now(), by.account_id
        _end(turn, task, Task.State.DONE, said)
        return finish(turn, data={**_about(task), "text": said})


def cancel_task(
    case_id: int | Case, *, by: Actor, task_id: int, reason: str, expected_version: int | None = None
) -> Case:
    """Say that a part is not needed any more. A call of the street is taken back by a coordinator only."""
    said = needed("reason", reason)
    with write():
        turn = begin("cancel_task", case_id, by=by, expected_version=expected_version)
        task = _task(turn, task_id, *OPEN_TASKS)
        if not may_cancel(turn.standing, task):
            raise NotFound
        _end(turn, task, Task.State.CANCELLED, task.answer)
        return finish(turn, data={**_about(task), "reason": said})


def may_cancel(standing: Standing, task: Task) -> bool:
    """Say whether this person may take a part back: the lead those asked for, a coordinator all."""
    return not task.whistle or standing.is_coordinator


def _open_task(turn: Turn, to: territory.Assignee, text: str, *, whistle: bool) -> Task:
    case = turn.case
    same = Task.objects.filter(case=case, assignee=to.key, state__in=OPEN_TASKS)
    if same.exists():
        raise Invalid(
            fields={
                "assignees" if whistle else "assignee": _("%(name)s is at work on a part already.") % {"name": to.name}
            }
        )
    task = Task.objects.create(
        case=case,
        number=Task.objects.filter(case=case).count() + 1,
        whistle=whistle,
        assignee=to.key,
        assignee_name=to.name[:80],
        request=text,
        opened_by_id=turn.by.account_id,
        opened_at=clock.now(),
    )
    clocks.start_task_clock(task)
    task.save(update_fields=["due_at"])
    turn.change(open_tasks=case.open_tasks + 1)
    return task


def _task(turn: Turn, task_id: int, *states: str) -> Task:
    task = Task.objects.filter(case=turn.case, pk=task_id).first()
    if task is None:
        raise NotFound
    if task.state not in states:
        raise WrongState(_("This part has moved on in the meantime."), state=task.state)
    task.case = turn.case
    return task


def _own_task(turn: Turn, task_id: int, *states: str) -> Task:
    task = _task(turn, task_id, *states)
    if task.assignee not in turn.standing.keys:
        raise NotFound
    return task


def _end(turn: Turn, task: Task, state: Task.State, text: str) -> None:
    task.state, task.answer, task.ended_at = state, text, clock.now()
    turn.change(open_tasks=turn.case.open_tasks - 1)
    clocks.stop_task_clock(task)
    task.save(update_fields=["state", "answer", "answered_at", "holder", "ended_at", "due_at"])


def _about(task: Task) -> dict[str, object]:
    return {
        "task": task.number,
        "name": task.assignee_name,
        "assignee": task.assignee,
        "whistle": task.whistle,
        "asked_by": task.opened_by_id,
    }
