"""What a wish may be: most it may cost, how long it takes; from the pattern."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid
from linli.kernel.locks import write
from linli.programmes.wishes.models import WishRule


@dataclass(frozen=True, slots=True)
class Rules:
    """Most a wish may cost (fen), days to bring it, days on the wall before the units are asked."""

    value_fen: int = 30_000
    claim_days: int = 7
    rise_days: int = 7
    source: str = ""


def rules() -> Rules:
    """Return the rules in force; without a pattern those above. One query."""
    found = WishRule.objects.filter(pk=1).first()
    if found is None:
        return Rules()
    return Rules(found.value_fen, found.claim_days, found.rise_days, found.source)


def define_rules(row: Rules, *, by: Actor) -> None:
    """Put rules in force; wishes already there keep theirs. Raises: NotAllowed, Invalid."""
    if by.kind is not ActorKind.SYSTEM:
        access.require(by, Role.ADMINISTRATOR, territory.county().path)
    if row.value_fen < 100 or row.claim_days < 1 or row.rise_days < 1:
        raise Invalid(_("A wish may cost at least one yuan, and takes at least one day."))
    values = {
        "value_fen": row.value_fen,
        "claim_days": row.claim_days,
        "rise_days": row.rise_days,
        "source": row.source,
    }
    with write():
        WishRule.objects.update_or_create(pk=1, defaults=values)
        journal.record(kind="wishes.rules", stream="wishes", by=by, data=values)
