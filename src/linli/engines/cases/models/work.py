"""Clocks, sub-tasks, milestones, requests that hang on a case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.cases.models.case import Case
from linli.engines.cases.models.taxonomy import Category, Limit, Matter


class Task(models.Model):
    """A part of a case done by a helper or a whistled unit, with its own clock; the lead stays answerable."""

    class State(models.TextChoices):
        """Where the task stands."""

        OPEN = "open"
        TAKEN = "taken"
        DECLINED = "declined"
        DONE = "done"
        CANCELLED = "cancelled"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    whistle = models.BooleanField(default=False)
    assignee = models.CharField(max_length=48)
    assignee_name = models.CharField(max_length=80)
    request = models.TextField()
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)    # taken or declined: a whistle's response
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="task_number_once")]
        indexes = [models.Index(fields=["assignee", "state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.assignee_name}"


class Clock(models.Model):
    """A running limit. The minute tick reads `next_at`; pauses move `due_at`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=14, choices=Limit.Clock.choices)
    value = models.PositiveIntegerField()            # the limit as it was when the clock started
    unit = models.CharField(max_length=5, choices=Limit.Unit.choices)
    source = models.CharField(max_length=160, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    # counted in minutes of the clock's own counting: working minutes for wmin and wd, minutes for min and d
    budget = models.PositiveIntegerField()           # the whole limit, extensions included
    counted_from = models.DateTimeField()            # when counting last began: the start, or the end of the last pause
    # what was left then; while paused or stopped: what is left; below zero: late
    left = models.IntegerField()
    stopped_at = models.DateTimeField(null=True)
    # ladder: 0 none, 1 reminded at 80 %, 2 next level at 100 %, 3 ... further levels
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)        # when the next step of the ladder is due; null: paused or stopped

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], name="clock_one_runs",
                condition=Q(stopped_at__isnull=True, task__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["task", "kind"], name="clock_one_runs_for_task",
                condition=Q(stopped_at__isnull=True, task__isnull=False),
            ),
            models.CheckConstraint(
                name="clock_not_due_when_still",
                condition=Q(next_at__isnull=True) | Q(stopped_at__isnull=True, paused_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="clock_next", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class Extension(models.Model):
    """A request for more time, with its decision."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=5, choices=Limit.Unit.choices)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(granted__isnull=True), name="extension_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.unit} for case {self.case_id}"


class Milestone(models.Model):
    """A step of a long-running case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="milestone_number_once")]

    def __str__(self) -> str:
        return self.name


class Suspension(models.Model):
    """A pause that waits for something outside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.TextField()
    until = models.DateField()                       # review date: the tick resumes it then
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="suspension_one_open")
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} until {self.until}"


class CallBack(models.Model):
    """One attempt to hear from the reporter whether it is solved."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="call_backs")
    # null: the reporter answered alone
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reached = models.BooleanField()
    solved = models.BooleanField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"case {self.case_id} at {self.at}"


class Agreement(models.Model):
    """The record of a mediation (People's Mediation Law, art. 28, 31, 33)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="agreement")
    written = models.BooleanField()
    text = models.TextField()                        # sealed
    agreed_on = models.DateField()
    court_confirmation_until = models.DateField()    # 30 days, art. 33

    def __str__(self) -> str:
        return f"agreement of case {self.case_id}"


class Application(models.Model):
    """An application to admit a matter that is on no list, made instead of a dispatch to a community."""

    class State(models.TextChoices):
        """Where the application stands."""

        DRAFT = "draft"
        OPINION = "opinion"              # communities say what they think
        LISTED = "listed"
        REFUSED = "refused"
        EXPIRED = "expired"

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="applications")
    title = models.CharField(max_length=80)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    parties = models.TextField()
    reason = models.TextField()
    money_fen = models.BigIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    period_from = models.DateField()
    period_to = models.DateField()
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")   # where it would be put on
    path = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opinion = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    # what it became when listed
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="application_period", condition=Q(period_to__gte=F("period_from"))),
            models.CheckConstraint(
                name="application_listed_has_matter",
                condition=~Q(state="listed") | Q(matter__isnull=False),
            ),
            models.CheckConstraint(
                name="application_refused_has_text",
                condition=~Q(state="refused") | ~Q(decision=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "path"])]

    def __str__(self) -> str:
        return self.title
