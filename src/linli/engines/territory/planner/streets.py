"""Roads as lines in metres: which are main roads, and ends that stop short of a junction brought to it."""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

MAIN_ROADS = frozenset({"motorway", "trunk", "primary", "secondary", "main"})
NOT_WALKED = frozenset({"motorway", "motorway_link", "trunk_link", "construction", "proposed", "raceway"})
STOPS_SHORT = 6.0            # metres between the end of a road and the road it should meet
TOUCHES = 0.01               # metres: an end this close to another road is on it

Geometries = npt.NDArray[np.object_]


def is_main(kind: str) -> bool:
    """Say whether grids should rather end at a road of this class than go across."""
    return kind.removesuffix("_link") in MAIN_ROADS


def lines_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the lines of a geometry; the ring of a polygon is a line (a square, a roundabout)."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        line = part.exterior if part.geom_type == "Polygon" else part
        if line.geom_type in {"LineString", "LinearRing"} and line.length > 0:
            found.append(shapely.LineString(line.coords))
    return found


def join_ends(lines: Geometries, reach: float = STOPS_SHORT) -> tuple[Geometries, int]:
    """Lengthen lines whose end stops up to `reach` metres short of another line. Return the lines and how many ends."""
    if not len(lines):
        return lines, 0
    tree = shapely.STRtree(lines)
    joined = lines.copy()
    mended = 0
    for at_end in (0, -1):
        ends = shapely.get_point(joined, at_end)
        line, other = tree.query(ends, predicate="dwithin", distance=reach)
        line, other = line[line != other], other[line != other]
        gap = shapely.distance(ends[line], lines[other])
        order = np.lexsort((gap, line))
        line, other, gap = line[order], other[order], gap[order]
        first = np.flatnonzero(np.r_[True, np.diff(line) != 0]) if len(line) else np.zeros(0, dtype=int)
        for i in first[gap[first] > TOUCHES]:
            target = shapely.get_coordinates(shapely.shortest_line(ends[line[i]], lines[other[i]]))[1]
            points = shapely.get_coordinates(joined[line[i]])
            joined[line[i]] = shapely.linestrings(np.r_[[target], points] if at_end == 0 else np.r_[points, [target]])
            mended += 1
    return joined, mended
