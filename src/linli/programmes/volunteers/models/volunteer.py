"""Who volunteers, and the teams they belong to."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Volunteer(models.Model):
    """A registered volunteer. Names, phones and documents lie sealed; lists show the call name."""

    class State(models.TextChoices):
        """Whether the volunteer may serve."""

        WAITING = "waiting"      # a guardian has to agree first
        ACTIVE = "active"
        PAUSED = "paused"
        LEFT = "left"

    number = models.CharField(max_length=16, unique=True)           # for example V-2026-000123
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="volunteer"
    )
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    call_name = models.CharField(max_length=20)                     # 林师傅: what colleagues and neighbours see
    name = models.TextField(blank=True)                             # sealed
    phone = models.TextField(blank=True)                            # sealed
    phone_hash = models.CharField(max_length=64, blank=True)
    identity = models.TextField(blank=True)                         # sealed document number
    identity_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null: none was given
    born = models.TextField(blank=True)                             # sealed day
    details = models.TextField(blank=True)                          # sealed JSON: what else the data standard asks for
    adult_on = models.DateField(null=True)                          # of minors only
    guardian = models.TextField(blank=True)                         # sealed name and phone, of minors only
    guardian_agreed_at = models.DateTimeField(null=True)
    skills = models.JSONField(default=list)                         # words
    interests = models.JSONField(default=list)                      # codes of scheme items
    windows = models.JSONField(default=list)                        # [weekday 0-6, from, to in minutes]
    insured_until = models.DateField(null=True)
    vetted_until = models.DateField(null=True)
    thanks = models.BooleanField(default=False)                     # may be thanked in public by the call name
    invented = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteer_minor_has_guardian",
                condition=Q(adult_on=None) | ~Q(state="active") | Q(guardian_agreed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["path", "-id"], name="volunteer_path"),
            models.Index(fields=["phone_hash"], name="volunteer_phone"),
        ]

    def __str__(self) -> str:
        return self.number


class Team(models.Model):
    """A group that serves together, in one item of a scheme."""

    name = models.CharField(max_length=40)
    item = models.ForeignKey("volunteers.SchemeItem", null=True, on_delete=models.PROTECT, related_name="teams")
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    about = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)             # a public office number
    founded_on = models.DateField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="team_name_once")]
        indexes = [models.Index(fields=["path", "id"], name="team_path")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A volunteer in a team."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="memberships")
    lead = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "volunteer"], condition=Q(until=None), name="membership_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} in {self.team_id}"
