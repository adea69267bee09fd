"""The matching for other systems: what is proposed and why, what else fits, pairs locked or forbidden."""

from typing import Literal

from django.http import HttpRequest
from ninja import Field, P, PathEx, Query, Router, Schema, Status

from linli.channels.api.bearers import bearer
from linli.channels.api.jobs import JobOut, job_out
from linli.channels.api.lists import REFUSALS, Number, keeps_lists
from linli.programmes.lists import public as lists

router = Router(tags=["Matching"])
How = Literal["locked", "forbidden", "free"]


class PairOut(Schema):
    """A need with the resource that is proposed for it."""

    need: str
    need_words: str
    resource: str
    resource_words: str
    state: Literal["proposed", "locked", "forbidden"]
    weight: int = Field(description="How well the two fit; docs/matching.md says how it comes about.")
    why: list[str]
    why_not_next: str
    cost: int = Field(description="What locking it took from all together.")
    by_name: str = Field(description="Who locked it, or empty.")


class PairsOut(Schema):
    """A page of pairs."""

    items: list[PairOut]
    next_cursor: str | None


class OptionOut(Schema):
    """A resource for a need, and what deciding for or against it would cost all together."""

    number: str
    words: str
    giver: str
    category: str
    weight: int
    why: list[str]
    excluded: str = Field(description="Why the matching would not propose it by itself, or empty.")
    left: int = Field(description="Places left.")
    state: str
    lock_cost: int | None = Field(description="Empty: every place is locked for others.")
    forbid_cost: int | None


class DecidedOut(Schema):
    """What a decision took from all together."""

    cost: int


class PageQuery(Schema):
    """Which page."""

    cursor: str = ""
    size: int = Field(50, ge=1, le=200)


@router.get("/pairs", response={200: PairsOut, **REFUSALS}, operation_id="list_pairs", summary="Proposed pairs")
def list_pairs(request: HttpRequest, wanted: Query[PageQuery]) -> PairsOut:
    """List what is proposed or locked in the token's area, the heaviest first."""
    viewer = bearer(request)
    keeps_lists(viewer)
    page = lists.proposals(viewer, cursor=wanted.cursor or None, size=wanted.size)
    return PairsOut(items=[_pair(one) for one in page.items], next_cursor=page.next_cursor)


def _pair(one: lists.Pair) -> PairOut:
    return PairOut(
        need=one.need.number, need_words=one.need.words, resource=one.resource.number,
        resource_words=one.resource.words, state=one.state, weight=one.weight, why=one.why,  # type: ignore[arg-type]
        why_not_next=one.next_words, cost=one.cost, by_name=one.by_name,
    )


@router.post("/pairs/match", response={202: JobOut, **REFUSALS}, operation_id="match_anew", summary="Match anew")
def match_anew(request: HttpRequest) -> Status[JobOut]:
    """Match everything anew in the background; `/jobs/{job_id}` says how far it is."""
    return Status(202, job_out(lists.start_matching(by=bearer(request))))


@router.get("/needs/{number}/options", response={200: list[OptionOut], **REFUSALS}, operation_id="list_options")
def list_options(request: HttpRequest, number: Number) -> list[OptionOut]:
    """List the resources for a need, the best first, with why and with the cost of deciding otherwise."""
    viewer = bearer(request)
    rows = lists.options(viewer, lists.need_for(viewer, number).need.pk)
    return [OptionOut(**{name: getattr(row, name) for name in OptionOut.model_fields}) for row in rows]


@router.post(
    "/needs/{number}/options/{resource}/{how}", response={200: DecidedOut, **REFUSALS}, operation_id="decide_pair"
)
def decide_pair(
    request: HttpRequest, number: Number, resource: PathEx[str, P(max_length=18)], how: How
) -> DecidedOut:
    """Lock a pair, forbid it, or free it again; everything else is matched anew at once."""
    by = bearer(request)
    need, given = lists.need_for(by, number).need, lists.resource_for(by, resource).resource
    return DecidedOut(cost=lists.overrule(need.pk, given.pk, by=by, how=how))
