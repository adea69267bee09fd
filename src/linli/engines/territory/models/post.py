"""Units, posts, appointments: who serves where."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from linli.engines.territory.models.area import Area
from linli.engines.territory.models.building import Building, Entrance


class Unit(models.Model):
    """A body that handles cases: property firm, street office, county bureau, utility, police room."""

    kind = models.CharField(max_length=40)  # as in the taxonomy: property, street.sanitation, county.urban_mgmt
    name = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units")
    path = models.CharField(max_length=64, db_index=True)  # of its area: it serves the whole subtree
    phone = models.CharField(max_length=30, blank=True)  # the office's public number
    address = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="unit_name_once")]
        indexes = [models.Index(fields=["kind", "path"])]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A kind of post of the pattern: grid leader, grid member, building head, duty officer ..."""

    class Level(models.TextChoices):
        """What a holder is appointed to."""

        COUNTY = "county"
        STREET = "street"
        COMMUNITY = "community"
        GRID = "grid"
        BUILDING = "building"
        ENTRANCE = "entrance"
        UNIT = "unit"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    roles = models.JSONField(default=list)  # codes of engines.access.roles
    paid = models.BooleanField(default=False)
    term_months = models.PositiveSmallIntegerField(null=True)
    household_limit = models.PositiveSmallIntegerField(null=True)  # building head: 100
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.name


class Staffing(models.Model):
    """How many holders of a post one place should have; `grid_kind` and `place_kind` narrow it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="staffing")
    grid_kind = models.CharField(max_length=8, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    per_households = models.PositiveSmallIntegerField(null=True)  # one more for each so many households

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "grid_kind"], name="staffing_once")]

    def __str__(self) -> str:
        return f"{self.post_id} x {self.count}"


class Appointment(models.Model):
    """A person in a post at a place, for a term."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="appointments"
    )  # the grid for building heads, the unit's area for units
    path = models.CharField(max_length=64)
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="appointments")
    entrance = models.ForeignKey(Entrance, null=True, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="appointments")
    programme = models.CharField(max_length=24, default="*")
    starts = models.DateField()
    ends = models.DateField(null=True)  # first day on which it no longer holds
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="appointment_term", condition=Q(ends__isnull=True) | Q(ends__gt=F("starts"))),
            models.UniqueConstraint(
                "post",
                "account",
                "area",
                Coalesce("building", 0),
                Coalesce("entrance", 0),
                Coalesce("unit", 0),
                condition=Q(ends__isnull=True),
                name="appointment_once",
            ),
        ]
        indexes = [models.Index(fields=["account", "ends"]), models.Index(fields=["path", "post"])]

    def __str__(self) -> str:
        return f"{self.post_id} {self.account_id} from {self.starts}"


class StandIn(models.Model):
    """Somebody who acts for the holder of an appointment for a time."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="stand_ins")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stand_ins")
    starts = models.DateField()
    ends = models.DateField()  # first day on which it no longer holds
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(name="stand_in_term", condition=Q(ends__gt=F("starts")))]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.account_id}"


class DutyShift(models.Model):
    """Who answers for an area's duty desk at a time."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="shifts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="shift_order", condition=Q(ends__gt=F("starts")))]
        indexes = [models.Index(fields=["area", "starts"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.starts}"
