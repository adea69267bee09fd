"""How the invented county's own units came to their grids: seats, skills, one pair of old, and a spread that holds."""

from random import Random

from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.county import County

SKILLS = ("法律", "医疗", "供水", "供电", "消防", "文化", "就业", "助老")
ASIDE = 0.0004  # degrees: a seat stands beside a building, not in it


def spread_units(county: County, seed: int) -> int:
    """Say what each county unit brings, spread them over all grids, and let it hold. Return the key of the spread."""
    random = Random(f"{seed}:units")  # noqa: S311
    root = county.area_ids["county"]
    bodies = [one for one in territory.units() if one.area_id == root]
    grids = [one for one in territory.descendants(county.root) if one.kind == "grid"]
    town = county.town.buildings
    for number, body in enumerate(bodies):
        seat = town[random.randrange(len(town))].middle
        plans.set_unit_profile(
            unit_id=body.id,
            capacity=-(-len(grids) // len(bodies)) + number % 2,
            skills=random.sample(SKILLS, 2),
            longitude=round(seat[0] + ASIDE, 6),
            latitude=round(seat[1] + ASIDE, 6),
            by=SYSTEM,
        )
    plans.tie_unit(unit_id=bodies[0].id, grid_id=grids[len(grids) // 2].id, reason="结对共建多年", by=SYSTEM)
    wanted = {str(one.id): [SKILLS[at % len(SKILLS)]] for at, one in enumerate(grids) if at % 4 == 0}
    made = plans.ask_spread(area_id=root, by=SYSTEM, asked=plans.SpreadAsked(wanted=wanted))
    if made.job_id is not None:
        journal.run_job(made.job_id)
    return plans.adopt_spread(made.pk, effective=clock.today(), by=SYSTEM).pk
