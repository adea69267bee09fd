"""Sets of routing rules: drafts that are tried on the past before they count, and what was in force before."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RuleSet(models.Model):
    """All rules of an area and the areas inside it, in their order."""

    class State(models.TextChoices):
        """Where a set stands."""

        DRAFT = "draft"
        SCHEDULED = "scheduled"  # put in force when its day begins
        PUBLISHED = "published"  # what is in force was put there by it
        EARLIER = "earlier"      # was in force

    name = models.CharField(max_length=60)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    rules = models.JSONField(default=list)          # as RuleInput says them, in order
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    effective = models.DateField(null=True)         # first day
    began_at = models.DateTimeField(null=True)      # when it was put in force, as far as that is known
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)  # why it could not be put in force on its day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path"], condition=Q(state="scheduled"), name="rule_set_one_scheduled"),
            models.UniqueConstraint(fields=["path"], condition=Q(state="published"), name="rule_set_one_published"),
            models.CheckConstraint(
                name="rule_set_has_day",
                condition=Q(state__in=["draft", "earlier"]) | Q(effective__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_set_earlier_has_end", condition=~Q(state="earlier") | Q(ended_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["path", "-made_at"])]

    def __str__(self) -> str:
        return self.name
