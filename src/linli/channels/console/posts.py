"""Grids and posts: the tree of areas with its map, who serves where, what is vacant, who has too much, duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.channels.console import words
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import SETUP, ConsoleRequest, page_for
from linli.channels.console.scope import AreaChoice, areas_of, chosen
from linli.engines.access.public import Role
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.public import AppointmentRow, AreaRow, StaffingRow
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

SHOWN_VACANCIES = 40
SHIFT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree of areas."""

    choice: AreaChoice
    missing: int
    current: bool


@dataclass(frozen=True, slots=True)
class PostHere:
    """A post at the area itself: who serves in it and how many are missing."""

    code: str
    name: str
    holders: tuple[AppointmentRow, ...]
    wanted: int
    missing: int


def area_asked(request: ConsoleRequest) -> tuple[AreaChoice, list[AreaChoice]]:
    """Return the area of the page (default: the viewer's widest) with all that can be chosen. Raises: NotFound."""
    areas = areas_of(request.viewer, SETUP)
    asked = chosen(areas, request.GET.get("area", "")) or (areas[0] if areas else None)
    if asked is None:
        raise NotFound
    return asked, areas


def _tree(areas: Sequence[AreaChoice], here: AreaChoice, missing: dict[str, int]) -> list[Branch]:
    """Return the lines shown: the way down to the area, everything beside that way, what is right below the area."""
    shown = []
    for area in areas:
        parent = territory.parent_path(area.path)
        if not area.depth or here.path.startswith(parent):
            shown.append(Branch(area, missing.get(area.path, 0), area.path == here.path))
    return shown


def _missing_by_path(rows: Sequence[StaffingRow]) -> dict[str, int]:
    """Return how many holders are missing in each subtree."""
    total: dict[str, int] = {}
    for row in rows:
        for above in territory.prefixes(row.path):
            total[above] = total.get(above, 0) + row.missing
    return total


def _posts_here(
    area: AreaRow, appointments: Sequence[AppointmentRow], staffing: Sequence[StaffingRow]
) -> list[PostHere]:
    """Return the posts of the area itself in their order: those planned for its level, and those somebody holds."""
    own = [one for one in appointments if one.area_id == area.id and one.building_id is None and one.unit_id is None]
    planned = {row.post_code: row for row in staffing if row.area_id == area.id and row.building_id is None}
    held = {one.post_code: one.post_name for one in own}
    found = []
    for post in territory.posts():
        if post.code not in planned and post.code not in held:
            continue
        plan = planned.get(post.code)
        holders = tuple(one for one in own if one.post_code == post.code)
        found.append(PostHere(post.code, post.name, holders, plan.wanted if plan else 0, plan.missing if plan else 0))
    return found


def _context(request: ConsoleRequest) -> dict[str, Any]:
    asked, areas = area_asked(request)
    area = territory.area(asked.id)
    staffing = territory.staffing(areas[0].path)
    inside = [row for row in staffing if row.path.startswith(area.path)]
    appointments = territory.appointments(request.viewer, area.path)
    now = clock.now()
    return {
        "area": area,
        "level": words.LEVELS[area.kind],
        "tree": _tree(areas, asked, _missing_by_path(staffing)),
        "line": [row for row in territory.ancestors(area.path) if row.path.startswith(areas[0].path)],
        "posts": _posts_here(area, appointments, inside),
        "heads": [one for one in appointments if one.building_id is not None] if area.kind == "grid" else [],
        "units": [unit for unit in territory.units(area.path, only_active=False) if unit.area_id == area.id],
        "serving_units": _serving_units(area),
        "vacancies": [
            row
            for row in territory.vacancies(area.path, limit=SHOWN_VACANCIES)
            if row.area_id != area.id or row.building_id
        ],
        "counts": _named_counts(territory.vacancy_counts(area.path)),
        "overloads": territory.overloads(area.path),
        "take_overs": territory.take_overs(request.viewer, area.path, limit=SHOWN_VACANCIES),
        "shifts": territory.shifts(area.id, now, now + timedelta(days=SHIFT_DAYS)) if area.kind != "grid" else None,
        "map_path": area.path,
        "may_change": may_change(request.viewer, area.path),
    }


def _serving_units(area: AreaRow) -> list[plans.PlaceRow]:
    """Return the units fixed to the grid, or to the grids of the community."""
    return plans.serving_units(area.path) if area.kind in {"grid", "community"} else []


def _named_counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(post.name, counts[post.code]) for post in territory.posts() if counts.get(post.code)]


def may_change(viewer: Actor, path: str) -> bool:
    """Say whether to show the buttons for changes; the verbs themselves ask again."""
    return viewer.has(Role.ADMINISTRATOR, path)


@page_for(*SETUP)
def posts(request: ConsoleRequest) -> HttpResponse:
    """Show an area: its map, who serves there, what is vacant below."""
    return render(request, "console/posts.html", _context(request))


def _serving_sheet(request: ConsoleRequest, path: str) -> Sheet:
    appointments = territory.appointments(request.viewer, path)
    return Sheet(
        _("Who serves"),
        [
            (_("Area"), 24),
            (_("Building or unit"), 24),
            (_("Post"), 16),
            (_("What it is called"), 14),
            (_("Begins"), 12),
            (_("Until"), 12),
            (_("Stand-in"), 14),
        ],
        (
            [
                row.area_name,
                row.building_name or row.unit_name,
                row.post_name,
                row.name,
                row.starts,
                row.ends,
                row.stand_in,
            ]
            for row in appointments
        ),
    )


@page_for(*SETUP)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the posts, the vacancies and the overloads of an area as a workbook."""
    asked, _areas = area_asked(request)
    return spreadsheet(
        _("posts"),
        _serving_sheet(request, asked.path),
        Sheet(
            _("Vacant"),
            [(_("Area"), 24), (_("Building"), 24), (_("Post"), 16), (_("Wanted"), 10), (_("Filled"), 10)],
            (
                [row.area_name, row.building_name, row.post_name, row.wanted, row.filled]
                for row in territory.vacancies(asked.path, limit=20_000)
            ),
        ),
        Sheet(
            _("Too many households"),
            [
                (_("What it is called"), 14),
                (_("Post"), 16),
                (_("Area"), 24),
                (_("Households"), 12),
                (_("At most"), 10),
                (_("Buildings"), 40),
            ],
            (
                [row.name, row.post_name, row.area_name, row.households, row.limit, "、".join(row.buildings)]
                for row in territory.overloads(asked.path)
            ),
        ),
        _take_over_sheet(request, asked.path),
        _units_sheet(asked.path),
    )


def _units_sheet(path: str) -> Sheet:
    columns = [(_("Community"), 18), (_("Grid"), 18), (_("Unit"), 28), (_("Liaison unit"), 10), (_("Metres away"), 12)]
    rows = (
        [row.community, row.grid, row.unit, _("yes") if row.liaison else "", row.metres]
        for row in plans.serving_units(path)
    )
    return Sheet(_("Units of grids"), columns, rows)


def _take_over_sheet(request: ConsoleRequest, path: str) -> Sheet:
    columns = [
        (_("Building"), 28),
        (_("Grid"), 18),
        (_("Post"), 16),
        (_("Households"), 12),
        (_("Now with"), 14),
        (_("Could go to"), 14),
        (_("Metres away"), 12),
        (_("Households then"), 14),
    ]
    rows = (
        [row.building, row.area_name, row.post_name, row.households, row.away_from, row.to, row.metres, row.load]
        for row in territory.take_overs(request.viewer, path, limit=5_000)
    )
    return Sheet(_("Who could take over"), columns, rows)
