"""Whom a case can be sent to. Answered from memory, but for buildings."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from linli.engines.territory.directory import Directory, Held, directory
from linli.engines.territory.houses import houses
from linli.engines.territory.keys import AssigneeKey, parse_key, post_key, unit_key
from linli.engines.territory.models import Building
from linli.engines.territory.paths import ids_of, prefixes
from linli.engines.territory.queries.buildings import label_of
from linli.engines.territory.types import Assignee, UnitRow
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound

HANDLER = "handler"  # the role that work can be sent to, see engines.access.roles
PROPERTY = "property"
_GRID = "grid"
_BELOW = 1000  # farther than anything on the way up


def assignees(keys: Iterable[str]) -> dict[str, Assignee]:
    """Return the assignees of several keys, with one query when buildings are among them; unknown keys are left out."""
    here = directory()
    parsed: dict[str, AssigneeKey] = {}
    for key in set(keys):
        try:
            parsed[key] = parse_key(key)
        except NotFound:
            continue
    houses = _houses({one.building_id for one in parsed.values() if one.building_id is not None})
    found = {text: _assignee(here, one, houses) for text, one in parsed.items()}
    return {text: one for text, one in found.items() if one is not None}


def _houses(building_ids: set[int]) -> dict[int, Building]:
    if not building_ids:
        return {}
    return Building.objects.select_related("estate").filter(valid_to__isnull=True).in_bulk(building_ids)


def _assignee(here: Directory, key: AssigneeKey, houses: dict[int, Building]) -> Assignee | None:
    if key.unit_id is not None:
        unit = here.units.get(key.unit_id)
        return _of_unit(here, unit) if unit is not None and unit.active else None
    post = here.posts.get(key.post)
    if post is None:
        return None
    if key.building_id is not None:
        house = houses.get(key.building_id)
        return (
            Assignee(str(key), _post_at(label_of(house), post.name), "post", house.path, _GRID)
            if house is not None
            else None
        )
    place = here.areas.get(key.area_id or 0)
    if place is None or not here.is_open(place.id):
        return None
    return Assignee(str(key), _post_at(place.name, post.name), "post", place.path, place.kind)


def _of_unit(here: Directory, unit: UnitRow) -> Assignee:
    return Assignee(unit_key(unit.id), unit.name, "unit", unit.path, here.areas[unit.area_id].kind)


def _post_at(place: str, post: str) -> str:
    return _("%(place)s %(post)s") % {"place": place, "post": post}


def assignee(key: str) -> Assignee:
    """Return the assignee of a key. Raises: NotFound for a unit no longer active, an area or building closed."""
    found = assignees([key])
    if key not in found:
        raise NotFound
    return found[key]


def candidates(*, viewer: Actor, path: str, text: str = "", limit: int = 60) -> list[Assignee]:
    """Return the posts and units that work at a path can be sent to: nearest first, then those inside the path.

    Only posts whose holders handle cases and that somebody serves in today. Posts at buildings appear when `text`
    names them. Residents see none.
    """
    if viewer.kind not in {ActorKind.STAFF, ActorKind.SYSTEM, ActorKind.MACHINE}:
        return []
    here = directory()
    order = {code: at for at, code in enumerate(here.posts)}
    served = {
        held.key: (*_nearness(path, held.path), order[held.post_code])
        for held in _near(here, path, with_buildings=bool(text))
        if HANDLER in here.posts[held.post_code].roles
    }
    units = {
        unit_key(one.id): (*_nearness(path, one.path), len(order))
        for one in here.units.values()
        if one.active and _is_near(path, one.path)
    }
    ranks = served | units
    named = assignees(ranks)
    fits = [one for one in named.values() if text in one.name]
    return sorted(fits, key=lambda one: (ranks[one.key], one.key))[:limit]


def _is_near(path: str, of: str) -> bool:
    return path.startswith(of) or of.startswith(path)


def _nearness(path: str, of: str) -> tuple[int, str]:
    """Return how far a place is: itself and upwards first, then downwards."""
    return (len(path) - len(of), "") if path.startswith(of) else (_BELOW + len(of), of)


def _near(here: Directory, path: str, *, with_buildings: bool) -> list[Held]:
    day = clock.today()
    groups = [*here.by_area.values(), *(here.by_building.values() if with_buildings else ())]
    return [held for group in groups for held in group if _is_near(path, held.path) and held.people(day)]


def unit_for(kind: str, path: str, building_id: int | None = None) -> Assignee | None:
    """Return the unit of a kind that answers for a place: the nearest upwards.

    Property firms answer for estates: that of the building's estate; without a building, the only firm whose estates
    have buildings in the area. Where several firms share the area nobody is chosen: the desk decides.
    """
    here = directory()
    above = prefixes(path)
    fits = [one for one in here.units.values() if one.kind == kind and one.active and one.path in above]
    if kind == PROPERTY:
        firm = _property_firm(here, fits, path, building_id)
        return _of_unit(here, firm) if firm is not None else None
    fits.sort(key=lambda one: (-len(one.path), one.id))
    return _of_unit(here, fits[0]) if fits else None


def _property_firm(here: Directory, fits: list[UnitRow], path: str, building_id: int | None) -> UnitRow | None:
    """Return the firm of the estate, or the only one that can be meant."""
    keys = _firm_of(here, building_id) if building_id is not None else _firms_in(here, path)
    if keys:
        return here.units.get(keys.pop()) if len(keys) == 1 else None
    taken = set(houses().firms.values())
    without = [one for one in fits if one.id not in taken]
    return without[0] if len(without) == 1 else None


def _firm_of(here: Directory, building_id: int) -> set[int]:
    firm = here.units.get(houses().firm_of(building_id) or 0)
    return {firm.id} if firm is not None and firm.active else set()


def _firms_in(here: Directory, path: str) -> set[int]:
    served = houses().firms_at.get(ids_of(path)[-1], ()) if path else ()
    return {key for key in served if here.units[key].active}


def post_assignee(post_code: str, area_id: int) -> Assignee | None:
    """Return the post that answers for an area: there or at the nearest area upwards where somebody serves in it."""
    here = directory()
    place = here.areas.get(area_id)
    post = here.posts.get(post_code)
    if place is None or post is None:
        return None
    for key in reversed(ids_of(place.path)):
        if here.serving(post_key(post_code, area_id=key)) and here.is_open(key):
            at = here.areas[key]
            return Assignee(post_key(post_code, area_id=key), _post_at(at.name, post.name), "post", at.path, at.kind)
    return None
