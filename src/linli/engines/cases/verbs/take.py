"""Take a case in hand: one that was sent, or one still free that lies in the own area."""

from datetime import timedelta

from linli.engines.access.public import Role
from linli.engines.cases.classes import kind_of
from linli.engines.cases.models import Case, Milestone
from linli.engines.cases.policies import Standing, covers
from linli.engines.cases.verbs.arguments import optional
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed
from linli.kernel.locks import write


def take(case_id: int | Case, *, by: Actor, note: str = "", expected_version: int | None = None) -> Case:
    """Take a case in hand that was sent to the own post or unit."""
    said = optional("note", note)
    with write():
        turn = begin("take", case_id, by=by, expected_version=expected_version)
        turn.change(holder_id=by.account_id)
        plan_usual_milestones(turn)
        return finish(turn, data={"name": turn.case.assignee_name, "note": said})


def claim(case_id: int | Case, *, by: Actor, note: str = "", expected_version: int | None = None) -> Case:
    """Take an accepted case of the own area without being sent; of two who try, the first has it."""
    said = optional("note", note)
    with write():
        turn = begin("claim", case_id, by=by, expected_version=expected_version)
        own = territory.assignee(_own_key(turn.standing))
        turn.change(assignee=own.key, assignee_name=own.name[:80], holder_id=by.account_id)
        plan_usual_milestones(turn)
        return finish(turn, data={"assignee": own.key, "name": own.name, "note": said})


def _own_key(standing: Standing) -> str:
    """Return the key of the nearest post that covers the case, else of the unit that usually handles its class."""
    posts = [grant for grant in standing.actor.grants if covers(grant, standing.case)]
    units = [grant for grant in standing.actor.grants if grant.unit_id is not None and grant.role == Role.HANDLER]
    nearest = max(posts or units, key=lambda grant: (len(grant.path), grant.building_id is not None), default=None)
    if nearest is None:
        raise NotAllowed
    # a new actor, not a copy: the viewer of a request is only a stand-in for one, and stand-ins cannot be copied
    keys = territory.assignee_keys(Actor(kind=standing.actor.kind, grants=(nearest,)))
    if not keys:
        raise NotAllowed
    return next(iter(keys))


def plan_usual_milestones(turn: Turn) -> None:
    """Give a long-running case the milestones its kind usually has, once."""
    case = turn.case
    usual = kind_of(case).milestones
    if not usual or Milestone.objects.filter(case=case).exists():
        return
    today = clock.today()
    turn.change(milestones_left=len(usual))
    Milestone.objects.bulk_create(
        Milestone(
            case=case,
            number=number,
            name=str(one["name"])[:60],
            due_on=today + timedelta(days=int(one.get("days", 30))),
        )
        for number, one in enumerate(usual, 1)
    )
