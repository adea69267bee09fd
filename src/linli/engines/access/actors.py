"""Who acts: an actor made from an account, from tracking codes, or from a token."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.engines.access.grants import grants_of
from linli.engines.access.models import Account, Token
from linli.kernel import clock, rows
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """A token that was good when it was last read."""

    actor: Actor
    expires_at: datetime | None
    used_on: date | None
    at: float  # on the monotonic clock


_seen: dict[tuple[str, str], _Seen] = {}  # by database and hash
CHECK_SECONDS = 0.0 if getattr(settings, "TESTING", False) else 1.0
_MOST_SEEN = 1000


def actor_of_token(secret: str) -> Actor:
    """Return the machine behind a token. Unknown, ended and revoked tokens are refused in the same words.

    A token is read once a second: one that is revoked ends everywhere within that time. Raises: NotAllowed.
    """
    place = (str(connection.settings_dict["NAME"]), hash_of_token(secret))
    known = _seen.get(place)
    if known is None or monotonic() - known.at >= CHECK_SECONDS:
        known = _read_token(place[1])
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[place] = known
    if known.expires_at is not None and known.expires_at <= clock.now():
        raise _not_valid()
    if known.used_on != clock.today():
        Token.objects.filter(hash=place[1]).update(last_used_on=clock.today())
        _seen[place] = replace(known, used_on=clock.today())
    return known.actor


def _read_token(kept: str) -> _Seen:
    found = rows.matching(Token, {"hash": kept, "revoked_at": None})
    if not found:
        raise _not_valid()
    token = found[0]
    grants = tuple(Grant(role=role, path=token.path, post="token") for role in token.roles)
    actor = Actor(kind=ActorKind.MACHINE, name=token.name, grants=grants, token_id=token.pk)
    return _Seen(actor, token.expires_at, token.last_used_on, monotonic())


def _not_valid() -> NotAllowed:
    return NotAllowed(_("This token is not valid. Ask the administrator of your area for a new one."), code="token")
