"""The history: added to, never edited."""

from django.conf import settings
from django.db import models

from linli.engines.journal.models.append_only import AppendOnly, AppendOnlyRows


class Event(AppendOnly):
    """One thing that happened to one stream (for example `case:17`), chained by hash within the stream."""

    stream = models.CharField(max_length=48)
    number = models.PositiveIntegerField()          # 1, 2, 3 ... within the stream
    kind = models.CharField(max_length=48)          # for example case.dispatched
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64, blank=True)   # area path of the subject, for scoping
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=12, default="sha256")

    objects = AppendOnlyRows["Event"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="event_stream_number")]
        indexes = [models.Index(fields=["kind", "at"]), models.Index(fields=["path", "id"])]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.kind}"


class Seal(AppendOnly):
    """A hash over all events since the last seal, so that a cut-off or removed stream shows as well."""

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    first_event_id = models.BigIntegerField()
    last_event_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=12, default="hmac-sha256")

    objects = AppendOnlyRows["Seal"].as_manager()

    def __str__(self) -> str:
        return f"seal {self.number}"
