"""Cuts an area into cells, one for each building and each piece of land without one. Grids are unions of cells."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.inputs import Town

TOUCHING = 0.6  # share of buildings that touch another one, from which on footprints count as plots
PRECISION = 0.001  # metres; corners closer than this are one corner
SAMPLE = 6.0  # metres between the points that stand for a wall when free land is shared out
MARGIN = 25.0  # metres of land around the outermost buildings where no boundary is given
NEAR_ROAD = 6.0  # metres: a border this close to a main road runs along it

SAME_ESTATE, LOCAL, MAIN_ROAD = 0, 1, 2

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Cells:
    """The cells and which of them share a border.

    `faces` are the smallest pieces; `owner[f]` is the cell of face f. Cells 0..n-1 are the buildings, in their
    order; the rest is land. Borders are (u, v, length in metres, kind), each once, u < v.
    """

    faces: npt.NDArray[np.object_]
    owner: Ints
    households: npt.NDArray[np.int64]
    estates: Ints
    u: Ints
    v: Ints
    length: Floats
    kind: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.households)


def cut(town: Town) -> Cells:
    """Cut the town into cells: along shared walls where plots touch, else between buildings and along roads."""
    outline = town.boundary
    if _plots(town.footprints):
        lines = shapely.boundary(town.footprints)
        faces = _faces(lines, outline)
        owner = _containing(faces, town.footprints)
    else:
        outline = outline or shapely.convex_hull(shapely.union_all(town.footprints)).buffer(MARGIN)
        points, of = _samples(town.footprints)
        pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline))
        roads = [*town.main_roads, *town.other_roads]
        walls = _between(pieces, points, of)
        faces = _faces(np.array([*walls, *shapely.get_parts(np.array(roads, dtype=object))], dtype=object), outline)
        owner = _nearest(faces, points, of)
        owner = _keep_one_side(faces, owner, town.footprints)
    if outline is not None:
        inside = shapely.intersects(outline, shapely.point_on_surface(faces))
        faces, owner = faces[inside], owner[inside]
    return _assemble(faces, owner, town)


def _plots(footprints: npt.NDArray[np.object_]) -> bool:
    tree = shapely.STRtree(footprints)
    first, second = tree.query(footprints, predicate="intersects")
    return bool(len(np.unique(first[first != second])) > TOUCHING * len(footprints))


def _faces(lines: npt.NDArray[np.object_], outline: BaseGeometry | None) -> npt.NDArray[np.object_]:
    every = [*lines, outline.boundary] if outline is not None else list(lines)
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
    households = np.r_[town.households, np.zeros(len(land), dtype=np.int64)]
    estates = np.r_[town.estates, np.full(len(land), -1, dtype=np.int32)]
    first, second, length, middle = _shared_borders(faces, owner)
    kind = _kinds(first, second, middle, estates, town)
    pair = np.minimum(first, second).astype(np.int64) * count + np.maximum(first, second)
    unique, place = np.unique(pair, return_inverse=True)
    total = np.bincount(place, weights=length).astype(np.float64)
    strongest = np.zeros(len(unique), dtype=np.int8)
    np.maximum.at(strongest, place, kind)
    return Cells(
        faces=faces,
        owner=owner,
        households=households,
        estates=estates.astype(np.int32),
        u=(unique // count).astype(np.int32),
        v=(unique % count).astype(np.int32),
        length=total,
        kind=strongest,
    )


def _shared_borders(faces: npt.NDArray[np.object_], owner: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Every straight piece of border between two cells: the cells, its length, its middle."""
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
    differ = first != second
    a, b = start[twice][differ] * PRECISION, end[twice][differ] * PRECISION
    return first[differ], second[differ], np.hypot(*(a - b).T), (a + b) / 2


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
    graph = coo_matrix((np.ones(len(cells.u)), (cells.u, cells.v)), shape=(len(cells), len(cells)))
    number, label = connected_components(graph, directed=False)
    return int(number), label.astype(np.int32)
