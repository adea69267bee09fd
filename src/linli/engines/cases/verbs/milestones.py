"""The steps of a long-running case."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from linli.engines.cases.models import Case, Milestone
from linli.engines.cases.photos import attach
from linli.engines.cases.verbs.arguments import LONGEST_LIST, needed, optional
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import locked_one, write


def set_milestones(
    case_id: int | Case, *, by: Actor, milestones: Sequence[tuple[str, date]], expected_version: int | None = None
) -> Case:
    """Plan the milestones still ahead; those reached stay."""
    planned = [(needed("milestones", name, longest=60), day) for name, day in milestones]
    if not planned or len(planned) > LONGEST_LIST:
        raise Invalid(fields={"milestones": _("Please name 1 to %(count)d milestones.") % {"count": LONGEST_LIST}})
    if any(earlier[1] > following[1] for earlier, following in pairwise(planned)):
        raise Invalid(fields={"milestones": _("Each milestone lies after the one before.")})
    with write():
        turn = begin("set_milestones", case_id, by=by, expected_version=expected_version)
        Milestone.objects.filter(case=turn.case, done_at=None).delete()
        reached = (
            Milestone.objects.filter(case=turn.case).order_by("-number").values_list("number", flat=True).first() or 0
        )
        Milestone.objects.bulk_create(
            Milestone(case=turn.case, number=number, name=name, due_on=day)
            for number, (name, day) in enumerate(planned, reached + 1)
        )
        turn.change(milestones_left=len(planned))
        return finish(turn, data={"names": [name for name, _day in planned]})


def finish_milestone(
    case_id: int | Case,
    *,
    by: Actor,
    milestone_id: int,
    note: str = "",
    photos: Sequence[str] = (),
    expected_version: int | None = None,
) -> Case:
    """Mark a milestone as reached, with a word and photos for the residents who wait."""
    said = optional("note", note)
    with write():
        turn = begin("finish_milestone", case_id, by=by, expected_version=expected_version)
        reached = locked_one(Milestone.objects.filter(case=turn.case, pk=milestone_id, done_at=None))
        reached.done_at, reached.note = clock.now(), said
        reached.save(update_fields=["done_at", "note"])
        turn.change(milestones_left=turn.case.milestones_left - 1)
        count = attach(photos, turn.case, stage="interim", by=by)
        return finish(turn, data={"milestone": reached.number, "name": reached.name, "text": said, "photos": count})
