"""Open a closed case again, once, with another checker."""

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def reopen(case_id: int | Case, *, by: Actor, reason: str, expected_version: int | None = None) -> Case:
    """Open a closed case again: the reporter within 15 days, a coordinator any time; once in its life."""
    said = needed("reason", reason)
    with write():
        turn = begin("reopen", case_id, by=by, expected_version=expected_version)
        turn.change(
            reopened=1,
            solved=None,
            rating=None,
            closed_at=None,
            lawful_close=False,
            unreasonable=False,
            settled_level="",
        )
        return finish(turn, to=back_to_work(turn), data={"reason": said, "name": turn.case.assignee_name})


def back_to_work(turn: Turn) -> State:
    """Send a case back to the assignee who had it, or, where the desk had answered alone, to the desk.

    Another person checks next time.
    """
    case = turn.case
    turn.change(
        holder_id=None,
        former_checker_id=case.checked_by_id or case.former_checker_id,
        checked_by_id=None,
        handled_at=None,
        proposed_by_id=None,
    )
    return State.DISPATCHED if case.assignee else State.ACCEPTED
