"""Adopted streets as their viewers see them, and the streets that can be adopted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.db.models import Count, Max, QuerySet
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.programmes.streets.models import Finding, Round, Stretch
from linli.programmes.streets.policies import runs, units_of, walks

MOST = 1000
WALKABLE = ("primary", "secondary", "residential", "path")


@dataclass(frozen=True, slots=True)
class StretchRow:
    """A stretch in a list."""

    id: int
    name: str
    area_id: int
    area_name: str
    path: str
    unit_id: int
    unit_name: str
    metres: int
    rhythm_days: int
    next_on: date
    last_at: datetime | None
    rounds: int
    found: int
    line: tuple[Any, ...]
    tone: str  # calm, soon, late

    @property
    def late(self) -> bool:
        """Say whether its round is overdue."""
        return self.tone == "late"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What was found: the case and how far it is."""

    number: str
    title: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with what was found."""

    id: int
    walked_at: datetime
    note: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class StretchDetail:
    """A stretch with its latest rounds."""

    row: StretchRow
    rounds: tuple[RoundRow, ...]
    walks: bool
    runs: bool


def stretches(path: str = "", *, size: int = MOST) -> list[StretchRow]:
    """Return the adopted stretches of a place, the next due first: for everybody."""
    return _rows(Stretch.objects.filter(territory.subtree(path)), size)


def my_stretches(viewer: Actor) -> list[StretchRow]:
    """Return the stretches of the units in which the viewer serves, the next due first."""
    return _rows(Stretch.objects.filter(unit_id__in=units_of(viewer)), MOST)


def run_stretches(viewer: Actor, path: str = "", *, due_only: bool = False) -> list[StretchRow]:
    """Return the stretches of the places that the viewer runs, the next due first."""
    from_here = [one for one in stretches(path) if runs(viewer, one.path)]
    return [one for one in from_here if one.tone != "calm"] if due_only else from_here


def _rows(found: "QuerySet[Stretch]", size: int) -> list[StretchRow]:
    counted = found.filter(ended_on=None).select_related("area", "unit")
    counted = counted.annotate(
        last=Max("rounds__walked_at"),
        count=Count("rounds", distinct=True),
        seen=Count("rounds__findings", distinct=True),
    )
    return [_row(one) for one in counted.order_by("next_on", "pk")[:size]]


def _row(one: Stretch) -> StretchRow:
    today = clock.today()
    tone = "late" if one.next_on < today else "soon" if (one.next_on - today).days <= 1 else "calm"
    return StretchRow(
        one.pk,
        one.name,
        one.area_id,
        one.area.name,
        one.path,
        one.unit_id,
        one.unit.name,
        one.metres,
        one.rhythm_days,
        one.next_on,
        getattr(one, "last", None),
        int(getattr(one, "count", 0)),
        int(getattr(one, "seen", 0)),
        tuple(one.line),
        tone,
    )


def stretch_for(viewer: Actor, stretch_id: int) -> StretchDetail:
    """Return a stretch with its rounds: for its unit and who runs the place. Raises: NotFound."""
    found = Stretch.objects.filter(pk=stretch_id)
    row = found.first()
    if row is None or not walks(viewer, row):
        raise NotFound
    rows = _rows(found, 1)
    if not rows:
        raise NotFound
    walked = list(Round.objects.filter(stretch_id=stretch_id).order_by("-walked_at", "-pk")[:30])
    seen: dict[int, list[FindingRow]] = {one.pk: [] for one in walked}
    for one in Finding.objects.filter(round__in=walked).select_related("case").order_by("pk"):
        state = cases.State(one.case.state)
        seen[one.round_id].append(FindingRow(one.case.number, one.case.title, state, str(state.label)))
    history = tuple(RoundRow(one.pk, one.walked_at, one.note, tuple(seen[one.pk])) for one in walked)
    return StretchDetail(rows[0], history, walks(viewer, row), runs(viewer, row.path))


def streets_of(area_id: int) -> dict[str, list[list[list[float]]]]:
    """Return the named streets of an area with their lines inside its frame, as the map has them."""
    area = territory.area(area_id)
    drawn = territory.sketch(area.path)
    west, south, east, north = drawn["bbox"]
    found: dict[str, list[list[list[float]]]] = {}
    for feature in drawn["roads"]["features"]:
        about, shape = feature["properties"], feature["geometry"]
        if about.get("name") and about.get("class") in WALKABLE:
            inside = _lines(shapely.clip_by_rect(shape_of(shape), west, south, east, north))
            found.setdefault(about["name"], []).extend(inside)
    return {name: lines for name, lines in sorted(found.items()) if lines}


def _lines(shape: BaseGeometry) -> list[list[list[float]]]:
    """Return the lines of a shape as lists of points."""
    parts = getattr(shape, "geoms", [shape])
    return [[[x, y] for x, y in one.coords] for one in parts if one.geom_type == "LineString" and not one.is_empty]
