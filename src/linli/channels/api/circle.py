"""Points of service near a place, and how many homes reach them on foot, for other systems."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from linli.channels.api.areas import area_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.engines.territory import circle
from linli.kernel.errors import NotFound

router = Router()


class NearQuery(Schema):
    """A place, and which kind of service is looked for."""

    longitude: float = Field(..., ge=-180, le=180, description="WGS 84.")
    latitude: float = Field(..., ge=-90, le=90, description="WGS 84.")
    kind: str = Field("", max_length=16, description="Code of a kind; left out: all kinds.")


class NearPointOut(Schema):
    """A point of service, and the way to it."""

    id: int
    name: str
    area_name: str
    address: str
    hours: str = Field(description="When it is open, in words; empty: not known.")
    phone: str
    longitude: float
    latitude: float
    metres: int = Field(description="On foot from the place asked about.")
    minutes: int = Field(description="80 metres a minute, rounded up.")
    streets: bool = Field(description="Measured along streets; else the straight line times 1.3.")


class NearKindOut(Schema):
    """The points of a kind within its walk, the nearest first."""

    kind: str
    name: str
    within_minutes: int
    points: list[NearPointOut]
    beyond: NearPointOut | None = Field(description="The nearest within three kilometres, when none is in the walk.")


class ReachNeedOut(Schema):
    """How far a need is met in a community."""

    kind: str
    name: str
    group: str = Field(description="child, elderly; empty: all households.")
    minutes: int
    inside: int = Field(description="Households within the walk, or people of the group.")
    outside: int
    percent: float
    mean_metres: float
    farthest: int = Field(description="Metres from the farthest home that has any way.")


class ReachOut(Schema):
    """The reach of a community as last worked out."""

    area: str = Field(description="Code of the community.")
    area_name: str
    made_at: datetime
    streets: bool = Field(description="Ways along streets; else straight lines times 1.3.")
    stale: bool = Field(description="Points or homes have changed since.")
    needs: list[ReachNeedOut]


class ReachQuery(Schema):
    """Which community."""

    area: str = Field(..., max_length=24, description="Code of the community.")


def _fields(schema: type[Schema], row: object) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields if hasattr(row, name)}


def _point(row: circle.ServicePointRow) -> NearPointOut:
    return NearPointOut(**_fields(NearPointOut, row))


@router.get(
    "/points", response={200: list[NearKindOut], **REFUSALS}, operation_id="points_near", summary="Points near a place"
)
def points_near(request: HttpRequest, wanted: Query[NearQuery]) -> list[NearKindOut]:
    """List what lies within a walk of a place, by kind of service. The place is not kept."""
    bearer(request)
    found = circle.circle_at(wanted.longitude, wanted.latitude)
    return [
        NearKindOut(
            kind=one.kind.code, name=one.kind.name, within_minutes=one.kind.minutes,
            points=[_point(row) for row in one.points], beyond=_point(one.beyond) if one.beyond else None,
        )
        for one in found.kinds
        if wanted.kind in ("", one.kind.code)
    ]  # fmt: skip


@router.get("/reach", response={200: ReachOut, **REFUSALS}, operation_id="read_reach", summary="Reach of a community")
def read_reach(request: HttpRequest, wanted: Query[ReachQuery]) -> ReachOut:
    """Read how many homes of a community reach each kind of service on foot, to who sees plans there."""
    area = area_of(wanted.area)
    found = circle.circle_of(bearer(request), area.id)
    if found.study is None:
        raise NotFound
    needs = [ReachNeedOut(name=one.kind_name, **_fields(ReachNeedOut, one)) for one in found.needs]
    return ReachOut(
        area=area.code, area_name=area.name, made_at=found.study.made_at, streets=found.study.network,
        stale=found.study.stale, needs=needs,
    )  # fmt: skip
