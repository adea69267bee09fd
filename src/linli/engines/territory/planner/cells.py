"""Cuts an area into cells, one for each building and each piece of land without one. Grids are unions of cells."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.inputs import Town
from linli.engines.territory.planner.links import connected

TOUCHING = 0.6  # share of buildings that touch another one, from which on footprints count as plots
PRECISION = 0.001  # metres; corners closer than this are one corner
SAMPLE = 6.0  # metres between the points that stand for a wall when free land is shared out
MARGIN = 25.0  # metres of land around the outermost buildings where no boundary is given
NEAR_ROAD = 6.0  # metres: a border this close to a main road runs along it

SAME_ESTATE, LOCAL, MAIN_ROAD, WATER = 0, 1, 2, 3

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Cells:
    """The cells and which of them share a border.

    `faces` are the smallest pieces; `owner[f]` is the cell of face f. Cells 0..n-1 are the buildings, in their
    order; the rest is land. Borders are (u, v, length in metres, kind), each once, u < v; those of kind WATER join
    nobody, but tell which grid a stretch of water is counted to.
    """

    faces: npt.NDArray[np.object_]
    owner: Ints
    buildings: int
    households: npt.NDArray[np.int64]
    workload: npt.NDArray[np.int64]
    estates: Ints
    u: Ints
    v: Ints
    length: Floats
    kind: npt.NDArray[np.int8]
    area: Floats          # square metres of each cell
    rim: Floats           # metres of each cell's border beyond which there is no other cell
    middle: Floats        # a row for each cell: where it stands, metres east and north

    def __len__(self) -> int:
        return len(self.households)

    @property
    def dry(self) -> npt.NDArray[np.bool_]:
        """Say which borders can be walked across."""
        return np.asarray(self.kind != WATER)


def cut(town: Town) -> Cells:
    """Cut the town into cells: along shared walls where plots touch, else between buildings and along roads."""
    outline = town.boundary
    if _plots(town.footprints):
        faces = _faces([*shapely.boundary(town.footprints), *_shores(town)], outline)
        owner = _containing(faces, town.footprints)
    else:
        outline = outline or shapely.convex_hull(shapely.union_all(town.footprints)).buffer(MARGIN)
        points, of = _samples(town.footprints)
        pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline))
        roads = [*town.main_roads, *town.other_roads]
        walls = _between(pieces, points, of)
        faces = _faces([*walls, *roads, *_shores(town)], outline)
        owner = _nearest(faces, points, of)
        owner = _keep_one_side(faces, owner, town.footprints)
    if outline is not None:
        inside = shapely.intersects(outline, shapely.point_on_surface(faces))
        faces, owner = faces[inside], owner[inside]
    return _assemble(faces, owner, town)


def _shores(town: Town) -> list[BaseGeometry]:
    return [] if town.water is None else list(shapely.get_parts(town.water.boundary))


def _plots(footprints: npt.NDArray[np.object_]) -> bool:
    tree = shapely.STRtree(footprints)
    first, second = tree.query(footprints, predicate="intersects")
    return bool(len(np.unique(first[first != second])) > TOUCHING * len(footprints))


def _faces(lines: list[BaseGeometry], outline: BaseGeometry | None) -> npt.NDArray[np.object_]:
    every = [*lines, outline.boundary] if outline is not None else lines
    noded = shapely.union_all(np.array(every, dtype=object), grid_size=PRECISION)
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _containing(faces: npt.NDArray[np.object_], footprints: npt.NDArray[np.object_]) -> Ints:
    owner = np.full(len(faces), -1, dtype=np.int32)
    face, building = shapely.STRtree(footprints).query(shapely.point_on_surface(faces), predicate="intersects")
    owner[face] = building
    return owner


def _samples(footprints: npt.NDArray[np.object_]) -> tuple[Floats, Ints]:
    """Points along the walls of each building, and which building each belongs to."""
    walls = shapely.segmentize(shapely.boundary(footprints), SAMPLE)
    points, of = shapely.get_coordinates(walls, return_index=True)
    rounded = np.round(points / PRECISION) * PRECISION
    _unique, chosen = np.unique(rounded, axis=0, return_index=True)
    return rounded[chosen], of[chosen].astype(np.int32)


def _between(pieces: npt.NDArray[np.object_], points: Floats, of: Ints) -> list[BaseGeometry]:
    """The lines half-way between different buildings."""
    piece, point = shapely.STRtree(pieces).query(shapely.points(points), predicate="intersects")[::-1]
    building = np.full(len(pieces), -1, dtype=np.int32)
    building[piece] = of[point]
    order = np.argsort(building, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(building[order]) != 0])
    groups = np.split(pieces[order], starts[1:])
    return [shapely.boundary(shapely.coverage_union_all(group)) for group in groups]


def _nearest(faces: npt.NDArray[np.object_], points: Floats, of: Ints) -> Ints:
    places = [shapely.Point(x, y) for x, y in points]
    nearest = shapely.STRtree(places).nearest(shapely.point_on_surface(faces))
    return np.asarray(of[nearest], dtype=np.int32)


def _keep_one_side(faces: npt.NDArray[np.object_], owner: Ints, footprints: npt.NDArray[np.object_]) -> Ints:
    """A building whose land is cut by a road keeps the side it stands on; the other sides are land."""
    face, building = shapely.STRtree(footprints).query(faces, predicate="intersects")
    own = owner[face] == building
    face, building = face[own], building[own]
    stands = shapely.area(shapely.intersection(faces[face], footprints[building]))
    order = np.lexsort((stands, building))
    last = np.flatnonzero(np.r_[np.diff(building[order]) != 0, True])
    kept = np.full(len(faces), -1, dtype=np.int32)
    kept[face[order][last]] = building[order][last]
    return kept


def _assemble(faces: npt.NDArray[np.object_], owner: Ints, town: Town) -> Cells:
    land = np.flatnonzero(owner < 0)
    owner = owner.copy()
    owner[land] = len(town) + np.arange(len(land), dtype=np.int32)
    count = len(town) + len(land)
    none = np.zeros(len(land), dtype=np.int64)
    estates = np.r_[town.estates, np.full(len(land), -1, dtype=np.int32)]
    first, second, length, middle = _shared_borders(faces, owner)
    across = first != second
    kind = _kinds(first[across], second[across], middle[across], estates, town)
    wet = _wet(faces, owner, count, town)
    kind[wet[first[across]] | wet[second[across]]] = WATER
    rim = np.bincount(owner, weights=shapely.length(faces), minlength=count)
    rim -= 2 * np.bincount(first[~across], weights=length[~across], minlength=count)
    rim -= np.bincount(first[across], weights=length[across], minlength=count)
    rim -= np.bincount(second[across], weights=length[across], minlength=count)
    u, v, total, strongest = _pairs(first[across], second[across], length[across], kind, count)
    places = np.r_[town.footprints, faces[land]]
    return Cells(
        faces=faces, owner=owner, buildings=len(town), households=np.r_[town.households, none],
        workload=np.r_[town.workload, none], estates=estates.astype(np.int32), u=u, v=v, length=total, kind=strongest,
        area=np.bincount(owner, weights=shapely.area(faces), minlength=count).astype(np.float64),
        rim=np.maximum(rim, 0.0),
        middle=shapely.get_coordinates(shapely.centroid(places)),
    )


def _wet(faces: npt.NDArray[np.object_], owner: Ints, count: int, town: Town) -> npt.NDArray[np.bool_]:
    """Say which cells are water: land cells inside it."""
    wet = np.zeros(count, dtype=bool)
    if town.water is not None:
        shapely.prepare(town.water)
        inside = shapely.intersects(town.water, shapely.point_on_surface(faces))
        wet[owner[inside & (owner >= len(town))]] = True
    return wet


def _pairs(
    first: Ints, second: Ints, length: Floats, kind: npt.NDArray[np.int8], count: int
) -> tuple[Ints, Ints, Floats, npt.NDArray[np.int8]]:
    """Add up the pieces of border of every two cells."""
    pair = np.minimum(first, second).astype(np.int64) * count + np.maximum(first, second)
    unique, place = np.unique(pair, return_inverse=True)
    total = np.bincount(place, weights=length, minlength=len(unique)).astype(np.float64)
    strongest = np.zeros(len(unique), dtype=np.int8)
    np.maximum.at(strongest, place, kind)
    return (unique // count).astype(np.int32), (unique % count).astype(np.int32), total, strongest


def _shared_borders(faces: npt.NDArray[np.object_], owner: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Every straight piece of border between two faces: the cells of both, its length, its middle."""
    points, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(faces)), return_index=True)
    rings_of = np.repeat(np.arange(len(faces)), shapely.get_num_geometries(shapely.boundary(faces)))
    whole = np.rint(points / PRECISION).astype(np.int64)
    here = ring[1:] == ring[:-1]
    start, end, face = whole[:-1][here], whole[1:][here], rings_of[ring[:-1][here]]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    order = np.lexsort((end[:, 1], end[:, 0], start[:, 1], start[:, 0]))
    start, end, face = start[order], end[order], face[order]
    twice = np.flatnonzero((start[1:] == start[:-1]).all(axis=1) & (end[1:] == end[:-1]).all(axis=1))
    first, second = owner[face[twice]], owner[face[twice + 1]]
    a, b = start[twice] * PRECISION, end[twice] * PRECISION
    return first, second, np.hypot(*(a - b).T), (a + b) / 2


def _kinds(first: Ints, second: Ints, middle: Floats, estates: Ints, town: Town) -> npt.NDArray[np.int8]:
    same = (estates[first] == estates[second]) & (estates[first] >= 0)
    kind = np.where(same, SAME_ESTATE, LOCAL).astype(np.int8)
    if town.main_roads:
        near, _road = shapely.STRtree(town.main_roads).query(
            shapely.points(middle), predicate="dwithin", distance=NEAR_ROAD
        )
        kind[np.unique(near)] = MAIN_ROAD
    return kind


def parts(cells: Cells) -> tuple[int, Ints]:
    """Return how many pieces of land are not connected with one another, and the piece of each cell."""
    return connected(len(cells), cells.u[cells.dry], cells.v[cells.dry])
