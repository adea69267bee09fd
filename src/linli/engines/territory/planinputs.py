"""What a plan is made from, read from the register: places, roads, the outline, the grids that stay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import shapely
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import drafting, shapes
from linli.engines.territory.followers import workload_of
from linli.engines.territory.models import Area, Building, Net, NetGrid, NetMember, Road
from linli.engines.territory.paths import WIDTH, subtree
from linli.engines.territory.queries.places import day_map
from linli.kernel import clock
from linli.kernel.errors import Invalid

YEAR = 365  # days of past work that count
WATER = "water"
NO_ROADS = {"water", "park", "field", "path"}
NO_WAYS = NO_ROADS - {"path"}  # one can walk on a path


@dataclass(frozen=True, slots=True)
class Inputs:
    """The places of an area, its roads and water, its outline."""

    places: list[drafting.Place]
    roads: list[drafting.Road] = field(default_factory=list)
    water: BaseGeometry | None = None
    boundary: BaseGeometry | None = None


def places_of(path: str) -> list[drafting.Place]:
    """Return the standing buildings of a path as a plan sees them, with the cases of the last year as work."""
    work = workload_of(path, clock.today() - timedelta(days=YEAR))
    found = Building.objects.filter(subtree(path), valid_to__isnull=True).order_by("pk")
    fields = ("pk", "estate_id", "households", "kind", "floors", "longitude", "latitude", "footprint")
    return [
        drafting.Place(
            id=str(pk),
            geometry=shapely.from_wkb(bytes(footprint)) if footprint else shapely.Point(x, y),
            households=households if households or kind != "residential" else None,
            kind=kind,
            estate=str(estate or ""),
            floors=floors,
            workload=work.get(pk, 0),
        )
        for pk, estate, households, kind, floors, x, y, footprint in found.values_list(*fields)
    ]


def inputs_of(area: Area) -> Inputs:
    """Return everything a plan of an area is made from."""
    outline = day_map().shapes.get(area.pk)
    roads, water = _roads(area.path, outline)
    return Inputs(places_of(area.path), roads, water, outline)


def _roads(path: str, outline: BaseGeometry | None) -> tuple[list[drafting.Road], BaseGeometry | None]:
    """Return the roads and the water near an area."""
    roads, water = [], []
    near = outline.buffer(0.002) if outline is not None else None
    for row in Road.objects.filter(county__path=path[:WIDTH]).order_by("pk"):
        line = shapes.load(row.shape)
        if near is not None and not line.intersects(near):
            continue
        if row.road_class == WATER:
            water.append(line)
        elif row.road_class not in NO_ROADS:
            roads.append(drafting.Road(line, row.road_class))
    return roads, shapely.union_all(water) if water else None


def roads_near(path: str, land: BaseGeometry) -> list[drafting.Road]:
    """Return the streets and paths of a county that touch some land, those only walked on too."""
    found = []
    for row in Road.objects.filter(county__path=path[:WIDTH]).exclude(road_class__in=NO_WAYS).order_by("pk"):
        line = shapes.load(row.shape)
        if line.intersects(land):
            found.append(drafting.Road(line, row.road_class))
    return found


def present_grids(area: Area) -> dict[str, str]:
    """Return the code of today's grid of every building of an area, by its key as text."""
    found = Building.objects.filter(subtree(area.path), valid_to__isnull=True, grid__isnull=False)
    return {str(pk): code for pk, code in found.values_list("pk", "grid__code")}


def net_grids(net_id: int, places: Iterable[drafting.Place]) -> dict[str, str]:
    """Return the code of a net's grid of every building that lies in one. Raises: Invalid when the net is gone."""
    net = Net.objects.filter(pk=net_id).first()
    if net is None:
        raise Invalid("the net is gone", code="net_gone")
    found: dict[str, str] = {}
    for grid in net.grids.order_by("pk"):
        for key in members_of(grid, places):
            found.setdefault(key, grid.code)
    return found


def members_of(grid: NetGrid, places: Iterable[drafting.Place]) -> list[str]:
    """Return the buildings of a grid: those its file lists, else those that stand in it."""
    if grid.listed:
        return [str(key) for key in NetMember.objects.filter(grid=grid).values_list("building_id", flat=True)]
    shape = shapes.load(grid.shape)
    shapely.prepare(shape)
    rows = list(places)
    points = shapely.point_on_surface([row.geometry for row in rows])
    return [row.id for row, inside in zip(rows, shapely.intersects(shape, points), strict=True) if inside]


def held_grids(area: Area, places: list[drafting.Place]) -> tuple[drafting.Held, ...]:
    """Return the grids that stay as they are: special grids of today, and those a person chose to keep."""
    inside = {place.id for place in places}
    held: list[drafting.Held] = []
    taken: set[str] = set()
    special = Area.objects.filter(parent=area, grid_kind=Area.GridKind.SPECIAL, valid_to__isnull=True).order_by("code")
    for one in special:
        keys = [str(pk) for pk in one.buildings.filter(valid_to__isnull=True).values_list("pk", flat=True)]
        _hold(held, taken, drafting.Held(one.code, tuple(keys), special=True))
    for grid in NetGrid.objects.filter(keep=True, net__in=_nets_over(area.path)).order_by("net_id", "code"):
        members = [key for key in members_of(grid, places) if key in inside and key not in taken]
        _hold(held, taken, drafting.Held("", tuple(members)))
    return tuple(held)


def _hold(held: list[drafting.Held], taken: set[str], one: drafting.Held) -> None:
    if one.places:
        held.append(one)
        taken.update(one.places)


def _nets_over(path: str) -> list[int]:
    return [net.pk for net in Net.objects.all() if path.startswith(net.path) or net.path.startswith(path)]
