"""Who may: how an actor stands to a need, a resource, a project."""

from typing import TypeVar

from django.db.models import Model

from linli.engines.access.public import Role
from linli.kernel.actor import Actor, ActorKind
from linli.programmes.lists.lifecycle import (
    ASKER,
    COMMUNITY,
    GIVER,
    LEAD,
    PUBLIC_NEEDS,
    PUBLIC_PROJECTS,
    ResourceState,
    Step,
)
from linli.programmes.lists.models import Need, Project, Resource

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
COLLECTS = (*RUNS, Role.COLLECTOR, Role.HANDLER)
Row = TypeVar("Row", bound=Model)


def held_key(need_id: int) -> str:
    """Return the key by which a browser shows that it was given a need's code."""
    return f"need:{need_id}"


def runs(viewer: Actor, path: str) -> bool:
    """Say whether the actor keeps the lists of an area."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, path) for role in RUNS)


def standing(viewer: Actor, row: Need | Resource | Project) -> frozenset[str]:
    """Return what the actor is to a row: community, asker, giver, lead."""
    found = {COMMUNITY} if runs(viewer, row.path) else set()
    own = viewer.account_id
    if isinstance(row, Need) and (held_key(row.pk) in viewer.holds or (own and own in {row.account_id, row.helper_id})):
        found.add(ASKER)
    if isinstance(row, Resource):
        of_unit = row.unit_id is not None and any(grant.unit_id == row.unit_id for grant in viewer.grants)
        if of_unit or (own is not None and own == row.account_id):
            found.add(GIVER)
    if isinstance(row, Project) and own is not None and own == row.lead_id:
        found.add(LEAD)
    return frozenset(found)


def sees(viewer: Actor, row: Need | Resource | Project) -> bool:
    """Say whether the actor may open a row: what stands on a public list is for everybody."""
    if isinstance(row, Need):
        shown = row.state in PUBLIC_NEEDS
    elif isinstance(row, Resource):
        shown = row.state == ResourceState.LISTED
    else:
        shown = row.state in PUBLIC_PROJECTS
    return shown or bool(standing(viewer, row))


def verbs_for(viewer: Actor, row: Need | Resource | Project, steps: dict[str, Step]) -> tuple[str, ...]:
    """Return what the actor may do to a row now."""
    being = standing(viewer, row)
    return tuple(step.verb for step in steps.values() if row.state in step.before and being & set(step.who))
