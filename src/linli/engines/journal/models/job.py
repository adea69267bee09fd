"""Long work that runs in a process of its own."""

from django.conf import settings
from django.db import models

from linli.kernel.actor import Actor, ActorKind, Grant

Q = models.Q
ATTEMPTS = 2      # a job whose process was killed is run again once


class Job(models.Model):
    """One piece of long work: who wants it, how far it is, what came of it. Its lease says whose process runs it."""

    class State(models.TextChoices):
        """Where the job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    kind = models.CharField(max_length=48)
    path = models.CharField(max_length=64)          # area path: who has work there sees the job
    title = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)        # no personal data in plain words
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_by = models.CharField(max_length=80, blank=True)
    actor = models.JSONField(default=dict)          # the rights of whoever started it, as they were then
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=36, blank=True)
    beat_at = models.DateTimeField(null=True)       # when its process was last heard of
    stop_asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_open_or_ended",
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "stopped"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="job_leased_while_running",
                condition=(Q(state="running") & ~Q(lease="") & Q(beat_at__isnull=False))
                | (~Q(state="running") & Q(lease="", beat_at=None)),
            ),
            models.CheckConstraint(name="job_run_twice_at_most", condition=Q(attempts__lte=ATTEMPTS)),
        ]
        indexes = [
            models.Index(fields=["id"], name="job_open", condition=Q(state__in=["waiting", "running"])),
            models.Index(fields=["path", "-id"], name="job_by_area"),
            models.Index(fields=["account", "-id"], name="job_by_account"),
            models.Index(fields=["ended_at"], name="job_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"


def actor_data(by: Actor) -> dict[str, object]:
    """Return an actor as it is kept in a job."""
    kept = ("role", "path", "post", "area_id", "unit_id", "building_id", "appointment_id", "programme", "stand_in")
    return {
        "kind": str(by.kind), "name": by.name, "account_id": by.account_id, "token_id": by.token_id,
        "second_factor": by.second_factor, "elevated": by.elevated,
        "grants": [{name: getattr(grant, name) for name in kept} for grant in by.grants],
    }


def actor_from(data: dict[str, object]) -> Actor:
    """Return the actor that `actor_data` kept."""
    values: dict[str, object] = {**data}
    kind, grants = ActorKind(str(values.pop("kind"))), values.pop("grants")
    made = tuple(Grant(**grant) for grant in grants)  # type: ignore[attr-defined]
    return Actor(kind=kind, grants=made, **values)  # type: ignore[arg-type]
