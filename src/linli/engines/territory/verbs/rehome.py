"""Buildings follow the boundaries of their day."""

from datetime import date, datetime

import numpy as np
from django.db.models import F, Q

from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.houses import HOUSES
from linli.engines.territory.models import Appointment, Area, Boundary, Building
from linli.engines.territory.paths import subtree
from linli.engines.territory.queries.places import grids_at
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.locks import write

_BATCH = 500
Bounds = tuple[float, float, float, float]


def rehome_buildings(path: str, bounds: Bounds | None = None) -> int:
    """Put every standing building under a path, or inside some bounds, into its grid of today; return how many moved.

    A building outside every drawn grid keeps its grid while that grid has no boundary, and is in its community alone
    otherwise. Appointments at a building move with it. Called inside the verb that changed the boundaries.
    """
    place = subtree(path)
    if bounds is not None:
        west, south, east, north = bounds
        place |= Q(longitude__range=(west, east), latitude__range=(south, north))
    fields = ("pk", "longitude", "latitude", "path", "grid_id", "community_id")
    buildings = list(Building.objects.filter(place, valid_to__isnull=True).only(*fields))
    if not buildings:
        return 0
    found = grids_at(np.array([[one.longitude, one.latitude] for one in buildings]))
    drawn = set(Boundary.objects.filter(valid_to__isnull=True).values_list("area_id", flat=True))
    areas = Area.objects.in_bulk({int(key) for key in found if key} | {one.community_id for one in buildings})
    moved = []
    for building, key in zip(buildings, found, strict=True):
        grid = areas.get(int(key))
        if (
            grid is None
            and building.grid_id is not None
            and building.grid_id not in drawn
            and _is_open(building.grid_id)
        ):
            continue
        if _move(building, grid, areas[building.community_id]):
            moved.append(building)
    if moved:
        Building.objects.bulk_update(moved, ["grid", "community", "path"], batch_size=_BATCH)
        renew(HOUSES)
    _move_appointments([one.pk for one in moved])
    return len(moved)


def _is_open(grid_id: int) -> bool:
    return Area.objects.filter(pk=grid_id, valid_to__isnull=True).exists()


def _move(building: Building, grid: Area | None, community: Area) -> bool:
    """Set the new place of a building; say whether it changed."""
    path = grid.path if grid is not None else community.path
    if building.path == path and building.grid_id == (grid.pk if grid is not None else None):
        return False
    building.grid = grid
    building.path = path
    if grid is not None and grid.parent_id is not None:
        building.community_id = grid.parent_id
    return True


def _move_appointments(building_ids: list[int]) -> None:
    waiting = Appointment.objects.filter(building_id__in=building_ids, ends__isnull=True).exclude(
        path=F("building__path")
    )
    changed = []
    for one in waiting.select_related("building"):
        if one.building is not None:
            one.path = one.building.path
            one.area_id = one.building.grid_id or one.building.community_id
            changed.append(one)
    if changed:
        Appointment.objects.bulk_update(changed, ["path", "area"], batch_size=_BATCH)
        renew(DIRECTORY)


_last_day: dict[str, date] = {}


def follow_the_day(moment: datetime) -> int:
    """Once a day: rehome buildings where a boundary begins or ends today. Doing it twice changes nothing."""
    day = clock.local(moment).date()
    if _last_day.get("day") == day:
        return 0
    moved = 0
    with write():
        changed = Boundary.objects.filter(valid_from=day) | Boundary.objects.filter(valid_to=day)
        for path in sorted(set(changed.values_list("area__parent__path", flat=True)) - {None}):
            moved += rehome_buildings(path)
    _last_day["day"] = day
    return moved
