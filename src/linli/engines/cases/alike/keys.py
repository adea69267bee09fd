"""The keys of the index: places in cells of 100 metres, buildings, and bands of words, told apart by their numbers."""

from math import cos, floor, radians

QUEUE = 0  # cases not yet looked at for hot issues
_CELLS_A_DEGREE = 1111.95  # of latitude: 100 metres each
_CELL, _BUILDING = 1 << 60, 2 << 60
_OFFSET, _BITS = 1 << 20, 24
_POSITIVE = (1 << 62) - 1


def _column(longitude: float, row: int) -> int:
    """Return the column of a longitude in a row of cells; all rows of a degree are cut alike."""
    return floor(longitude * _CELLS_A_DEGREE * max(0.02, cos(radians(round(row / _CELLS_A_DEGREE)))))


def _cell(row: int, column: int) -> int:
    return _CELL | (row + _OFFSET) << _BITS | (column + _OFFSET)


def cell_of(longitude: float, latitude: float) -> int:
    """Return the key of the cell a point lies in."""
    row = floor(latitude * _CELLS_A_DEGREE)
    return _cell(row, _column(longitude, row))


def cells_around(longitude: float, latitude: float) -> list[int]:
    """Return the keys of the nine cells that hold everything within 100 metres of a point."""
    middle = floor(latitude * _CELLS_A_DEGREE)
    return [
        _cell(row, _column(longitude, row) + step) for row in (middle - 1, middle, middle + 1) for step in (-1, 0, 1)
    ]


def building_key(building_id: int) -> int:
    """Return the key of a building."""
    return _BUILDING | building_id


def band_key(band: int) -> int:
    """Return the key of a band of words: below zero, where no place lies."""
    return -(band & _POSITIVE) - 1
