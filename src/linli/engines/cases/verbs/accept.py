"""Take a case on, turn it down with one of the six exits, or answer it at once."""

from django.utils.translation import gettext as _

from linli.engines.cases.lifecycle import Exit
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.arguments import needed, optional
from linli.engines.cases.verbs.ending import end_parts
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write


def accept(case_id: int | Case, *, by: Actor, note: str = "", expected_version: int | None = None) -> Case:
    """Take a case on at its desk."""
    said = optional("note", note)
    with write():
        return finish(begin("accept", case_id, by=by, expected_version=expected_version), data={"note": said})


def refuse(case_id: int | Case, *, by: Actor, exit: str, text: str, expected_version: int | None = None) -> Case:  # noqa: A002
    """Do not take a case on, for one of the six reasons of the law, with a text to the resident that says where to
    go.
    """
    if exit not in Exit.values:
        raise Invalid(fields={"exit": _("Please choose one of the reasons.")})
    said = needed("text", text)
    with write():
        turn = begin("refuse", case_id, by=by, expected_version=expected_version)
        turn.change(exit_code=exit, closed_at=clock.now())
        end_parts(turn)
        return finish(turn, data={"exit": exit, "text": said})


def answer(case_id: int | Case, *, by: Actor, text: str, expected_version: int | None = None) -> Case:
    """Answer a question at the desk at once: no dispatch is needed."""
    said = needed("text", text)
    with write():
        turn = begin("answer", case_id, by=by, expected_version=expected_version)
        turn.change(handled_by_id=by.account_id, handled_at=clock.now(), checked_by_id=None)
        return finish(turn, data={"text": said})
