"""Says in words why a unit is in a grid and what the spreading could not do."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.engines.territory.planner.units import GridInput, Pair, SpreadWishes, UnitInput

NAMED = 10


def reason_for(pair: Pair, *, nearest: bool, wishes: SpreadWishes) -> str:
    """Return why a unit is in a grid, in one line."""
    if pair.locked:
        return _("Set by hand.")
    if pair.kept:
        return _("Serves here already; %(n)d m away.") % {"n": pair.metres}
    if pair.skills and wishes.skill_metres:
        return _("Brings what is wanted here: %(skills)s; %(n)d m away.") % {
            "skills": ", ".join(pair.skills), "n": pair.metres,
        }
    if nearest:
        return _("The nearest grid, %(n)d m away.") % {"n": pair.metres}
    return _("%(n)d m away; nearer grids already have their share.") % {"n": pair.metres}


def notes(units: Sequence[UnitInput], grids: Sequence[GridInput], pairs: Sequence[Pair]) -> list[str]:
    """Return what somebody should know: grids without a unit, units without a place, locks beyond capacity."""
    found = []
    served = {pair.grid for pair in pairs}
    without = [grid.code for grid in grids if grid.code not in served]
    if without:
        found.append(
            _("%(n)d grids get no unit, because the units together fill only %(m)d places: %(codes)s")
            % {"n": len(without), "m": sum(unit.capacity for unit in units), "codes": ", ".join(without[:NAMED])}
        )
    placeless = [unit.name or unit.id for unit in units if unit.longitude is None or unit.latitude is None]
    if placeless:
        found.append(
            _("%(n)d units have no place on the map, so distance was left out for them: %(names)s")
            % {"n": len(placeless), "names": ", ".join(placeless[:NAMED])}
        )
    over = [unit.name or unit.id for unit in units if len(unit.locked) > unit.capacity]
    if over:
        found.append(
            _("More grids were set by hand than these units can serve: %(names)s") % {"names": ", ".join(over[:NAMED])}
        )
    return found
