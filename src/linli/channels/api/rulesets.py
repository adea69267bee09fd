"""Sets of routing rules for other systems: drafted, tried on past cases, published on a day, taken back.

A key needs the role that an administrator gives for just this; a draft counts nowhere before it is published.
"""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, P, PathEx, Router, Schema, Status
from pydantic import ConfigDict

from linli.channels.api.areas import area_of
from linli.channels.api.bearers import bearer
from linli.channels.api.jobs import JobOut, job_out
from linli.channels.api.schemas import REFUSALS
from linli.engines.cases import public as cases
from linli.engines.cases.public import DraftRule, RuleInput, RuleSetRow
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor

router = Router()
SetId = PathEx[int, P(ge=1, le=2**31 - 1, description="Of the set.")]
Place = PathEx[int, P(ge=0, le=499, description="Of the rule in the set, counted from 0.")]


class RuleIn(Schema):
    """A rule. Empty conditions hold always."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(..., max_length=60)
    target: str = Field(..., max_length=60, description="post:<code>, unit:<kind>, unit#<id>, duty or usual.")
    reason: str = Field(..., max_length=160)
    area: str = Field("", max_length=20, description="Code of the area it is for; empty: that of the set.")
    categories: list[str] = Field(default=[], max_length=200, description="Codes of classes, or their beginnings.")
    kinds: list[str] = Field(default=[], max_length=50)
    urgencies: list[str] = Field(default=[], max_length=4)
    hours: str = Field("", pattern="^(working|off)?$")
    automatic: bool = Field(True, description="False: it only suggests.")
    source: str = Field("", max_length=160)
    active: bool = True


class RuleOut(RuleIn):
    """A rule of a set at its place."""

    place: int
    fault: str = Field(description="Why it cannot be followed; empty where it can.")
    is_new: bool = Field(description="Not in force in these words.")


class RuleSetOut(Schema):
    """A set in a list."""

    id: int
    name: str
    area: str = Field(description="Code of the area it is for.")
    state: str = Field(description="draft, scheduled, published or earlier.")
    rules: int
    made_by: str
    made_at: datetime
    effective: date | None
    ended_at: datetime | None
    fault: str


class RuleSetListOut(Schema):
    """The sets of the token's areas, the newest first."""

    items: list[RuleSetOut]


class RuleSetDetailOut(RuleSetOut):
    """A set with its rules, and what is in force and not in it."""

    content: list[RuleOut]
    gone: list[str] = Field(description="Names of rules in force that the set does not hold.")


class DraftIn(Schema):
    """A new draft: it begins with the rules in force, or with those of another set of the area."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(..., max_length=60)
    area: str = Field(..., max_length=20)
    copy_of: int | None = Field(None, ge=1, le=2**31 - 1)


class DaysIn(Schema):
    """First and last day of the cases to be tried."""

    model_config = ConfigDict(extra="forbid")

    since: date
    until: date


class PublishIn(Schema):
    """From which day it counts; today or before: at once."""

    model_config = ConfigDict(extra="forbid")

    on: date


def _set_out(row: RuleSetRow) -> RuleSetOut:
    known = {name: getattr(row, name) for name in RuleSetOut.model_fields if name != "area"}
    return RuleSetOut(**known, area=territory.area(row.area_id).code)


def _rule_out(one: DraftRule) -> RuleOut:
    names = [name for name in RuleIn.model_fields if name != "area"]
    given = {name: getattr(one.given, name) for name in names}
    lists = {name: list(given[name]) for name in ("categories", "kinds", "urgencies")}
    area = territory.area(one.given.area_id).code
    return RuleOut(**{**given, **lists}, area=area, place=one.place, fault=one.fault, is_new=one.is_new)


def _detail(viewer: Actor, set_id: int) -> RuleSetDetailOut:
    found = cases.rule_set(viewer, set_id)
    content = [_rule_out(one) for one in found.rules]
    return RuleSetDetailOut(
        **_set_out(found.row).model_dump(), content=content, gone=[row.name for row in found.gone]
    )


def _rule(viewer: Actor, set_id: int, given: RuleIn) -> RuleInput:
    area_id = area_of(given.area).id if given.area else cases.rule_set(viewer, set_id).row.area_id
    return RuleInput(**given.model_dump(exclude={"area"}), area_id=area_id)


@router.get(
    "/rule-sets", response={200: RuleSetListOut, **REFUSALS}, operation_id="list_rule_sets", summary="List rule sets"
)
def list_rule_sets(request: HttpRequest) -> RuleSetListOut:
    """List drafts, what is in force, and what was."""
    return RuleSetListOut(items=[_set_out(row) for row in cases.rule_sets(bearer(request))])


@router.post(
    "/rule-sets", response={201: RuleSetDetailOut, **REFUSALS}, operation_id="draft_rule_set", summary="Begin a draft"
)
def draft_rule_set(request: HttpRequest, given: DraftIn) -> Status[RuleSetDetailOut]:
    """Begin a draft. Nothing counts before it is published."""
    viewer = bearer(request)
    made = cases.draft_rules(area_id=area_of(given.area).id, name=given.name, copy_of=given.copy_of, by=viewer)
    return Status(201, _detail(viewer, made.pk))


@router.get(
    "/rule-sets/{set_id}",
    response={200: RuleSetDetailOut, **REFUSALS},
    operation_id="read_rule_set",
    summary="Read a rule set",
)
def read_rule_set(request: HttpRequest, set_id: SetId) -> RuleSetDetailOut:
    """Read a set with its rules."""
    return _detail(bearer(request), set_id)


@router.delete(
    "/rule-sets/{set_id}",
    response={204: None, **REFUSALS},
    operation_id="drop_rule_set",
    summary="Throw a draft away",
)
def drop_rule_set(request: HttpRequest, set_id: SetId) -> Status[None]:
    """Throw away a draft, or one that waits for its day. What is or was in force stays."""
    cases.drop_draft(set_id, by=bearer(request))
    return Status(204, None)


@router.post(
    "/rule-sets/{set_id}/rules",
    response={201: RuleSetDetailOut, **REFUSALS},
    operation_id="add_rule",
    summary="Add a rule to a draft",
)
def add_rule(request: HttpRequest, set_id: SetId, given: RuleIn) -> Status[RuleSetDetailOut]:
    """Add a rule at the end of a draft."""
    viewer = bearer(request)
    cases.put_rule(set_id, _rule(viewer, set_id, given), by=viewer)
    return Status(201, _detail(viewer, set_id))


@router.put(
    "/rule-sets/{set_id}/rules/{place}",
    response={200: RuleSetDetailOut, **REFUSALS},
    operation_id="change_rule",
    summary="Change a rule of a draft",
)
def change_rule(request: HttpRequest, set_id: SetId, place: Place, given: RuleIn) -> RuleSetDetailOut:
    """Change the rule at a place of a draft."""
    viewer = bearer(request)
    cases.put_rule(set_id, _rule(viewer, set_id, given), by=viewer, place=place)
    return _detail(viewer, set_id)


@router.delete(
    "/rule-sets/{set_id}/rules/{place}",
    response={200: RuleSetDetailOut, **REFUSALS},
    operation_id="take_out_rule",
    summary="Take a rule out of a draft",
)
def take_out_rule(request: HttpRequest, set_id: SetId, place: Place) -> RuleSetDetailOut:
    """Take the rule at a place out of a draft."""
    viewer = bearer(request)
    cases.take_out_rule(set_id, place, by=viewer)
    return _detail(viewer, set_id)


@router.post(
    "/rule-sets/{set_id}/replay",
    response={202: JobOut, **REFUSALS},
    operation_id="replay_rule_set",
    summary="Try a set on past cases",
)
def replay_rule_set(request: HttpRequest, set_id: SetId, given: DaysIn) -> Status[JobOut]:
    """Begin to replay the cases of some days; the job's result says what would have changed, and why."""
    job = cases.replay_in_background(set_id, since=given.since, until=given.until, by=bearer(request))
    return Status(202, job_out(job))


@router.post(
    "/rule-sets/{set_id}/publish",
    response={200: RuleSetDetailOut, **REFUSALS},
    operation_id="publish_rule_set",
    summary="Publish a set",
)
def publish_rule_set(request: HttpRequest, set_id: SetId, given: PublishIn) -> RuleSetDetailOut:
    """Put a draft in force from a day on, or an earlier set again: that takes back what came after it."""
    viewer = bearer(request)
    made = cases.publish_rules(set_id, on=given.on, by=viewer)
    return _detail(viewer, made.pk)
