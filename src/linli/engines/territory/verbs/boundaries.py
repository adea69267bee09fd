"""Drawing the boundaries of areas from a day on; roads of the sketch map."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from linli.engines.journal import public as journal
from linli.engines.territory import shapes
from linli.engines.territory.coordinates import SYSTEMS
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.models import Area, Boundary, Road
from linli.engines.territory.paths import ids_of, shared_path
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.places import BOUNDARIES
from linli.engines.territory.types import NewRoad
from linli.engines.territory.verbs.rehome import rehome_buildings
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import locked, locked_one, write


def set_boundaries(
    rows: Sequence[tuple[int, BaseGeometry]],
    *,
    by: Actor,
    valid_from: date | None = None,
    source: str = "",
    source_system: str = "wgs84",
) -> list[Boundary]:
    """Draw the boundaries of areas from a day on, all or none; those before end that day and stay for older cases.

    Without a day each holds as long as its area does. Buildings move to the grid that now holds them.

    Raises: NotAllowed, NotFound, Invalid (not a sound polygon).
    """
    if not rows:
        return []
    if source_system not in SYSTEMS:
        raise Invalid(fields={"source_system": _("The coordinate system must be wgs84, gcj02 or bd09.")})
    with write():
        areas = {area.pk: area for area in locked(_open(area_id for area_id, _shape in rows))}
        if len(areas) < len({area_id for area_id, _shape in rows}):
            raise NotFound
        for area in areas.values():
            require_change(by, area.path)
        made = [
            draw_boundary(areas[area_id], shapes.to_wgs84(shape, source_system), valid_from, source, source_system)
            for area_id, shape in rows
        ]
        renew(BOUNDARIES, DIRECTORY)
        moved = _rehome(areas, made)
        _record(areas, made, moved, by)
        return made


def set_boundary(
    *,
    area_id: int,
    shape: BaseGeometry,
    valid_from: date | None = None,
    source: str = "",
    source_system: str = "wgs84",
    by: Actor,
) -> Boundary:
    """Draw the boundary of one area. Raises: as `set_boundaries`."""
    return set_boundaries([(area_id, shape)], valid_from=valid_from, source=source, source_system=source_system, by=by)[
        0
    ]


def _open(area_ids: Iterable[int]) -> QuerySet[Area]:
    return Area.objects.filter(pk__in=set(area_ids), valid_to__isnull=True)


def check_shape(shape: BaseGeometry) -> None:
    """Let only sound polygons in degrees pass. Raises: Invalid."""
    if not shapes.is_polygon(shape):
        raise Invalid(_("The boundary must be a polygon with some area."), code="not_a_polygon")
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise Invalid(_("The boundary has no longitudes and latitudes in degrees."), code="not_degrees")
    reason, place = shapes.fault_of(shape)
    if reason:
        text = _("The boundary crosses or touches itself (%(reason)s at %(place)s).")
        raise Invalid(text % {"reason": reason, "place": place}, code="crossed")
    if not shape.area > 0:
        raise Invalid(_("The boundary must be a polygon with some area."), code="not_a_polygon")


def draw_boundary(
    area: Area, shape: BaseGeometry, valid_from: date | None, source: str = "", source_system: str = "wgs84"
) -> Boundary:
    """Put a dated boundary between those before and after it, inside the verb of the caller. Raises: Invalid."""
    check_shape(shape)
    day = valid_from or area.valid_from
    later = area.boundaries.filter(valid_from__gt=day).order_by("valid_from").first()
    before = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    area.boundaries.filter(before, valid_from__lt=day).update(valid_to=day)
    west, south, east, north = shape.bounds
    made, _new = Boundary.objects.update_or_create(
        area=area,
        valid_from=day,
        defaults={
            "shape": shapes.dump(shape),
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "valid_to": later.valid_from if later is not None else None,
            "source": source,
            "source_system": source_system,
        },
    )
    return made


def _rehome(areas: dict[int, Area], made: Sequence[Boundary]) -> int:
    """Let the buildings in and around redrawn grids follow, where the boundary holds today."""
    moved = 0
    for one in made:
        area = areas[one.area_id]
        if area.kind == Area.Kind.GRID and one.valid_from <= clock.today():
            moved += rehome_buildings(area.path, (one.west, one.south, one.east, one.north))
    return moved


def _record(areas: dict[int, Area], made: Sequence[Boundary], moved: int, by: Actor) -> None:
    path = shared_path(area.path for area in areas.values())
    journal.record(
        kind="area.boundary_set" if len(made) == 1 else "areas.boundaries_set",
        stream=f"area:{ids_of(path)[-1]}",
        by=by,
        path=path,
        data={
            "boundaries": [{"area": one.area_id, "id": one.pk, "valid_from": one.valid_from} for one in made],
            "source": made[0].source,
            "system": made[0].source_system,
            "moved": moved,
        },
    )


def add_roads(rows: Sequence[NewRoad], *, county_id: int, by: Actor) -> int:
    """Add roads, water and parks to the sketch map; return how many. Raises: NotAllowed, NotFound."""
    if not rows:
        return 0
    with write():
        county = locked_one(Area.objects.filter(pk=county_id, kind=Area.Kind.COUNTY))
        require_change(by, county.path)
        roads = [
            Road(county=county, name=row.name, road_class=row.road_class, shape=shapes.dump(row.shape)) for row in rows
        ]
        Road.objects.bulk_create(roads, batch_size=1000)
        renew(BOUNDARIES)
        journal.record(
            kind="roads.added", stream=f"area:{county.pk}", by=by, path=county.path, data={"count": len(roads)}
        )
        return len(roads)


def clear_roads(*, county_id: int, by: Actor) -> int:
    """Take all roads off the sketch map, before a new set; return how many. Raises: NotAllowed, NotFound."""
    with write():
        county = locked_one(Area.objects.filter(pk=county_id, kind=Area.Kind.COUNTY))
        require_change(by, county.path)
        gone, _by_model = county.roads.all().delete()
        renew(BOUNDARIES)
        journal.record(kind="roads.cleared", stream=f"area:{county.pk}", by=by, path=county.path, data={"count": gone})
        return gone
