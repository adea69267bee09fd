"""The matching for other systems: what is proposed and why, what else fits, pairs locked or forbidden."""

from typing import Literal

from django.http import HttpRequest
from ninja import Field, P, PathEx, Query, Router, Schema, Status

from linli.channels.api.bearers import bearer
from linli.channels.api.jobs import JobOut, job_out
from linli.channels.api.lists import Number, keeps_lists
from linli.channels.api.schemas import REFUSALS
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


class CostOut(Schema):
    """What a choice takes from all together, in points, and what becomes of other needs by it."""

    points: int
    touches: list[str]


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
    state: str = Field(description="proposed, locked, forbidden or empty")
    by_name: str = Field(description="Who locked or forbade it, or empty.")
    lock: CostOut | None = Field(description="Empty: every place is locked for others.")
    forbid: CostOut | None = Field(description="Empty: it is no candidate.")


class ChoiceOut(Schema):
    """Everything a person needs to decide about one need."""

    chosen: OptionOut | None = Field(description="What is proposed or locked.")
    why_not_next: str
    others: list[OptionOut] = Field(description="What fits too, the best first.")
    unfit: list[OptionOut] = Field(description="What does not fit by itself, and why.")


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


@router.get("/needs/{number}/options", response={200: ChoiceOut, **REFUSALS}, operation_id="list_options")
def list_options(request: HttpRequest, number: Number) -> ChoiceOut:
    """Tell what is proposed for a need and why, what fits too, and what deciding otherwise would cost all together."""
    viewer = bearer(request)
    found = lists.choices(viewer, lists.need_for(viewer, number).need.pk)
    return ChoiceOut(
        chosen=_option(found.chosen) if found.chosen else None, why_not_next=found.why_not_next,
        others=[_option(one) for one in found.others], unfit=[_option(one) for one in found.unfit],
    )


def _option(one: lists.Option) -> OptionOut:
    plain = {name: getattr(one, name) for name in OptionOut.model_fields if name not in {"lock", "forbid"}}
    return OptionOut(lock=_cost(one.lock), forbid=_cost(one.forbid), **plain)


def _cost(found: lists.Cost | None) -> CostOut | None:
    return CostOut(points=found.points, touches=list(found.touches)) if found else None


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
