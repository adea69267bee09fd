"""Needs, resources, projects, the pairs between them, and the month's list."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.programmes.lists.lifecycle import ENDED, Category, Given, NeedState, ProjectState, ResourceState

ACCOUNT = {"null": True, "on_delete": models.PROTECT, "related_name": "+"}


class ListDay(models.Model):
    """The last serial number given on a day."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}"


class Project(models.Model):
    """Needs and resources brought together: who leads, how, until when, for how much, and what came of it."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=ProjectState.choices, default=ProjectState.DRAFT)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    title = models.CharField(max_length=60)
    how = models.CharField(max_length=500)
    lead_name = models.CharField(max_length=40)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)  # type: ignore[arg-type]
    starts_on = models.DateField()
    ends_on = models.DateField()
    planned_fen = models.PositiveBigIntegerField(default=0)
    paid_fen = models.PositiveBigIntegerField(default=0)
    money_from = models.CharField(max_length=60, blank=True)
    feedback = models.CharField(max_length=500, blank=True)  # public: what came of it
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="project_days", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="project_money", condition=Q(planned_fen__gte=0, paid_fen__gte=0, paid_fen__lte=F("planned_fen"))
            ),
            models.CheckConstraint(name="project_reported", condition=~Q(state="done") | ~Q(feedback="")),
        ]
        indexes = [models.Index(fields=["path", "-made_at", "-id"], name="project_by_place")]

    def __str__(self) -> str:
        return self.number


class Need(models.Model):
    """What somebody needs. `text` is what was said, `words` what the public list says."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.SAID)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    category = models.CharField(max_length=10, choices=Category.choices)
    text = models.TextField()  # sealed (it may tell of illness or need, P3)
    words = models.CharField(max_length=120, blank=True)
    windows = models.JSONField(default=list)  # [weekday, minute, minute]
    skills = models.JSONField(default=list)
    people = models.PositiveIntegerField(default=1)
    urgent = models.BooleanField(default=False)
    origin = models.CharField(max_length=8)  # portal, case, visit, talk, meeting, phone
    case_number = models.CharField(max_length=24, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)  # type: ignore[arg-type]
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)  # type: ignore[arg-type]
    name = models.TextField(blank=True)  # sealed, P1
    phone = models.TextField(blank=True)  # sealed, P1
    tracking = models.TextField()  # sealed
    tracking_hash = models.CharField(max_length=64, unique=True)
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where it is known)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="needs")
    month = models.DateField(null=True)  # first day of the month in whose list it stands
    reason = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="need_people", condition=Q(people__gte=1)),
            models.CheckConstraint(
                name="need_listed", condition=~Q(state__in=["listed", "planned", "met"]) | ~Q(words="")
            ),
            models.CheckConstraint(
                name="need_planned",
                condition=Q(state__in=["planned", "met"], project__isnull=False)
                | (~Q(state__in=["planned", "met"]) & Q(project__isnull=True)),
            ),
            models.CheckConstraint(
                name="need_ended",
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["path", "-said_at", "-id"], name="need_by_place"),
            models.Index(fields=["state", "path", "-said_at", "-id"], name="need_by_state"),
            models.Index(fields=["account", "-said_at"], name="need_by_account"),
        ]

    def __str__(self) -> str:
        return self.number


class Resource(models.Model):
    """What can be given: by whom, where, when, how often."""

    number = models.CharField(max_length=18, unique=True)
    state = models.CharField(max_length=10, choices=ResourceState.choices, default=ResourceState.OFFERED)
    kind = models.CharField(max_length=10, choices=Given.choices)
    category = models.CharField(max_length=10, choices=Category.choices)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)  # where it is; also who keeps it on the list
    serves = models.CharField(max_length=64)  # path of the area it serves
    words = models.CharField(max_length=120)
    terms = models.CharField(max_length=200, blank=True)
    giver_name = models.CharField(max_length=40)
    unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, **ACCOUNT)  # type: ignore[arg-type]
    phone = models.TextField(blank=True)  # sealed, P1
    windows = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    seats = models.PositiveIntegerField(null=True)  # most people at once; none: any
    capacity = models.PositiveIntegerField(default=1)  # needs it can serve
    intake_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where it is known)
    reason = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="resource_capacity", condition=Q(capacity__gte=0))]
        indexes = [
            models.Index(fields=["path", "-offered_at", "-id"], name="resource_by_place"),
            models.Index(fields=["state", "path", "-offered_at", "-id"], name="resource_by_state"),
        ]

    def __str__(self) -> str:
        return self.number


class Share(models.Model):
    """A resource at work in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="shares")
    left_at = models.DateTimeField(null=True)
    left_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "resource"], condition=Q(left_at=None), name="share_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.resource_id}"


class Milestone(models.Model):
    """A step of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=60)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.title


class Pair(models.Model):
    """A need with a resource: proposed by the matching, or locked or forbidden by a person."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="pairs")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="pairs")
    state = models.CharField(max_length=10)  # proposed, locked, forbidden
    weight = models.IntegerField(default=0)
    why = models.JSONField(default=list)
    next_words = models.CharField(max_length=300, blank=True)
    cost = models.IntegerField(default=0)  # what locking or forbidding it took from all together
    by_name = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "resource"], name="pair_once")]
        indexes = [models.Index(fields=["resource", "state"], name="pair_by_resource")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.resource_id}"


class MonthList(models.Model):
    """A community's lists of one month: published by the 10th, reviewed once a quarter."""

    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    counts = models.JSONField(default=dict)
    review = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="month_list_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.month}"
