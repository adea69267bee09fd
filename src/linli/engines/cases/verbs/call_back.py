"""Hear from the resident whether it is solved: called by somebody who did not handle it, or said by the resident
alone.
"""

from django.utils.translation import gettext as _

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import CallBack, Case
from linli.engines.cases.verbs.arguments import optional
from linli.engines.cases.verbs.arguments import rating as checked_rating
from linli.engines.cases.verbs.ending import close
from linli.engines.cases.verbs.reopen import back_to_work
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.kernel import clock, rows
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write

CALLS = 3  # nobody answers three times: it closes without an answer


def call_back(
    case_id: int | Case,
    *,
    by: Actor,
    reached: bool,
    solved: bool | None = None,
    rating: int | None = None,
    words: str = "",
    expected_version: int | None = None,
) -> Case:
    """Write down a call to the resident: reached or not, solved or not."""
    said, stars = optional("words", words), checked_rating(rating)
    if reached and solved is None:
        raise Invalid(fields={"solved": _("Please enter what the resident said: solved or not.")})
    with write():
        turn = begin("call_back", case_id, by=by, expected_version=expected_version)
        if not reached:
            return finish(turn, to=_not_reached(turn, said), data={"reached": False, "words": said})
        to = _after_answer(turn, solved=bool(solved), rating=stars, words=said)
        return finish(turn, to=to, data={"reached": True, "solved": solved, "rating": stars, "words": said})


def confirm(
    case_id: int | Case,
    *,
    by: Actor,
    solved: bool,
    rating: int | None = None,
    words: str = "",
    expected_version: int | None = None,
) -> Case:
    """Let the reporter say whether it is solved."""
    said, stars = optional("words", words), checked_rating(rating)
    with write():
        turn = begin("confirm", case_id, by=by, expected_version=expected_version)
        to = _after_answer(turn, solved=solved, rating=stars, words=said)
        return finish(turn, to=to, data={"solved": solved, "rating": stars, "words": said})


def rate(case_id: int | Case, *, by: Actor, rating: int, words: str = "", expected_version: int | None = None) -> Case:
    """Let the reporter rate a closed case, once."""
    said, stars = optional("words", words), checked_rating(rating)
    with write():
        turn = begin("rate", case_id, by=by, expected_version=expected_version)
        turn.change(rating=stars)
        return finish(turn, data={"rating": stars, "words": said})


def _caller(turn: Turn) -> int | None:
    """Return who called; None where the reporter answered alone."""
    return turn.by.account_id if turn.step.verb == "call_back" else None


def _not_reached(turn: Turn, said: str) -> State:
    case = turn.case
    rows.add(CallBack(case_id=case.pk, caller_id=_caller(turn), at=clock.now(), reached=False, words=said))
    tries = CallBack.objects.filter(case=case, reached=False, at__gte=case.handled_at or case.submitted_at).count()
    if tries < CALLS:
        return turn.before
    close(turn, solved=None)
    return State.CLOSED


def _after_answer(turn: Turn, *, solved: bool, rating: int | None, words: str) -> State:
    """Solved: closed. Not solved: back to work once, then a second person looks at it."""
    case, caller = turn.case, _caller(turn)
    answer = CallBack(case_id=case.pk, caller_id=caller, at=clock.now(), reached=True, solved=solved, rating=rating)
    answer.words = words
    rows.add(answer)
    if solved:
        close(turn, solved=True, rating=rating)
        return State.CLOSED
    turn.change(solved=False, rating=rating)
    if not case.reopened:
        turn.change(reopened=1)
        return back_to_work(turn)
    turn.change(proposed_by_id=caller)
    return State.REVIEW
