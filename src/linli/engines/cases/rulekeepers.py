"""Who keeps the rules by which cases are sent: the administrator, and whom an administrator gave just that."""

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.kernel.actor import Actor

REPLAY = "cases.replay_rules"  # the kind of long work that tries a set on past cases
KEEPERS = (Role.ADMINISTRATOR, Role.ROUTER)


def may_keep(actor: Actor, path: str) -> bool:
    """Say whether somebody may draft, try and publish the rules of an area."""
    return any(access.may(actor, role, path) for role in KEEPERS)
