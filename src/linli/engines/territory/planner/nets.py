"""Several departments' nets over the same buildings: where they overlap, leave gaps, and whom they count twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.inputs import Place
from linli.engines.territory.planner.projection import Projection

SLIVER = 25.0                 # square metres: a thinner overlap or gap is how somebody drew, not a fault
AROUND = 20.0                 # metres of land around the buildings of an address list

Geometries = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Net:
    """One department's grids. `members` where a list of addresses and not a line on a map says who belongs to it."""

    name: str
    grids: tuple[tuple[str, BaseGeometry], ...]                 # code, WGS84 shape
    members: Mapping[str, tuple[str, ...]] | None = None        # code -> buildings


@dataclass(frozen=True, slots=True)
class NetGrid:
    """One grid of a net and its load."""

    net: str
    code: str
    households: int
    buildings: int
    area: float               # square metres


@dataclass(frozen=True, slots=True)
class Overlap:
    """Land in two grids, of one net or of two."""

    net: str
    code: str
    other_net: str
    other_code: str
    area: float
    buildings: int
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Gap:
    """Land in no grid of a net."""

    net: str
    area: float
    buildings: int
    households: int
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class BuildingNets:
    """A building and the grids it is in."""

    id: str
    households: int
    grids: tuple[tuple[str, str], ...]      # net, code


@dataclass(frozen=True, slots=True)
class NetFigures:
    """What one net is like."""

    name: str
    grids: int
    buildings_in_many: int
    buildings_in_none: int
    fewest: int               # households in a grid
    mean: float
    most: int
    overlap_percent: float    # of the area of its grids
    gap_percent: float        # of the land


@dataclass(frozen=True, slots=True)
class NetsView:
    """All nets over one another. Overlaps within a net are faults; those between nets say how different they are."""

    figures: tuple[NetFigures, ...]
    loads: tuple[NetGrid, ...]
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]
    buildings: tuple[BuildingNets, ...]


def net_of_lists(name: str, lists: Mapping[str, Sequence[str]], places: Sequence[Place]) -> Net:
    """Make a net from lists of buildings; its shapes are drawn around them."""
    found = {place.id: place.geometry for place in places if place.geometry is not None}
    grids = []
    for code, ids in lists.items():
        here = [found[one] for one in ids if one in found]
        if here:
            grids.append((code, _around(here)))
    return Net(name, tuple(grids), {code: tuple(ids) for code, ids in lists.items()})


def _around(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Draw a line close around buildings that need not touch."""
    middle = shapely.union_all(np.array(shapes, dtype=object))
    plane = Projection(float(middle.centroid.x), float(middle.centroid.y))
    closed = plane.to_metres(middle).buffer(AROUND, quad_segs=2).buffer(-AROUND / 2, quad_segs=2)
    drawn: BaseGeometry = plane.to_degrees(closed.simplify(1.0))
    return drawn


@dataclass(slots=True)
class _Scene:
    """Nets and buildings in metres."""

    plane: Projection
    names: list[tuple[str, str]]      # net and code of each grid
    shapes: Geometries
    land: BaseGeometry
    points: Geometries                # where the buildings stand
    homes: Ints
    building: Ints                    # with `grid`: who is in which grid
    grid: Ints

    def of(self, net: Net) -> npt.NDArray[np.bool_]:
        """Say which grids belong to a net."""
        return np.array([name == net.name for name, _code in self.names], dtype=bool)


def look_at_nets(nets: Sequence[Net], places: Sequence[Place], boundary: BaseGeometry | None = None) -> NetsView:
    """Put nets over one another and over the buildings. Without a boundary the land is what any net covers."""
    known = [place for place in places if place.geometry is not None]
    scene = _scene(nets, known, boundary)
    if scene is None:
        return NetsView((), (), (), (), ())
    overlaps = _overlaps(scene)
    loads = np.bincount(scene.grid, weights=scene.homes[scene.building], minlength=len(scene.names)).astype(int)
    counts = np.bincount(scene.grid, minlength=len(scene.names))
    return NetsView(
        figures=tuple(_figures(net, scene, loads, overlaps) for net in nets),
        loads=tuple(
            NetGrid(net, code, int(loads[i]), int(counts[i]), round(float(scene.shapes[i].area), 1))
            for i, (net, code) in enumerate(scene.names)
        ),
        overlaps=overlaps, gaps=tuple(gap for net in nets for gap in _gaps(net, scene)),
        buildings=_buildings(known, scene),
    )


def _scene(nets: Sequence[Net], known: Sequence[Place], boundary: BaseGeometry | None) -> _Scene | None:
    shapes = np.array([shape for net in nets for _code, shape in net.grids], dtype=object)
    outlines = np.array([place.geometry for place in known], dtype=object)
    if not len(shapes) + len(outlines):
        return None
    centre = shapely.centroid(shapely.box(*shapely.total_bounds(np.r_[shapes, outlines])))
    plane = Projection(float(centre.x), float(centre.y))
    metres = plane.to_metres(shapely.make_valid(shapes))
    points = plane.to_metres(shapely.point_on_surface(outlines))
    names = [(net.name, code) for net in nets for code, _shape in net.grids]
    building, grid = _members(nets, known, points, metres, names)
    return _Scene(
        plane=plane, names=names, shapes=metres, points=points, building=building, grid=grid,
        land=plane.to_metres(boundary) if boundary is not None else shapely.union_all(metres),
        homes=np.array([place.households or 0 for place in known], dtype=np.int64),
    )


def _members(
    nets: Sequence[Net], known: Sequence[Place], points: Geometries, metres: Geometries, names: list[tuple[str, str]]
) -> tuple[Ints, Ints]:
    """Return who is in which grid: by the list where a net has one, else by where the building stands."""
    building, grid = shapely.STRtree(points).query(metres, predicate="intersects")[::-1] if len(metres) else ([], [])
    by_list = {net.name for net in nets if net.members is not None}
    drawn = np.array([names[number][0] not in by_list for number in grid], dtype=bool)
    building, grid = np.asarray(building)[drawn], np.asarray(grid)[drawn]
    place = {one.id: number for number, one in enumerate(known)}
    number_of = {name: number for number, name in enumerate(names)}
    listed = [
        (place[one], number_of[net.name, code])
        for net in nets for code, ids in (net.members or {}).items() for one in ids
        if one in place and (net.name, code) in number_of
    ]
    more = np.array(listed, dtype=np.int64).reshape(-1, 2)
    return np.r_[building, more[:, 0]].astype(np.int64), np.r_[grid, more[:, 1]].astype(np.int64)


def _overlaps(scene: _Scene) -> tuple[Overlap, ...]:
    metres, names = scene.shapes, scene.names
    if not len(metres):
        return ()
    first, second = shapely.STRtree(metres).query(metres, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.intersection(metres[first], metres[second])
    large = np.flatnonzero(shapely.area(shared) > SLIVER)
    inside = shapely.STRtree(scene.points).query(shared[large], predicate="intersects")[0]
    buildings = np.bincount(inside, minlength=len(large))
    degrees = scene.plane.to_degrees(shared)
    found = []
    for k, i in enumerate(large):
        (net, code), (other_net, other_code) = names[first[i]], names[second[i]]
        area = round(float(shared[i].area), 1)
        found.append(Overlap(net, code, other_net, other_code, area, int(buildings[k]), degrees[i]))
    return tuple(sorted(found, key=lambda one: -one.area))


def _gaps(net: Net, scene: _Scene) -> list[Gap]:
    mine = scene.of(net)
    outside = np.setdiff1d(np.arange(len(scene.points)), scene.building[mine[scene.grid]])
    bare = shapely.get_parts(shapely.difference(scene.land, shapely.union_all(scene.shapes[mine])))
    found = []
    for part in bare[shapely.area(bare) > SLIVER]:
        here = outside[shapely.intersects(part, scene.points[outside])] if len(outside) else outside
        area = round(float(part.area), 1)
        found.append(Gap(net.name, area, len(here), int(scene.homes[here].sum()), scene.plane.to_degrees(part)))
    return sorted(found, key=lambda gap: (-gap.households, -gap.area))


def _figures(net: Net, scene: _Scene, loads: Ints, overlaps: tuple[Overlap, ...]) -> NetFigures:
    mine = scene.of(net)
    times = np.bincount(scene.building[mine[scene.grid]], minlength=len(scene.points))
    area = float(shapely.area(scene.shapes[mine]).sum())
    bare = float(shapely.difference(scene.land, shapely.union_all(scene.shapes[mine])).area)
    doubled = sum(one.area for one in overlaps if one.net == one.other_net == net.name)
    here = loads[mine]
    return NetFigures(
        name=net.name, grids=int(mine.sum()), buildings_in_many=int((times > 1).sum()),
        buildings_in_none=int((times == 0).sum()), fewest=int(here.min()) if len(here) else 0,
        mean=round(float(here.mean()), 1) if len(here) else 0.0, most=int(here.max(initial=0)),
        overlap_percent=round(100 * doubled / area, 2) if area else 0.0,
        gap_percent=round(100 * bare / max(float(scene.land.area), 1e-9), 2),
    )


def _buildings(known: Sequence[Place], scene: _Scene) -> tuple[BuildingNets, ...]:
    found: list[list[tuple[str, str]]] = [[] for _place in known]
    for number, where in zip(scene.building, scene.grid, strict=True):
        found[number].append(scene.names[where])
    return tuple(
        BuildingNets(place.id, place.households or 0, tuple(sorted(found[number])))
        for number, place in enumerate(known)
    )
