"""What a plan is made from: buildings with households, roads, a boundary; read from GeoJSON, in metres."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.kernel.errors import Invalid

METRES_PER_DEGREE = 110_574
METRES_PER_DEGREE_AT_EQUATOR = 111_320
HOME_SQUARE_METRES = 110  # floor area of a home, stairs included, where nothing else is known
MAIN_ROADS = frozenset({"motorway", "trunk", "primary", "secondary", "main"})


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


@dataclass(slots=True)
class Town:
    """The input of a plan, in metres."""

    footprints: npt.NDArray[np.object_]
    households: npt.NDArray[np.int64]
    estates: npt.NDArray[np.int32]  # number of the estate, -1 for none
    ids: list[str]
    main_roads: list[BaseGeometry]
    other_roads: list[BaseGeometry]
    boundary: BaseGeometry | None
    projection: Projection
    notes: list[str] = field(default_factory=list)  # what was estimated, mended or left out, in words

    def __len__(self) -> int:
        return len(self.ids)


def features(path: Path) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file. Raises: Invalid."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(_("%(file)s is not a GeoJSON file with features.") % {"file": path.name}) from error
    return list(found)


def read_town(buildings: Path, *, roads: Path | None = None, boundary: Path | None = None) -> Town:
    """Read the input of a plan. Raises: Invalid when there is nothing to plan or coordinates make no sense."""
    rows = features(buildings)
    notes: list[str] = []
    kept, polygons = _polygons(rows, notes)
    if not kept:
        raise Invalid(_("There are no buildings in the file: nothing to plan."))
    centre = shapely.MultiPoint([one.centroid for one in polygons[:2000]]).centroid
    if abs(centre.y) > 90 or (3 < centre.x < 54 and 73 < centre.y < 136):   # China, seen with x and y exchanged
        raise Invalid(_("Longitude and latitude seem to be swapped. Please give longitude first."))
    projection = Projection(round(centre.x, 4), round(centre.y, 4))
    footprints = projection.to_metres(np.array(polygons, dtype=object))
    outline = _outline(boundary, projection)
    inside = _inside(footprints, outline, notes)
    kept = [row for row, stays in zip(kept, inside, strict=True) if stays]
    footprints = footprints[inside]
    properties = [row.get("properties") or {} for row in kept]
    main, other = _roads(roads, projection)
    return Town(
        footprints=footprints,
        households=_households(properties, footprints, notes),
        estates=_estates(properties),
        ids=[str(row.get("id", number)) for number, row in enumerate(properties)],
        main_roads=main,
        other_roads=other,
        boundary=outline,
        projection=projection,
        notes=notes,
    )


def _polygons(rows: Sequence[dict[str, Any]], notes: list[str]) -> tuple[list[dict[str, Any]], list[BaseGeometry]]:
    """Return the usable features with their polygons: mended where they cross themselves, once where doubled."""
    kept, polygons = [], []
    seen: set[bytes] = set()
    faults: Counter[str] = Counter()
    for row in rows:
        try:
            geometry = shape(row["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
            faults["unreadable"] += 1
            continue
        if geometry.geom_type == "Point":
            geometry = geometry.buffer(0.00005, quad_segs=2)
        if not geometry.is_valid:
            geometry, faults["mended"] = shapely.make_valid(geometry), faults["mended"] + 1
        parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
        if not parts:
            faults["unreadable"] += 1
            continue
        largest = max(parts, key=lambda part: float(part.area))
        if largest.wkb in seen:
            faults["doubled"] += 1
            continue
        seen.add(largest.wkb)
        kept.append(row)
        polygons.append(largest)
    words = {
        "unreadable": _("%(n)d buildings without a usable outline were left out."),
        "mended": _("%(n)d outlines that cross themselves were mended."),
        "doubled": _("%(n)d buildings stood in the file twice."),
    }
    notes.extend(words[kind] % {"n": number} for kind, number in faults.items() if number)
    return kept, polygons


def _outline(path: Path | None, projection: Projection) -> BaseGeometry | None:
    if path is None:
        return None
    parts = [shapely.make_valid(shape(row["geometry"])) for row in features(path)]
    return projection.to_metres(shapely.union_all(parts))  # type: ignore[no-any-return]


def _inside(
    footprints: npt.NDArray[np.object_], outline: BaseGeometry | None, notes: list[str]
) -> npt.NDArray[np.bool_]:
    if outline is None:
        return np.ones(len(footprints), dtype=bool)
    inside = shapely.intersects(outline, shapely.point_on_surface(footprints))
    if not inside.all():
        notes.append(_("%(n)d buildings lie outside the boundary and were left out.") % {"n": int((~inside).sum())})
    return np.asarray(inside)


def _households(
    properties: Sequence[dict[str, Any]], footprints: npt.NDArray[np.object_], notes: list[str]
) -> npt.NDArray[np.int64]:
    """Take households as given; estimate them from area and floors where the file has no such column at all."""
    known = [row.get("households") for row in properties]
    if any(value not in {None, ""} for value in known):
        return np.array([_whole(value) for value in known], dtype=np.int64)
    floors = np.array([max(1, _whole(row.get("floors") or row.get("building:levels") or 1)) for row in properties])
    estimate = np.maximum(1, np.rint(shapely.area(footprints) * floors / HOME_SQUARE_METRES)).astype(np.int64)
    notes.append(_("No households are given: they are estimated from the area of the buildings and their floors."))
    return np.asarray(estimate)


def _whole(value: object) -> int:
    try:
        return max(0, int(float(str(value))))
    except ValueError:
        return 0


def _estates(properties: Sequence[dict[str, Any]]) -> npt.NDArray[np.int32]:
    numbers: dict[str, int] = {}
    found = []
    for row in properties:
        name = row.get("estate")
        found.append(-1 if name in {None, ""} else numbers.setdefault(str(name), len(numbers)))
    return np.array(found, dtype=np.int32)


def _roads(path: Path | None, projection: Projection) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    main: list[BaseGeometry] = []
    other: list[BaseGeometry] = []
    for row in features(path) if path else ():
        about = row.get("properties") or {}
        kind = str(about.get("class") or about.get("highway") or "")
        line = projection.to_metres(shape(row["geometry"]))
        (main if kind.removesuffix("_link") in MAIN_ROADS else other).append(line)
    return main, other
