"""Who may take orders: people and units that said they would, and what was checked about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Taker(models.Model):
    """A person or a unit that takes orders in an area. No marks, no ranks: only what safety asks for."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)  # orders that lie inside may be taken
    services = models.JSONField(default=list)  # codes; empty: all
    adult = models.BooleanField(default=True)
    vetted_until = models.DateField(null=True)  # record checked, valid to and including this day
    insured_until = models.DateField(null=True)
    active = models.BooleanField(default=True)
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_taker_one_of",
                condition=Q(account__isnull=False, unit__isnull=True) | Q(account__isnull=True, unit__isnull=False),
            ),
            models.UniqueConstraint(fields=["account"], name="order_taker_account_once", condition=Q(unit=None)),
            models.UniqueConstraint(fields=["unit"], name="order_taker_unit_once", condition=Q(account=None)),
        ]
        indexes = [models.Index(fields=["path", "id"])]

    def __str__(self) -> str:
        return str(self.pk)
