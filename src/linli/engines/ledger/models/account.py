"""Books and the accounts in them."""

from django.db import models
from django.db.models import F, Q

from linli.engines.ledger.assets import WIDTH, Asset


class Book(models.Model):
    """The book of one community (or street, county): its transactions are numbered and chained by hash."""

    path = models.CharField(max_length=64, unique=True)     # area path
    number = models.PositiveBigIntegerField(default=0)      # of the last transaction
    hash = models.CharField(max_length=64, blank=True)      # of the last transaction
    closed_to = models.DateField(null=True)                 # the last day of the last closed period

    def __str__(self) -> str:
        return f"book {self.path}"


class Account(models.Model):
    """One owner's holding of one asset. `balance` is a snapshot: `./linli check` proves it from the postings."""

    id = models.BigIntegerField(primary_key=True)           # a serial number times 4, plus the asset
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts")
    path = models.CharField(max_length=64)                  # of the book, for scoping
    kind = models.CharField(max_length=32)                  # a declared kind
    owner = models.CharField(max_length=48)                 # for example volunteer:17, never a name
    asset = models.PositiveSmallIntegerField(choices=Asset.choices)
    floor = models.BigIntegerField(null=True)               # the balance never goes below; null: it may
    balance = models.BigIntegerField(default=0)
    number = models.PositiveBigIntegerField(default=0)      # of its last posting
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner"], name="account_once_per_owner"),
            models.CheckConstraint(name="account_not_overdrawn", condition=Q(floor=None) | Q(balance__gte=F("floor"))),
            models.CheckConstraint(name="account_known_asset", condition=Q(asset__in=Asset.values)),
            models.CheckConstraint(name="account_number_tells_asset", condition=Q(asset=F("id") % WIDTH)),
        ]
        indexes = [models.Index(fields=["path", "id"], name="ledger_account_path")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.owner}"
