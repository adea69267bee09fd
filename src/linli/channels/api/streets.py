"""Adopted streets for other systems: who looks after which, and rounds noted with what was found."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, HeaderEx, P, Router, Schema
from pydantic import ConfigDict

from linli.channels.api.areas import path_of
from linli.channels.api.bearers import bearer
from linli.channels.api.schemas import REFUSALS
from linli.programmes.streets import public as streets

router = Router()
KEY_WORDS = "The same key is the same round, however often it is sent."


class StreetOut(Schema):
    """A stretch of street and the unit that looks after it."""

    id: int
    name: str
    area_name: str
    unit_name: str
    metres: int
    rhythm_days: int = Field(description="A round at least so often.")
    next_on: date
    last_at: datetime | None
    rounds: int
    found: int = Field(description="Things found on rounds so far.")
    line: list[list[list[float]]] = Field(description="Lines of points, longitude and latitude, WGS 84.")


class FindingIn(Schema):
    """Something found on a round; it becomes a case."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(..., min_length=1, max_length=500)
    category: str = Field("", max_length=8)
    longitude: float | None = None
    latitude: float | None = None


class RoundIn(Schema):
    """A round."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field("", max_length=200)
    findings: list[FindingIn] = Field(default_factory=list, max_length=20)


class RoundOut(Schema):
    """What came of noting a round."""

    cases: list[str] = Field(description="Numbers of the cases that were opened.")
    repeated: bool


@router.get(
    "/streets", response={200: list[StreetOut], **REFUSALS}, operation_id="list_streets", summary="List streets"
)
def list_streets(request: HttpRequest, area: str = "") -> list[StreetOut]:
    """List the stretches of an area (its code; none: all), the next due first."""
    bearer(request)
    names = StreetOut.model_fields
    return [StreetOut(**{name: getattr(row, name) for name in names}) for row in streets.stretches(path_of(area))]


@router.post(
    "/streets/{stretch_id}/rounds",
    response={200: RoundOut, **REFUSALS},
    operation_id="note_round",
    summary="Note a round",
)
def note_round(
    request: HttpRequest,
    stretch_id: int,
    given: RoundIn,
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", min_length=1, max_length=64, description=KEY_WORDS)],
) -> RoundOut:
    """Note a round of a stretch that the token's area runs; each finding becomes a case."""
    by = bearer(request)
    found = [streets.Found(one.text, one.category, (), one.longitude, one.latitude) for one in given.findings]
    made, repeated = streets.walk_round(stretch_id, by=by, key=idempotency_key, note=given.note, findings=found)
    rounds = streets.stretch_for(by, stretch_id).rounds
    numbers = [one.number for row in rounds if row.id == made.pk for one in row.findings]
    return RoundOut(cases=numbers, repeated=repeated)
