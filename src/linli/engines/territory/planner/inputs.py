"""What a plan is made from: buildings with households, roads, water, a boundary; from rows or GeoJSON, in metres."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner import mending
from linli.engines.territory.planner.projection import Projection
from linli.engines.territory.planner.streets import is_main, join_ends, lines_of
from linli.kernel.errors import Invalid

HOME_SQUARE_METRES = 110  # floor area of a home, stairs included, where nothing else is known
NOBODY_LIVES_IN = frozenset({"shop", "office", "school", "hospital", "garage", "industrial", "commercial", "retail"})


@dataclass(frozen=True, slots=True)
class Place:
    """A building as a plan sees it."""

    id: str
    geometry: BaseGeometry | None     # WGS84; Polygon, or Point where no outline is known
    households: int | None = None     # None: estimated from area and floors, and marked
    estate: str = ""                  # which estate it belongs to; empty for none
    floors: int = 1
    workload: int = 0                 # what it gives to do, e.g. cases of a year
    kind: str = ""                    # residential, shop, office, …: nobody lives in an office


@dataclass(frozen=True, slots=True)
class Road:
    """A road or path."""

    geometry: BaseGeometry            # WGS84 line
    kind: str = ""                    # primary, secondary, residential, footway, … (the words of OpenStreetMap)


@dataclass(slots=True)
class Town:
    """The input of a plan, in metres."""

    footprints: npt.NDArray[np.object_]
    households: npt.NDArray[np.int64]
    workload: npt.NDArray[np.int64]
    estimated: npt.NDArray[np.bool_]  # where households were estimated
    estates: npt.NDArray[np.int32]    # number of the estate, -1 for none
    estate_names: tuple[str, ...]
    ids: list[str]
    main_roads: list[BaseGeometry]
    other_roads: list[BaseGeometry]
    water: BaseGeometry | None
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


def read_town(
    buildings: Path, *, roads: Path | None = None, boundary: Path | None = None, water: Path | None = None,
    system: str = "",
) -> Town:
    """Read the input of a plan from GeoJSON files.

    `system` is the buildings' system of coordinates: wgs84, gcj02 or bd09; empty guesses it by the boundary.
    Raises: Invalid when there is nothing to plan or coordinates make no sense.
    """
    return town_of(
        read_places(buildings),
        roads=[road for row in (features(roads) if roads else ()) for road in _road(row)],
        boundary=_whole_shape(boundary), water=_whole_shape(water), system=system,
    )


def read_places(buildings: Path) -> list[Place]:
    """Read buildings from a GeoJSON file. Raises: Invalid."""
    return [_place(row, number) for number, row in enumerate(features(buildings))]


def town_of(
    places: Sequence[Place], *, roads: Iterable[Road] = (), boundary: BaseGeometry | None = None,
    water: BaseGeometry | None = None, system: str = "",
) -> Town:
    """Make the input of a plan from buildings, roads, water and a boundary in WGS84; faults are mended and said.

    `system` is the buildings' system of coordinates; empty guesses it by the boundary.
    Raises: Invalid when there is nothing to plan or coordinates make no sense.
    """
    notes: list[str] = []
    kept, outlines = mending.usable([place.geometry for place in places], notes)
    if not kept:
        raise Invalid(_("There are no buildings in the file: nothing to plan."))
    mending.refuse_swapped(shapely.get_coordinates(shapely.centroid(outlines)), boundary)
    outlines = cast(
        "npt.NDArray[np.object_]",
        mending.to_wgs84(outlines, system or mending.system_of(outlines, boundary, notes)),
    )
    chosen = np.array(kept)
    if boundary is not None:
        inside = _inside(outlines, boundary, notes)
        chosen, outlines = chosen[inside], outlines[inside]
    centre = shapely.get_coordinates(shapely.centroid(outlines)).mean(axis=0)
    projection = Projection(round(float(centre[0]), 4), round(float(centre[1]), 4))
    rows = [places[number] for number in chosen]
    footprints = projection.to_metres(outlines)
    households, estimated = _households(rows, footprints, notes)
    estates, names = _estates(rows)
    main, other = _streets(list(roads), projection, notes)
    return Town(
        footprints=footprints, households=households, estimated=estimated, estates=estates, estate_names=names,
        workload=np.array([row.workload for row in rows], dtype=np.int64), ids=[row.id for row in rows],
        main_roads=main, other_roads=other, projection=projection, notes=notes,
        boundary=projection.to_metres(boundary) if boundary is not None else None,
        water=projection.to_metres(water) if water is not None else None,
    )


def _place(row: dict[str, Any], number: int) -> Place:
    about = row.get("properties") or {}
    households = about.get("households")
    return Place(
        id=str(about.get("id", number)), geometry=_shape(row), estate=str(about.get("estate") or ""),
        households=None if households in {None, ""} else whole(households),
        floors=max(1, whole(about.get("floors") or about.get("building:levels") or 1)),
        workload=whole(about.get("workload") or about.get("cases") or 0),
        kind=str(about.get("kind") or about.get("building") or ""),
    )


def _shape(row: dict[str, Any]) -> BaseGeometry | None:
    try:
        return shape(row["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        return None


def _road(row: dict[str, Any]) -> list[Road]:
    about = row.get("properties") or {}
    geometry = _shape(row)
    if geometry is None or geometry.is_empty:
        return []
    return [Road(geometry, str(about.get("class") or about.get("highway") or about.get("kind") or ""))]


def _whole_shape(path: Path | None) -> BaseGeometry | None:
    if path is None:
        return None
    shapes = [one for one in map(_shape, features(path)) if one is not None]
    return shapely.union_all([shapely.make_valid(one) for one in shapes])


def _inside(outlines: npt.NDArray[np.object_], boundary: BaseGeometry, notes: list[str]) -> npt.NDArray[np.bool_]:
    inside = np.asarray(shapely.intersects(boundary, shapely.point_on_surface(outlines)))
    if not inside.any():
        raise Invalid(_("No building lies inside the boundary. Please check that both are of the same place."))
    if not inside.all():
        notes.append(_("%(n)d buildings lie outside the boundary and were left out.") % {"n": int((~inside).sum())})
    return inside


def _households(
    rows: Sequence[Place], footprints: npt.NDArray[np.object_], notes: list[str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Take households as given; estimate them from area and floors where they are not, and say for how many."""
    estimated = np.array([row.households is None for row in rows], dtype=bool)
    floors = np.array([max(1, row.floors) for row in rows])
    lived_in = np.array([row.kind not in NOBODY_LIVES_IN for row in rows])
    estimate = np.maximum(1, np.rint(shapely.area(footprints) * floors / HOME_SQUARE_METRES)) * lived_in
    given = np.array([row.households or 0 for row in rows])
    if estimated.any():
        notes.append(
            _("%(n)d buildings without households: estimated from their area and floors, %(m)d m² a home.")
            % {"n": int(estimated.sum()), "m": HOME_SQUARE_METRES}
        )
    return np.where(estimated, estimate, np.maximum(0, given)).astype(np.int64), estimated


def whole(value: object) -> int:
    """Return a value of a file as a whole number, 0 where it is none."""
    try:
        return max(0, int(float(str(value))))
    except (ValueError, OverflowError):
        return 0


def _estates(rows: Sequence[Place]) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(row.estate, len(numbers)) if row.estate else -1 for row in rows]
    return np.array(found, dtype=np.int32), tuple(numbers)


def _streets(
    roads: Sequence[Road], projection: Projection, notes: list[str]
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    lines, main = [], []
    for road in roads:
        found = lines_of(projection.to_metres(road.geometry))
        lines.extend(found)
        main.extend([is_main(road.kind)] * len(found))
    joined, mended = join_ends(np.array(lines, dtype=object))
    if mended:
        notes.append(_("%(n)d ends of roads that stopped short of a junction were joined to it.") % {"n": mended})
    important = np.array(main, dtype=bool)
    return list(joined[important]), list(joined[~important])
