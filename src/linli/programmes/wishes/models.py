"""Wishes and who claimed them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.programmes.wishes.lifecycle import ENDED, OPEN, State


class WishDay(models.Model):
    """The last serial number given on a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}"


class WishRule(models.Model):
    """What a wish may be, as the pattern says; one row."""

    value_fen = models.PositiveIntegerField()  # most it may cost
    claim_days = models.PositiveSmallIntegerField()  # to bring it after claiming
    rise_days = models.PositiveSmallIntegerField()  # on the wall before the units are asked
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="wish_rule_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="wish_rule_sense", condition=Q(value_fen__gte=100, claim_days__gte=1, rise_days__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_fen}"


class Wish(models.Model):
    """One wish of one person. `text` is what was said, `shown` and `words` are what the wall says."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTED)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    text = models.TextField()  # sealed: it may tell of illness or need (P3)
    words = models.CharField(max_length=120, blank=True)  # on the wall
    shown = models.CharField(max_length=20, blank=True)  # 李奶奶
    where = models.CharField(max_length=30, blank=True)  # 第3网格
    value_fen = models.PositiveIntegerField()  # about what it costs
    cap_fen = models.PositiveIntegerField()  # what the rule allowed on that day
    origin = models.CharField(max_length=8)  # portal, box, visit, phone, helper
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    tracking = models.TextField()  # sealed
    tracking_hash = models.CharField(max_length=64, unique=True)
    name = models.TextField(blank=True)  # sealed, P1
    phone = models.TextField(blank=True)  # sealed, P1
    home = models.TextField(blank=True)  # sealed, P2
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    helper_name = models.CharField(max_length=40, blank=True)
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where it is known)
    posted_at = models.DateTimeField(null=True)
    risen_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claim_until = models.DateTimeField(null=True)
    claimer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    claimer_unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    claimer_name = models.CharField(max_length=40, blank=True)  # as the wall shows it, with consent; else empty
    note = models.CharField(max_length=200, blank=True)  # what was brought
    thanks = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    wished_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    last_verb = models.CharField(max_length=16)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="wish_capped", condition=Q(value_fen__lte=F("cap_fen"))),
            models.CheckConstraint(
                name="wish_ended",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | Q(state__in=OPEN, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="wish_claimed",
                condition=~Q(state__in=["claimed", "delivered", "fulfilled"])
                | (
                    Q(claimed_at__isnull=False)
                    & (Q(claimer__isnull=False) | Q(claimer_unit__isnull=False))  # a unit's word may come by phone
                ),
            ),
            models.CheckConstraint(
                name="wish_on_the_wall",
                condition=~Q(state__in=["posted", "claimed", "delivered", "fulfilled"]) | (~Q(words="") & ~Q(shown="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-wished_at", "-id"], name="wish_by_time"),
            models.Index(fields=["path", "-wished_at", "-id"], name="wish_by_place"),
            models.Index(fields=["state", "path", "posted_at", "id"], name="wish_by_state"),
            models.Index(fields=["claimer", "-wished_at"], name="wish_by_claimer"),
            models.Index(fields=["account", "-wished_at"], name="wish_by_account"),
        ]

    def __str__(self) -> str:
        return self.number
