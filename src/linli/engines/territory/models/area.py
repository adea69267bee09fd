"""The tree of areas and their dated boundaries and codes."""

from django.db import models
from django.db.models import Q


class Area(models.Model):
    """A county, street, community or grid. `path` is the parent's path plus this area's key in 7 digits.

    A path is digits only, so that `path >= p AND path < next(p)` is one index range in every collation.
    """

    class Kind(models.TextChoices):
        """Levels of the tree, widest first."""

        COUNTY = "county"
        STREET = "street"
        COMMUNITY = "community"
        GRID = "grid"

    class GridKind(models.TextChoices):
        """Basic grids tile a community; special grids are office towers, parks, markets, schools, hospitals."""

        NONE = ""
        BASIC = "basic"
        SPECIAL = "special"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    grid_kind = models.CharField(max_length=8, choices=GridKind.choices, blank=True, default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=20)  # statistical code, 12 digits; grids: 12 + 3 serial
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=30, blank=True)
    rural = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # first day on which it is no longer valid

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="area_code_once"),
            models.CheckConstraint(
                name="area_grid_kind",
                condition=Q(kind="grid", grid_kind__in=["basic", "special"]) | (~Q(kind="grid") & Q(grid_kind="")),
            ),
            models.CheckConstraint(
                name="area_county_is_root",
                condition=Q(kind="county", parent__isnull=True) | (~Q(kind="county") & Q(parent__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["kind", "path"])]

    def __str__(self) -> str:
        return self.name


class AreaCode(models.Model):
    """A code an area has had, and its name where that changed with it: codes change by year, never reused as keys."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)  # empty: as it is called today
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "valid_from"], name="area_code_dated")]

    def __str__(self) -> str:
        return self.code


class Boundary(models.Model):
    """The polygon of an area from a day on. Old ones stay: a case keeps the grid of its day."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="boundaries")
    shape = models.BinaryField()  # WKB, WGS84 longitude and latitude, MultiPolygon or Polygon
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120, blank=True)
    source_system = models.CharField(max_length=8, default="wgs84")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "valid_from"], name="boundary_dated")]

    def __str__(self) -> str:
        return f"{self.area_id} from {self.valid_from}"


class Road(models.Model):
    """A road or water line for the sketch map and for words of place."""

    county = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="roads")
    name = models.CharField(max_length=60, blank=True)
    road_class = models.CharField(max_length=16)  # primary, secondary, residential, path, water, park
    shape = models.BinaryField()  # WKB LineString or Polygon, WGS84

    def __str__(self) -> str:
        return self.name or self.road_class
