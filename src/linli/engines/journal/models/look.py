"""Who looked at whose personal data, when and why."""

from django.conf import settings
from django.db import models

from linli.engines.journal.models.append_only import AppendOnly, AppendOnlyRows


class Look(AppendOnly):
    """One look at personal data."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=80)
    subject = models.CharField(max_length=48)       # for example case:17
    fields = models.CharField(max_length=120)       # comma separated
    purpose = models.CharField(max_length=120)
    path = models.CharField(max_length=64, blank=True)
    elevated = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = AppendOnlyRows["Look"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"]),
            models.Index(fields=["account", "-at"]),
            models.Index(fields=["-at", "-id"], name="look_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} at {self.subject}"
