"""Where the grids of a community do not tile it: overlaps, gaps, grids that stick out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.models import Area
from linli.engines.territory.queries.places import DayMap, day_map
from linli.engines.territory.shapes import square_metres
from linli.engines.territory.types import AreaRow

_LEAST = 20.0  # square metres; less is the width of a drawn line


@dataclass(frozen=True, slots=True)
class CoverageFault:
    """One place where boundaries do not fit."""

    kind: str  # overlap, gap, outside
    areas: tuple[AreaRow, ...]  # overlap: the two grids; gap: the community; outside: grid and community
    square_metres: int
    longitude: float  # a point inside
    latitude: float

    def words(self) -> str:
        """Return the fault in words."""
        names = {f"name{number}": area.name for number, area in enumerate(self.areas, 1)}
        texts = {
            "overlap": _("%(name1)s and %(name2)s overlap by %(metres)s m² near %(place)s."),
            "gap": _("In %(name1)s %(metres)s m² near %(place)s belong to no grid."),
            "outside": _("%(name1)s sticks out of %(name2)s by %(metres)s m² near %(place)s."),
        }
        place = f"{self.longitude:.5f}, {self.latitude:.5f}"
        return texts[self.kind] % {**names, "metres": f"{self.square_metres:,}", "place": place}


def coverage(path: str, *, on: date | None = None) -> list[CoverageFault]:
    """Return where the basic grids of the communities in a subtree overlap, leave gaps, or stick out; largest first."""
    here = day_map(on)
    communities = [row for row in here.rows.values() if row.kind == Area.Kind.COMMUNITY and row.path.startswith(path)]
    found = [fault for community in communities for fault in _faults(here, community)]
    return sorted(found, key=lambda fault: (-fault.square_metres, fault.kind, fault.areas[0].code))


def _faults(here: DayMap, community: AreaRow) -> Iterator[CoverageFault]:
    grids = [
        row for row in here.rows.values() if row.parent_id == community.id and row.grid_kind == Area.GridKind.BASIC
    ]
    if not grids:
        return
    yield from _overlaps(here, grids)
    outline = here.shapes[community.id]
    yield from _pieces(
        "gap", (community,), shapely.difference(outline, shapely.union_all([here.shapes[g.id] for g in grids]))
    )
    for grid in grids:
        yield from _pieces("outside", (grid, community), shapely.difference(here.shapes[grid.id], outline))


def _overlaps(here: DayMap, grids: Sequence[AreaRow]) -> Iterator[CoverageFault]:
    outlines = [here.shapes[grid.id] for grid in grids]
    left, right = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    for a, b in zip(left, right, strict=True):
        if a < b:
            yield from _pieces("overlap", (grids[a], grids[b]), shapely.intersection(outlines[a], outlines[b]))


def _pieces(kind: str, areas: tuple[AreaRow, ...], shape: BaseGeometry) -> Iterator[CoverageFault]:
    metres = square_metres(shape)
    if metres >= _LEAST:
        largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        inside = largest.representative_point()
        yield CoverageFault(kind, areas, round(metres), inside.x, inside.y)
