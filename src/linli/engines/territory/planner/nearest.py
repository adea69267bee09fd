"""The nearest of many places."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def nearest(places: Floats, points: Floats) -> tuple[Floats, Ints]:
    """Return of each point how far the nearest place is, and which place that is."""
    from scipy.spatial import cKDTree  # noqa: PLC0415  24 MB that a process serving pages never needs

    away, place = cKDTree(places).query(points)
    return away, place
