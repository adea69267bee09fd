"""The ledger: accounts in fen, minutes and points, postings that sum to zero. The only module others import."""

from linli.engines.ledger.assets import AccountKind, Asset, declare
from linli.engines.ledger.privacy import export
from linli.engines.ledger.queries import (
    account,
    account_for,
    accounts_of,
    balance_on,
    balances,
    book_accounts,
    find_transaction,
    periods,
    statement,
    total,
    transaction,
)
from linli.engines.ledger.types import (
    AccountRow,
    Entry,
    KeyUsed,
    LedgerFault,
    Move,
    Overdrawn,
    Owner,
    PeriodClosed,
    PeriodRow,
    Posted,
    StatementRow,
    TransactionRow,
)
from linli.engines.ledger.verbs.close_period import close_period
from linli.engines.ledger.verbs.open_account import open_account, open_accounts
from linli.engines.ledger.verbs.post import post, post_many
from linli.engines.ledger.verbs.reverse import reverse
from linli.engines.ledger.verbs.seal import seal_postings
from linli.engines.ledger.verify import verify

__all__ = [
    "AccountKind", "AccountRow", "Asset", "Entry", "KeyUsed", "LedgerFault", "Move", "Overdrawn", "Owner",
    "PeriodClosed", "PeriodRow", "Posted", "StatementRow", "TransactionRow", "account", "account_for", "accounts_of",
    "balance_on", "balances", "book_accounts", "close_period", "declare", "export", "find_transaction",
    "open_account", "open_accounts", "periods", "post", "post_many", "reverse", "seal_postings", "statement", "total",
    "transaction", "verify",
]
