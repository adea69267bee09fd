"""Join a case: I have this problem too."""

from linli.engines.cases.followings import NewFollowing, Opened, code_of
from linli.engines.cases.models import Case, Following
from linli.engines.cases.verbs.turn import Turn, begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def follow(
    case_id: int | Case,
    *,
    by: Actor,
    name: str = "",
    phone: str = "",
    email: str = "",
    expected_version: int | None = None,
) -> Opened:
    """Join a case that others reported: one more person who waits and is told.

    Whoever waits already gets the own code again.
    """
    with write():
        turn = begin("follow", case_id, by=by, expected_version=expected_version)
        present = _present(turn)
        if present is not None:
            return Opened(turn.case, code_of(present), following_id=present.pk, repeated=True)
        new = NewFollowing(account_id=by.account_id, name=name, phone=phone, email=email)
        following, code = new.save(turn.case)
        turn.change(people=turn.case.people + 1)
        finish(turn, data={"people": turn.case.people})
        return Opened(turn.case, code, following_id=following.pk)


def _present(turn: Turn) -> Following | None:
    by = turn.by
    return next(
        (
            one
            for one in turn.standing.followings
            if one.pk in by.follows or (by.account_id is not None and one.account_id == by.account_id)
        ),
        None,
    )
