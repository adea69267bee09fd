"""Ledger models."""

from linli.engines.ledger.models.account import Account, Book
from linli.engines.ledger.models.period import ClosingBalance, Period, PostingSeal
from linli.engines.ledger.models.transaction import Posting, Transaction

__all__ = ["Account", "Book", "ClosingBalance", "Period", "Posting", "PostingSeal", "Transaction"]
