"""The job that spreads units over grids. Only the job's own process imports it: it needs a solver."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from linli.engines.territory import planning
from linli.engines.territory.models import UnitSpread
from linli.engines.territory.planner.units import Spread, SpreadWishes
from linli.engines.territory.spreadinputs import SpreadInputs, serving_places, spread_inputs
from linli.engines.territory.verbs.spreads import FoundPlace, keep_spread, keep_spread_fault
from linli.kernel.errors import Invalid, LinliError

if TYPE_CHECKING:
    from linli.engines.journal.public import RunningJob


def run(job: "RunningJob") -> dict[str, Any]:
    """Find the spread that the job's payload names, and keep it."""
    spread = UnitSpread.objects.select_related("area").get(pk=job.payload["spread"])
    asked = spread.wishes
    try:
        job.tell(0, 1, _("Spreading units over grids"))
        given = spread_inputs(spread.area, asked["wanted"])
        if not given.units or not given.grids:
            raise Invalid(_("There is no unit or no grid with an outline here."))
        wishes = SpreadWishes(tie_metres=asked["tie_metres"], skill_metres=asked["skill_metres"])
        found = planning.spread_units(given.units, given.grids, wishes=wishes)
    except LinliError as error:
        keep_spread_fault(spread.pk, why=str(error.message), by=job.by)
        raise
    figures = {**found.figures, "optimal": found.optimal, "gap": round(found.gap, 6)}
    keep_spread(
        spread.pk, places=_places(given, found), figures=figures, reasons=[str(one) for one in found.reasons], by=job.by
    )
    return {"spread": spread.pk, "places": len(found.pairs)}


def _places(given: SpreadInputs, found: Spread) -> list[FoundPlace]:
    """Return the pairs by keys; a liaison leads from the grid of its community that is nearest to its seat."""
    community = {grid.code: grid.community for grid in given.grids}
    placed = {unit.id: unit.longitude is not None for unit in given.units}
    served = {str(one.unit_id) for one in serving_places("")}
    leads: dict[str, str] = {}  # community -> grid in which its liaison unit is marked
    for pair in sorted(found.pairs, key=lambda one: (one.metres, one.grid)):
        if found.liaisons.get(community[pair.grid]) == pair.unit:
            leads.setdefault(community[pair.grid], pair.grid)
    return [
        FoundPlace(
            unit_id=int(pair.unit),
            grid_id=given.keys[pair.grid],
            metres=pair.metres if placed[pair.unit] else None,
            locked=pair.locked,
            moved=pair.unit in served and not pair.kept,
            reason=str(pair.reason),
            liaison=found.liaisons.get(community[pair.grid]) == pair.unit and leads[community[pair.grid]] == pair.grid,
        )
        for pair in found.pairs
    ]
