"""Speak with the resident, and tell how far it is."""

from collections.abc import Sequence

from linli.engines.cases.models import Case
from linli.engines.cases.photos import attach
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def contact(case_id: int | Case, *, by: Actor, note: str, expected_version: int | None = None) -> Case:
    """Write down that somebody spoke with the resident: the first-contact clock stops."""
    said = needed("note", note)
    with write():
        return finish(begin("contact", case_id, by=by, expected_version=expected_version), data={"note": said})


def interim(
    case_id: int | Case, *, by: Actor, text: str, photos: Sequence[str] = (), expected_version: int | None = None
) -> Case:
    """Tell the resident how far it is."""
    said = needed("text", text)
    with write():
        turn = begin("interim", case_id, by=by, expected_version=expected_version)
        count = attach(photos, turn.case, stage="interim", by=by)
        return finish(turn, data={"text": said, "photos": count, "name": turn.case.assignee_name})
