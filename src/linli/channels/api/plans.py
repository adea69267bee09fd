"""Plans of grids and units over grids for other systems, to read: drawing, signing and adopting is for people."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from linli.channels.api.areas import area_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.access.public import Role
from linli.engines.territory import plans
from linli.kernel.actor import Actor

router = Router()
AREA = "Code of the area."


class AreaQuery(Schema):
    """Which area."""

    area: str = Field(..., max_length=24, description=AREA)
    cursor: str = ""


class PlanOut(Schema):
    """A plan as it stands now."""

    id: int
    name: str
    area_name: str
    state: str = Field(description="planning, failed, ready, scheduled, adopted, dropped")
    edition: int
    shared: bool
    figures: dict[str, Any]
    made_at: datetime
    effective: date | None
    fault: str


class PlanGridOut(Schema):
    """A grid of a plan."""

    code: str
    name: str
    special: bool
    households: int
    workload: int = Field(description="Cases of a year.")
    buildings: int
    walk: int = Field(description="Mean metres from a home to the middle of the grid.")
    in_band: bool


class PlanDetailOut(PlanOut):
    """A plan with its grids and reasons."""

    reasons: list[str]
    grids: list[PlanGridOut]
    signed: bool


class PlanListOut(Schema):
    """A page of plans, the newest first."""

    items: list[PlanOut]
    next_cursor: str | None


class PlaceOut(Schema):
    """A unit in a grid, and why."""

    unit: str
    grid: str
    community: str
    metres: int | None
    locked: bool
    moved: bool
    liaison: bool = Field(description="The liaison unit of the community.")
    reason: str


class SpreadOut(Schema):
    """A spread of units over grids."""

    id: int
    area_name: str
    state: str = Field(description="planning, failed, ready, adopted")
    figures: dict[str, Any]
    made_at: datetime
    effective: date | None
    fault: str
    reasons: list[str]
    places: list[PlaceOut]


def _draws(viewer: Actor, path: str) -> bool:
    return any(viewer.has(role, path) for role in (Role.ADMINISTRATOR, Role.COORDINATOR))


def _fields(schema: type[Schema], row: object) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields if hasattr(row, name)}


def _detail(viewer: Actor, plan_id: int) -> PlanDetailOut:
    found = plans.grid_plan(viewer, plan_id)
    grids = [PlanGridOut(**_fields(PlanGridOut, one)) for one in found.grids]
    return PlanDetailOut(**_fields(PlanOut, found.row), reasons=found.reasons, grids=grids, signed=found.signed)


@router.get("/grid-plans", response={200: PlanListOut, **REFUSALS}, operation_id="list_plans", summary="List plans")
def list_plans(request: HttpRequest, wanted: Query[AreaQuery]) -> PlanListOut:
    """List the plans of grids of an area, the newest first."""
    viewer = bearer(request)
    page = plans.grid_plans(viewer, area_of(wanted.area).path, wanted.cursor or None)
    rows = [one for one in page.items if one.shared or one.state == "adopted" or _draws(viewer, one.path)]
    return PlanListOut(items=[PlanOut(**_fields(PlanOut, one)) for one in rows], next_cursor=page.next_cursor)


@router.get(
    "/grid-plans/{plan_id}", response={200: PlanDetailOut, **REFUSALS}, operation_id="read_plan", summary="Read a plan"
)
def read_plan(request: HttpRequest, plan_id: int) -> PlanDetailOut:
    """Read a plan with its grids and reasons."""
    return _detail(bearer(request), plan_id)


@router.get(
    "/grid-plans/{plan_id}/map",
    response={200: dict[str, Any], **REFUSALS},
    operation_id="map_plan",
    summary="Read the map of a plan",
)
def map_plan(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    """Read the map of a plan: its grids and the ground of every building as GeoJSON, WGS 84."""
    return plans.plan_map(bearer(request), plan_id)


def _spread(viewer: Actor, spread_id: int) -> SpreadOut:
    found = plans.unit_spread(viewer, spread_id)
    places = [PlaceOut(**_fields(PlaceOut, one)) for one in found.places]
    return SpreadOut(**_fields(SpreadOut, found.row), reasons=found.reasons, places=places)


@router.get(
    "/unit-spreads/{spread_id}", response={200: SpreadOut, **REFUSALS}, operation_id="read_spread", summary="Read it"
)
def read_spread(request: HttpRequest, spread_id: int) -> SpreadOut:
    """Read who serves where in a spread, and why."""
    return _spread(bearer(request), spread_id)


@router.get(
    "/grid-units",
    response={200: list[PlaceOut], **REFUSALS},
    operation_id="grid_units",
    summary="Units of grids",
)
def grid_units(request: HttpRequest, wanted: Query[AreaQuery]) -> list[PlaceOut]:
    """List the units that serve in the grids of an area today."""
    bearer(request)
    return [PlaceOut(**_fields(PlaceOut, one)) for one in plans.serving_units(area_of(wanted.area).path)]
