"""Two nets side by side: two plans, or a plan and the net of today."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linli.engines.territory import drafting
from linli.engines.territory.models import Area, GridPlan, PlanGrid
from linli.engines.territory.planfacts import collection, colours_of, geometry_of, totals_of
from linli.engines.territory.planinputs import present_grids
from linli.engines.territory.planner.links import join_strays
from linli.engines.territory.queries.areas import children
from linli.engines.territory.queries.buildings import buildings
from linli.engines.territory.queries.gridplans import plan_draft, plan_map
from linli.engines.territory.queries.places import day_map
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

NOW = "now"


@dataclass(frozen=True, slots=True)
class BuildingChange:
    """A building that is in another grid in the other net."""

    building_id: int
    name: str
    households: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """The figures of two nets and what differs."""

    one: dict[str, Any]
    other: dict[str, Any]
    grids_one: list[tuple[str, int, bool]]  # code, load, in band
    grids_other: list[tuple[str, int, bool]]
    changes: list[BuildingChange]
    households: int


def compare_plans(viewer: Actor, one: int | str, other: int) -> PlanComparison:
    """Put a plan, or the net of today (`now`), beside another plan of the same community. Raises: NotFound."""
    second = plan_draft(viewer, other)
    plan = GridPlan.objects.select_related("area").get(pk=other)
    first = present_draft(plan.area, second) if one == NOW else plan_draft(viewer, int(one))
    if one != NOW and not GridPlan.objects.filter(pk=int(one), area=plan.area_id).exists():
        raise NotFound
    found = drafting.compare(first, second)
    rows = {row.id: row for row in buildings(plan.path)}
    names_one = _today(plan.area_id) if one == NOW else _names(int(one))
    names_other = _names(other)
    changes = [
        BuildingChange(
            int(key),
            rows[int(key)].label,
            rows[int(key)].households,
            names_one.get(before, before),
            names_other.get(after, after),
        )
        for key, before, after in found.changes
        if int(key) in rows
    ]
    return PlanComparison(
        one=totals_of(found.one),
        other=totals_of(found.other),
        grids_one=_loads(found.one, first),
        grids_other=_loads(found.other, second),
        changes=changes,
        households=found.households,
    )


def _names(plan_id: int) -> dict[str, str]:
    return dict(PlanGrid.objects.filter(plan_id=plan_id).values_list("code", "name"))


def _today(area_id: int) -> dict[str, str]:
    return {row.code: row.short_name for row in children(area_id)}


def _loads(figures: "drafting.Figures", draft: "drafting.Draft") -> list[tuple[str, int, bool]]:
    by_work = draft.measure == "workload"
    return [(one.code, one.workload if by_work else one.households, one.in_band) for one in figures.grids]


def present_draft(area: Area, like: "drafting.Draft") -> "drafting.Draft":
    """Return the net of today as a draft over the cells of a plan; land goes to the grid it borders on most."""
    now = present_grids(area)
    codes = tuple(sorted(set(now.values()))) or like.codes
    number = {code: at for at, code in enumerate(codes)}
    label = np.full(len(like.label), -1, dtype=np.int32)
    label[: len(like.ids)] = [number.get(now.get(key, ""), -1) for key in like.ids]
    unknown = np.flatnonzero(label[: len(like.ids)] < 0)
    join_strays(label, like.u, like.v, like.length)
    if len(unknown):
        label[unknown] = np.where(label[unknown] < 0, 0, label[unknown])
    return replace(like, codes=codes, label=label)


def net_of_today(area_id: int) -> dict[str, Any]:
    """Return the net of today as the map of a plan shows it: grids with colours; buildings are left out."""
    here = day_map()
    rows = [row for row in here.rows.values() if row.kind == Area.Kind.GRID and row.parent_id == area_id]
    rows.sort(key=lambda row: row.code)
    outlines = [here.shapes[row.id] for row in rows]
    loads: dict[int, int] = {}
    for one in buildings(here.rows[area_id].path) if area_id in here.rows else []:
        loads[one.grid_id or 0] = loads.get(one.grid_id or 0, 0) + one.households
    features = []
    for row, shape, colour in zip(rows, outlines, colours_of(outlines), strict=True):
        point = shape.representative_point()
        about = {
            "code": row.code,
            "name": row.short_name,
            "special": row.grid_kind == Area.GridKind.SPECIAL,
            "households": loads.get(row.id, 0),
            "colour": colour,
            "in_band": True,
            "label": [round(point.x, 6), round(point.y, 6)],
        }
        features.append({"type": "Feature", "id": row.code, "properties": about, "geometry": geometry_of(shape)})
    return {"grids": collection(features), "cells": collection([]), "edition": 0, "bounds": []}


def compared_map(viewer: Actor, one: int | str, other: int) -> dict[str, Any]:
    """Return the map of one side of a comparison. Raises: NotFound."""
    if one != NOW:
        return plan_map(viewer, int(one))
    plan = GridPlan.objects.filter(pk=other).first()
    if plan is None:
        raise NotFound
    plan_draft(viewer, other)
    return net_of_today(plan.area_id)


