"""The job that makes a plan of grids. Only the job's own process imports it: the planner is compiled code."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.engines.territory import drafting, planning
from linli.engines.territory.models import GridPlan
from linli.engines.territory.planfacts import totals_of
from linli.engines.territory.planinputs import Inputs, held_grids, inputs_of, net_grids, present_grids
from linli.engines.territory.verbs.gridplans import PRESENT, keep_fault, keep_result
from linli.kernel.errors import LinliError

if TYPE_CHECKING:
    from linli.engines.journal.public import RunningJob


def run(job: "RunningJob") -> dict[str, Any]:
    """Make the plan that the job's payload names; tell how far it is; keep the best so far when asked to stop."""
    plan = GridPlan.objects.select_related("area").get(pk=job.payload["plan"])
    try:
        given = inputs_of(plan.area)
        town = drafting.town_of(given.places, roads=given.roads, boundary=given.boundary, water=given.water)
        wishes = _wishes(plan, given, town)
        words = _("Looking for better grids")
        made = planning.plan_grids(town, wishes, lambda done, total: job.tell(done, total, words))
    except LinliError as error:
        keep_fault(plan.pk, why=str(error.message), by=job.by)
        raise
    totals = totals_of(drafting.evaluate(made.draft))
    keep_result(plan.pk, draft=made.draft, reasons=[str(one) for one in made.reasons], figures=totals, by=job.by)
    return {"plan": plan.pk, "grids": len(made.grids)}


def _wishes(plan: GridPlan, given: Inputs, town: drafting.Town) -> drafting.Wishes:
    asked = plan.wishes
    wishes = drafting.Wishes(
        low=asked["low"],
        high=asked["high"],
        seconds=float(asked["seconds"]),
        seed=asked["seed"],
        even=asked["even"],
        grids=asked["grids"],
        measure=asked["measure"],
        whole_estates=asked["whole_estates"],
        main_roads=asked["main_roads"],
        held=held_grids(plan.area, given.places),
        code=plan.area.code,
    )
    if not asked["keep"]:
        return wishes
    kept = present_grids(plan.area) if asked["keep"] == PRESENT else net_grids(int(asked["keep"][4:]), given.places)
    keep, codes = drafting.keep_of(town, kept)
    return replace(wishes, keep=keep, keep_codes=codes if asked["keep"] == PRESENT else ())
