"""Routing rules: read in order, the first that fits decides."""

from django.db import models


class Rule(models.Model):
    """When these conditions hold, send it there. Every empty condition holds always."""

    order = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    area = models.ForeignKey("territory.Area", on_delete=models.CASCADE, related_name="+")   # holds inside this subtree
    path = models.CharField(max_length=64)
    categories = models.JSONField(default=list)     # codes or prefixes: "A", "B02"
    kinds = models.JSONField(default=list)
    urgencies = models.JSONField(default=list)
    hours = models.CharField(max_length=8, blank=True)      # "", working, off
    # where to: "post:grid_leader", "unit:property", "unit#12" (one unit), "duty" (duty list of the desk),
    # "usual" (the category's usual unit)
    target = models.CharField(max_length=60)
    automatic = models.BooleanField(default=True)   # dispatch at once; otherwise only suggest
    reason = models.CharField(max_length=160)       # in words, shown to whoever sees the suggestion
    source = models.CharField(max_length=160, blank=True)
    active = models.BooleanField(default=True)
    broken_at = models.DateTimeField(null=True)     # when it last could not be followed, and why
    broken_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["path", "order"])]

    def __str__(self) -> str:
        return self.name


class UsualPost(models.Model):
    """Which post does the usual work of a level: the category's unit kind "grid" means the grid leader, say."""

    unit_kind = models.CharField(max_length=40, primary_key=True)   # grid, community
    post_code = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.unit_kind}: {self.post_code}"


class Revision(models.Model):
    """Changes with every change of the rules, or of the taxonomy: so each process knows that its memory is stale."""

    name = models.CharField(max_length=16, primary_key=True)    # rules, taxonomy
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name
