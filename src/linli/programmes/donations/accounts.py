"""The ledger's accounts of gifts in money: what was given, what is kept for its purpose, what was spent on it.

Entrusted money is kept apart from everything else (accounting rules for civil non-profit organisations).
"""

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import AccountKind, Asset, Move, Owner
from linli.kernel.actor import Actor

GIVEN = AccountKind("donations.given", Asset.FEN, floor=None)
KEPT = AccountKind("donations.kept", Asset.FEN)
SPENT = AccountKind("donations.spent", Asset.FEN, floor=None)


def declare() -> None:
    """Make the kinds known to the ledger."""
    for kind in (GIVEN, KEPT, SPENT):
        ledger.declare(kind)


def move(key: str, kind: str, *, source: AccountKind, target: AccountKind, fen: int, path: str, by: Actor) -> None:
    """Move an amount (fen) between two accounts of an area, once for each key. Raises: Overdrawn, PeriodClosed."""
    owner = f"area:{path[-42:]}"
    opened = ledger.open_accounts([Owner(one.code, owner, path) for one in (source, target)])
    ledger.post(key=key, kind=kind, moves=[Move(opened[0].id, opened[1].id, fen)], about=key.rpartition(":")[0], by=by)
