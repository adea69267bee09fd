"""Who has registered with a community, which duties it offers, who took them, and the yearly reports."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """A unit where it sits, or a member where they live."""

    UNIT = "unit", pgettext_lazy("who registers", "unit")
    MEMBER = "member", pgettext_lazy("who registers", "member")


class State(models.TextChoices):
    """Where a registration stands."""

    WAITING = "waiting", pgettext_lazy("a registration", "waits for the community")
    CONFIRMED = "confirmed", pgettext_lazy("a registration", "registered")
    ENDED = "ended", pgettext_lazy("a registration", "ended")


class Progress(models.TextChoices):
    """Where a duty that was taken stands."""

    TAKEN = "taken", pgettext_lazy("a duty", "taken")
    REPORTED = "reported", pgettext_lazy("a duty", "reported done")
    CONFIRMED = "confirmed", pgettext_lazy("a duty", "confirmed")
    GIVEN_BACK = "given_back", pgettext_lazy("a duty", "given back")


class Registration(models.Model):
    """One unit or one member with one community."""

    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    unit = models.ForeignKey(
        "territory.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )  # member: works there
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.TextField(blank=True)  # sealed, P1; of a member
    phone = models.TextField(blank=True)  # sealed, P1; of a member
    tells_unit = models.BooleanField(
        default=False
    )  # the member agrees that the own unit reads the name in its statement
    agreed_at = models.DateTimeField(null=True)  # to the keeping of name and phone
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "area"], condition=Q(kind="unit", ended_at__isnull=True), name="registered_unit_once"
            ),
            models.UniqueConstraint(
                fields=["account", "area"],
                condition=Q(kind="member", ended_at__isnull=True),
                name="registered_member_once",
            ),
            models.CheckConstraint(
                name="registered_whom",
                condition=Q(kind="unit", unit__isnull=False, account__isnull=True, name="", phone="")
                | Q(kind="member", agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_states",
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_confirmed", condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["path", "-registered_at", "-id"], name="registration_by_place"),
            models.Index(fields=["unit", "kind"], name="registration_by_unit"),
            models.Index(fields=["account"], name="registration_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Duty(models.Model):
    """What a community offers to units and members: a round, a table, an afternoon."""

    area = models.ForeignKey("territory.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64)
    title = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=6, choices=Kind.choices, blank=True)  # for whom; empty: for both
    places = models.PositiveSmallIntegerField()  # how many may take it
    until = models.DateField(null=True)
    offered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="duty_places", condition=Q(places__gte=1))]
        indexes = [models.Index(fields=["path", "-offered_at", "-id"], name="duty_by_place")]

    def __str__(self) -> str:
        return self.title


class Undertaking(models.Model):
    """A duty that somebody took."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="undertakings")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="undertakings")
    progress = models.CharField(max_length=10, choices=Progress.choices, default=Progress.TAKEN)
    note = models.CharField(max_length=200, blank=True)  # what was done
    reason = models.CharField(max_length=200, blank=True)  # why it was given back, or is to be looked at again
    taken_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "registration"], condition=~Q(progress="given_back"), name="duty_taken_once"
            ),
            models.CheckConstraint(
                name="duty_confirmed",
                condition=~Q(progress="confirmed") | (Q(confirmed_at__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(  # nobody confirms the own work
                name="duty_second_person",
                condition=Q(confirmed_by__isnull=True)
                | Q(reported_by__isnull=True)
                | ~Q(confirmed_by=F("reported_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.registration_id}"


class YearReport(models.Model):
    """What a unit or member reports to the community once a year, and the community's answer."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "year"], name="reported_once_a_year"),
            models.CheckConstraint(
                name="report_second_person",
                condition=Q(confirmed_by__isnull=True)
                | Q(reported_by__isnull=True)
                | ~Q(confirmed_by=F("reported_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.year}"
