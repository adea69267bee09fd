"""Post transactions: what leaves one account reaches another, once, in an open period, never below the floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.ledger.assets import WIDTH
from linli.engines.ledger.chain import transaction_hash
from linli.engines.ledger.models import Account, Book, Posting, Transaction
from linli.engines.ledger.types import Entry, KeyUsed, Move, Overdrawn, PeriodClosed, Posted
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Busy, Invalid, NotFound
from linli.kernel.locks import locked_rows, write
from linli.kernel.rows import add, insert, matching, update

HASH = getattr(settings, "JOURNAL_HASH", "sha256")
LONGEST = {"key": 96, "kind": 48, "about": 48, "note": 200}
MOST = 10**15


def post(
    *, key: str, kind: str, moves: Sequence[Move], about: str = "", note: str = "", day: date | None = None, by: Actor
) -> Posted:
    """Post one transaction. The same key with the same moves is the same transaction: what is there is returned.

    The caller has checked that `by` may. Raises: Invalid, NotFound, Overdrawn, PeriodClosed, KeyUsed, Busy.
    """
    return post_many([Entry(key, kind, tuple(moves), about, note, day)], by=by)[0]


def post_many(entries: Sequence[Entry], *, by: Actor) -> list[Posted]:
    """Post several transactions, all or none, with every account locked at once. Raises: as `post`."""
    for entry in entries:
        _check(entry)
    with write():
        desk = _Desk.opened(entries, by)
        try:
            return [desk.post(entry) for entry in entries]
        except IntegrityError as error:
            raise Busy from error


def _check(entry: Entry) -> None:
    """Refuse what can never be posted. Raises: Invalid."""
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise ValueError(f"{name} has at most {most} characters")
    if not entry.key or not entry.kind or not entry.moves:
        raise ValueError("a transaction has a key, a kind and at least one move")
    for move in entry.moves:
        if isinstance(move.amount, bool) or not isinstance(move.amount, int) or not 1 <= move.amount <= MOST:
            raise Invalid(_("An amount is a whole number, at least 1."), fields={"amount": Invalid.default})
        if move.source == move.target:
            raise Invalid(_("An amount moves between two different accounts."))
        if move.source % WIDTH != move.target % WIDTH:
            raise Invalid(_("Money, time and points cannot be changed into one another."))


@dataclass(slots=True)
class _Desk:
    """The locked accounts and books of some transactions; numbers and balances run on in it."""

    accounts: dict[int, Account]
    books: dict[int, Book]
    known: dict[str, Transaction]
    by: Actor
    reverses_id: int | None = None

    @classmethod
    def opened(cls, entries: Sequence[Entry], by: Actor, *, reverses_id: int | None = None) -> "_Desk":
        """Lock the accounts, then their books, each in the order of their keys."""
        wanted = _touched(entries)
        accounts = {row.pk: row for row in locked_rows(Account, wanted)}
        if len(accounts) != len(wanted):
            raise NotFound
        books = {row.pk: row for row in locked_rows(Book, {row.book_id for row in accounts.values()})}
        return cls(accounts, books, _known([entry.key for entry in entries]), by, reverses_id)

    def post(self, entry: Entry) -> Posted:
        """Write one transaction, or return the one its key has already."""
        if (there := self.known.get(entry.key)) is not None:
            return _same(there, entry)
        day = entry.day or clock.today()
        self._check_open(entry, day)
        postings = [self._moved(number, move) for number, move in enumerate(entry.moves, start=1)]
        book = self.books[self.accounts[entry.moves[0].source].book_id]
        row = self._row(entry, day, book)
        row.hash = transaction_hash(row, postings)
        add(row)
        for one in postings:
            one.transaction_id = row.pk
        insert(postings)
        book.number, book.hash = row.number, row.hash
        update(book, ["number", "hash"])
        _write_balances([self.accounts[key] for key in sorted(_touched([entry]))])
        self.known[entry.key] = row
        return posted(row)

    def _check_open(self, entry: Entry, day: date) -> None:
        """Refuse a day in a period that is closed for any of the accounts."""
        touched = {self.accounts[key].book_id for key in _touched([entry])}
        if any(closed is not None and day <= closed for closed in (self.books[key].closed_to for key in touched)):
            raise PeriodClosed

    def _moved(self, line: int, move: Move) -> Posting:
        source, target = self.accounts[move.source], self.accounts[move.target]
        source.balance, target.balance = source.balance - move.amount, target.balance + move.amount
        source.number, target.number = source.number + 1, target.number + 1
        if source.floor is not None and source.balance < source.floor:
            raise Overdrawn
        return Posting(
            line=line, asset=source.asset, amount=move.amount,
            source_id=source.pk, source_number=source.number, source_balance=source.balance,
            target_id=target.pk, target_number=target.number, target_balance=target.balance,
        )

    def _row(self, entry: Entry, day: date, book: Book) -> Transaction:
        unnamed = self.by.kind in {ActorKind.RESIDENT, ActorKind.VISITOR}
        return Transaction(
            book_id=book.pk, number=book.number + 1, key=entry.key, kind=entry.kind, day=day, at=clock.now(),
            about=entry.about, note=entry.note, postings_count=len(entry.moves), reverses_id=self.reverses_id,
            actor_kind=str(self.by.kind), actor_name="" if unnamed else self.by.name[:80],
            by_account_id=self.by.account_id, previous_hash=book.hash, algorithm=HASH,
        )


def _touched(entries: Sequence[Entry]) -> set[int]:
    return {key for entry in entries for move in entry.moves for key in (move.source, move.target)}


def _known(keys: list[str]) -> dict[str, Transaction]:
    """Return what is posted under the keys already; the accounts are locked, so that nobody posts it meanwhile."""
    if len(keys) == 1:
        return {row.key: row for row in matching(Transaction, {"key": keys[0]})}
    return {row.key: row for row in Transaction.objects.filter(key__in=keys)}


def _write_balances(accounts: list[Account]) -> None:
    """Write balance and number of some accounts in one statement."""
    case = " ".join(["WHEN %s THEN %s"] * len(accounts))
    holders = ", ".join(["%s"] * len(accounts))
    values = [part for name in ("balance", "number") for row in accounts for part in (row.pk, getattr(row, name))]
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE ledger_account SET balance = CASE id {case} END, number = CASE id {case} END "  # noqa: S608  holders
            f"WHERE id IN ({holders})",
            [*values, *(row.pk for row in accounts)],
        )


def posted(row: Transaction, *, repeated: bool = False) -> Posted:
    """Return a transaction as others see it."""
    return Posted(row.pk, row.key, row.number, row.hash, row.at, repeated)


def _same(there: Transaction, entry: Entry) -> Posted:
    """Return the transaction a key has already, if it says the same. Raises: KeyUsed."""
    moves = there.postings.order_by("line").values_list("source_id", "target_id", "amount")
    if there.kind != entry.kind or [Move(*move) for move in moves] != list(entry.moves):
        raise KeyUsed
    return posted(there, repeated=True)


def post_reversal(entry: Entry, *, reverses_id: int, by: Actor) -> Posted:
    """Post the mirror of a transaction, inside `reverse`."""
    return _Desk.opened([entry], by, reverses_id=reverses_id).post(entry)
