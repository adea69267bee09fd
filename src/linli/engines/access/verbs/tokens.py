"""Tokens of machines: shown once, kept as a hash, ended by date or by hand."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.engines.access.actors import hash_of_token
from linli.engines.access.models import Token
from linli.engines.access.policies import may, require, require_elevated
from linli.engines.access.roles import Role
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import locked_one, write

PREFIX = "linli_"
ROLES_OF_MACHINES = (Role.COLLECTOR, Role.DISPATCHER, Role.SUPERVISOR, Role.FIGURES, Role.ROUTER)


def issue_token(
    *, name: str, roles: Sequence[str], path: str, expires_at: datetime | None = None, by: Actor
) -> tuple[Token, str]:
    """Make a token over an area path; return it with its secret, which nobody can read again.

    Raises: Invalid, NotAllowed (not an administrator of the area, or not elevated).
    """
    require(by, Role.ADMINISTRATOR, path)
    require_elevated(by)
    if by.account_id is None:
        raise NotAllowed
    chosen = sorted(set(roles))
    faults = {}
    if not 1 <= len(name.strip()) <= 60:
        faults["name"] = _("A name is needed, of at most 60 characters: who uses the token?")
    if not chosen or not set(chosen) <= set(ROLES_OF_MACHINES):
        faults["roles"] = _("Choose at least one of the roles that machines may hold.")
    if expires_at is not None and expires_at <= clock.now():
        faults["expires_at"] = _("This day has passed already.")
    if faults:
        raise Invalid(fields=faults)
    secret = PREFIX + secrets.token_urlsafe(32)
    with write():
        token = Token.objects.create(
            name=name.strip(),
            hash=hash_of_token(secret),
            hint=secret[len(PREFIX) :][:4],
            roles=chosen,
            path=path,
            created_by_id=by.account_id,
            created_at=clock.now(),
            expires_at=expires_at,
        )
        journal.record(
            kind="token.issued",
            stream=f"token:{token.pk}",
            by=by,
            path=path,
            data={"name": token.name, "roles": chosen},
        )
    return token, secret


def revoke_token(*, token_id: int, by: Actor) -> Token:
    """End a token at once. Raises: NotFound (also to whom does not administer its area)."""
    with write():
        token = locked_one(Token.objects.filter(pk=token_id))
        if not may(by, Role.ADMINISTRATOR, token.path):
            raise NotFound
        if token.revoked_at is None:
            token.revoked_at = clock.now()
            token.save(update_fields=["revoked_at"])
            journal.record(
                kind="token.revoked", stream=f"token:{token.pk}", by=by, path=token.path, data={"name": token.name}
            )
    return token
