"""How a county sorts its service: three teams, seven colours, six deliveries; what an hour gives. Configuration."""

from django.db import models
from django.db.models import F, Q


class Scheme(models.Model):
    """A way of sorting, for example the seven colours."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=160)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class SchemeItem(models.Model):
    """One entry of a scheme, for example orange care."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=120, blank=True)
    colour = models.CharField(max_length=7, blank=True)             # #rrggbb, always beside the name
    points_per_hour = models.PositiveSmallIntegerField(default=0)   # 0: hours only
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class ServiceRules(models.Model):
    """Limits of a day and the hours of each star. One row; without it the defaults hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    daily_minutes = models.PositiveSmallIntegerField(default=8 * 60)
    approved_minutes = models.PositiveSmallIntegerField(default=12 * 60)
    star_hours = models.JSONField(default=list)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_rules_one", condition=Q(id=1)),
            models.CheckConstraint(name="service_rules_order", condition=Q(approved_minutes__gte=F("daily_minutes"))),
        ]

    def __str__(self) -> str:
        return "rules of service"
