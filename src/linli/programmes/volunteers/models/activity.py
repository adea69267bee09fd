"""What is done, where and when, and who comes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Activity(models.Model):
    """One session of service."""

    class State(models.TextChoices):
        """Whether it takes place."""

        OPEN = "open"
        CANCELLED = "cancelled"

    title = models.CharField(max_length=60)
    item = models.ForeignKey("volunteers.SchemeItem", null=True, on_delete=models.PROTECT, related_name="activities")
    team = models.ForeignKey("volunteers.Team", null=True, on_delete=models.PROTECT, related_name="activities")
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    place = models.CharField(max_length=80)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    about = models.CharField(max_length=500)
    risks = models.CharField(max_length=200, blank=True)            # told truly (Volunteer Service Regulations 12)
    guarantees = models.CharField(max_length=200, blank=True)       # insurance, training, meals
    phone = models.CharField(max_length=30, blank=True)             # a public office number
    whom = models.CharField(max_length=40, blank=True)              # for whom, in a word: old people, children
    helped = models.PositiveIntegerField(null=True)                 # how many people it was for, noted afterwards
    result = models.CharField(max_length=300, blank=True)           # what came of it, public
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    why_cancelled = models.CharField(max_length=120, blank=True)
    secret = models.CharField(max_length=32)                        # the rotating code is made with it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="activity_order", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="activity_helped_has_result", condition=Q(helped=None) | ~Q(result="")),
        ]
        indexes = [
            models.Index(fields=["path", "starts"], name="activity_path"),
            models.Index(fields=["starts", "id"], name="activity_starts"),
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    """What somebody does at an activity, how many are wanted, and what it asks for."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=30)
    wanted = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    skill = models.CharField(max_length=20, blank=True)
    adults_only = models.BooleanField(default=False)
    needs_insurance = models.BooleanField(default=False)            # dangerous duty (Regulations 17)
    needs_vetting = models.BooleanField(default=False)              # with children

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "name"], name="role_once"),
            models.CheckConstraint(name="role_not_overfull", condition=Q(taken__lte=F("wanted"))),
            models.CheckConstraint(
                name="role_danger_for_adults", condition=Q(needs_insurance=False) | Q(adults_only=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignUp(models.Model):
    """A volunteer who wants to come in a role."""

    class State(models.TextChoices):
        """Whether there is a place."""

        COMING = "coming"
        WAITING = "waiting"
        WITHDRAWN = "withdrawn"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sign_ups")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="sign_ups")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="sign_ups")
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "volunteer"], name="sign_up_once")]
        indexes = [
            models.Index(fields=["role", "state", "at"], name="sign_up_queue"),
            models.Index(fields=["volunteer", "-id"], name="sign_up_volunteer"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} at {self.activity_id}: {self.state}"
