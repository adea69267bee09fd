"""Hand a case back, or pass it up."""

from linli.engines.cases.assignees import street_of
from linli.engines.cases.guards import PING_PONG_LIMIT
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.ending import lapse_extension
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def decline(case_id: int | Case, *, by: Actor, reason: str, expected_version: int | None = None) -> Case:
    """Hand a case back to its desk with a reason. The second time its desk is the street's, which then decides."""
    said = needed("reason", reason)
    with write():
        turn = begin("decline", case_id, by=by, expected_version=expected_version)
        case, former = turn.case, turn.case.assignee_name
        turn.change(ping_pongs=case.ping_pongs + 1)
        if case.ping_pongs >= PING_PONG_LIMIT:
            move_desk(turn, street_of(case))
        _free(turn)
        return finish(turn, data={"reason": said, "name": former, "count": case.ping_pongs, "desk_id": case.desk_id})


def escalate(case_id: int | Case, *, by: Actor, reason: str, expected_version: int | None = None) -> Case:
    """Pass a case up by one level: what cannot be solved here. Whoever passed it up is told the result."""
    said = needed("reason", reason)
    with write():
        turn = begin("escalate", case_id, by=by, expected_version=expected_version)
        former = turn.case.assignee_name
        above = territory.ancestors(turn.case.desk_path)[-2]
        move_desk(turn, above)
        _free(turn)
        return finish(turn, data={"reason": said, "name": former, "desk": above.name, "desk_id": above.id})


def move_desk(turn: Turn, to: territory.AreaRow) -> None:
    """Lay a case on the desk of a wider area; never down again."""
    if len(to.path) < len(turn.case.desk_path):
        turn.change(desk_id=to.id, desk_path=to.path)


def _free(turn: Turn) -> None:
    lapse_extension(turn)
    turn.change(assignee="", assignee_name="", holder_id=None)
