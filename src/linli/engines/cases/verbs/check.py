"""Look whether it is really done; never the own work."""

from collections.abc import Sequence

from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case
from linli.engines.cases.photos import attach
from linli.engines.cases.verbs.arguments import needed, optional
from linli.engines.cases.verbs.ending import close, has_reporter
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def check(
    case_id: int | Case,
    *,
    by: Actor,
    passed: bool,
    note: str = "",
    photos: Sequence[str] = (),
    expected_version: int | None = None,
) -> Case:
    """Say whether the work is really done.

    Not done: it goes back to work, with a word why. Nobody to ask: a good check closes it.
    """
    said = optional("note", note) if passed else needed("note", note)
    with write():
        turn = begin("check", case_id, by=by, expected_version=expected_version)
        count = attach(photos, turn.case, stage="check", by=by)
        to = State.HANDLING
        if passed:
            turn.change(checked_by_id=by.account_id)
            to = State.CHECKED if has_reporter(turn.case) else State.CLOSED
        if to == State.CLOSED:
            close(turn)
        return finish(turn, to=to, data={"passed": passed, "note": said, "photos": count})
