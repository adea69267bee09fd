"""Which polygon holds a point: exact, with one rule for shared edges, fast enough for millions of points.

A raster of cells is laid over all polygons. A cell that lies wholly inside one polygon, with no better ranked one
touching it, answers at once; a cell that nothing touches too. Every other cell keeps its candidates in order of rank,
and the exact predicate of GEOS decides. Rank is the order given: the first polygon that holds the point or has it on
its edge is the answer.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.raster import Raster

NONE = -1  # no polygon
MIXED = -2  # look at the cell's candidates
_CELLS_PER_SHAPE = 1024
_touches = shapely.lib.intersects_xy  # what shapely.intersects_xy calls, without making arrays of single numbers
_FEWEST, _MOST = 32 * 32, 2048 * 2048

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ranks = NDArray[np.int32]


class GridIndex:
    """Polygons in order of rank, ready to be asked."""

    def __init__(self, shapes: Sequence[BaseGeometry], keys: Sequence[int]) -> None:
        self.keys: Integers = np.asarray(keys, dtype=np.int64)
        self.shapes = np.asarray(shapes, dtype=object)
        self.west = self.south = self.east = self.north = float("nan")  # what no point lies between
        if not len(shapes):
            return
        shapely.prepare(self.shapes)
        shapely.intersects(self.shapes, shapely.point_on_surface(self.shapes))  # builds what threads will share
        self._lay_raster()
        self._sort_cells()

    def __len__(self) -> int:
        return len(self.keys)

    def _lay_raster(self) -> None:
        self.west, self.south, self.east, self.north = (float(edge) for edge in shapely.total_bounds(self.shapes))
        wide, high = max(self.east - self.west, 1e-9), max(self.north - self.south, 1e-9)
        cells = min(max(len(self) * _CELLS_PER_SHAPE, _FEWEST), _MOST)
        self.columns = min(max(int(np.sqrt(cells * wide / high)), 1), 4 * int(np.sqrt(cells)))
        self.rows = max(cells // self.columns, 1)
        self.cell_wide, self.cell_high = wide / self.columns, high / self.rows

    def _sort_cells(self) -> None:
        """Give each cell its answer, or its candidates in order of rank."""
        raster = Raster(self.west, self.south, self.cell_wide, self.cell_high, self.columns, self.rows)
        shape_of, cell_of, inside = raster.cells_of(self.shapes)
        order = np.argsort(cell_of * len(self) + shape_of)
        shape_of, cell_of, inside = shape_of[order], cell_of[order], inside[order]
        first = np.flatnonzero(np.diff(cell_of, prepend=-1))
        answer = np.full(self.columns * self.rows, NONE, dtype=np.int32)
        answer[cell_of[first]] = np.where(inside[first], shape_of[first], MIXED)
        open_yet = answer[cell_of] == MIXED
        starts = np.searchsorted(cell_of[open_yet], np.arange(len(answer) + 1))
        self.answer: Ranks = answer
        self.starts: Ranks = starts.astype(np.int32)
        self.candidates: Ranks = shape_of[open_yet].astype(np.int32)
        # the same memory, read one number at a time without making numpy objects
        self._answer, self._starts = memoryview(self.answer), memoryview(self.starts)  # type: ignore[arg-type]
        self._candidates, self._shapes = memoryview(self.candidates), list(self.shapes)

    def rank_at(self, x: float, y: float) -> int:
        """Return the rank of the polygon that holds a point, or NONE."""
        if not (self.west <= x <= self.east and self.south <= y <= self.north):
            return NONE
        column, row = int((x - self.west) / self.cell_wide), int((y - self.south) / self.cell_high)
        if column == self.columns:
            column -= 1
        if row == self.rows:
            row -= 1
        cell = row * self.columns + column
        known = self._answer[cell]
        if known != MIXED:
            return known
        for place in range(self._starts[cell], self._starts[cell + 1]):
            rank = self._candidates[place]
            if _touches(self._shapes[rank], x, y):
                return rank
        return NONE

    def ranks_at(self, points: Floats) -> Integers:
        """Return the ranks for an array of points (N x 2), NONE where no polygon holds the point."""
        found: Integers = np.full(len(points), NONE, dtype=np.int64)
        if not len(self) or not len(points):
            return found
        x, y = points[:, 0], points[:, 1]
        near = np.flatnonzero((x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north))
        column = np.minimum(((x[near] - self.west) / self.cell_wide).astype(np.int64), self.columns - 1)
        row = np.minimum(((y[near] - self.south) / self.cell_high).astype(np.int64), self.rows - 1)
        cell = row * self.columns + column
        found[near] = self.answer[cell]
        mixed = found[near] == MIXED
        self._settle(points, near[mixed], cell[mixed], found)
        return found

    def _settle(self, points: Floats, waiting: Integers, cell: Integers, found: Integers) -> None:
        """Ask the candidates of mixed cells, the best ranked of each cell first."""
        found[waiting] = NONE
        order = np.argsort(cell)    # neighbours ask the same polygon one after another
        waiting, cell = waiting[order], cell[order]
        place, end = self.starts[cell], self.starts[cell + 1]
        while len(waiting):
            rank = self.candidates[place]
            x, y = points[waiting, 0], points[waiting, 1]
            inside = shapely.intersects_xy(self.shapes[rank], x, y)
            found[waiting[inside]] = rank[inside]
            open_yet = ~inside & (place + 1 < end)
            waiting, place, end = waiting[open_yet], place[open_yet] + 1, end[open_yet]

    def key_at(self, x: float, y: float) -> int:
        """Return the key of the polygon that holds a point; 0 where none does."""
        rank = self.rank_at(x, y)
        return 0 if rank < 0 else int(self.keys[rank])

    def keys_at(self, points: Floats) -> Integers:
        """Return the keys for an array of points (N x 2); 0 where none holds the point."""
        if not len(self):
            return np.zeros(len(points), dtype=np.int64)
        ranks = self.ranks_at(points)
        return np.where(ranks >= 0, self.keys[ranks], 0)
