"""What the reach of a community is measured from: its homes, the points in and around it, the streets, the needs."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

import shapely
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import drafting
from linli.engines.territory.models import Area, Building, BuildingPeople, ServiceKind, ServicePoint
from linli.engines.territory.paths import WIDTH, subtree
from linli.engines.territory.planinputs import roads_near
from linli.engines.territory.queries.places import day_map
from linli.kernel.errors import Invalid

AROUND = 0.015  # degrees, a mile: people walk to the next community's market too


@dataclass(frozen=True, slots=True)
class Box:
    """Where homes lie, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def is_near(self, longitude: float, latitude: float) -> bool:
        """Say whether a point here counts for the homes."""
        return (
            self.west - AROUND <= longitude <= self.east + AROUND
            and self.south - AROUND <= latitude <= self.north + AROUND
        )


@dataclass(frozen=True, slots=True)
class CircleInputs:
    """Homes, points, streets and kinds of one community."""

    homes: list[drafting.HomeInput]
    points: list[drafting.PointInput]
    roads: list[drafting.Road]
    kinds: list[ServiceKind]
    outline: BaseGeometry | None
    around: tuple[float, float]  # longitude and latitude of the middle of the homes

    def holds(self, longitude: float, latitude: float) -> bool:
        """Say whether a place lies in the community."""
        return self.outline is None or bool(shapely.intersects_xy(self.outline, longitude, latitude))


def circle_inputs(area: Area) -> CircleInputs:
    """Read what the reach of a community is measured from. Raises: Invalid when nobody lives there."""
    homes = _homes(area.path)
    if not homes:
        raise Invalid(_("There are no buildings with homes here yet."))
    near = _box_of(homes)
    west, south, east, north = near.west, near.south, near.east, near.north
    return CircleInputs(
        homes=homes,
        points=points_in(area.path, near),
        roads=roads_near(area.path, shapely.box(west, south, east, north).buffer(AROUND / 2)),
        kinds=list(ServiceKind.objects.order_by("order", "pk")),
        outline=day_map().shapes.get(area.pk),
        around=((west + east) / 2, (south + north) / 2),
    )


def _box_of(homes: list[drafting.HomeInput]) -> Box:
    west, east = min(one.longitude for one in homes), max(one.longitude for one in homes)
    south, north = min(one.latitude for one in homes), max(one.latitude for one in homes)
    return Box(west, south, east, north)


def home_boxes(areas: Collection[int]) -> dict[int, Box]:
    """Return the box around the homes of each community; one without homes has none."""
    lived_in = Building.objects.filter(community_id__in=areas, valid_to__isnull=True, households__gt=0)
    rows = lived_in.values_list("community_id").annotate(
        Min("longitude"), Min("latitude"), Max("longitude"), Max("latitude")
    )
    return {area: Box(*sides) for area, *sides in rows}


def points_in(path: str, box: Box) -> list[drafting.PointInput]:
    """Return the open points of a county that the reach of the homes in a box is measured to, in order."""
    near = ServicePoint.objects.filter(
        subtree(path[:WIDTH]), valid_to__isnull=True,
        longitude__range=(box.west - AROUND, box.east + AROUND),
        latitude__range=(box.south - AROUND, box.north + AROUND),
    ).order_by("pk")  # fmt: skip
    return [drafting.PointInput(str(one.pk), one.kind, one.longitude, one.latitude, one.name) for one in near]


def is_of_today(table: drafting.ReachTable, area: Area) -> bool:
    """Say whether points and homes of a table are those of today: none opened, moved, closed, built or taken down."""
    lived_in = _lived_in(area.path).values_list("pk", "households")
    if set(lived_in) != {(int(home), int(count)) for home, count in zip(table.homes, table.households, strict=True)}:
        return False
    box = home_boxes([area.pk]).get(area.pk)
    now = points_in(area.path, box) if box is not None else []
    return {replace(one, name="") for one in now} == {replace(one, name="") for one in table.points}


def _lived_in(path: str) -> "QuerySet[Building]":
    return Building.objects.filter(subtree(path), valid_to__isnull=True, households__gt=0).order_by("pk")


def _homes(path: str) -> list[drafting.HomeInput]:
    people: dict[int, dict[str, int]] = defaultdict(dict)
    counts = BuildingPeople.objects.filter(subtree(path, "building__path"))
    for building, group, count in counts.values_list("building_id", "group", "people"):
        people[building][group] = count
    lived_in = _lived_in(path)
    return [
        drafting.HomeInput(str(pk), x, y, households, people[pk] or None)
        for pk, x, y, households in lived_in.values_list("pk", "longitude", "latitude", "households")
    ]


def needs_of(table: drafting.ReachTable) -> list[drafting.Need]:
    """Return every need: each kind for all households, and for its age group where people are counted."""
    found = []
    for kind in ServiceKind.objects.order_by("order", "pk"):
        found.append(drafting.Need(kind.code, kind.minutes))
        if kind.group and kind.group in table.groups:
            found.append(drafting.Need(kind.code, kind.minutes, kind.group))
    return found
