"""Send a case to the post or unit that will handle it."""

from linli.engines.cases.assignees import assignable, matter_id_for, needs_matter
from linli.engines.cases.models import Case
from linli.engines.cases.verbs.arguments import optional
from linli.engines.cases.verbs.ending import lapse_extension
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def dispatch(
    case_id: int | Case,
    *,
    by: Actor,
    assignee: str,
    matter_id: int | None = None,
    note: str = "",
    routed_by: str = "",
    expected_version: int | None = None,
) -> Case:
    """Send a case to a post or unit. A community, grid or building takes it only under an admitted matter.

    `routed_by` is the reason in words where a rule chose. Raises: Invalid, code matter_needed among them.
    """
    said = optional("note", note)
    with write():
        turn = begin("dispatch", case_id, by=by, expected_version=expected_version)
        case = turn.case
        to = assignable(assignee, case, within=case.desk_path)
        matter = matter_id_for(case, matter_id) if needs_matter(to) else case.matter_id
        former = case.assignee
        lapse_extension(turn)
        turn.change(
            assignee=to.key,
            assignee_name=to.name[:80],
            holder_id=None,
            routed_by=routed_by[:200],
            matter_id=matter,
        )
        return finish(
            turn,
            data={
                "assignee": to.key,
                "name": to.name,
                "former": former,
                "matter_id": matter,
                "note": said or routed_by,
            },
        )
