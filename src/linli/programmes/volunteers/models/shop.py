"""The points shop: small things for points that were given as thanks."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ShopItem(models.Model):
    """Something that can be had for points."""

    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    price = models.PositiveIntegerField()                           # points
    stock = models.PositiveIntegerField(default=0)                  # not promised to anybody yet
    most_each = models.PositiveSmallIntegerField(null=True)         # per person and month
    pick_up = models.CharField(max_length=80)                       # where
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="shop_item_once"),
            models.CheckConstraint(name="shop_item_costs_something", condition=Q(price__gte=1)),
            models.CheckConstraint(name="shop_item_stock", condition=Q(stock__gte=0)),
        ]
        indexes = [models.Index(fields=["path", "price", "id"], name="shop_item_path")]

    def __str__(self) -> str:
        return self.name


class Redemption(models.Model):
    """One thing put aside for a volunteer; the points are held until it is fetched or given back."""

    class State(models.TextChoices):
        """What became of it."""

        RESERVED = "reserved"
        FETCHED = "fetched"
        CANCELLED = "cancelled"
        LAPSED = "lapsed"

    item = models.ForeignKey(ShopItem, on_delete=models.PROTECT, related_name="redemptions")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="redemptions")
    path = models.CharField(max_length=64)
    price = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.RESERVED)
    code = models.CharField(max_length=8)                           # said at the counter
    key = models.CharField(max_length=64, unique=True)              # the same key is the same wish
    transaction_id = models.BigIntegerField()                       # in the ledger
    reserved_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redemption_ended",
                condition=Q(state="reserved", ended_at=None) | (~Q(state="reserved") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["path", "code"], condition=Q(state="reserved"), name="redemption_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["path", "state", "-id"], name="redemption_path"),
            models.Index(fields=["volunteer", "-id"], name="redemption_volunteer"),
            models.Index(fields=["until"], condition=Q(state="reserved"), name="redemption_until"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.volunteer_id}: {self.state}"
