"""Service that was given: when it began and ended, who saw it, who confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class OrderTime(models.Model):
    """Time a volunteer served in an order, as far as it was counted: no minute of it is counted anywhere else."""

    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="order_times")
    about = models.CharField(max_length=48)                         # the order, as the journal names it
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "starts"], name="order_time_once"),
            models.CheckConstraint(name="order_time_order", condition=Q(ends__gt=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} in {self.about}"


class Service(models.Model):
    """One volunteer's service at one activity. Minutes count once a second person has confirmed them."""

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running"
        ENDED = "ended"
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    class How(models.TextChoices):
        """How it was noted."""

        CODE = "code"            # the rotating code on the spot
        STEWARD = "steward"      # ticked by whoever was in charge
        BACK_ENTRY = "back"      # written down afterwards, with a reason; stays marked

    activity = models.ForeignKey("volunteers.Activity", on_delete=models.PROTECT, related_name="services")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.PROTECT, related_name="services")
    path = models.CharField(max_length=64)                          # of the activity
    state = models.CharField(max_length=9, choices=State.choices)
    how = models.CharField(max_length=8, choices=How.choices)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)           # confirmed
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    over_cap = models.BooleanField(default=False)                   # more than the daily limit, approved
    reason = models.CharField(max_length=120, blank=True)           # of a back entry, of a refusal

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "volunteer"], name="service_once"),
            models.CheckConstraint(name="service_order", condition=Q(ends=None) | Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="service_ended_has_end", condition=Q(state="running") | Q(ends__isnull=False)),
            models.CheckConstraint(
                name="service_confirmed_by_somebody",
                condition=~Q(state="confirmed") | Q(minutes__gte=1, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="service_by_two",
                condition=Q(confirmed_by=None) | Q(noted_by=None) | ~Q(confirmed_by=F("noted_by")),
            ),
            models.CheckConstraint(name="service_back_entry_has_reason", condition=~Q(how="back") | ~Q(reason="")),
            models.CheckConstraint(name="service_within_a_day", condition=Q(minutes=None) | Q(minutes__lte=12 * 60)),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-starts"], name="service_volunteer"),
            models.Index(fields=["path", "state", "-id"], name="service_path"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} at {self.activity_id}: {self.state}"
