"""Reads of estates, buildings and homes; where something is."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.engines.territory.addresses import normalise, parse_address
from linli.engines.territory.directory import directory
from linli.engines.territory.houses import NEAR_METRES, houses
from linli.engines.territory.models import Building, Entrance, Estate
from linli.engines.territory.paths import in_path, subtree
from linli.engines.territory.queries.areas import area, county, descendants
from linli.engines.territory.queries.places import narrowest_at
from linli.engines.territory.shapes import metres_between
from linli.engines.territory.types import AreaRow, BuildingRow, Location, ParsedAddress
from linli.kernel.errors import NotFound
from linli.kernel.rows import by_key


def label_of(building: Building) -> str:
    """Return a building as people say it: 兴农小区3号楼."""
    return f"{building.estate.name}{building.name}" if building.estate is not None else building.name


def building_row(building: Building) -> BuildingRow:
    """Return the row of a building fetched with its estate, community and grid."""
    return BuildingRow(
        id=building.pk,
        label=label_of(building),
        number=building.number,
        estate_id=building.estate_id,
        path=building.path,
        community_id=building.community_id,
        community_name=building.community.name,
        grid_id=building.grid_id,
        grid_name=building.grid.name if building.grid is not None else "",
        longitude=building.longitude,
        latitude=building.latitude,
        households=building.households,
    )


def _standing(path: str = "") -> "QuerySet[Building]":
    return in_path(Building.objects.filter(valid_to__isnull=True).select_related("estate", "community", "grid"), path)


def building(building_id: int) -> BuildingRow:
    """Return a building, from memory while it stands. Raises: NotFound."""
    return houses().row(building_id) or _gone(building_id)


def _gone(building_id: int) -> BuildingRow:
    """Return a building that stands no more. Raises: NotFound."""
    found = by_key(Building, building_id)
    if found is None:
        raise NotFound
    found.estate = by_key(Estate, found.estate_id) if found.estate_id is not None else None
    known = directory().areas
    return BuildingRow(
        id=found.pk,
        label=label_of(found),
        number=found.number,
        estate_id=found.estate_id,
        path=found.path,
        community_id=found.community_id,
        community_name=known[found.community_id].name,
        grid_id=found.grid_id,
        grid_name=known[found.grid_id].name if found.grid_id is not None else "",
        longitude=found.longitude,
        latitude=found.latitude,
        households=found.households,
    )


def buildings(path: str) -> list[BuildingRow]:
    """Return the buildings of a subtree in order of estate and number."""
    rows = [building_row(one) for one in _standing(path)]
    return sorted(rows, key=lambda row: (row.path, row.estate_id or 0, len(row.number), row.number))


def entrances(building_id: int) -> list[tuple[int, str]]:
    """Return the entrances of a building: key and number."""
    found = Entrance.objects.filter(building_id=building_id).values_list("pk", "number")
    return sorted(found, key=lambda one: (len(one[1]), one[1]))


def estates(path: str) -> list[tuple[int, str, int]]:
    """Return the estates of a subtree: key, name, community."""
    found = Estate.objects.filter(subtree(path, "community__path")).order_by("name", "pk")
    return list(found.values_list("pk", "name", "community_id"))


def _estates_named(name: str, path: str) -> list[int]:
    """Return the estates whose name or an alias is, contains or is contained in a name; the best fits alone."""
    wanted = normalise(name)
    if not wanted:
        return []
    fits: list[tuple[int, int]] = []
    for key, said, aliases in Estate.objects.filter(_communities(path)).values_list("pk", "name", "aliases"):
        best = max((_fit(wanted, normalise(one)) for one in [said, *aliases]), default=0)
        if best:
            fits.append((best, key))
    best = max((fit for fit, _key in fits), default=0)
    return [key for fit, key in fits if fit == best]


def _communities(path: str) -> Q:
    """Return the condition that an estate lies in a subtree, or in the community of a grid."""
    if not path:
        return Q()
    return subtree(path, "community__path") | Q(community__children__path=path)


def _fit(wanted: str, name: str) -> int:
    """Return how well two names fit: 3 the same, 2 one ends or begins with the other, 1 contained, 0 not."""
    if not name:
        return 0
    if wanted == name:
        return 3
    if len(name) > 1 and (wanted.endswith(name) or name.startswith(wanted)):
        return 2
    return 1 if len(name) > 1 and (name in wanted or wanted in name) else 0


def _found_by(parsed: ParsedAddress, path: str) -> "QuerySet[Building] | None":
    """Return the buildings an address can mean; None when it says too little."""
    estate_ids = _estates_named(parsed.estate, path) if parsed.estate else []
    found = _standing(path)
    if estate_ids:
        found = found.filter(estate_id__in=estate_ids)
        return found.filter(number=parsed.building) if parsed.building else found
    if parsed.estate:
        return (
            found.filter(name__icontains=parsed.estate, number=parsed.building)
            if parsed.building
            else found.filter(name__icontains=parsed.estate)
        )
    return found.filter(number=parsed.building) if parsed.building else None


def find_buildings(text: str, within_path: str = "", limit: int = 8) -> list[BuildingRow]:
    """Suggest the buildings that a text can mean, by estate names, aliases and numbers, best first. Never raises."""
    parsed = parse_address(text)
    found = _found_by(parsed, within_path)
    if found is None:
        word = normalise(text)
        if not word:
            return []
        found = _standing(within_path).filter(Q(name__icontains=word) | Q(estate__in=_estates_named(word, within_path)))
    rows = [building_row(one) for one in found.order_by("path", "pk")[: limit * 5]]
    return sorted(rows, key=lambda row: (len(row.number), row.number))[:limit]


def _the_building(text: str, path: str) -> BuildingRow | None:
    """Return the building an address means when it can mean only one."""
    parsed = parse_address(text)
    if not parsed.building:
        return None
    found = find_buildings(text, path, limit=2)
    return found[0] if len(found) == 1 else None


def nearest_building(longitude: float, latitude: float, path: str) -> BuildingRow | None:
    """Return the building nearest to a point, within 60 metres."""
    return houses().nearest(longitude, latitude, path)


def locate(*, longitude: float | None = None, latitude: float | None = None, text: str = "") -> Location:
    """Find out where something is, from a WGS84 point, an address in words, or both.

    A point decides the area, the words the building. A point outside the county gives the county and `inside` False;
    nothing usable gives the county and how "unknown". Raises: NotFound while there is no county.
    """
    text = " ".join(text.replace("\x00", "").split())
    if longitude is None or latitude is None:
        return _by_words(text)
    here = narrowest_at(longitude, latitude)
    if here is None:
        return Location(county(), None, text, inside=False, how="outside", longitude=longitude, latitude=latitude)
    return _by_point(here, longitude, latitude, text)


def _by_point(here: AreaRow, longitude: float, latitude: float, text: str) -> Location:
    said = _the_building(text, here.path[:21]) if text else None
    if said is not None:
        return Location(here, said.id, text, inside=True, how="point", longitude=longitude, latitude=latitude)
    near = nearest_building(longitude, latitude, here.path)
    words = text or (_("Near %(place)s") % {"place": near.label} if near is not None else here.name)
    building_id = (
        near.id
        if near is not None
        and metres_between((near.longitude, near.latitude), (longitude, latitude)) <= NEAR_METRES / 2
        else None
    )
    return Location(here, building_id, words, inside=True, how="point", longitude=longitude, latitude=latitude)


def _by_words(text: str) -> Location:
    said = _the_building(text, "") if text else None
    if said is not None:
        place = area(said.grid_id or said.community_id)
        return Location(
            place, said.id, text, inside=True, how="address", longitude=said.longitude, latitude=said.latitude
        )
    shared = _area_of_estate(text)
    if shared is not None:
        return Location(shared, None, text, inside=True, how="address")
    named = _area_named(text)
    if named is not None:
        return Location(named, None, text, inside=True, how="address")
    return Location(county(), None, text, inside=True, how="unknown")


def _area_of_estate(text: str) -> AreaRow | None:
    """Return the grid all buildings of the estate named in a text share, or else their community."""
    name = parse_address(text).estate
    found = _estates_named(name, "") if name else []
    if len(found) != 1:
        return None
    grids = set(Building.objects.filter(estate_id=found[0], valid_to__isnull=True).values_list("grid_id", flat=True))
    if len(grids) == 1 and (only := grids.pop()) is not None:
        return area(only)
    return area(Estate.objects.values_list("community_id", flat=True).get(pk=found[0]))


def _area_named(text: str) -> AreaRow | None:
    """Return the narrowest area whose name stands in a text."""
    if not text:
        return None
    named = [
        one
        for one in descendants("")
        if one.parent_id is not None
        and len(one.name) > 1
        and (one.name in text or (len(one.short_name) > 2 and one.short_name in text))
    ]
    named.sort(key=lambda one: (-len(one.path), -len(one.name)))
    if not named:
        return None
    rivals = [one for one in named if len(one.path) == len(named[0].path) and one.name == named[0].name]
    return named[0] if len(rivals) == 1 else None
