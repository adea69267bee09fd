"""Hot issues as they are kept: what was gathered, so that it grows and never starts over."""

from django.db import models
from django.db.models import F, Q

from linli.engines.cases.models.case import Case, Theme
from linli.engines.cases.models.taxonomy import Category


class HotIssue(models.Model):
    """Cases of many people about one matter at one place. Counted anew whenever a case joins, and every hour."""

    # given by the gathering, which one process does at a time
    id = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=60)
    place = models.CharField(max_length=30, blank=True)         # in its own words
    path = models.CharField(max_length=64)                      # of the smallest area that holds all its cases
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="+")  # of most cases
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    cases = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    recency = models.FloatField(default=1)
    rise = models.FloatField(default=1)
    heat = models.PositiveIntegerField(default=0)               # in tenths
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    profile = models.JSONField(default=dict)                    # what its cases say together, see hot.keeping

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hot_not_into_itself", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(name="hot_in_order", condition=Q(first_at__lte=F("last_at"))),
        ]
        indexes = [models.Index(fields=["-heat", "-id"], name="hot_by_heat"), models.Index(fields=["last_at"])]

    def __str__(self) -> str:
        return self.title


class HotMember(models.Model):
    """A case of an issue: a case is in one issue at most."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="hot_member")
    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")

    def __str__(self) -> str:
        return f"case {self.pk} in issue {self.issue_id}"


class HotWaiting(models.Model):
    """A case that was looked at and is alone so far; its keys let later ones find it."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    keys = models.CharField(max_length=48)                      # pairs of characters, one after another
    at = models.DateTimeField(db_index=True)                    # of the case

    def __str__(self) -> str:
        return f"case {self.pk} alone"


class HotState(models.Model):
    """How far the gathering is: one row, locked while cases are gathered."""

    version = models.CharField(max_length=32, blank=True)       # changes with every gathering
    last_issue = models.BigIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)           # that the words were counted in
    seen = models.JSONField(default=dict)                       # pair of characters -> messages that have it

    class Meta:
        constraints = [models.CheckConstraint(name="hot_state_once", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.messages} messages"
