"""Who may: the community confirms, who registered acts for themselves, a unit through those who serve in it."""

from django.db.models import Q, QuerySet

from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed, NotFound
from linli.kernel.locks import locked_one
from linli.programmes.registration.models import Kind, Registration

RUNS = (Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)


def runs(viewer: Actor, path: str) -> bool:
    """Say whether an actor answers for a place."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.has(role, path) for role in RUNS)


def units_of(viewer: Actor) -> list[int]:
    """Return the units in which an actor serves."""
    return sorted({grant.unit_id for grant in viewer.grants if grant.unit_id is not None})


def is_own(viewer: Actor, row: Registration) -> bool:
    """Say whether it is the actor's own registration, or that of the actor's unit."""
    if row.kind == Kind.MEMBER:
        return viewer.account_id is not None and viewer.account_id == row.account_id
    return row.unit_id in units_of(viewer)


def visible(rows: "QuerySet[Registration]", viewer: Actor) -> "QuerySet[Registration]":
    """Keep what the actor's places hold. A unit does not see where its members live."""
    if viewer.kind is ActorKind.SYSTEM:
        return rows
    scope = Q(pk__in=[])
    for path in viewer.paths(*RUNS):
        scope |= territory.subtree(path, "path")
    return rows.filter(scope)


def own(rows: "QuerySet[Registration]", viewer: Actor) -> "QuerySet[Registration]":
    """Keep the actor's own registrations, and those of the units in which the actor serves."""
    if viewer.account_id is None:
        return rows.none()
    return rows.filter(
        Q(kind=Kind.MEMBER, account_id=viewer.account_id) | Q(kind=Kind.UNIT, unit_id__in=units_of(viewer))
    )


def locked(by: Actor, registration_id: int, *, as_own: bool = False, as_community: bool = False) -> Registration:
    """Lock a registration that the actor sees; `as_own`, `as_community`: who asks. Raises: NotFound, NotAllowed."""
    row = locked_one(Registration.objects.filter(pk=registration_id))
    mine, here = is_own(by, row), runs(by, row.path)
    if not (mine or here):
        raise NotFound
    if (as_own and not (mine or by.kind is ActorKind.SYSTEM)) or (as_community and not here):
        raise NotAllowed
    return row
