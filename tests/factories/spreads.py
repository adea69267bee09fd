"""Units with seats and skills, spread over the grids of a small county."""

from typing import Any

from tests.factories.territory import SIDE, SOUTH, WEST, County, a_unit

from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory.models import Area, Unit, UnitSpread
from linli.kernel.actor import SYSTEM, Actor


def a_seated_unit(
    land: County, name: str, column: float, row: float, *, area: Area | None = None, **about: Any
) -> Unit:
    """A county unit with its seat in the middle of a plot of the small county (0 to 2 each way)."""
    made = a_unit(area or land.county, "county.urban_mgmt", name)
    plans.set_unit_profile(
        unit_id=made.pk,
        longitude=WEST + (column + 0.5) * SIDE,
        latitude=SOUTH + (row + 0.5) * SIDE,
        by=SYSTEM,
        **{"capacity": 1, **about},
    )
    return made


def a_spread(area: Area, *, by: Actor = SYSTEM, **asked: Any) -> UnitSpread:
    """A spread that has been worked out: its job has run."""
    made = plans.ask_spread(area_id=area.pk, by=by, asked=plans.SpreadAsked(**asked))
    assert made.job_id is not None
    journal.run_job(made.job_id)
    made.refresh_from_db()
    return made


def pairs(spread: UnitSpread) -> set[tuple[str, str]]:
    """Who serves where, by name."""
    return {(one.unit.name, one.grid.name) for one in spread.places.select_related("unit", "grid")}
