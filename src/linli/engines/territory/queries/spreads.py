"""Reads of units over grids: what units bring, one spread with its reasons and map, who serves in a grid today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.engines.territory.models import Area, UnitPlace, UnitProfile, UnitSpread, UnitTie
from linli.engines.territory.paths import WIDTH, parent_path, subtree
from linli.engines.territory.policies import may_draw, require_read_plans
from linli.engines.territory.queries.areas import ancestors
from linli.engines.territory.queries.posts import unit, units
from linli.engines.territory.queries.sketch import label_points
from linli.engines.territory.spreadinputs import serving_places
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate

STATES: dict[str, str | Promise] = {
    "planning": pgettext_lazy("unit spread", "being worked out"),
    "failed": pgettext_lazy("unit spread", "could not be worked out"),
    "ready": pgettext_lazy("unit spread", "ready"),
    "adopted": pgettext_lazy("unit spread", "adopted"),
}

COMMUNITY = 3 * WIDTH  # so long is the path of a community

@dataclass(frozen=True, slots=True)
class TieRow:
    """A grid a unit belongs to beforehand."""

    grid_id: int
    grid: str
    locked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A unit as spreads see it; capacity 0: it takes no part."""

    unit_id: int
    name: str
    kind: str
    path: str
    capacity: int
    skills: tuple[str, ...]
    longitude: float | None
    latitude: float | None
    ties: tuple[TieRow, ...]
    grids: tuple[str, ...]  # where it serves today


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A spread as lists show it."""

    id: int
    area_id: int
    area_name: str
    path: str
    state: str
    state_name: str
    figures: dict[str, Any]
    made_by: str
    made_at: datetime
    effective: date | None
    job_id: int | None
    fault: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A unit in a grid, and why."""

    unit_id: int
    unit: str
    grid_id: int
    grid: str
    community: str
    path: str
    metres: int | None
    locked: bool
    moved: bool
    liaison: bool
    reason: str
    ended: bool  # the grid is no more


@dataclass(frozen=True, slots=True)
class SpreadDetail:
    """A spread with everything its page shows."""

    row: SpreadRow
    wishes: dict[str, Any]
    reasons: list[str]
    places: list[PlaceRow]
    empty: list[str]  # grids without a unit
    may_draw: bool


def unit_profiles(viewer: Actor, path: str) -> list[ProfileRow]:
    """Return the active units seated in an area with what they bring and where they serve. Raises: NotFound."""
    require_read_plans(viewer, path)
    known = {one.unit_id: one for one in UnitProfile.objects.filter(subtree(path, "unit__path"))}
    ties: dict[int, list[TieRow]] = defaultdict(list)
    tied = UnitTie.objects.filter(subtree(path, "unit__path"), grid__valid_to__isnull=True).select_related("grid")
    for one in tied.order_by("grid__path"):
        ties[one.unit_id].append(TieRow(one.grid_id, _name(one.grid), one.locked, one.reason))
    served: dict[int, list[str]] = defaultdict(list)
    for place in serving_places(""):
        served[place.unit_id].append(_name(place.grid))
    rows = []
    for body in units(path):
        about = known.get(body.id)
        rows.append(
            ProfileRow(
                unit_id=body.id,
                name=body.name,
                kind=body.kind,
                path=body.path,
                capacity=about.capacity if about else 0,
                skills=tuple(about.skills) if about else (),
                longitude=about.longitude if about else None,
                latitude=about.latitude if about else None,
                ties=tuple(ties[body.id]),
                grids=tuple(served[body.id]),
            )
        )
    return rows


def unit_profile(viewer: Actor, unit_id: int) -> ProfileRow:
    """Return one unit as spreads see it. Raises: NotFound."""
    path = unit(unit_id).path
    found = [one for one in unit_profiles(viewer, path) if one.unit_id == unit_id]
    if not found:
        raise NotFound
    return found[0]


def unit_spreads(viewer: Actor, path: str, cursor: str | None = None, *, size: int = 20) -> Page[SpreadRow]:
    """Return the spreads of exactly one area, the newest first. Raises: NotFound."""
    require_read_plans(viewer, path)
    found = UnitSpread.objects.filter(path=path).select_related("area", "made_by")
    page = paginate(found, order=("-made_at", "-id"), cursor=cursor, size=size)
    return Page([_row(one) for one in page.items], page.next_cursor, page.previous_cursor)


def _row(one: UnitSpread) -> SpreadRow:
    return SpreadRow(
        id=one.pk,
        area_id=one.area_id,
        area_name=one.area.name,
        path=one.path,
        state=one.state,
        state_name=str(STATES[one.state]),
        figures=one.figures,
        made_by=one.made_by.name if one.made_by is not None else "",
        made_at=one.made_at,
        effective=one.effective,
        job_id=one.job_id,
        fault=one.fault,
    )


def unit_spread(viewer: Actor, spread_id: int) -> SpreadDetail:
    """Return a spread. Raises: NotFound."""
    spread = UnitSpread.objects.select_related("area", "made_by").filter(pk=spread_id).first()
    if spread is None:
        raise NotFound
    require_read_plans(viewer, spread.path)
    places = list(spread.places.select_related("unit", "grid").order_by("path", "-liaison", "unit__name"))
    rows = place_rows(places)
    taken = {one.grid_id for one in rows}
    grids = Area.objects.filter(subtree(spread.path), kind=Area.Kind.GRID, valid_to__isnull=True).order_by("path")
    done = spread.state in {UnitSpread.State.READY, UnitSpread.State.ADOPTED}
    return SpreadDetail(
        row=_row(spread),
        wishes=spread.wishes,
        reasons=spread.reasons,
        places=rows,
        empty=[_name(one) for one in grids if one.pk not in taken] if done else [],
        may_draw=may_draw(viewer, spread.path),
    )


def place_rows(places: Iterable[UnitPlace]) -> list[PlaceRow]:
    """Return places, fetched with unit and grid, as tables show them."""
    names: dict[str, str] = {}
    rows = []
    for one in places:
        above = parent_path(one.path)
        if above not in names:
            names[above] = next((area.name for area in ancestors(above) if area.path == above), "")
        rows.append(
            PlaceRow(
                unit_id=one.unit_id,
                unit=one.unit.name,
                grid_id=one.grid_id,
                grid=_name(one.grid),
                community=names[above],
                path=one.path,
                metres=one.metres,
                locked=one.locked,
                moved=one.moved,
                liaison=one.liaison,
                reason=one.reason,
                ended=one.grid.valid_to is not None and one.grid.valid_to <= clock.today(),
            )
        )
    return rows


def serving_units(path: str) -> list[PlaceRow]:
    """Return the units fixed to the grids of an area today: public knowledge, like who holds a post.

    The liaison unit of a community is named as such in each of its grids that it serves.
    """
    rows = place_rows(serving_places(path[:COMMUNITY]))
    leading = {(row.unit_id, row.path[:COMMUNITY]) for row in rows if row.liaison}
    return [
        replace(row, liaison=(row.unit_id, row.path[:COMMUNITY]) in leading)
        for row in rows
        if row.path.startswith(path)
    ]


def spread_map(viewer: Actor, spread_id: int) -> dict[str, Any]:
    """Return a spread as a map: seats of units, and a line from each to the middle of every grid it serves.

    Raises: NotFound.
    """
    detail = unit_spread(viewer, spread_id)
    seats = {
        one.unit_id: (one.longitude, one.latitude)
        for one in UnitProfile.objects.filter(unit__in={place.unit_id for place in detail.places})
        if one.longitude is not None and one.latitude is not None
    }
    middles = label_points((place.grid_id for place in detail.places), on=_day(detail))
    lines = [
        {
            "unit": place.unit,
            "grid": place.grid,
            "path": place.path,
            "line": [seats[place.unit_id], middles[place.grid_id]],
            "moved": place.moved,
            "liaison": place.liaison,
        }
        for place in detail.places
        if place.unit_id in seats and place.grid_id in middles
    ]
    counts: dict[int, int] = defaultdict(int)
    for place in detail.places:
        counts[place.grid_id] += 1
    grids = [{"id": key, "at": at, "units": counts[key]} for key, at in middles.items()]
    names = {place.unit_id: place.unit for place in detail.places}
    return {"lines": lines, "grids": grids, "seats": [{"name": names[key], "at": at} for key, at in seats.items()]}


def _day(detail: SpreadDetail) -> date:
    """Return the day whose grids a spread is drawn over: the day it was made, so that old ones keep their map."""
    return clock.local(detail.row.made_at).date()


def _name(grid: Area) -> str:
    return grid.short_name or grid.name
