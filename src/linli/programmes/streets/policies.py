"""Who may: the place gives streets to units, the unit walks them, everybody may read who looks after which."""

from linli.engines.access.public import Role
from linli.kernel.actor import Actor, ActorKind
from linli.programmes.streets.models import Stretch

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)


def runs(viewer: Actor, path: str) -> bool:
    """Say whether an actor answers for a place."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, path) for role in RUNS)


def units_of(viewer: Actor) -> list[int]:
    """Return the units in which an actor serves."""
    return sorted({grant.unit_id for grant in viewer.grants if grant.unit_id is not None})


def walks(viewer: Actor, row: Stretch) -> bool:
    """Say whether an actor walks a stretch: who serves in its unit, or runs the place."""
    return row.unit_id in units_of(viewer) or runs(viewer, row.path)
