"""What the ledger takes and gives."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.engines.ledger.assets import Asset
from linli.kernel.errors import Invalid, WrongState


class Overdrawn(WrongState):
    """There is not as much on the account."""

    code = "overdrawn"
    default = _("There is not enough on the account for this.")


class PeriodClosed(Invalid):
    """The day lies in a period that is closed; a correction is posted on a day that is open."""

    code = "period_closed"
    default = _("The books for this day are closed. Please post it on a later day.")


class KeyUsed(WrongState):
    """The key was used for another transaction."""

    code = "key_used"
    default = _("This was posted already, with other amounts. Please look at the statement first.")


@dataclass(frozen=True, slots=True)
class Move:
    """An amount (fen, minutes or points, at least 1) that moves from one account to another of the same asset."""

    source: int
    target: int
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction to be posted. `key`: the same key is the same transaction, posted once however often asked for.

    `day`: the day it counts for, today if left out. `about` and `note` hold no personal data: they are never erased.
    """

    key: str
    kind: str
    moves: tuple[Move, ...]
    about: str = ""
    note: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """An account to be opened: a declared kind, and whose it is (for example volunteer:17) in the book of an area."""

    kind: str
    owner: str
    path: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account and what is on it now."""

    id: int
    kind: str
    owner: str
    asset: Asset
    path: str
    balance: int
    floor: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A transaction in the book. `repeated`: it was there already under the same key."""

    id: int
    key: str
    number: int
    hash: str
    at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of an account's statement. `amount` is negative where it left the account; `balance` after it."""

    number: int
    transaction_id: int
    kind: str
    day: date
    at: datetime
    about: str
    note: str
    amount: int
    balance: int
    other_id: int
    reverses_id: int | None


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """A transaction as it was posted. `reversed_by`: the transaction that put it right, if there is one."""

    id: int
    key: str
    kind: str
    day: date
    about: str
    note: str
    moves: tuple[Move, ...]
    reverses_id: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A closed period of a book."""

    id: int
    path: str
    starts: date | None
    ends: date
    closed_at: datetime
    transactions: int


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """One place where the books are not what they were or do not agree with themselves."""

    # changed, broken_link, missing, postings_missing, wrong_balance, wrong_number, overdrawn, not_zero, after_closing,
    # wrong_closing, wrong_reversal, seal_changed, seal_missing
    kind: str
    where: str
    detail: str = ""
