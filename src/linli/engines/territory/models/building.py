"""Estates, buildings, entrances, homes."""

from django.db import models
from django.db.models import Q

from linli.engines.territory.models.area import Area


class Estate(models.Model):
    """A housing estate (小区), or a named cluster of buildings."""

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="estates")
    name = models.CharField(max_length=60)
    aliases = models.JSONField(default=list)
    property_unit = models.ForeignKey("territory.Unit", null=True, on_delete=models.SET_NULL, related_name="estates")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="estate_name_once")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building. `path` is that of its grid (or of its community while it is in no grid)."""

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="buildings")
    estate = models.ForeignKey(Estate, null=True, on_delete=models.PROTECT, related_name="buildings")
    path = models.CharField(max_length=64, db_index=True)
    number = models.CharField(max_length=20)  # "3" for 3号楼 / 3栋 / 3幢
    name = models.CharField(max_length=60)  # as people say it: 3号楼, 兴农商场
    kind = models.CharField(max_length=16, default="residential")  # residential, shop, office, school, hospital, other
    floors = models.PositiveSmallIntegerField(default=1)
    households = models.PositiveIntegerField(default=0)
    longitude = models.FloatField()
    latitude = models.FloatField()
    footprint = models.BinaryField(null=True)  # WKB Polygon, WGS84
    external_id = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"],
                condition=Q(estate__isnull=False, valid_to__isnull=True),
                name="building_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Entrance(models.Model):
    """An entrance (单元) of a building."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="entrances")
    number = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "number"], name="entrance_number_once")]

    def __str__(self) -> str:
        return self.number


class Home(models.Model):
    """A home (户): a room behind an entrance."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="homes")
    entrance = models.ForeignKey(Entrance, null=True, on_delete=models.CASCADE, related_name="homes")
    floor = models.SmallIntegerField(default=1)
    room = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entrance", "room"], condition=Q(entrance__isnull=False), name="home_room_once"
            ),
            models.UniqueConstraint(
                fields=["building", "room"], condition=Q(entrance__isnull=True), name="home_room_once_without_entrance"
            ),
        ]

    def __str__(self) -> str:
        return self.room
