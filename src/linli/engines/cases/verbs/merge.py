"""Join cases that are one problem, and take them apart again. The people stay followers: 1 problem, 7 people."""

from django.utils.translation import gettext as _

from linli.engines.cases.lifecycle import OPEN, Who
from linli.engines.cases.models import Case
from linli.engines.cases.policies import Standing
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.ending import end_parts
from linli.engines.cases.verbs.turn import Turn, begin, change_beside, finish, lock_case, lock_cases, moved_on
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write


def merge(case_id: int | Case, *, by: Actor, into: int, expected_version: int | None = None) -> Case:
    """Join a case to the one that goes on for both; its people are counted there and told from there."""
    own_id = case_id.pk if isinstance(case_id, Case) else case_id
    if own_id == into:
        raise Invalid(fields={"into": _("A case cannot be joined to itself.")})
    with write():
        both = lock_cases(own_id, into)
        turn = begin("merge", both[own_id], by=by, expected_version=expected_version)
        lead = _lead(both[into], by)
        end_parts(turn)
        turn.change(merged_into=lead, holder_id=None)
        lead.people += turn.case.people
        change_beside(
            lead, "joined", by=by, fields=("people",), data={"number": turn.case.number, "people": lead.people}
        )
        return finish(turn, data={"lead": lead.number, "lead_id": lead.pk})


def _lead(lead: Case, by: Actor) -> Case:
    standing = Standing(by, lead)
    if not standing.sees or not (standing.holds(Who.DISPATCHER) or standing.holds(Who.COORDINATOR)):
        raise NotFound
    if lead.state not in OPEN:
        raise moved_on(lead, by)
    return lead


def split(case_id: int | Case, *, by: Actor, reason: str, expected_version: int | None = None) -> Case:
    """Take a case out of another again: it goes on by itself, with its own people."""
    said = needed("reason", reason)
    with write():
        turn = begin("split", case_id, by=by, expected_version=expected_version)
        number = _give_people_back(turn)
        turn.change(merged_into=None, assignee="", assignee_name="", holder_id=None)
        return finish(turn, data={"reason": said, "lead": number})


def _give_people_back(turn: Turn) -> str:
    """Take the people off the lead, and off whatever the lead itself was joined to. Return the number of the first."""
    number, above = "", turn.case.merged_into_id
    while above is not None:
        lead = lock_case(above)
        number = number or lead.number
        lead.people -= turn.case.people
        change_beside(
            lead, "parted", by=turn.by, fields=("people",), data={"number": turn.case.number, "people": lead.people}
        )
        above = lead.merged_into_id
    return number
