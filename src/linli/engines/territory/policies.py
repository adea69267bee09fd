"""Who may change what. Territory itself is public knowledge; changing it is for administrators of the subtree."""

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed

ADMINISTRATOR = "administrator"  # codes of engines.access.roles, which is a floor above
STAFF_KINDS = frozenset({ActorKind.STAFF, ActorKind.MACHINE, ActorKind.SYSTEM})


def may_change(actor: Actor, path: str) -> bool:
    """Say whether the actor may change areas, buildings, posts and calendars at a path."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return bool(path) and actor.has(ADMINISTRATOR, path)


def require_change(actor: Actor, path: str) -> None:
    """Let only administrators of the path pass. Raises: NotAllowed."""
    if not may_change(actor, path):
        raise NotAllowed


def may_see_people(actor: Actor, path: str) -> bool:
    """Say whether the actor may see who is appointed at a path by name: staff with any grant above, at or below it."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return actor.kind in STAFF_KINDS and any(
        path.startswith(grant.path) or grant.path.startswith(path) for grant in actor.grants
    )
