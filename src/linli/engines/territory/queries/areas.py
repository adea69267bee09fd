"""Reads of the area tree. Areas are public knowledge: everybody sees them. Answered from memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from linli.engines.territory.directory import directory, rows_of
from linli.engines.territory.models import Area, AreaCode
from linli.engines.territory.paths import ids_of
from linli.engines.territory.types import AreaRow
from linli.kernel.errors import NotFound


def area(area_id: int) -> AreaRow:
    """Return an area. Raises: NotFound."""
    found = directory().areas.get(area_id)
    if found is None:
        raise NotFound
    return found


def areas(area_ids: Iterable[int]) -> dict[int, AreaRow]:
    """Return several areas by key; unknown ones are left out."""
    return {row.id: row for row in rows_of(set(area_ids))}


def area_names(area_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of areas by key."""
    return {row.id: row.name for row in rows_of(set(area_ids))}


def area_by_code(code: str, *, on: date | None = None) -> AreaRow:
    """Return the area that bears a code today, or bore it on a day. Raises: NotFound."""
    if on is None:
        found = directory().by_code.get(code)
    else:
        bore = AreaCode.objects.filter(code=code, valid_from__lte=on).exclude(valid_to__lte=on).order_by("-valid_from")
        found = bore.values_list("area_id", flat=True).first()
    if found is None:
        raise NotFound
    return area(found)


def county() -> AreaRow:
    """Return the county: the root of the tree. Raises: NotFound while there is none."""
    roots = rows_of(directory().children.get(None, ()))
    standing = [row for row in roots if directory().spans[row.id][1] is None] or roots
    if not standing:
        raise NotFound
    return standing[0]


def ancestors(path: str, *, on: date | None = None) -> list[AreaRow]:
    """Return the areas along a path, the county first, the area itself last; with `on` as they were called that day."""
    found = rows_of(ids_of(path))
    if on is None:
        return found
    called = AreaCode.objects.filter(area_id__in=ids_of(path), valid_from__lte=on, valid_to__gt=on).exclude(name="")
    names = dict(called.order_by("valid_from").values_list("area_id", "name"))
    return [replace(row, name=names.get(row.id, row.name)) for row in found]


def children(area_id: int) -> list[AreaRow]:
    """Return the areas right below one that are valid today, by code."""
    here = directory()
    found = [here.areas[key] for key in here.children.get(area_id, ()) if here.is_open(key)]
    return sorted(found, key=lambda row: (row.code, row.id))


def descendants(path: str, kind: str | None = None) -> list[AreaRow]:
    """Return the area of a path and all below it that are valid today, in the tree's order; one kind only if asked."""
    here = directory()
    return [
        row
        for row in here.areas.values()
        if row.path.startswith(path) and (kind is None or row.kind == kind) and here.is_open(row.id)
    ]


def find_areas(text: str, *, within_path: str = "", kinds: Iterable[str] = ()) -> list[AreaRow]:
    """Return the open areas with this code, name or short name inside a subtree; a code goes before names."""
    wanted = set(kinds) or set(Area.Kind.values)
    inside = [row for row in descendants(within_path) if row.kind in wanted]
    by_code = [row for row in inside if row.code == text]
    return by_code or [row for row in inside if text in {row.name, row.short_name}]
