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

NONE = -1  # no polygon
MIXED = -2  # look at the cell's candidates
_CELLS_PER_SHAPE = 256
_FEWEST, _MOST = 32 * 32, 512 * 512
_MARGIN = 1e-3  # of a cell: floor() may put a point of a cell's edge in the next one

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class GridIndex:
    """Polygons in order of rank, ready to be asked."""

    def __init__(self, shapes: Sequence[BaseGeometry], keys: Sequence[int]) -> None:
        self.keys: Integers = np.asarray(keys, dtype=np.int64)
        self.shapes = np.asarray(shapes, dtype=object)
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

    def _boxes(self) -> NDArray[np.object_]:
        column, row = np.meshgrid(np.arange(self.columns), np.arange(self.rows))
        more_x, more_y = self.cell_wide * _MARGIN, self.cell_high * _MARGIN
        west = self.west + column.ravel() * self.cell_wide - more_x
        south = self.south + row.ravel() * self.cell_high - more_y
        return np.asarray(
            shapely.box(west, south, west + self.cell_wide + 2 * more_x, south + self.cell_high + 2 * more_y)
        )

    def _sort_cells(self) -> None:
        """Give each cell its answer, or its candidates in order of rank."""
        boxes = self._boxes()
        shape_of, cell_of = shapely.STRtree(boxes).query(self.shapes, predicate="intersects")
        order = np.lexsort((shape_of, cell_of))
        shape_of, cell_of = shape_of[order], cell_of[order]
        starts = np.searchsorted(cell_of, np.arange(len(boxes) + 1))
        answer = np.full(len(boxes), NONE, dtype=np.int64)
        touched = np.flatnonzero(starts[1:] > starts[:-1])
        best = shape_of[starts[touched]]
        inside = shapely.contains_properly(self.shapes[best], boxes[touched])
        answer[touched] = np.where(inside, best, MIXED)
        self.answer: Integers = answer
        self.starts: Integers = starts
        self.candidates: Integers = shape_of

    def rank_at(self, x: float, y: float) -> int:
        """Return the rank of the polygon that holds a point, or NONE."""
        if not len(self) or not (self.west <= x <= self.east and self.south <= y <= self.north):
            return NONE
        column = min(int((x - self.west) / self.cell_wide), self.columns - 1)
        row = min(int((y - self.south) / self.cell_high), self.rows - 1)
        cell = row * self.columns + column
        known = int(self.answer[cell])
        if known != MIXED:
            return known
        for rank in self.candidates[self.starts[cell] : self.starts[cell + 1]]:
            if shapely.intersects_xy(self.shapes[rank], x, y):
                return int(rank)
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
        turn = 0
        while len(waiting):
            place = self.starts[cell] + turn
            more = place < self.starts[cell + 1]
            waiting, cell, place = waiting[more], cell[more], place[more]
            rank = self.candidates[place]
            open_yet = np.ones(len(waiting), dtype=bool)
            for one in np.unique(rank):
                asked = np.flatnonzero(rank == one)
                inside = shapely.intersects_xy(self.shapes[one], points[waiting[asked], 0], points[waiting[asked], 1])
                found[waiting[asked[inside]]] = one
                open_yet[asked[inside]] = False
            waiting, cell = waiting[open_yet], cell[open_yet]
            turn += 1

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
