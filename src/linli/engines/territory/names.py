"""The names of places a county knows, held in memory so that they are found in a text in one pass.

Names come from the registers (estates and their aliases, named buildings, points of service, roads, areas): what a
text calls a place is never guessed from how it sounds.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from linli.engines.territory.addresses import normalise
from linli.engines.territory.directory import DIRECTORY, directory
from linli.engines.territory.houses import HOUSES, Houses, houses
from linli.engines.territory.models import Area, Estate, Road, ServicePoint
from linli.engines.territory.versions import Shelf, token

NAMES = "names"  # the token that every change of roads and points of service renews
_OTHERS = (HOUSES, "boundaries", DIRECTORY)
SHORTEST = 2
_BEGIN = 2  # names are found by their first two signs


@dataclass(frozen=True, slots=True)
class Named:
    """A place with a name: what it is, its key, the narrowest area it lies in (0: none), its point where it is one."""

    name: str
    kind: str  # estate, building, point, road, area
    key: int
    area_id: int = 0
    longitude: float | None = None
    latitude: float | None = None


@dataclass
class Names:
    """All names by how they begin, the longest first."""

    begins: dict[str, list[tuple[str, list[Named]]]] = field(default_factory=dict)

    def at(self, text: str, place: int) -> tuple[str, list[Named]] | None:
        """Return the longest name that begins at a place of a text, with everything called so."""
        for name, called in self.begins.get(text[place : place + _BEGIN], ()):
            if text.startswith(name, place):
                return name, called
        return None


_HELD: Shelf[Names] = Shelf(NAMES, size=2)


def names() -> Names:
    """Return the names of all places, from memory while none has changed."""
    return _HELD.get(tuple(token(one) for one in _OTHERS), _read)


def _read() -> Names:
    found: dict[str, list[Named]] = defaultdict(list)
    for one in (*_estates(), *_buildings(houses()), *_points(), *_roads(), *_areas()):
        said = normalise(one.name)
        if len(said) >= SHORTEST and not said.isascii():
            found[said].append(one)
    made = Names()
    for name in sorted(found, key=lambda one: (-len(one), one)):
        made.begins.setdefault(name[:_BEGIN], []).append((name, found[name]))
    return made


def _estates() -> list[Named]:
    """Return estates and aliases, in the grid all their buildings share, or else in their community."""
    grids: dict[int, set[int]] = defaultdict(set)
    held = houses()
    for estate_id, grid_id in zip(held.estate_ids, held.grid_ids, strict=True):
        grids[estate_id].add(grid_id)
    made = []
    for key, name, aliases, community in Estate.objects.order_by("pk").values_list(
        "pk", "name", "aliases", "community_id"
    ):
        shared = grids[key] if len(grids[key]) == 1 else {0}
        area_id = next(iter(shared)) or community
        made += [Named(one, "estate", key, area_id) for one in dict.fromkeys((name, *aliases))]
    return made


def _buildings(held: Houses) -> list[Named]:
    """Return the buildings that belong to no estate: these are called by their own names."""
    return [
        Named(name, "building", key, grid or community, east, north)
        for key, name, estate, community, grid, east, north in zip(
            held.keys, held.names, held.estate_ids, held.community_ids, held.grid_ids, held.longitudes, held.latitudes,
            strict=True,
        )
        if not estate and len(name) > SHORTEST and not name[0].isdigit()
    ]  # fmt: skip


def _points() -> list[Named]:
    rows = ServicePoint.objects.filter(valid_to__isnull=True).order_by("pk")
    return [
        Named(name, "point", key, area_id, east, north)
        for key, name, area_id, east, north in rows.values_list("pk", "name", "area_id", "longitude", "latitude")
    ]


def _roads() -> list[Named]:
    """Return each road once, however many pieces it is drawn in."""
    return [Named(name, "road", 0) for name in Road.objects.exclude(name="").values_list("name", flat=True).distinct()]


def _areas() -> list[Named]:
    known = directory()
    return [
        Named(row.name, "area", row.id, row.id)
        for row in known.areas.values()
        if row.kind != Area.Kind.COUNTY and known.is_open(row.id)
    ]
