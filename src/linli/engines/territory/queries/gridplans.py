"""Reads of grid plans: lists, one plan with what may be done to it, its map, what an edit would do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import drafting, shapes
from linli.engines.territory.models import Building, GridPlan, PlanGrid, PlanMove, PlanSignature
from linli.engines.territory.paths import parent_path, subtree
from linli.engines.territory.planfacts import collection, colours_of, geometry_of, missing_signatures, totals_of
from linli.engines.territory.policies import ADMINISTRATOR, may_draw, may_sign, require_read_plans
from linli.engines.territory.queries.areas import ancestors
from linli.engines.territory.queries.buildings import label_of
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.paging import Page, paginate

STATES: dict[str, str | Promise] = {
    "planning": pgettext_lazy("grid plan", "being planned"),
    "failed": pgettext_lazy("grid plan", "could not be planned"),
    "ready": pgettext_lazy("grid plan", "ready"),
    "scheduled": pgettext_lazy("grid plan", "adopted from a day on"),
    "adopted": pgettext_lazy("grid plan", "adopted"),
    "dropped": pgettext_lazy("grid plan", "put aside"),
}
_DIGITS = 6
MOST_MOVES = 5000


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as lists show it."""

    id: int
    name: str
    area_id: int
    area_name: str
    path: str
    state: str
    state_name: str
    edition: int
    shared: bool
    figures: dict[str, Any]
    made_by: str
    made_at: datetime
    effective: date | None
    job_id: int | None
    fault: str


@dataclass(frozen=True, slots=True)
class PlanGridRow:
    """A grid of a plan."""

    code: str
    name: str
    special: bool
    households: int
    workload: int
    buildings: int
    walk: int
    in_band: bool
    deviation_percent: int  # from the mean of basic grids, with its sign
    colour: int


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What somebody said about a plan."""

    text: str
    grid_name: str
    edition: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """The yes of a level, or that it is missing."""

    level: str
    place: str
    signed_by: str
    at: datetime | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class EditRow:
    """A change by hand."""

    number: int
    words: str
    by: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """A plan with everything its page shows."""

    row: PlanRow
    wishes: dict[str, Any]
    reasons: list[str]
    grids: list[PlanGridRow]
    remarks: list[RemarkRow]
    signatures: list[SignatureRow]
    edits: list[EditRow]
    may_draw: bool
    may_adopt: bool
    signed: bool
    moves: dict[str, int] = field(default_factory=dict)  # kind -> lines of the list of changes


@dataclass(frozen=True, slots=True)
class GridDelta:
    """What an edit does to one grid."""

    code: str
    before: int
    after: int
    in_band: bool


@dataclass(frozen=True, slots=True)
class Delta:
    """What an edit would do."""

    grids: list[GridDelta]
    before: dict[str, Any]
    after: dict[str, Any]
    warnings: list[str]
    moved: int


def plan_row(plan: GridPlan) -> PlanRow:
    """Return the row of a plan fetched with area and maker."""
    return PlanRow(
        id=plan.pk,
        name=plan.name,
        area_id=plan.area_id,
        area_name=plan.area.name,
        path=plan.path,
        state=plan.state,
        state_name=str(STATES[plan.state]),
        edition=plan.edition,
        shared=plan.shared_at is not None,
        figures=plan.figures,
        made_by=plan.made_by.name if plan.made_by is not None else "",
        made_at=plan.made_at,
        effective=plan.effective,
        job_id=plan.job_id,
        fault=plan.fault,
    )


def grid_plans(
    viewer: Actor, path: str, cursor: str | None = None, *, size: int = 30, dropped: bool = False
) -> Page[PlanRow]:
    """Return the plans of an area, the newest first. Raises: NotFound where the viewer sees no plans."""
    require_read_plans(viewer, path)
    found = GridPlan.objects.filter(subtree(path)).select_related("area", "made_by")
    if not dropped:
        found = found.exclude(state=GridPlan.State.DROPPED)
    page = paginate(found, order=("-made_at", "-id"), cursor=cursor, size=size)
    return Page([plan_row(one) for one in page.items], page.next_cursor, page.previous_cursor)


def plan_of(viewer: Actor, plan_id: int) -> GridPlan:
    """Return a plan the viewer may see: those who draw see every plan, others those shared or adopted."""
    plan = GridPlan.objects.select_related("area", "made_by", "draft").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    require_read_plans(viewer, plan.path)
    if not may_draw(viewer, plan.path) and plan.shared_at is None and plan.state != GridPlan.State.ADOPTED:
        raise NotFound
    return plan


def grid_plan(viewer: Actor, plan_id: int) -> PlanDetail:
    """Return a plan. Raises: NotFound."""
    plan = plan_of(viewer, plan_id)
    grids = list(plan.grids.order_by("code"))
    moves: dict[str, int] = {}
    if plan.state == GridPlan.State.ADOPTED:
        for kind in plan.moves.values_list("kind", flat=True):
            moves[kind] = moves.get(kind, 0) + 1
    return PlanDetail(
        row=plan_row(plan),
        wishes=plan.wishes,
        reasons=plan.reasons,
        grids=grid_rows(grids, plan.wishes),
        remarks=_remarks(plan),
        signatures=_signatures(plan, viewer),
        edits=_edits(plan),
        may_draw=may_draw(viewer, plan.path),
        may_adopt=viewer.has(ADMINISTRATOR, plan.path),
        signed=not missing_signatures(plan),
        moves=moves,
    )


def grid_rows(grids: Sequence[PlanGrid], wishes: dict[str, Any]) -> list[PlanGridRow]:
    """Return the rows of a plan's grids, with colours that differ between neighbours."""
    by_work = wishes.get("measure") == "workload"
    low, high = wishes.get("low", 0), wishes.get("high", 10**9)
    loads = [grid.workload if by_work else grid.households for grid in grids]
    basic = [load for grid, load in zip(grids, loads, strict=True) if not grid.special]
    mean = sum(basic) / len(basic) if basic else 0
    colours = colours_of([shapes.load(grid.shape) for grid in grids])
    return [
        PlanGridRow(
            code=grid.code,
            name=grid.name,
            special=grid.special,
            households=grid.households,
            workload=grid.workload,
            buildings=grid.buildings,
            walk=grid.walk,
            in_band=grid.special or low <= load <= high,
            deviation_percent=round(100 * (load - mean) / mean) if mean and not grid.special else 0,
            colour=colour,
        )
        for grid, load, colour in zip(grids, loads, colours, strict=True)
    ]


def _remarks(plan: GridPlan) -> list[RemarkRow]:
    found = plan.remarks.select_related("by", "grid").order_by("-at", "-pk")[:200]
    return [
        RemarkRow(
            one.text, one.grid.name if one.grid else "", one.edition, one.by.name if one.by is not None else "", one.at
        )
        for one in found
    ]


def _signatures(plan: GridPlan, viewer: Actor) -> list[SignatureRow]:
    names = {row.path: row.name for row in ancestors(plan.path)}
    signed = {one.level: one for one in plan.signatures.filter(edition=plan.edition).select_related("by")}
    open_now = plan.state == GridPlan.State.READY and plan.shared_at is not None
    rows = []
    for level, path in (
        (PlanSignature.Level.COMMUNITY, plan.path),
        (PlanSignature.Level.STREET, parent_path(plan.path)),
    ):
        one = signed.get(level)
        rows.append(
            SignatureRow(
                level=level,
                place=names.get(path, ""),
                signed_by=one.by.name if one is not None and one.by is not None else "",
                at=one.at if one is not None else None,
                may_sign=one is None and open_now and may_sign(viewer, path),
            )
        )
    return rows


def _edits(plan: GridPlan) -> list[EditRow]:
    found = plan.edits.select_related("by").order_by("-number")[:100]
    return [
        EditRow(one.number, one.words, one.by.name if one.by is not None else "", one.at, one.undone_at is not None)
        for one in found
    ]


def plan_draft(viewer: Actor, plan_id: int) -> "drafting.Draft":
    """Return the draft of a plan. Raises: NotFound (also while it is being planned)."""
    plan = plan_of(viewer, plan_id)
    if not hasattr(plan, "draft"):
        raise NotFound
    return drafting.Draft.from_bytes(bytes(plan.draft.content))


def plan_map(viewer: Actor, plan_id: int) -> dict[str, Any]:
    """Return the map of a plan as GeoJSON: its grids, and the ground of every building with its grid."""
    plan = plan_of(viewer, plan_id)
    rows = list(plan.grids.order_by("code"))
    grids = {row.code: row for row in grid_rows(rows, plan.wishes)}
    outlines = {row.code: shapes.load(row.shape) for row in rows}
    drawn = [_grid_feature(grids[code], outlines[code]) for code in grids]
    made = {"grids": collection(drawn), "cells": collection([])}
    if hasattr(plan, "draft"):
        draft = drafting.Draft.from_bytes(bytes(plan.draft.content))
        made["cells"] = collection(_cells(draft, plan.area_id))
    return {**made, "edition": plan.edition, "bounds": _bounds(outlines.values())}


def _bounds(outlines: Iterable[BaseGeometry]) -> list[float]:
    found = list(outlines)
    return [round(float(one), _DIGITS) for one in shapely.total_bounds(found)] if found else []


def _grid_feature(row: PlanGridRow, shape: BaseGeometry) -> dict[str, Any]:
    point = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
    about = {name: getattr(row, name) for name in row.__slots__}
    return {
        "type": "Feature",
        "id": row.code,
        "properties": {**about, "label": [round(point.x, _DIGITS), round(point.y, _DIGITS)]},
        "geometry": geometry_of(shape),
    }


def _cells(draft: "drafting.Draft", community_id: int) -> list[dict[str, Any]]:
    """Return the footprint of every building of a draft with what the editor needs to know of it."""
    wanted = [int(one) for one in draft.ids]
    found = Building.objects.filter(community_id=community_id, pk__in=wanted).select_related("estate")
    known = {one.pk: one for one in found}
    codes = drafting.assignment(draft)
    features = []
    for key in draft.ids:
        one = known.get(int(key))
        if one is None:
            continue
        shape = shapes.load(one.footprint) if one.footprint else shapely.Point(one.longitude, one.latitude).buffer(5e-5)
        about = {
            "id": one.pk,
            "name": label_of(one),
            "estate": one.estate_id or 0,
            "estate_name": one.estate.name if one.estate is not None else "",
            "households": one.households,
            "grid": codes[key],
        }
        features.append({"type": "Feature", "id": one.pk, "properties": about, "geometry": geometry_of(shape)})
    return features


def try_move(viewer: Actor, plan_id: int, *, building_ids: Collection[int], to: str) -> Delta:
    """Return what moving buildings would do to a plan, without doing it. Raises: NotFound, Invalid."""
    draft = plan_draft(viewer, plan_id)
    ids = [str(one) for one in building_ids]
    if not ids or set(ids) - set(draft.ids) or to not in draft.codes:
        raise Invalid(_("Choose buildings and a grid of this plan."))
    change = drafting.move(draft, ids, to)
    before = {one.code: one for one in change.before.grids}
    after = {one.code: one for one in change.after.grids}
    by_work = draft.measure == "workload"

    def load(figures: "drafting.GridFigures | None") -> int:
        return 0 if figures is None else figures.workload if by_work else figures.households

    deltas = [
        GridDelta(code, load(before.get(code)), load(after.get(code)), after[code].in_band if code in after else False)
        for code in change.changed
    ]
    return Delta(deltas, totals_of(change.before), totals_of(change.after), list(change.warnings), len(change.moved))


def plan_moves(viewer: Actor, plan_id: int, *, kind: str = "") -> list[PlanMove]:
    """Return the list of changes of an adopted plan. Raises: NotFound."""
    plan = plan_of(viewer, plan_id)
    found = plan.moves.filter(kind=kind) if kind else plan.moves.all()
    return list(found.order_by("kind", "pk")[:MOST_MOVES])
