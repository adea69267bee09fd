"""What was posted: added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.journal.public import AppendOnly, AppendOnlyRows
from linli.engines.ledger.assets import WIDTH, Asset
from linli.engines.ledger.models.account import Account, Book


class Transaction(AppendOnly):
    """One or more postings that belong together, numbered and chained in a book."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="transactions")
    number = models.PositiveBigIntegerField()               # 1, 2, 3 ... in the book
    key = models.CharField(max_length=96, unique=True)      # the same key is the same transaction
    kind = models.CharField(max_length=48)                  # for example volunteer.served
    day = models.DateField()                                # the day it counts for
    at = models.DateTimeField()                             # when it was written
    about = models.CharField(max_length=48, blank=True)     # for example service:17
    note = models.CharField(max_length=200, blank=True)     # no personal data: it is never erased
    postings_count = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80, blank=True)
    by_account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=12, default="sha256")

    objects = AppendOnlyRows["Transaction"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="transaction_book_number"),
            models.CheckConstraint(name="transaction_has_postings", condition=Q(postings_count__gte=1)),
        ]
        indexes = [models.Index(fields=["about"], name="ledger_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Posting(AppendOnly):
    """An amount that moves from one account to another: what leaves the one reaches the other, so the sum is zero.

    One row holds both sides, so that no database can hold half of it, and a check keeps the assets apart.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings")
    line = models.PositiveSmallIntegerField()
    asset = models.PositiveSmallIntegerField(choices=Asset.choices)
    amount = models.PositiveBigIntegerField()
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_number = models.PositiveBigIntegerField()        # 1, 2, 3 ... on this account
    source_balance = models.BigIntegerField()               # after it
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    target_number = models.PositiveBigIntegerField()
    target_balance = models.BigIntegerField()

    objects = AppendOnlyRows["Posting"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "line"], name="posting_line"),
            models.UniqueConstraint(fields=["source", "source_number"], name="posting_source_number"),
            models.UniqueConstraint(fields=["target", "target_number"], name="posting_target_number"),
            models.CheckConstraint(name="posting_moves_something", condition=Q(amount__gte=1)),
            models.CheckConstraint(name="posting_two_accounts", condition=~Q(source=F("target"))),
            models.CheckConstraint(name="posting_source_asset", condition=Q(asset=F("source_id") % WIDTH)),
            models.CheckConstraint(name="posting_target_asset", condition=Q(asset=F("target_id") % WIDTH)),
        ]

    def __str__(self) -> str:
        return f"{self.amount} from {self.source_id} to {self.target_id}"
