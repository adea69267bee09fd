"""Open accounts, in the book of an area."""

from collections.abc import Sequence

from django.db import IntegrityError
from django.db.models import Max

from linli.engines.ledger.assets import WIDTH, Asset, kind_of
from linli.engines.ledger.models import Account, Book
from linli.engines.ledger.queries import account_row
from linli.engines.ledger.types import AccountRow, Owner
from linli.kernel import clock
from linli.kernel.errors import Busy, Invalid
from linli.kernel.locks import lock_names, write

LONGEST_OWNER = 48


def open_account(*, kind: str, owner: str, path: str) -> AccountRow:
    """Return the account of a kind for an owner; it is opened when there is none yet. Raises: Invalid, LookupError."""
    return open_accounts([Owner(kind, owner, path)])[0]


def open_accounts(wanted: Sequence[Owner]) -> list[AccountRow]:
    """Return accounts in the order they were asked for; those that are not there yet are opened.

    Accounts hold no rights: who may post is for the programme to say. Raises: Invalid, Busy, LookupError.
    """
    found = _found(wanted)
    if all((one.kind, one.owner) in found for one in wanted):
        return [found[one.kind, one.owner] for one in wanted]
    for one in wanted:
        if not one.owner or len(one.owner) > LONGEST_OWNER or not one.path:
            raise Invalid(fields={"owner": Invalid.default})
    with write():
        lock_names(["ledger.accounts"])
        found = _found(wanted)
        missing = dict.fromkeys(one for one in wanted if (one.kind, one.owner) not in found)
        try:
            Account.objects.bulk_create(_made(list(missing)), batch_size=500)
        except IntegrityError as error:
            raise Busy from error
        found = _found(wanted)
        return [found[one.kind, one.owner] for one in wanted]


def _found(wanted: Sequence[Owner]) -> dict[tuple[str, str], AccountRow]:
    kinds, owners = {one.kind for one in wanted}, {one.owner for one in wanted}
    rows = Account.objects.filter(kind__in=kinds, owner__in=owners)
    return {(row.kind, row.owner): account_row(row) for row in rows}


def _made(missing: list[Owner]) -> list[Account]:
    moment = clock.now()
    serial = (Account.objects.aggregate(last=Max("id"))["last"] or 0) // WIDTH
    books = _books({one.path for one in missing})
    made = []
    for number, one in enumerate(missing, start=serial + 1):
        kind = kind_of(one.kind)
        made.append(
            Account(
                id=number * WIDTH + int(Asset(kind.asset)), book=books[one.path], path=one.path, kind=one.kind,
                owner=one.owner, asset=kind.asset, floor=kind.floor, opened_at=moment,
            )
        )
    return made


def _books(paths: set[str]) -> dict[str, Book]:
    Book.objects.bulk_create([Book(path=path) for path in sorted(paths)], ignore_conflicts=True)
    return {book.path: book for book in Book.objects.filter(path__in=paths)}
