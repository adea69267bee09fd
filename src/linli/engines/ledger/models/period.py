"""Closed periods, the balances at their end, and seals over what was posted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.journal.public import AppendOnly, AppendOnlyRows
from linli.engines.ledger.models.account import Account, Book


class Period(AppendOnly):
    """A stretch of days of a book to which nothing is added any more."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="periods")
    starts = models.DateField(null=True)                    # null: from the beginning
    ends = models.DateField()                               # the last day of it
    number = models.PositiveBigIntegerField()               # of the book's last transaction when it was closed
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AppendOnlyRows["Period"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "ends"], name="period_once"),
            models.CheckConstraint(name="period_order", condition=Q(starts=None) | Q(ends__gte=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} to {self.ends}"


class ClosingBalance(AppendOnly):
    """What stood on an account at the end of a closed period."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="balances")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="closing_balances")
    balance = models.BigIntegerField()

    objects = AppendOnlyRows["ClosingBalance"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "account"], name="closing_balance_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.balance}"


class PostingSeal(AppendOnly):
    """A keyed hash over the transactions since the last seal: shows a cut-off end as well.

    `noted_id` is the newest transaction when the seal was made; the next seal, minutes later, reaches that far, when
    everything from before has been committed.
    """

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    last_id = models.BigIntegerField()
    noted_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=12, default="hmac-sha256")

    objects = AppendOnlyRows["PostingSeal"].as_manager()

    def __str__(self) -> str:
        return f"seal {self.number}"
