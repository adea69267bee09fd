"""How a transaction becomes a hash: over its content, its postings and the hash before it."""

import json
from collections.abc import Iterable

from linli.engines.journal.public import digest, spelled
from linli.engines.ledger.models import Posting, Transaction


def transaction_hash(row: Transaction, postings: Iterable[Posting]) -> str:
    """Return the hash a transaction must have. Raises: ValueError for an unknown algorithm."""
    content = [
        row.book_id, row.number, row.key, row.kind, row.day.isoformat(), spelled(row.at), row.about, row.note,
        row.reverses_id, row.actor_kind, row.actor_name, row.by_account_id, row.previous_hash,
        [
            [
                one.line, one.asset, one.amount, one.source_id, one.source_number, one.source_balance, one.target_id,
                one.target_number, one.target_balance,
            ]
            for one in postings
        ],
    ]
    return digest(row.algorithm, json.dumps(content, separators=(",", ":")).encode())
