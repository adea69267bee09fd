"""Which personal data the ledger holds: none in words.

Accounts name their owner by a number (`volunteer:17`), transactions by a subject (`service:17`); who that is, the
programme knows and can erase. Staff who posted are named, as in the journal; residents are not. Postings are kept as
long as the books (accounting law asks for 30 years: Measures for Accounting Archives 2015, annex 1).
"""

from typing import Any

from linli.engines.ledger.queries import accounts_of, statement

MOST_LINES = 2000


def export(owners: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the accounts of some owners with their newest postings, for the person's own copy."""
    return {
        f"{one.kind} {one.owner}": [
            {"day": row.day, "kind": row.kind, "amount": row.amount, "balance": row.balance, "note": row.note}
            for row in _lines(one.id)
        ]
        for one in accounts_of(owners)
    }


def _lines(account_id: int) -> list[Any]:
    lines: list[Any] = []
    cursor = None
    while len(lines) < MOST_LINES:
        page = statement(account_id, cursor, size=200)
        lines.extend(page.items)
        if (cursor := page.next_cursor) is None:
            break
    return lines
