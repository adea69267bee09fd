"""Who acts: an actor made from an account, from tracking codes, or from a token."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.engines.access.grants import grants_of
from linli.engines.access.models import Account, Token
from linli.kernel import clock
from linli.kernel.actor import VISITOR, Actor, ActorKind, Grant
from linli.kernel.errors import NotAllowed, NotFound


def actor_of(account_id: int, *, second_factor: bool = False, elevated: bool = False, name: str | None = None) -> Actor:
    """Return the person behind an account with the roles of today.

    `name` saves a query to a caller that has read the account already. At most two queries. Raises: NotFound.
    """
    if name is None:
        name = Account.objects.filter(pk=account_id, is_active=True).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    grants = grants_of(account_id)
    return Actor(
        kind=ActorKind.STAFF if grants else ActorKind.RESIDENT,
        name=name,
        account_id=account_id,
        grants=grants,
        second_factor=second_factor,
        elevated=elevated,
    )


def visitor(following_ids: Iterable[int] = ()) -> Actor:
    """Return somebody who is not signed in and bears the tracking codes of these followings."""
    return replace(VISITOR, follows=frozenset(following_ids))


def hash_of_token(secret: str) -> str:
    """Return what is kept of a token. The secret has 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.strip().encode()).hexdigest()


def actor_of_token(secret: str) -> Actor:
    """Return the machine behind a token. Unknown, ended and revoked tokens are refused in the same words.

    Raises: NotAllowed.
    """
    now = clock.now()
    usable = Token.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now), hash=hash_of_token(secret), revoked_at__isnull=True
    )
    token = usable.first()
    if token is None:
        raise NotAllowed(_("This token is not valid. Ask the administrator of your area for a new one."), code="token")
    if token.last_used_on != clock.today():
        Token.objects.filter(pk=token.pk).update(last_used_on=clock.today())
    grants = tuple(Grant(role=role, path=token.path, post="token") for role in token.roles)
    return Actor(kind=ActorKind.MACHINE, name=token.name, grants=grants, token_id=token.pk)
