"""Who may: asked of an actor ("may I"), of rows ("which rows"), and the other way round ("who may")."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.access.grants import grants_of, holders_at
from linli.engines.access.roles import SEES_PERSONAL_DATA, Role
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotAllowed

COUNTY_DIGITS = 7  # a path of this length is the county's
MAY_ELEVATE = (Role.ADMINISTRATOR, Role.SUPERVISOR)
Row = TypeVar("Row", bound=Model)


def may(actor: Actor, role: str, path: str, *, programme: str = "*") -> bool:
    """Say whether the actor holds the role over the area path. The system may everything."""
    return actor.kind is ActorKind.SYSTEM or actor.has(role, path, programme=programme)


def require(actor: Actor, role: str, path: str, *, programme: str = "*") -> None:
    """Let the holder of a role over the path pass. Raises: NotAllowed."""
    if not may(actor, role, path, programme=programme):
        raise NotAllowed


def within(queryset: "QuerySet[Row]", actor: Actor, *roles: str, field: str = "path") -> "QuerySet[Row]":
    """Keep the rows that lie in areas where the actor holds one of the roles: one index range per area."""
    if actor.kind is ActorKind.SYSTEM:
        return queryset
    scope = Q(pk__in=[])
    for path in actor.paths(*roles):
        scope |= territory.subtree(path, field)
    return queryset.filter(scope)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role over a place; `path` is the area of the appointment: the nearest level can be told."""

    account_id: int
    role: str
    path: str


def who_may(roles: Iterable[str], path: str, *, programme: str = "*") -> list[Holder]:
    """Return who holds one of the roles over the area path today, by own appointment or standing in, the nearest first.

    A holder with several appointments is named once per role and area. One query.
    """
    wanted = {roles} if isinstance(roles, str) else set(roles)
    found = {
        Holder(account_id=account, role=grant.role, path=grant.path)
        for account, grants in holders_at(territory.prefixes(path)).items()
        for grant in grants
        if grant.role in wanted and grant.programme in {"*", programme}
    }
    return sorted(found, key=lambda h: (-len(h.path), h.account_id, h.role))


def sees_personal_data(actor: Actor) -> bool:
    """Say whether any role of the actor gives sight of residents' names and phones."""
    return any(grant.role in SEES_PERSONAL_DATA for grant in actor.grants)


def needs_second_factor(account_id: int) -> bool:
    """Say whether this account may not go on without a second factor."""
    return bool(settings.SECOND_FACTOR_FOR_STAFF) and any(
        grant.role in SEES_PERSONAL_DATA for grant in grants_of(account_id)
    )


def lacks_second_factor(actor: Actor) -> bool:
    """Say the same of an actor whose grants are known, without a query."""
    return bool(settings.SECOND_FACTOR_FOR_STAFF) and not actor.second_factor and sees_personal_data(actor)


def may_elevate(actor: Actor) -> bool:
    """Say whether the actor may open a timed elevated session."""
    return bool(actor.paths(*MAY_ELEVATE)) and not lacks_second_factor(actor)


def require_elevated(actor: Actor) -> None:
    """Let pass who is inside a timed elevated session. Raises: NotAllowed."""
    if actor.kind is not ActorKind.SYSTEM and not actor.elevated:
        raise NotAllowed(
            _("This needs an elevated session: say why you need it, and it opens for a short time."),
            code="not_elevated",
        )
