"""Which cells of a raster each polygon touches with its edge, and which lie wholly inside it: whole arrays at once."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
MARGIN = 1e-3  # of a cell: rounding may put a point of a cell's edge in the next one
_LEVEL = 1e-6  # of a cell: a flatter edge touches its columns from end to end


@dataclass(frozen=True, slots=True)
class Raster:
    """Cells of one size from a corner in the south-west; cell number = row x columns + column."""

    west: float
    south: float
    cell_wide: float
    cell_high: float
    columns: int
    rows: int

    def cells_of(self, shapes: NDArray[np.object_]) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """Return pairs of shape and cell, and whether the cell lies wholly inside; each pair once.

        A shape that is not valid has no trustworthy inside: all cells of its box count as touched.
        """
        valid = shapely.is_valid(shapes)
        edges = self._edges(shapes, valid)
        count = self.columns * self.rows
        touched = np.unique(np.concatenate([self._touched(edges), self._boxes(shapes, ~valid)]))
        within = np.setdiff1d(self._within(edges), touched)
        pairs = np.concatenate([touched, within])
        return pairs // count, pairs % count, np.arange(len(pairs)) >= len(touched)

    def _edges(self, shapes: NDArray[np.object_], wanted: NDArray[np.bool_]) -> tuple[Integers, Floats]:
        """Return the owner and the ends (x, y, x, y in cells) of every edge of the shapes wanted."""
        chosen = np.flatnonzero(wanted)
        parts, part_of = shapely.get_parts(shapes[chosen], return_index=True)
        rings, ring_of = shapely.get_rings(parts, return_index=True)
        points, point_of = shapely.get_coordinates(rings, return_index=True)
        points = (points - (self.west, self.south)) / (self.cell_wide, self.cell_high)
        together = point_of[1:] == point_of[:-1]
        owner = chosen[part_of[ring_of[point_of[:-1][together]]]]
        return owner.astype(np.int64), np.hstack([points[:-1][together], points[1:][together]])

    def _touched(self, edges: tuple[Integers, Floats]) -> Integers:
        """Return the cells that edges pass, or come near enough for rounding."""
        owner, ends = edges
        low, high = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
        first, last = self._limits(low - MARGIN, high + MARGIN, self.rows)
        edge, row = _spread(first, last)
        x0, y0, x1, y1 = ends[edge].T
        steep = np.abs(y1 - y0) > _LEVEL
        slope = np.where(steep, (x1 - x0) / np.where(steep, y1 - y0, 1.0), 0.0)
        begin = x0 + (np.maximum(low[edge], row - MARGIN) - y0) * slope
        finish = x0 + (np.minimum(high[edge], row + 1 + MARGIN) - y0) * slope
        left = np.where(steep, np.minimum(begin, finish), np.minimum(x0, x1))
        right = np.where(steep, np.maximum(begin, finish), np.maximum(x0, x1))
        return self._numbered(owner[edge], row, *self._limits(left - MARGIN, right + MARGIN, self.columns))

    def _within(self, edges: tuple[Integers, Floats]) -> Integers:
        """Return the cells whose middle lies inside: between each two edges that the middle line of a row crosses."""
        owner, ends = edges
        low, high = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
        edge, row = _spread(np.ceil(low - 0.5).astype(np.int64), np.ceil(high - 0.5).astype(np.int64) - 1)
        x0, y0, x1, y1 = ends[edge].T
        at = x0 + (row + 0.5 - y0) * (x1 - x0) / (y1 - y0)
        order = np.lexsort((at, row, owner[edge]))
        at, row, shape = at[order], row[order], owner[edge][order]
        first = np.maximum(np.ceil(at[0::2] - 0.5).astype(np.int64), 0)
        last = np.minimum(np.floor(at[1::2] - 0.5).astype(np.int64), self.columns - 1)
        return self._numbered(shape[0::2], row[0::2], first, last)

    def _boxes(self, shapes: NDArray[np.object_], wanted: NDArray[np.bool_]) -> Integers:
        chosen = np.flatnonzero(wanted)
        west, south, east, north = shapely.bounds(shapes[chosen]).T.reshape(4, -1)
        left, right = (west - self.west) / self.cell_wide, (east - self.west) / self.cell_wide
        low, high = (south - self.south) / self.cell_high, (north - self.south) / self.cell_high
        first, last = self._limits(left - MARGIN, right + MARGIN, self.columns)
        shape, row = _spread(*self._limits(low - MARGIN, high + MARGIN, self.rows))
        return self._numbered(chosen[shape], row, first[shape], last[shape])

    def _limits(self, low: Floats, high: Floats, most: int) -> tuple[Integers, Integers]:
        first, last = (np.clip(np.floor(ends), 0, most - 1).astype(np.int64) for ends in (low, high))
        return first, last

    def _numbered(self, shape: Integers, row: Integers, first: Integers, last: Integers) -> Integers:
        """Return shape x cells + cell for each column of each span."""
        span, column = _spread(first, last)
        return (shape[span] * self.rows + row[span]) * self.columns + column


def _spread(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Return each whole number from the first to the last of each line, and whose it is."""
    counts = np.maximum(last - first + 1, 0)
    line = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    return line, np.arange(len(line)) - np.repeat(begins - first, counts)
