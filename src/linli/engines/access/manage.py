"""Which administrators keep which account."""

from linli.engines.access.grants import grants_of
from linli.engines.access.models import Account
from linli.engines.access.policies import COUNTY_DIGITS
from linli.engines.access.roles import Role
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound


def _areas_of(account: Account) -> set[str]:
    """Return every area path in which the account belongs: where it is kept and where it serves."""
    return {grant.path for grant in grants_of(account.pk)} | ({account.path} if account.path else set())


def may_manage(actor: Actor, account: Account) -> bool:
    """Say whether the actor administers every area the account belongs to; residents' accounts are the county's."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    areas = _areas_of(account)
    if not areas:
        return any(len(path) <= COUNTY_DIGITS for path in actor.paths(Role.ADMINISTRATOR))
    return all(actor.has(Role.ADMINISTRATOR, path) for path in areas)


def require_to_manage(actor: Actor, account_id: int) -> Account:
    """Return an account the actor administers. Raises: NotFound (none, or kept by others)."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None or not may_manage(actor, account):
        raise NotFound
    return account
