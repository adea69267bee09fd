"""Take a report back."""

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, Following
from linli.engines.cases.verbs.arguments import optional
from linli.engines.cases.verbs.ending import end_parts
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def withdraw(case_id: int | Case, *, by: Actor, reason: str = "", expected_version: int | None = None) -> Case:
    """Take the own report back.

    Where neighbours wait for the same, only the reporter leaves: the next of them answers for it.
    """
    said = optional("reason", reason)
    with write():
        turn = begin("withdraw", case_id, by=by, expected_version=expected_version)
        if turn.case.people > 1:
            _leave(turn)
            return finish(turn, to=turn.before, data={"reason": said})
        end_parts(turn)
        turn.change(closed_at=clock.now())
        return finish(turn, to=State.WITHDRAWN, data={"reason": said})


def _leave(turn: Turn) -> None:
    followings = Following.objects.filter(case=turn.case, left_at=None)
    followings.filter(reporter=True).update(reporter=False, left_at=clock.now())
    following = followings.order_by("at", "id").first()
    if following is not None:
        following.reporter = True
        following.save(update_fields=["reporter"])
    turn.change(people=turn.case.people - 1)
