"""Stretches of street, who looks after them, the rounds, and what was found."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Stretch(models.Model):
    """A stretch with the unit that looks after it. `line`: lines of points [longitude, latitude] (WGS 84)."""

    name = models.CharField(max_length=60)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    line = models.JSONField()
    metres = models.PositiveIntegerField()
    rhythm_days = models.PositiveSmallIntegerField()  # a round at least so often
    next_on = models.DateField()  # the day by which the next round is due
    adopted_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(ended_on__isnull=True), name="stretch_adopted_once"
            ),
            models.CheckConstraint(name="stretch_sense", condition=Q(rhythm_days__gte=1, metres__gte=1)),
        ]
        indexes = [
            models.Index(fields=["path", "next_on", "id"], name="stretch_by_due"),
            models.Index(fields=["unit", "next_on"], name="stretch_by_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One walk along a stretch."""

    stretch = models.ForeignKey(Stretch, on_delete=models.PROTECT, related_name="rounds")
    key = models.CharField(max_length=64, unique=True)  # sent twice it is the same round
    walked_at = models.DateTimeField()
    walked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["stretch", "-walked_at"], name="round_by_stretch")]

    def __str__(self) -> str:
        return f"{self.stretch_id} {self.walked_at}"


class Finding(models.Model):
    """Something found on a round: a case like any other, with its photos."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.round_id} {self.case_id}"
