"""Who serves here, level by level, and which units are fixed to the grids: names, office phones, nothing else."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from linli.channels.portal import place
from linli.engines.territory import plans
from linli.engines.territory import public as territory


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post at one place and who serves in it; nobody: it is vacant."""

    post: str
    people: tuple[str, ...]
    phone: str

    @property
    def names(self) -> str:
        """Return the people as a list in words."""
        return pgettext("between the names of a list", ", ").join(self.people)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit that serves here, and in which grids of the community."""

    name: str
    grids: tuple[str, ...]
    liaison: bool

    @property
    def where(self) -> str:
        """Return the grids as a list in words."""
        return pgettext("between the names of a list", ", ").join(self.grids)


@require_GET
def serving(request: HttpRequest) -> HttpResponse:
    """Show who serves here, level by level, with public names and office phones."""
    here = place.here(request)
    context = {"here": here, "levels": _levels(here) if here else [], "units": _units(here) if here else []}
    return render(request, "portal/serving.html", context)


def _levels(here: place.Here) -> list[tuple[str, list[PostLine]]]:
    """Return the posts of each level, narrowest first, people of one post in one line; the county's own stay out."""
    lines: dict[tuple[str, str], list[territory.Serving]] = {}
    for row in territory.who_serves(here.area.id):
        if row.level != "county" or not here.known:
            lines.setdefault((row.area_name, row.post_name), []).append(row)
    levels: dict[str, list[PostLine]] = {}
    for (area, post), rows in lines.items():
        served = [row for row in rows if not row.vacant]
        phone = next((row.work_phone for row in served if row.work_phone), "")
        levels.setdefault(area, []).append(PostLine(post, tuple(row.public_name for row in served), phone))
    return list(levels.items())


def _units(here: place.Here) -> list[UnitLine]:
    """Return the units fixed to the grid, or to the grids of the community, the liaison unit first."""
    if here.area.kind not in {"grid", "community"}:
        return []
    served: dict[int, list[plans.PlaceRow]] = {}
    for row in plans.serving_units(here.area.path):
        if not row.ended:
            served.setdefault(row.unit_id, []).append(row)
    lines = [
        UnitLine(
            rows[0].unit,
            tuple(row.grid.removeprefix(row.community) for row in rows),
            any(row.liaison for row in rows),
        )
        for rows in served.values()
    ]
    return sorted(lines, key=lambda one: (not one.liaison, one.name))
