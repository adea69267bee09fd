"""The record of loads: which pattern was loaded when, by whom, and what it said."""

from django.conf import settings
from django.db import models


class Load(models.Model):
    """One load of a pattern that changed something. Rows are added, never edited."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    content = models.JSONField()  # see content.py
    changes = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
