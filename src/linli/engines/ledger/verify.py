"""Prove the books anew: every chain, every balance from its postings, every sum zero, every seal."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from linli.engines.ledger.assets import Asset
from linli.engines.ledger.chain import transaction_hash
from linli.engines.ledger.models import Account, Book, ClosingBalance, Period, Posting, PostingSeal, Transaction
from linli.engines.ledger.types import LedgerFault
from linli.engines.ledger.verbs.seal import hashes_between, seal_hash

CHUNK = 2000


def verify() -> list[LedgerFault]:
    """Return every fault found: none, as long as nobody touched the books."""
    proof = _Proof()
    return [*proof.books(), *proof.accounts(), *_closings(), *_sums(), *_reversals(), *_seals()]


class _Proof:
    """Runs through all postings once, and keeps what each account must hold."""

    def __init__(self) -> None:
        self.balance: dict[int, int] = defaultdict(int)
        self.seen: dict[int, set[int]] = defaultdict(set)

    def books(self) -> Iterator[LedgerFault]:
        """Walk each book: numbers without gap, each transaction chained to the one before, with all its postings."""
        for book in Book.objects.order_by("pk"):
            number, previous = 0, ""
            for row, postings in _transactions(book):
                where = f"book:{book.pk} transaction:{row.number}"
                yield from self._transaction(row, postings, number, previous, where)
                number, previous = row.number, row.hash
            if (book.number, book.hash) != (number, previous):
                yield LedgerFault("missing", f"book:{book.pk}", f"{book.number} were posted, {number} are there")

    def _transaction(
        self, row: Transaction, postings: list[Posting], number: int, previous: str, where: str
    ) -> Iterator[LedgerFault]:
        if row.number != number + 1:
            yield LedgerFault("missing", where, f"after {number}")
        elif row.previous_hash != previous:
            yield LedgerFault("broken_link", where)
        if len(postings) != row.postings_count:
            yield LedgerFault("postings_missing", where)
        if transaction_hash(row, postings) != row.hash:
            yield LedgerFault("changed", where)
        for one in postings:
            self.balance[one.source_id] -= one.amount
            self.balance[one.target_id] += one.amount
            self.seen[one.source_id].add(one.source_number)
            self.seen[one.target_id].add(one.target_number)

    def accounts(self) -> Iterator[LedgerFault]:
        """Hold each account against its postings: the balance, the numbers 1, 2, 3 ..., the floor."""
        for row in Account.objects.order_by("pk").iterator(chunk_size=CHUNK):
            where, seen = f"account:{row.pk}", self.seen[row.pk]
            if row.balance != self.balance[row.pk]:
                yield LedgerFault("wrong_balance", where, f"{row.balance}, by its postings {self.balance[row.pk]}")
            if len(seen) != row.number or (seen and max(seen) != row.number):
                yield LedgerFault("wrong_number", where)
            if row.floor is not None and row.balance < row.floor:
                yield LedgerFault("overdrawn", where)


def _transactions(book: Book) -> Iterator[tuple[Transaction, list[Posting]]]:
    rows: list[Transaction] = []
    for row in Transaction.objects.filter(book=book).order_by("number").iterator(chunk_size=CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield from _with_postings(rows)
            rows = []
    yield from _with_postings(rows)


def _with_postings(rows: list[Transaction]) -> Iterator[tuple[Transaction, list[Posting]]]:
    found: dict[int, list[Posting]] = defaultdict(list)
    keys = [row.pk for row in rows]
    for at in range(0, len(keys), 500):
        for one in Posting.objects.filter(transaction_id__in=keys[at : at + 500]).order_by("transaction_id", "line"):
            found[one.transaction_id].append(one)
    for row in rows:
        yield row, found[row.pk]


def _closings() -> Iterator[LedgerFault]:
    """A closed period has nothing added later, and its balances are those of its last day."""
    for period in Period.objects.select_related("book").order_by("book", "ends"):
        late = Transaction.objects.filter(book=period.book, number__gt=period.number, day__lte=period.ends)
        for row in late:
            yield LedgerFault("after_closing", f"book:{period.book_id} transaction:{row.number}")
        yield from _wrong_closings(period.pk, period.ends)


def _wrong_closings(period_id: int, ends: date) -> Iterator[LedgerFault]:
    kept = dict(ClosingBalance.objects.filter(period_id=period_id).values_list("account_id", "balance"))
    found: dict[int, int] = defaultdict(int)
    until = Posting.objects.filter(transaction__day__lte=ends)
    for side, sign in (("source", -1), ("target", 1)):
        for key, amount in until.values_list(f"{side}_id").annotate(total=Sum("amount")):
            found[key] += sign * amount
    for key, balance in kept.items():
        if found[key] != balance:
            yield LedgerFault("wrong_closing", f"account:{key} period:{period_id}", f"{balance}, not {found[key]}")


def _sums() -> Iterator[LedgerFault]:
    """All accounts of an asset together hold nothing: what one has, others gave."""
    for asset, amount in Account.objects.values_list("asset").annotate(total=Sum("balance")).order_by("asset"):
        if amount:
            yield LedgerFault("not_zero", Asset(asset).name.lower(), str(amount))


def _reversals() -> Iterator[LedgerFault]:
    """A reversal is the mirror of what it reverses."""
    for row in Transaction.objects.exclude(reverses=None).order_by("pk").iterator(chunk_size=CHUNK):
        mirrored = row.reverses_id or 0
        own = row.postings.order_by("line").values_list("source_id", "target_id", "amount")
        other = Posting.objects.filter(transaction_id=mirrored).order_by("-line")
        if list(own) != list(other.values_list("target_id", "source_id", "amount")):
            yield LedgerFault("wrong_reversal", f"book:{row.book_id} transaction:{row.number}")


def _seals() -> Iterator[LedgerFault]:
    reached, previous, number = 0, "", 0
    for seal in PostingSeal.objects.order_by("number").iterator():
        rows = hashes_between(reached, seal.last_id)
        if seal.number != number + 1 or seal.previous_hash != previous:
            yield LedgerFault("seal_missing", f"seal:{number + 1}")
        elif len(rows) != seal.count or seal.hash != seal_hash(seal, rows):
            yield LedgerFault("seal_changed", f"seal:{seal.number}", f"{seal.count} were sealed, {len(rows)} are there")
        reached, previous, number = seal.last_id, seal.hash, seal.number
