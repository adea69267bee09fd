"""Words that mean danger to life now, and whom to call at once."""

from django.db import models
from django.db.models import Q


class Danger(models.Model):
    """One kind of danger: what people write when it happens, and the number that helps first."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    words = models.JSONField(default=list)
    phone = models.CharField(max_length=8)
    advice = models.CharField(max_length=60, blank=True)     # what to do until help comes, in one short sentence
    advice_en = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [models.CheckConstraint(name="danger_has_phone", condition=~Q(phone=""))]

    def __str__(self) -> str:
        return self.name
