"""What units are spread from, read from the register: who could serve where, and who serves there now."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from linli.engines.territory.models import Area, UnitPlace, UnitProfile, UnitSpread, UnitTie
from linli.engines.territory.paths import in_path, subtree
from linli.engines.territory.planner.units import GridInput, UnitInput
from linli.engines.territory.queries.gridloads import grid_households
from linli.engines.territory.queries.places import grids_at
from linli.engines.territory.queries.sketch import label_points
from linli.kernel import clock


@dataclass(frozen=True, slots=True)
class SpreadInputs:
    """Units and grids of an area, as the spreading sees them."""

    units: list[UnitInput]
    grids: list[GridInput]
    keys: dict[str, int] = field(default_factory=dict)  # name of a grid in the inputs -> its key


def serving_places(path: str) -> list[UnitPlace]:
    """Return who serves in the grids of a path today: for each unit the newest adopted spread that names it."""
    held = UnitSpread.objects.filter(state=UnitSpread.State.ADOPTED, effective__lte=clock.today())
    rank = {
        key: at for at, key in enumerate(held.order_by("-effective", "-adopted_at", "-pk").values_list("pk", flat=True))
    }
    here = UnitPlace.objects.filter(spread__in=rank, path__startswith=path).values("unit_id")
    found = UnitPlace.objects.filter(spread__in=rank, unit__in=here).select_related("unit", "grid")
    newest: dict[int, int] = {}
    rows = list(found)
    for one in rows:
        newest[one.unit_id] = min(newest.get(one.unit_id, len(rank)), rank[one.spread_id])
    mine = [one for one in rows if rank[one.spread_id] == newest[one.unit_id] and one.path.startswith(path)]
    return sorted(mine, key=lambda one: (one.path, not one.liaison, one.unit.name))


def spread_inputs(area: Area, wanted: dict[str, list[str]]) -> SpreadInputs:
    """Return the units seated in an area, and its grids with their households and the skills wanted there."""
    grids = list(in_path(Area.objects.filter(kind=Area.Kind.GRID, valid_to__isnull=True), area.path).order_by("path"))
    names = _names(grids)
    points = label_points(one.pk for one in grids)
    loads = grid_households(area.path)
    inputs = [
        GridInput(
            code=names[one.pk],
            community=str(one.parent_id),
            longitude=points[one.pk][0],
            latitude=points[one.pk][1],
            need=loads.get(one.pk, 0),
            skills=frozenset(wanted.get(str(one.pk), ())),
        )
        for one in grids
        if one.pk in points
    ]
    return SpreadInputs(_units(area, names), inputs, {name: key for key, name in names.items()})


def _names(grids: Collection[Area]) -> dict[int, str]:
    """Return how each grid is called in reasons: by its short name where no other has it, else by its code."""
    short = Counter(one.short_name or one.name for one in grids)
    return {one.pk: name if short[name := one.short_name or one.name] == 1 else one.code for one in grids}


def _units(area: Area, names: dict[int, str]) -> list[UnitInput]:
    profiles = UnitProfile.objects.filter(subtree(area.path, "unit__path"), unit__active=True, capacity__gt=0)
    now, liaisons = _now(area.path)
    tied: dict[int, set[int]] = defaultdict(set)
    locked: dict[int, set[int]] = defaultdict(set)
    for unit, grid, fast in UnitTie.objects.filter(grid__in=names).values_list("unit_id", "grid_id", "locked"):
        (locked if fast else tied)[unit].add(grid)
    return [
        UnitInput(
            id=str(one.unit_id),
            name=one.unit.name,
            capacity=one.capacity,
            longitude=one.longitude,
            latitude=one.latitude,
            skills=frozenset(one.skills),
            now=_called(now[one.unit_id] | tied[one.unit_id] | locked[one.unit_id], names),
            locked=_called(locked[one.unit_id], names),
            liaison_of=liaisons.get(one.unit_id, ""),
        )
        for one in profiles.select_related("unit").order_by("unit_id")
    ]


def _called(keys: set[int], names: dict[int, str]) -> frozenset[str]:
    return frozenset(names[key] for key in keys if key in names)


def _now(path: str) -> tuple[dict[int, set[int]], dict[int, str]]:
    """Return the grids each unit serves now, and its community as liaison; an ended grid is the one at its middle."""
    places = serving_places(path)
    became = _successors([one.grid for one in places if one.grid.valid_to is not None])
    now: dict[int, set[int]] = defaultdict(set)
    liaisons: dict[int, str] = {}
    for one in places:
        now[one.unit_id].add(became.get(one.grid_id, one.grid_id))
        if one.liaison:
            liaisons[one.unit_id] = str(one.grid.parent_id)
    return now, liaisons


def _successors(ended: list[Area]) -> dict[int, int]:
    """Return for each grid that ended the grid in which its middle lies now."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for one in ended:
        if one.valid_to is not None:
            by_day[one.valid_to - timedelta(days=1)].append(one.pk)
    found: dict[int, int] = {}
    for day, keys in by_day.items():
        points = label_points(keys, on=day)
        there = grids_at(np.array(list(points.values()), dtype=np.float64))
        found |= {key: int(grid) for key, grid in zip(points, there, strict=True) if grid}
    return found
