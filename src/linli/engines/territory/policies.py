"""Who may change what. Territory itself is public knowledge; changing it is for administrators of the subtree."""

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound

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


DRAWERS = ("administrator", "coordinator")  # draw and change plans of grids
READERS = ("administrator", "coordinator", "supervisor", "dispatcher", "figures")  # see nets, plans, spreads
SIGNERS = ("dispatcher", "coordinator", "supervisor")  # say yes for their own community or street


def may_draw(actor: Actor, path: str) -> bool:
    """Say whether the actor may plan grids at a path: administrators, and those who coordinate a street or county."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return bool(path) and any(actor.has(role, path) for role in DRAWERS)


def require_draw(actor: Actor, path: str) -> None:
    """Let only those pass who plan grids at a path. Raises: NotAllowed."""
    if not may_draw(actor, path):
        raise NotAllowed


def may_read_plans(actor: Actor, path: str) -> bool:
    """Say whether the actor sees nets and plans of a path: staff who run it or something above it."""
    return actor.kind is ActorKind.SYSTEM or any(actor.has(role, path) for role in READERS)


def require_read_plans(actor: Actor, path: str) -> None:
    """Let only those pass who see nets and plans of a path; to others there are none. Raises: NotFound."""
    if not may_read_plans(actor, path):
        raise NotFound


def may_sign(actor: Actor, path: str) -> bool:
    """Say whether the actor speaks for exactly this community or street: serves in it, not only above it."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return any(grant.role in SIGNERS and grant.path == path and not grant.unit_id for grant in actor.grants)
