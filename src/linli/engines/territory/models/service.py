"""Points of service of the 15-minute circle, and how units are spread over grids."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.engines.territory.models.area import Area
from linli.engines.territory.models.building import Building
from linli.engines.territory.models.post import Unit


class ServiceKind(models.Model):
    """A kind of service that should be a short walk away from every home; of whom it is needed most."""

    class Group(models.TextChoices):
        """Whose age it is for; empty: everybody's."""

        CHILD = "child"
        ELDERLY = "elderly"

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=8, blank=True, choices=Group.choices)
    minutes = models.PositiveSmallIntegerField(default=15)  # on foot
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_kind_minutes", condition=Q(minutes__gte=1, minutes__lte=30)),
        ]

    def __str__(self) -> str:
        return self.name


class BuildingPeople(models.Model):
    """How many people of an age group live in a building: a count from a list, nobody's name."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="people")
    group = models.CharField(max_length=8, choices=ServiceKind.Group.choices)
    people = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "group"], name="building_people_once")]

    def __str__(self) -> str:
        return f"{self.building_id} {self.group}: {self.people}"


class ServicePoint(models.Model):
    """A place residents walk to: a market, a clinic, a canteen. Kinds are those of `service_kinds`."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="service_points")  # community, or wider
    path = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=60, blank=True)  # in words: 8:00-20:00
    phone = models.CharField(max_length=30, blank=True)  # of the service, not of a person
    longitude = models.FloatField()
    latitude = models.FloatField()
    source = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # first day on which it is closed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "name"], condition=Q(valid_to__isnull=True), name="service_point_once"
            ),
            models.CheckConstraint(
                name="service_point_days", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes = [models.Index(fields=["path", "kind"])]

    def __str__(self) -> str:
        return self.name


class ReachStudy(models.Model):
    """How far every home of an area is from every point of service, worked out once; pages ask it for what-ifs."""

    class State(models.TextChoices):
        """Where it stands."""

        PLANNING = "planning"
        FAILED = "failed"
        READY = "ready"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="reach_studies")
    path = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    job_id = models.BigIntegerField(null=True)
    table = models.BinaryField(null=True)  # as `drafting.ReachTable` writes it
    report = models.JSONField(default=list)  # per kind: households and people inside and outside, the farthest home
    sites = models.JSONField(default=list)  # best places for the next points, per kind
    network = models.BooleanField(default=False)  # along roads; else straight lines x 1.3
    fault = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.area_id} {self.made_at}"


class UnitProfile(models.Model):
    """What a unit brings when units are spread over grids."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    capacity = models.PositiveSmallIntegerField(default=1)  # grids it can serve
    skills = models.JSONField(default=list)  # words: 法律, 医疗, 电力
    longitude = models.FloatField(null=True)  # its seat
    latitude = models.FloatField(null=True)

    def __str__(self) -> str:
        return str(self.unit_id)


class UnitTie(models.Model):
    """A unit that belongs to a grid beforehand: locked pairs stay in every spread, ties are preferred."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="ties")
    grid = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    locked = models.BooleanField(default=False)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "grid"], name="unit_tie_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.grid_id}"


class UnitSpread(models.Model):
    """One allocation of units to the grids of an area, from a day on. Earlier ones stay."""

    class State(models.TextChoices):
        """Where it stands."""

        PLANNING = "planning"
        FAILED = "failed"
        READY = "ready"
        ADOPTED = "adopted"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="spreads")
    path = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    wishes = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    figures = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    fault = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    effective = models.DateField(null=True)
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_spread_adopted_when",
                condition=Q(state="adopted", adopted_at__isnull=False, effective__isnull=False)
                | (~Q(state="adopted") & Q(adopted_at__isnull=True, effective__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["area", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.area_id} {self.made_at}"


class UnitPlace(models.Model):
    """A unit fixed to a grid by a spread, and why."""

    spread = models.ForeignKey(UnitSpread, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    grid = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="unit_places")
    path = models.CharField(max_length=64)
    metres = models.PositiveIntegerField(null=True)  # from its seat to the middle of the grid
    locked = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)  # served elsewhere before
    reason = models.CharField(max_length=200, blank=True)
    liaison = models.BooleanField(default=False)  # leads the units of the grid's community (联络单位)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["spread", "unit", "grid"], name="unit_place_once")]
        indexes = [models.Index(fields=["spread", "path"])]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.grid_id}"
