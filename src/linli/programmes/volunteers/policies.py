"""Who runs volunteering where, who stands at the door of an activity, who confirms."""

from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role, may
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound
from linli.programmes.volunteers.models import Activity, Volunteer

ORGANISERS = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
CONFIRMERS = (*ORGANISERS, Role.CHECKER)
APPROVERS = (Role.COORDINATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
STEWARDS = (*CONFIRMERS, Role.HANDLER, Role.COLLECTOR)


def may_any(actor: Actor, roles: tuple[Role, ...], path: str) -> bool:
    """Say whether the actor holds one of the roles over the area path."""
    return any(may(actor, role, path) for role in roles)


def require_organiser(actor: Actor, path: str) -> None:
    """Let pass who runs volunteering in an area. Raises: NotAllowed."""
    if not may_any(actor, ORGANISERS, path):
        raise NotAllowed


def may_steward(actor: Actor, path: str) -> bool:
    """Say whether the actor serves where an activity is: over its area, or in a part of it."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return any(
        grant.role in STEWARDS and (path.startswith(grant.path) or grant.path.startswith(path)) and len(grant.path) > 0
        for grant in actor.grants
    )


def require_steward(actor: Actor, activity: Activity) -> None:
    """Let pass who may tick people off at an activity. To others it is not there. Raises: NotFound."""
    if not may_steward(actor, activity.path):
        raise NotFound


def require_confirmer(actor: Actor, path: str, *, volunteer: Volunteer, noted_by_id: int | None) -> None:
    """Let the second person pass: who confirms there, did not note it, is not the volunteer. Raises: NotAllowed."""
    if not may_any(actor, CONFIRMERS, path):
        raise NotAllowed
    if actor.account_id is None:
        raise NotAllowed
    if actor.account_id in {noted_by_id, volunteer.account_id}:
        raise NotAllowed(_("A second person confirms this: not who noted it, and not the volunteer."))


def is_self(actor: Actor, volunteer: Volunteer) -> bool:
    """Say whether the actor is the volunteer."""
    return actor.account_id is not None and actor.account_id == volunteer.account_id


def require_self_or(actor: Actor, volunteer: Volunteer, roles: tuple[Role, ...] = ORGANISERS) -> None:
    """Let the volunteer pass, and who runs volunteering there. Raises: NotFound."""
    if not is_self(actor, volunteer) and not may_any(actor, roles, volunteer.path):
        raise NotFound


def over(path: str) -> tuple[str, ...]:
    """Return the paths of the community of an area path and of everything above it: what concerns people there."""
    return tuple(path[:end] for end in range(7, min(len(path), 21) + 1, 7))
