"""Who meets, when, what was agreed, and the task of each unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", pgettext_lazy("a meeting", "planned")
    HELD = "held", pgettext_lazy("a meeting", "held")
    PUBLISHED = "published", pgettext_lazy("a meeting", "published")
    CANCELLED = "cancelled", pgettext_lazy("a meeting", "called off")


class Presence(models.TextChoices):
    """Whether a unit came."""

    PRESENT = "present", pgettext_lazy("a unit at a meeting", "came")
    EXCUSED = "excused", pgettext_lazy("a unit at a meeting", "sent excuses")
    ABSENT = "absent", pgettext_lazy("a unit at a meeting", "did not come")


class Body(models.Model):
    """A joint meeting as an institution: the community or street that calls it. Its units are `seats`."""

    name = models.CharField(max_length=60)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64, db_index=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="meeting_body_once")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A unit in a joint meeting, with the part of the place where it works: its grid, or the whole community."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    since = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "unit", "area"], condition=Q(left_on__isnull=True), name="seat_once"
            ),
            models.CheckConstraint(
                name="seat_order", condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.unit_id}"


class Meeting(models.Model):
    """One sitting."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    path = models.CharField(max_length=64)
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    minutes = models.TextField(blank=True)  # for the units; the public sees what was agreed
    reason = models.CharField(max_length=200, blank=True)  # why it was called off
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_held",
                condition=Q(state__in=["held", "published"], held_at__isnull=False)
                | Q(state__in=["planned", "cancelled"], held_at__isnull=True),
            ),
            models.CheckConstraint(
                name="meeting_published",
                condition=~Q(state="published") | (~Q(minutes="") & Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(name="meeting_cancelled", condition=~Q(state="cancelled") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="meeting_by_time"),
            models.Index(fields=["path", "-starts_at", "-id"], name="meeting_by_place"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """What is talked about, in order."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a unit came. No names: the minutes say who spoke where that matters."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=8, choices=Presence.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.presence}"


class Resolution(models.Model):
    """What was agreed: by when, and later what came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="resolutions")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)
    text = models.TextField()
    due_on = models.DateField()
    kind_code = models.CharField(max_length=20)  # of the cases it becomes
    sent_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    reported_at_meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="resolution_in_order"),
            models.CheckConstraint(
                name="resolution_reported",
                condition=Q(outcome="", reported_at_meeting__isnull=True)
                | (~Q(outcome="") & Q(reported_at_meeting__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Addressee(models.Model):
    """A unit that a resolution goes to. A resolution without any goes to all units, those that join later too."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="addressees")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resolution", "seat"], name="meeting_addressee_once")]

    def __str__(self) -> str:
        return f"{self.resolution_id} {self.seat_id}"


class MeetingTask(models.Model):
    """The case that one resolution is for one unit. The pair is there once, however often it is sent."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="tasks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="tasks")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resolution", "seat"], name="meeting_task_once")]

    def __str__(self) -> str:
        return f"{self.resolution_id} {self.seat_id}"
