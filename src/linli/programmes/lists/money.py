"""What came and went on a project's account, in words: taken from the ledger, with what was said when it was paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.kernel.errors import Text
from linli.programmes.lists.accounts import GIVE_BACK, GRANT, PAID_BEFORE, PAY, PROJECT, account_of
from linli.programmes.lists.lifecycle import ProjectState
from linli.programmes.lists.models import Project

AT_ONCE = 500   # projects whose accounts are read together
MOST = 200      # lines that are shown, the newest
WORDS: dict[str, Text] = {
    GRANT: _("The grant came in"),
    PAY: _("Paid"),
    PAID_BEFORE: _("Paid before there was an account"),
    GIVE_BACK: _("Not spent, given back"),
}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of a project's account, in fen: negative where it was paid out; `left` after it."""

    day: date
    at: datetime
    kind: str
    words: str
    note: str
    fen: int
    left: int


def statement_of(project: Project) -> tuple[MoneyRow, ...]:
    """Return the account of a project, the newest line first; the caller has checked who sees it. Four queries."""
    account = account_of(project) if project.planned_fen else None
    if account is None:
        return ()
    notes = _notes(project)
    return tuple(
        MoneyRow(
            row.day, row.at, row.kind, str(WORDS.get(row.kind, row.kind)),
            next(notes, "") if row.kind == PAY else "", row.amount, row.balance,
        )
        for row in ledger.statement(account.id, size=MOST).items
    )


def verify() -> list[ledger.LedgerFault]:
    """Compare what projects say they paid with what stands on their accounts; return each that differs.

    A running project has what it has not paid yet, an ended one nothing. One without an account has none to compare.
    """
    rows = Project.objects.filter(planned_fen__gt=0).order_by("pk")
    found: list[ledger.LedgerFault] = []
    every = rows.values_list("pk", "number", "state", "planned_fen", "paid_fen").iterator()
    while part := list(islice(every, AT_ONCE)):
        rows_of = ledger.accounts_of(f"project:{key}" for key, *_rest in part)
        balances = {one.owner: one.balance for one in rows_of if one.kind == PROJECT.code}
        for key, number, state, planned, paid in part:
            left, wanted = balances.get(f"project:{key}"), planned - paid if state == ProjectState.RUNNING else 0
            if left is not None and left != wanted:
                found.append(ledger.LedgerFault("wrong_balance", number, f"{left} fen, not {wanted}"))
    return found


def _notes(project: Project) -> Iterator[str]:
    """Yield what was said of each payment, the newest first: the ledger itself keeps no words of people."""
    paid = [event for event in journal.history(f"project:{project.pk}") if event.kind == "project.pay"]
    for event in reversed(paid):
        yield str(event.data.get("note", ""))
