"""What is still to be done because of an event: rows written with it, worked off after commit."""

from django.db import models


class Outbox(models.Model):
    """One piece of work owed to one receiver; delivered at least once, receivers are idempotent."""

    receiver = models.CharField(max_length=48)      # the name a receiver registered under
    event = models.ForeignKey("journal.Event", null=True, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=96, unique=True)   # the same key is the same work
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)       # null once done or dead
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=36, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outbox_open_or_ended",
                condition=models.Q(next_at__isnull=False, done_at__isnull=True, dead_at__isnull=True)
                | models.Q(next_at__isnull=True, done_at__isnull=False, dead_at__isnull=True)
                | models.Q(next_at__isnull=True, done_at__isnull=True, dead_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="outbox_open", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["dead_at"], name="outbox_dead", condition=models.Q(dead_at__isnull=False)),
            models.Index(fields=["done_at"], name="outbox_done", condition=models.Q(done_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key
