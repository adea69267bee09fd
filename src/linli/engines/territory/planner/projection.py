"""Degrees to metres around one latitude and back."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

METRES_PER_DEGREE = 110_574
METRES_PER_DEGREE_AT_EQUATOR = 111_320


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to metres around one latitude and back; distances err by less than 0.1 % inside a county."""

    longitude: float
    latitude: float

    @property
    def scale(self) -> npt.NDArray[np.float64]:
        """Return metres per degree of longitude and of latitude."""
        east = METRES_PER_DEGREE_AT_EQUATOR * math.cos(math.radians(self.latitude))
        return np.array([east, METRES_PER_DEGREE])

    @property
    def origin(self) -> npt.NDArray[np.float64]:
        """Return the point that is (0, 0) in metres."""
        return np.array([self.longitude, self.latitude])

    def to_metres(self, geometry: Any) -> Any:  # noqa: ANN401 -- one geometry or an array of them
        """Turn degrees into metres; takes one geometry or an array of them."""
        return shapely.transform(geometry, lambda points: (points - self.origin) * self.scale)

    def to_degrees(self, geometry: Any) -> Any:  # noqa: ANN401 -- as above
        """Turn metres into degrees."""
        return shapely.transform(geometry, lambda points: points / self.scale + self.origin)

    def points(self, longitude: Any, latitude: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401 -- numbers or arrays
        """Turn longitudes and latitudes into rows of metres east and north."""
        return np.asarray((np.c_[longitude, latitude] - self.origin) * self.scale, dtype=np.float64)
