"""Gifts and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.programmes.donations.lifecycle import ENDED, OPEN, Kind, State


class DonationDay(models.Model):
    """The last serial number given on a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}"


class Donation(models.Model):
    """One gift to a community. `shown` is the name on the wall: only with consent, else empty."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    what = models.CharField(max_length=120)
    quantity = models.CharField(max_length=30, blank=True)
    value_fen = models.PositiveBigIntegerField(default=0)  # money: the amount; things: about what they are worth
    spent_fen = models.PositiveBigIntegerField(default=0)
    purpose = models.CharField(max_length=120, blank=True)
    unit = models.BooleanField(default=False)  # a unit gives, not a person
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(blank=True)  # sealed, P1; on the certificate
    phone = models.TextField(blank=True)  # sealed, P1
    shown = models.CharField(max_length=40, blank=True)
    tracking = models.TextField()  # sealed
    tracking_hash = models.CharField(max_length=64, unique=True)
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where it is known)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    counted = models.BooleanField(default=False)
    charity = models.CharField(max_length=60, blank=True)  # which issued a receipt
    receipt_number = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=200, blank=True)  # the last that is known, for the wall
    reason = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    last_verb = models.CharField(max_length=16)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="donation_ended",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | Q(state__in=OPEN, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="donation_received", condition=~Q(state__in=["received", "used"]) | Q(received_at__isnull=False)
            ),
            models.CheckConstraint(
                name="donation_spent", condition=Q(spent_fen=0) | Q(counted=True, spent_fen__lte=F("value_fen"))
            ),
            models.CheckConstraint(
                name="donation_two_people",
                condition=Q(counted_by__isnull=True)
                | Q(received_by__isnull=True)
                | ~Q(counted_by=F("received_by")),
            ),
            models.CheckConstraint(name="donation_money", condition=~Q(kind="money") | Q(value_fen__gte=1)),
        ]
        indexes = [
            models.Index(fields=["path", "-offered_at", "-id"], name="donation_by_place"),
            models.Index(fields=["-offered_at", "-id"], name="donation_by_time"),
            models.Index(fields=["account", "-offered_at"], name="donation_by_account"),
        ]

    def __str__(self) -> str:
        return self.number


class Use(models.Model):
    """What became of a gift, or of a part of the money."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="uses")
    note = models.CharField(max_length=200)
    fen = models.PositiveBigIntegerField(default=0)  # of the money; things: 0
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["donation", "id"], name="use_by_donation")]

    def __str__(self) -> str:
        return f"{self.donation_id}: {self.fen}"
