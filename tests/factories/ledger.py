"""Accounts of invented owners, and postings between them. Everything goes through the verbs."""

from itertools import count
from typing import Any

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import AccountKind, AccountRow, Asset, Move, Posted
from linli.kernel.actor import SYSTEM

GIVEN = AccountKind("test.given", Asset.POINTS, floor=None)     # points are issued from here
HELD = AccountKind("test.held", Asset.POINTS)
HOURS_GIVEN = AccountKind("test.hours_given", Asset.MINUTES, floor=None)
HOURS = AccountKind("test.hours", Asset.MINUTES)
PATH = "000000100000020000003"
_serial = count(1)

for _kind in (GIVEN, HELD, HOURS_GIVEN, HOURS):
    ledger.declare(_kind)


def an_account(kind: AccountKind = HELD, *, path: str = PATH, owner: str = "") -> AccountRow:
    return ledger.open_account(kind=kind.code, owner=owner or f"tester:{next(_serial)}", path=path)


def the_issuer(kind: AccountKind = GIVEN, *, path: str = PATH) -> AccountRow:
    return ledger.open_account(kind=kind.code, owner=f"area:{path}", path=path)


def give(account: AccountRow, amount: int, *, key: str = "", **more: Any) -> Posted:
    """Post an amount from the issuer to an account."""
    issuer = the_issuer(HOURS_GIVEN if account.asset is Asset.MINUTES else GIVEN, path=account.path)
    return move(issuer, account, amount, key=key, **more)


def move(source: AccountRow, target: AccountRow, amount: int, *, key: str = "", **more: Any) -> Posted:
    return ledger.post(
        key=key or f"test:{next(_serial)}", kind="test.moved", moves=[Move(source.id, target.id, amount)], by=SYSTEM,
        **more,
    )


def balance(account: AccountRow) -> int:
    row = ledger.account(account.kind, account.owner)
    return row.balance if row else 0
