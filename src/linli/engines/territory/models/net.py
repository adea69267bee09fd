"""Nets that departments drew before: their grids, as polygons or as lists of buildings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.engines.territory.models.area import Area
from linli.engines.territory.models.building import Building


class Net(models.Model):
    """One department's grids over an area, as its file brought them. It is only looked at: nobody is served by it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="nets")
    path = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=60)  # 综治网格, 消防网格
    department = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=120, blank=True)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    remarks = models.JSONField(default=list)  # rows that could not be used, in words

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="net_name_once")]

    def __str__(self) -> str:
        return self.name


class NetGrid(models.Model):
    """A grid of a net. Where the file lists buildings, `shape` is their ground and the list decides who is in it."""

    net = models.ForeignKey(Net, on_delete=models.CASCADE, related_name="grids")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    shape = models.BinaryField()  # WKB, WGS84
    listed = models.BooleanField(default=False)
    keep = models.BooleanField(default=False)  # stays as it is in the next plan

    class Meta:
        constraints = [models.UniqueConstraint(fields=["net", "code"], name="net_grid_code_once")]

    def __str__(self) -> str:
        return self.name


class NetMember(models.Model):
    """A building that a file lists in a grid; it may stand in several lists, and that is what one wants to see."""

    grid = models.ForeignKey(NetGrid, on_delete=models.CASCADE, related_name="members")
    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid", "building"], name="net_member_once")]

    def __str__(self) -> str:
        return f"{self.grid_id}: {self.building_id}"


class GridPlan(models.Model):
    """A proposed net of grids for one community. Once adopted nothing in it changes any more."""

    class State(models.TextChoices):
        """Where a plan stands."""

        PLANNING = "planning"  # its job waits or runs
        FAILED = "failed"
        READY = "ready"  # can be edited, talked about, signed
        SCHEDULED = "scheduled"  # signed and given a day; carried out when the day begins
        ADOPTED = "adopted"
        DROPPED = "dropped"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grid_plans")  # the community
    path = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    wishes = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    figures = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    fault = models.CharField(max_length=400, blank=True)
    edition = models.PositiveIntegerField(default=1)  # goes up with every edit: a signature is for one edition
    shared_at = models.DateTimeField(null=True)  # communities see it and say what they think
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    effective = models.DateField(null=True)  # first day of the net
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grid_plan_has_day",
                condition=Q(state__in=["scheduled", "adopted"], effective__isnull=False)
                | (~Q(state__in=["scheduled", "adopted"]) & Q(effective__isnull=True)),
            ),
            models.CheckConstraint(
                name="grid_plan_adopted_when",
                condition=Q(state="adopted", adopted_at__isnull=False)
                | (~Q(state="adopted") & Q(adopted_at__isnull=True)),
            ),
            models.UniqueConstraint(fields=["area"], condition=Q(state="scheduled"), name="grid_plan_one_scheduled"),
            models.UniqueConstraint(
                fields=["area", "effective"], condition=Q(state="adopted"), name="grid_plan_one_a_day"
            ),
        ]
        indexes = [models.Index(fields=["area", "-made_at"])]

    def __str__(self) -> str:
        return self.name


class PlanDraft(models.Model):
    """The ground of every building of a plan and the grid it is in, as `drafting.Draft` writes it."""

    plan = models.OneToOneField(GridPlan, primary_key=True, on_delete=models.CASCADE, related_name="draft")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.plan_id)


class PlanGrid(models.Model):
    """A grid of a plan."""

    plan = models.ForeignKey(GridPlan, on_delete=models.CASCADE, related_name="grids")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    special = models.BooleanField(default=False)
    shape = models.BinaryField()  # WKB, WGS84
    households = models.PositiveIntegerField(default=0)
    workload = models.PositiveIntegerField(default=0)  # cases of the last year
    buildings = models.PositiveIntegerField(default=0)
    walk = models.PositiveIntegerField(default=0)  # mean metres from a household to the middle of the grid
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")  # what it became

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="plan_grid_code_once")]

    def __str__(self) -> str:
        return self.name


class PlanEdit(models.Model):
    """A change by hand: which buildings went from which grid to which. Undoing marks it; nothing is taken away."""

    plan = models.ForeignKey(GridPlan, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    before = models.JSONField(default=dict)  # code of the grid that each building was in
    to = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_edit_number_once")]

    def __str__(self) -> str:
        return self.words


class PlanRemark(models.Model):
    """What a community or street says about a plan."""

    plan = models.ForeignKey(GridPlan, on_delete=models.CASCADE, related_name="remarks")
    grid = models.ForeignKey(PlanGrid, null=True, on_delete=models.SET_NULL, related_name="+")  # which one it is about
    text = models.CharField(max_length=1000)
    edition = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]


class PlanSignature(models.Model):
    """The yes of the community or of the street to one edition of a plan."""

    class Level(models.TextChoices):
        """Who says yes."""

        COMMUNITY = "community"
        STREET = "street"

    plan = models.ForeignKey(GridPlan, on_delete=models.CASCADE, related_name="signatures")
    level = models.CharField(max_length=10, choices=Level.choices)
    edition = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "level", "edition"], name="plan_signed_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.level} {self.edition}"


class PlanMove(models.Model):
    """One line of what an adoption changed: a grid, a building, a post, a board, an open case."""

    plan = models.ForeignKey(GridPlan, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=10)  # grid, building, post, board, case
    what = models.CharField(max_length=120)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "kind", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"
