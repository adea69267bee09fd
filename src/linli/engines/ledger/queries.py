"""Reads: accounts, balances, statements. The caller has checked that its viewer may see the owner's account."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role, within
from linli.engines.ledger.assets import Asset
from linli.engines.ledger.models import Account, ClosingBalance, Period, Posting, Transaction
from linli.engines.ledger.types import AccountRow, Move, PeriodRow, Posted, StatementRow, TransactionRow
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.paging import MAX_SIZE, Page

READERS = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.FIGURES)
_COLUMNS = (
    "amount", "transaction_id", "transaction__kind", "transaction__day", "transaction__at", "transaction__about",
    "transaction__note", "transaction__reverses_id",
)


def account_row(row: Account) -> AccountRow:
    """Return an account as others see it."""
    return AccountRow(row.pk, row.kind, row.owner, Asset(row.asset), row.path, row.balance, row.floor, row.number)


def account(kind: str, owner: str) -> AccountRow | None:
    """Return the account of an owner; None when it was never opened."""
    row = Account.objects.filter(kind=kind, owner=owner).first()
    return account_row(row) if row else None


def balances(kind: str, owners: Iterable[str]) -> dict[str, int]:
    """Return what stands on the accounts of several owners, in one query; who has none has 0."""
    found = dict.fromkeys(owners, 0)
    found.update(Account.objects.filter(kind=kind, owner__in=list(found)).values_list("owner", "balance"))
    return found


def total(kind: str, path: str) -> int:
    """Return the sum of all accounts of a kind in the book of one area (the area alone, not its parts)."""
    return int(Account.objects.filter(kind=kind, path=path).aggregate(total=Sum("balance"))["total"] or 0)


def balance_on(account_id: int, day: date) -> int:
    """Return what stood on an account at the end of a day: from the last closed period, and the postings since."""
    base = (
        ClosingBalance.objects.filter(account_id=account_id, period__ends__lte=day)
        .order_by("-period__ends").values_list("balance", "period__ends").first()
    )
    start, since = base or (0, None)
    days = Q(transaction__day__lte=day) & (Q(transaction__day__gt=since) if since else Q())
    moved = [
        Posting.objects.filter(days, **{f"{side}_id": account_id}).aggregate(total=Sum("amount"))["total"] or 0
        for side in ("target", "source")
    ]
    return int(start) + int(moved[0]) - int(moved[1])


def statement(account_id: int, cursor: str | None = None, *, size: int = 50) -> Page[StatementRow]:
    """Return the postings of an account, newest first: two index ranges however long it is. Raises: Invalid."""
    back, number = _place(cursor)
    size = max(1, min(size, MAX_SIZE))
    rows = sorted(
        (*_side("source", account_id, number, size, back=back), *_side("target", account_id, number, size, back=back)),
        key=lambda one: one.number, reverse=not back,
    )
    more, items = len(rows) > size, rows[:size]
    if back:
        items.reverse()
    return Page(
        items,
        f"o{items[-1].number}" if items and (back or more) else None,
        f"n{items[0].number}" if items and (more if back else number is not None) else None,
    )


def _place(cursor: str | None) -> tuple[bool, int | None]:
    if not cursor:
        return False, None
    if cursor[0] not in "on" or not cursor[1:].isascii() or not cursor[1:].isdigit() or len(cursor) > 19:
        raise Invalid(_("This page of the list cannot be found any more. Please start from its beginning."))
    return cursor[0] == "n", int(cursor[1:])


def _side(side: str, account_id: int, number: int | None, size: int, *, back: bool) -> list[StatementRow]:
    other, sign = ("target", -1) if side == "source" else ("source", 1)
    rows = Posting.objects.filter(**{f"{side}_id": account_id})
    if number is not None:
        rows = rows.filter(**{f"{side}_number__{'gt' if back else 'lt'}": number})
    rows = rows.order_by(f"{'' if back else '-'}{side}_number")
    columns = (*_COLUMNS, f"{side}_number", f"{side}_balance", f"{other}_id")
    return [_statement_row(found, sign) for found in rows.values_list(*columns)[: size + 1]]


def _statement_row(found: tuple[Any, ...], sign: int) -> StatementRow:
    amount, key, kind, day, at, about, note, reverses, number, balance, other = found
    return StatementRow(
        number=number, transaction_id=key, kind=kind, day=day, at=at, about=about, note=note, amount=sign * amount,
        balance=balance, other_id=other, reverses_id=reverses,
    )


def find_transaction(key: str) -> Posted | None:
    """Return the transaction of a key; None when nothing was posted under it."""
    row = Transaction.objects.filter(key=key).first()
    return Posted(row.pk, row.key, row.number, row.hash, row.at, repeated=True) if row else None


def transaction(transaction_id: int) -> TransactionRow:
    """Return a transaction with its moves. The caller has checked who sees it. Raises: NotFound. Three queries."""
    row = Transaction.objects.filter(pk=transaction_id).first()
    if row is None:
        raise NotFound
    moves = row.postings.order_by("line").values_list("source_id", "target_id", "amount")
    reversal = Transaction.objects.filter(reverses_id=row.pk).values_list("pk", flat=True).first()
    return TransactionRow(
        row.pk, row.key, row.kind, row.day, row.about, row.note, tuple(Move(*one) for one in moves), row.reverses_id,
        reversal,
    )


def accounts_of(owners: Iterable[str]) -> list[AccountRow]:
    """Return all accounts of some owners, for their own copy."""
    return [account_row(row) for row in Account.objects.filter(owner__in=list(owners)).order_by("id")]


def account_for(viewer: Actor, account_id: int) -> AccountRow:
    """Return an account to who reads the books of its area. Raises: NotFound."""
    row = within(Account.objects.filter(pk=account_id), viewer, *READERS).first()
    if row is None:
        raise NotFound
    return account_row(row)


def book_accounts(viewer: Actor, *, kinds: Iterable[str]) -> list[AccountRow]:
    """Return the accounts of some kinds in the areas whose books the viewer reads (the common ones: a few per area)."""
    rows = within(Account.objects.filter(kind__in=list(kinds)), viewer, *READERS)
    return [account_row(row) for row in rows.order_by("path", "id")[:MAX_SIZE]]


def periods(viewer: Actor, path: str) -> list[PeriodRow]:
    """Return the closed periods of an area's book, newest first, to who reads it."""
    rows = within(Period.objects.filter(book__path=path), viewer, *READERS, field="book__path").order_by("-ends")
    return [PeriodRow(row.pk, path, row.starts, row.ends, row.closed_at, row.number) for row in rows[:MAX_SIZE]]
