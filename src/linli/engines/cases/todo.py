"""Everything that waits for one person, over all roles: sent to their posts, on their desks, for them to check.

The number of queries depends on the roles, never on the amount of work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from linli.engines.access.public import Role
from linli.engines.cases.guards import PING_PONG_LIMIT
from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.models import Case, Category, Task
from linli.engines.cases.rows import NOT_ENDED, CaseRow, by_due, row, with_columns
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.clock import local, now, today

MOST = 200  # of each sort: nobody works off more in a day
MOST_POOL = 30
_MINE = (State.DISPATCHED, State.HANDLING, State.SUSPENDED)
_DESK = (State.SUBMITTED, State.ACCEPTED)
_NEW = frozenset({State.DISPATCHED, State.SUBMITTED, State.ACCEPTED})
_OPEN_TASK = (Task.State.OPEN, Task.State.TAKEN)
_CHECKING = frozenset({"check", "call_back"})


@dataclass(frozen=True, slots=True)
class Todo:
    """The work of one person in groups, each by due time."""

    late: list[CaseRow] = field(default_factory=list)
    today: list[CaseRow] = field(default_factory=list)
    new: list[CaseRow] = field(default_factory=list)
    later: list[CaseRow] = field(default_factory=list)
    call_backs: list[CaseRow] = field(default_factory=list)  # results to check, residents to call back
    tasks: list[CaseRow] = field(default_factory=list)  # others ask for help


def todo(viewer: Actor) -> Todo:
    """Return what waits for the viewer. A case stands in one group only, for the reason that comes first."""
    if viewer.account_id is None or not viewer.grants:
        return Todo()
    groups, seen = Todo(), set[int]()
    for one in _collected(viewer):
        if one.id not in seen:
            seen.add(one.id)
            _group(groups, one).append(one)
    for rows in (groups.late, groups.today, groups.new, groups.later, groups.call_backs, groups.tasks):
        rows.sort(key=lambda one: (one.due_at is None, one.due_at or one.submitted_at, one.id))
    return groups


def _group(groups: Todo, one: CaseRow) -> list[CaseRow]:
    if one.reason == "task":
        return groups.tasks
    if one.reason in _CHECKING:
        return groups.call_backs
    if one.due_at is not None and one.due_at < now():
        return groups.late
    if one.due_at is not None and local(one.due_at).date() == today():
        return groups.today
    return groups.new if one.state in _NEW else groups.later


def _collected(viewer: Actor) -> Iterator[CaseRow]:
    keys = territory.assignee_keys(viewer)
    if keys:
        yield from _of(Case.objects.filter(assignee__in=keys, state__in=_MINE), "mine")
        yield from _tasks(keys)
    if desks := [grant.path for grant in viewer.grants if grant.role == Role.DISPATCHER]:
        yield from _of(Case.objects.filter(state__in=_DESK, desk_path__in=desks), "desk")
    if streets := viewer.paths(Role.COORDINATOR):
        yield from _to_decide(viewer, streets)
    if places := viewer.paths(Role.CHECKER):
        yield from _to_check(viewer, places)
    yield from _pool(viewer)


def _of(cases: QuerySet[Case], reason: str, most: int = MOST) -> Iterator[CaseRow]:
    for case in with_columns(by_due(cases))[:most]:
        yield row(case, reason=reason)


def _tasks(keys: Iterable[str]) -> Iterator[CaseRow]:
    """Return the cases of the sub-tasks sent to the viewer's posts, each with the clock of the sub-task."""
    waiting = Task.objects.filter(assignee__in=keys, state__in=_OPEN_TASK, case__state__in=OPEN)
    tasks = {task.case_id: task for task in waiting.order_by("-due_at", "-id")[:MOST]}
    for case in with_columns(Case.objects.filter(pk__in=tasks)):
        task = tasks[case.pk]
        case.due_at, case.due_kind = task.due_at, "response" if task.state == Task.State.OPEN else "handling"
        yield row(case, reason="task", task_id=task.pk)


def _to_decide(viewer: Actor, paths: Iterable[str]) -> Iterator[CaseRow]:
    """Return what waits for a coordinator: disputes, requests for more time, closings that a second person reviews."""
    disputed = Case.objects.filter(state__in=_DESK, desk_path__in=paths, ping_pongs__gte=PING_PONG_LIMIT)
    yield from _of(disputed, "dispute")
    asking = Case.objects.filter(_within(paths), state__in=(State.HANDLING, State.SUSPENDED), asks_more_time=True)
    yield from _of(asking, "extension")
    to_review = Case.objects.filter(_within(paths), state=State.REVIEW)
    yield from _of(to_review.exclude(_own_work(viewer) | Q(proposed_by_id=viewer.account_id)), "review")


def _to_check(viewer: Actor, paths: Iterable[str]) -> Iterator[CaseRow]:
    """Return results that somebody who did not do them checks, and residents who are to be asked."""
    done = Case.objects.filter(_within(paths), state__in=(State.HANDLED, State.CHECKED)).exclude(_own_work(viewer))
    for case in with_columns(by_due(done).exclude(former_checker_id=viewer.account_id, state=State.HANDLED))[:MOST]:
        yield row(case, reason="check" if case.state == State.HANDLED else "call_back")


def _own_work(viewer: Actor) -> Q:
    return Q(handled_by_id=viewer.account_id) | Q(holder_id=viewer.account_id)


def _within(paths: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= territory.subtree(path)
    return NOT_ENDED & condition


def _pool(viewer: Actor) -> Iterator[CaseRow]:
    """Return what a grid's or community's people may take by themselves before it is dispatched."""
    places = {grant.path for grant in viewer.grants if _may_claim(grant.role, grant.unit_id, grant.building_id)}
    if places:
        waiting = Case.objects.filter(_within(places), state=State.ACCEPTED)
        yield from _of(waiting.exclude(privacy=Category.Privacy.PRIVATE), "pool", MOST_POOL)


def _may_claim(role: str, unit_id: int | None, building_id: int | None) -> bool:
    return role == Role.HANDLER and unit_id is None and building_id is None
