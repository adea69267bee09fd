"""Courses, who learns in them, and what they did afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MONTHS = (3, 6)  # after the end of the course: when somebody who agreed is asked


class Course(models.Model):
    """A course that costs nothing."""

    class State(models.TextChoices):
        """Whether it takes place."""

        OPEN = "open"
        CANCELLED = "cancelled"

    title = models.CharField(max_length=60)
    skill = models.CharField(max_length=30)  # what is learnt, in a word: housekeeping, sewing, baking
    teacher = models.CharField(max_length=60)  # the school, unit or person who teaches
    certificate = models.CharField(max_length=60, blank=True)  # which may be had at the end
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    place = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(max_length=500, blank=True)
    phone = models.CharField(max_length=30, blank=True)  # a public office number
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    why_cancelled = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="course_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="course_not_overfull", condition=Q(taken__lte=F("places"))),
            models.CheckConstraint(
                name="course_cancelled_why", condition=~Q(state="cancelled") | ~Q(why_cancelled="")
            ),
        ]
        indexes = [
            models.Index(fields=["path", "starts_on", "id"], name="course_path"),
            models.Index(fields=["path", "ends_on"], name="course_ended"),
        ]

    def __str__(self) -> str:
        return self.title


class Trainee(models.Model):
    """Somebody in a course. Name and phone lie sealed; lists show the call name."""

    class State(models.TextChoices):
        """How far it is."""

        COMING = "coming"
        WAITING = "waiting"
        WITHDRAWN = "withdrawn"
        TRAINED = "trained"  # stayed to the end
        ABSENT = "absent"  # did not

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="trainees")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)  # of the course
    call_name = models.CharField(max_length=20)
    name = models.TextField(blank=True)  # sealed
    phone = models.TextField(blank=True)  # sealed
    phone_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001  null: taken out
    state = models.CharField(max_length=9, choices=State.choices)
    certified_on = models.DateField(null=True)
    follow = models.BooleanField(default=False)  # agreed to be asked after three and six months
    agreed_at = models.DateTimeField(null=True)
    invented = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "phone_hash"], name="trainee_phone_once"),
            models.UniqueConstraint(fields=["course", "account"], name="trainee_account_once"),
            models.CheckConstraint(
                name="trainee_certified_was_trained", condition=Q(certified_on=None) | Q(state="trained")
            ),
            models.CheckConstraint(
                name="trainee_follow_agreed", condition=Q(follow=False) | Q(agreed_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["course", "state", "enrolled_at"], name="trainee_queue"),
            models.Index(fields=["account", "-id"], name="trainee_account"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} in {self.course_id}: {self.state}"


class Outcome(models.Model):
    """What somebody said they do, so many months after the course. Kept only while they agree."""

    class State(models.TextChoices):
        """What they do."""

        EMPLOYED = "employed"
        OWN = "own"  # own business
        LEARNING = "learning"
        LOOKING = "looking"
        OTHER = "other"  # at home, retired, does not want to say
        UNREACHED = "unreached"

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "months"], name="outcome_once"),
            models.CheckConstraint(name="outcome_months", condition=Q(months__in=MONTHS)),
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id} after {self.months}: {self.state}"
