"""Reads of the nets that departments drew: each grid's load, overlaps, gaps, buildings in many grids or in none."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shapely.geometry.base import BaseGeometry

from linli.engines.territory import drafting, shapes
from linli.engines.territory.models import Area, Net, NetGrid, NetMember
from linli.engines.territory.planfacts import collection, geometry_of
from linli.engines.territory.planinputs import places_of
from linli.engines.territory.policies import may_draw, require_read_plans
from linli.engines.territory.queries.buildings import buildings
from linli.engines.territory.queries.places import day_map
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

PRESENT = 0  # the net of today stands beside the others under this key


@dataclass(frozen=True, slots=True)
class NetRow:
    """A net as lists show it."""

    id: int
    name: str
    department: str
    grids: int
    area_name: str
    brought_at: datetime | None
    brought_by: str
    remarks: list[str]


@dataclass(frozen=True, slots=True)
class NetGridRow:
    """A grid of a net with its load."""

    net_id: int
    net: str
    code: str
    name: str
    households: int
    buildings: int
    hectares: float
    overlaps: tuple[str, ...]  # grids of the same net that lie over it
    keep: bool
    present: bool


@dataclass(frozen=True, slots=True)
class NetSum:
    """A net as a whole."""

    net_id: int
    net: str
    grids: int
    least: int  # households
    most: int
    in_many: int  # buildings in more than one of its grids
    in_none: int
    overlap_percent: float | None  # of its area; None for address lists, which draw no land
    gap_percent: float | None


@dataclass(frozen=True, slots=True)
class BuildingNetsRow:
    """A building and the grids of every net it lies in."""

    id: int
    name: str
    households: int
    grids: tuple[tuple[str, ...], ...]  # of each net, in the order of the sums


@dataclass(frozen=True, slots=True)
class NetsView:
    """Several nets of one area looked at together."""

    sums: list[NetSum]
    grids: list[NetGridRow]
    buildings: list[BuildingNetsRow]  # those in many grids of a net or in none of it
    may_draw: bool
    layers: dict[str, Any] = field(default_factory=dict)  # GeoJSON: nets, overlaps, gaps


def nets(viewer: Actor, path: str) -> list[NetRow]:
    """Return the nets over or inside an area, the newest last. Raises: NotFound where the viewer sees none."""
    require_read_plans(viewer, path)
    found = [
        net
        for net in Net.objects.select_related("area", "brought_by").order_by("pk")
        if net.path.startswith(path) or path.startswith(net.path)
    ]
    counts = Counter(NetGrid.objects.filter(net__in=found).values_list("net_id", flat=True))
    return [
        NetRow(
            net.pk,
            net.name,
            net.department,
            counts[net.pk],
            net.area.name,
            net.brought_at,
            net.brought_by.name if net.brought_by is not None else "",
            net.remarks,
        )
        for net in found
    ]


@dataclass
class _Looked:
    """The nets of an area as `drafting` takes them, with names for what it answers."""

    nets: list[drafting.Net]
    ids: dict[str, int]  # name -> key
    names: dict[tuple[str, str], str]  # net, code -> name of the grid
    keep: set[tuple[str, str]]


def look_at_nets(viewer: Actor, area_id: int, *, present_name: str) -> NetsView:
    """Return the nets of an area looked at together, the net of today first. Raises: NotFound."""
    here = day_map()
    row = here.rows.get(area_id)
    if row is None:
        raise NotFound
    require_read_plans(viewer, row.path)
    places = places_of(row.path)
    outline = here.shapes[area_id]
    looked = _read(row.path, places, outline, present_name)
    view = drafting.look_at_nets(looked.nets, places, outline)
    return NetsView(
        sums=_sums(view, looked),
        grids=_grids(view, looked),
        buildings=_buildings(view, looked, row.path),
        may_draw=may_draw(viewer, row.path),
        layers=_layers(view, looked, outline),
    )


def _read(path: str, places: list[drafting.Place], outline: BaseGeometry, present_name: str) -> _Looked:
    here = day_map()
    today = [one for one in here.rows.values() if one.kind == Area.Kind.GRID and one.path.startswith(path)]
    looked = _Looked(
        nets=[drafting.Net(present_name, tuple((one.code, here.shapes[one.id]) for one in today))],
        ids={present_name: PRESENT},
        names={(present_name, one.code): one.short_name for one in today},
        keep=set(),
    )
    for net in Net.objects.order_by("pk"):
        if not (net.path.startswith(path) or path.startswith(net.path)):
            continue
        grids = [one for one in net.grids.order_by("code") if shapes.load(one.shape).intersects(outline)]
        if not grids:
            continue
        looked.ids[net.name] = net.pk
        looked.names |= {(net.name, one.code): one.name for one in grids}
        looked.keep |= {(net.name, one.code) for one in grids if one.keep}
        looked.nets.append(_net(net, grids, places))
    return looked


def _net(net: Net, grids: list[NetGrid], places: list[drafting.Place]) -> drafting.Net:
    """Return a net as polygons, or as the lists its file gave."""
    if not any(one.listed for one in grids):
        return drafting.Net(net.name, tuple((one.code, shapes.load(one.shape)) for one in grids))
    inside = {place.id for place in places}
    lists: dict[str, list[str]] = {one.code: [] for one in grids}
    codes = {one.pk: one.code for one in grids}
    for grid, building in NetMember.objects.filter(grid__in=grids).values_list("grid_id", "building_id"):
        if str(building) in inside:
            lists[codes[grid]].append(str(building))
    return drafting.net_of_lists(net.name, {code: keys for code, keys in lists.items() if keys}, places)


def _sums(view: drafting.NetsView, looked: _Looked) -> list[NetSum]:
    listed = {net.name for net in looked.nets if net.members is not None}
    return [
        NetSum(
            net_id=looked.ids[one.name],
            net=one.name,
            grids=one.grids,
            least=one.fewest,
            most=one.most,
            in_many=one.buildings_in_many,
            in_none=one.buildings_in_none,
            overlap_percent=None if one.name in listed else round(one.overlap_percent, 1),
            gap_percent=None if one.name in listed else round(one.gap_percent, 1),
        )
        for one in view.figures
    ]


def _grids(view: drafting.NetsView, looked: _Looked) -> list[NetGridRow]:
    over: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in view.overlaps:
        if one.net == one.other_net:
            over[one.net, one.code].add(looked.names.get((one.net, one.other_code), one.other_code))
            over[one.net, one.other_code].add(looked.names.get((one.net, one.code), one.code))
    return [
        NetGridRow(
            net_id=looked.ids[one.net],
            net=one.net,
            code=one.code,
            name=looked.names.get((one.net, one.code), one.code),
            households=one.households,
            buildings=one.buildings,
            hectares=round(one.area / 10_000, 1),
            overlaps=tuple(sorted(over[one.net, one.code])),
            keep=(one.net, one.code) in looked.keep,
            present=looked.ids[one.net] == PRESENT,
        )
        for one in view.loads
    ]


def _buildings(view: drafting.NetsView, looked: _Looked, path: str) -> list[BuildingNetsRow]:
    """Return the buildings that some net has in many grids or in none."""
    names = {str(row.id): row.label for row in buildings(path)}
    rows = []
    for one in view.buildings:
        by_net = {net.name: tuple(code for name, code in one.grids if name == net.name) for net in looked.nets}
        if all(len(codes) == 1 for codes in by_net.values()):
            continue
        said = tuple(
            tuple(looked.names.get((net.name, code), code) for code in by_net[net.name]) for net in looked.nets
        )
        rows.append(BuildingNetsRow(int(one.id), names.get(one.id, one.id), one.households, said))
    return rows


def _layers(view: drafting.NetsView, looked: _Looked, outline: BaseGeometry) -> dict[str, Any]:
    drawn = []
    for net in looked.nets:
        for code, shape in net.grids:
            about = {"net": looked.ids[net.name], "code": code, "name": looked.names.get((net.name, code), code)}
            drawn.append(_feature(shape.intersection(outline), about))
    overlaps = [
        _feature(one.shape, {"net": looked.ids[one.net], "one": one.code, "other": one.other_code})
        for one in view.overlaps
        if one.net == one.other_net
    ]
    listed = {net.name for net in looked.nets if net.members is not None}
    gaps = [_feature(one.shape, {"net": looked.ids[one.net]}) for one in view.gaps if one.net not in listed]
    return {"nets": collection(drawn), "overlaps": collection(overlaps), "gaps": collection(gaps)}


def _feature(shape: BaseGeometry, about: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": geometry_of(shape)}
