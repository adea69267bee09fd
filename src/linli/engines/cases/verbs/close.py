"""Close what is done as the law allows although the resident is unhappy: proposed by one person, decided by another."""

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.ending import close
from linli.engines.cases.verbs.reopen import back_to_work
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def propose_close(case_id: int | Case, *, by: Actor, reason: str, expected_version: int | None = None) -> Case:
    """Propose to close a case as lawfully done; a second person decides."""
    said = needed("reason", reason)
    with write():
        turn = begin("propose_close", case_id, by=by, expected_version=expected_version)
        turn.change(proposed_by_id=by.account_id)
        return finish(turn, data={"reason": said})


def review_close(
    case_id: int | Case,
    *,
    by: Actor,
    agreed: bool,
    text: str,
    unreasonable: bool = False,
    expected_version: int | None = None,
) -> Case:
    """Decide on a proposed closing, with a text to the resident.

    `unreasonable` takes the case out of the rates, and shows in them as left out.
    """
    said = needed("text", text)
    with write():
        turn = begin("review_close", case_id, by=by, expected_version=expected_version)
        if agreed:
            close(turn, lawful_close=True, unreasonable=unreasonable)
            to = State.CLOSED
        else:
            to = back_to_work(turn)
        return finish(turn, to=to, data={"agreed": agreed, "text": said, "unreasonable": agreed and unreasonable})
