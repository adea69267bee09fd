"""Close the books of an area up to a day: the balances of that day are kept, and nothing is added to it any more."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role, require
from linli.engines.journal import public as journal
from linli.engines.ledger.models import Account, Book, ClosingBalance, Period, Posting
from linli.engines.ledger.types import PeriodRow
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import locked, locked_one, write


def close_period(*, path: str, ends: date, by: Actor) -> PeriodRow:
    """Close the book of an area up to and with a day that is over. Raises: NotAllowed, NotFound, Invalid."""
    require(by, Role.SUPERVISOR, path)
    if ends >= clock.today():
        raise Invalid(fields={"ends": _("Only days that are over can be closed.")})
    with write():
        accounts = locked(Account.objects.filter(book__path=path))
        book = locked_one(Book.objects.filter(path=path))
        if book.closed_to is not None and ends <= book.closed_to:
            raise Invalid(fields={"ends": _("This day is closed already.")})
        period = Period(
            book=book, starts=book.closed_to + timedelta(days=1) if book.closed_to else None, ends=ends,
            number=book.number, closed_at=clock.now(), closed_by_id=by.account_id,
        )
        period.save()
        later = moved_after(accounts, ends)
        ClosingBalance.objects.bulk_create(
            [ClosingBalance(period=period, account=one, balance=one.balance - later[one.pk]) for one in accounts],
            batch_size=500,
        )
        book.closed_to = ends
        book.save(update_fields=["closed_to"])
        journal.record(
            kind="ledger.period_closed", stream=f"book:{book.pk}", by=by, path=path,
            data={"ends": ends, "transactions": book.number, "hash": book.hash},
        )
        return PeriodRow(period.pk, path, period.starts, ends, period.closed_at, period.number)


def moved_after(accounts: list[Account], day: date) -> dict[int, int]:
    """Return what reached (or, negative, left) each account for days after a day."""
    moved: dict[int, int] = defaultdict(int)
    keys = [one.pk for one in accounts]
    later = Posting.objects.filter(transaction__day__gt=day)
    for side, sign in (("source", -1), ("target", 1)):
        rows = later.filter(**{f"{side}_id__in": keys}).values_list(f"{side}_id").annotate(total=Sum("amount"))
        for key, total in rows:
            moved[key] += sign * total
    return moved
