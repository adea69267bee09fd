"""The standing buildings and their estates, held in memory: which is nearest, which firm serves it.

Columns instead of objects: about a hundred bytes a building, so that a city's fit into a web process. Everything that
changes buildings, estates or boundaries renews one of the two tokens by which they are held.
"""

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, floor, radians

from linli.engines.territory.directory import directory
from linli.engines.territory.models import Building, Estate
from linli.engines.territory.shapes import METRES_PER_DEGREE, metres_between
from linli.engines.territory.types import AreaRow, BuildingRow
from linli.engines.territory.versions import Shelf, token

HOUSES = "houses"  # the token that every change of buildings and estates renews
_BOUNDARIES = "boundaries"  # buildings follow the boundaries of their day
NEAR_METRES = 60
_CELL_HIGH = NEAR_METRES / METRES_PER_DEGREE
_COLUMNS = ("pk", "number", "name", "estate_id", "community_id", "grid_id", "longitude", "latitude", "households")
_Cell = tuple[int, int]


@dataclass
class Houses:
    """Buildings in the order of their keys; each column holds one thing of all of them."""

    keys: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    estate_ids: "array[int]" = field(default_factory=lambda: array("q"))  # 0: none
    community_ids: "array[int]" = field(default_factory=lambda: array("q"))
    grid_ids: "array[int]" = field(default_factory=lambda: array("q"))  # 0: none
    longitudes: "array[float]" = field(default_factory=lambda: array("d"))
    latitudes: "array[float]" = field(default_factory=lambda: array("d"))
    households: "array[int]" = field(default_factory=lambda: array("q"))
    at: dict[int, int] = field(default_factory=dict)  # key -> place in the columns
    estate_names: dict[int, str] = field(default_factory=dict)
    firms: dict[int, int] = field(default_factory=dict)  # estate -> unit of its property firm
    firms_at: dict[int, set[int]] = field(default_factory=dict)  # area -> units that serve estates with buildings in it
    cell_wide: float = _CELL_HIGH
    cells: dict[_Cell, list[int]] = field(default_factory=dict)

    def row(self, key: int) -> BuildingRow | None:
        """Return a standing building; None for one that is gone or not known."""
        place = self.at.get(key)
        if place is None:
            return None
        here = self._area(place)
        community, grid = self.community_ids[place], self.grid_ids[place]
        known = directory().areas
        return BuildingRow(
            id=key,
            label=self._label(place),
            number=self.numbers[place],
            estate_id=self.estate_ids[place] or None,
            path=here.path,
            community_id=community,
            community_name=known[community].name,
            grid_id=grid or None,
            grid_name=here.name if grid else "",
            longitude=self.longitudes[place],
            latitude=self.latitudes[place],
            households=self.households[place],
        )

    def _area(self, place: int) -> AreaRow:
        return directory().areas[self.grid_ids[place] or self.community_ids[place]]

    def _label(self, place: int) -> str:
        return f"{self.estate_names.get(self.estate_ids[place], '')}{self.names[place]}"

    def nearest(self, longitude: float, latitude: float, path: str) -> BuildingRow | None:
        """Return the building of a subtree nearest to a point, within 60 metres."""
        column, row = floor(longitude / self.cell_wide), floor(latitude / _CELL_HIGH)
        best, found, areas = float(NEAR_METRES), 0, directory().areas
        latitudes = self.latitudes
        for cell in ((column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)):
            for place in self.cells.get(cell, ()):
                if abs(latitudes[place] - latitude) * METRES_PER_DEGREE > best:   # spares most of them the rest
                    continue
                far = metres_between((self.longitudes[place], latitudes[place]), (longitude, latitude))
                if far > best or (far == best and found and self.keys[place] > found):
                    continue
                if areas[self.grid_ids[place] or self.community_ids[place]].path.startswith(path):
                    best, found = far, self.keys[place]
        return self.row(found) if found else None

    def firm_of(self, building_id: int) -> int | None:
        """Return the unit of the property firm that serves a standing building."""
        place = self.at.get(building_id)
        return self.firms.get(self.estate_ids[place]) if place is not None else None


_HELD: Shelf[Houses] = Shelf(HOUSES, size=2)


def houses() -> Houses:
    """Return all standing buildings, from memory when none has changed."""
    return _HELD.get(token(_BOUNDARIES), _read)


def _read() -> Houses:
    made = Houses()
    for key, name, firm in Estate.objects.order_by("pk").values_list("pk", "name", "property_unit_id"):
        made.estate_names[key] = name
        if firm is not None:
            made.firms[key] = firm
    same: dict[str, str] = {}  # "3号楼" stands in the register by the hundred
    for key, number, name, estate, community, grid, east, north, households in (
        Building.objects.filter(valid_to__isnull=True).order_by("pk").values_list(*_COLUMNS).iterator(chunk_size=2000)
    ):
        made.at[key] = len(made.keys)
        made.keys.append(key)
        made.numbers.append(same.setdefault(number, number))
        made.names.append(same.setdefault(name, name))
        made.estate_ids.append(estate or 0)
        made.community_ids.append(community)
        made.grid_ids.append(grid or 0)
        made.longitudes.append(east)
        made.latitudes.append(north)
        made.households.append(households)
    _lay_out(made)
    return made


def _lay_out(made: Houses) -> None:
    """Sort the buildings into cells of 60 metres and more, and the firms into the areas they serve."""
    farthest = max((abs(north) for north in made.latitudes), default=0.0)
    made.cell_wide = _CELL_HIGH / max(cos(radians(min(farthest + 1, 89))), 0.01)
    cells: dict[_Cell, list[int]] = defaultdict(list)
    firms_at: dict[int, set[int]] = defaultdict(set)
    for place in range(len(made.keys)):
        cells[floor(made.longitudes[place] / made.cell_wide), floor(made.latitudes[place] / _CELL_HIGH)].append(place)
        firm = made.firms.get(made.estate_ids[place])
        if firm is not None:
            firms_at[made.grid_ids[place] or made.community_ids[place]].add(firm)
    made.cells = dict(cells)
    known = directory()
    for area_id, units in list(firms_at.items()):
        for above in known.chain(known.areas[area_id].path):
            firms_at[above.id] |= units
    made.firms_at = dict(firms_at)
