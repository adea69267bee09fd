"""What goes on in a project, for other systems: its steps, its money, the resources that leave it, its end."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from linli.channels.api.bearers import bearer
from linli.channels.api.lists import Key, Number, ProjectOut, ReasonIn, project_out
from linli.channels.api.schemas import REFUSALS
from linli.kernel.errors import NotAllowed
from linli.programmes.lists import public as lists

router = Router(tags=["Three lists"])


class DoneIn(Schema):
    """What was done."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(..., min_length=1, max_length=200)


class PaymentIn(Schema):
    """Money paid out of the project's grant."""

    model_config = ConfigDict(extra="forbid")

    fen: int = Field(..., ge=1, le=10**12, description="Never more than is left of the grant.")
    note: str = Field(..., min_length=1, max_length=200, description="What it was paid for; no names of persons.")


class LeaveIn(Schema):
    """A resource that leaves."""

    model_config = ConfigDict(extra="forbid")

    resource: str = Field(..., max_length=18, description="Number of the resource.")
    reason: str = Field(..., min_length=1, max_length=200)


class MilestoneOut(Schema):
    """A step of a project."""

    id: int
    title: str
    due_on: date
    done_at: datetime | None
    note: str


class MoneyOut(Schema):
    """A line of the project's account in the ledger."""

    day: date
    kind: str = Field(description="`lists.grant`, `lists.pay`, `lists.paid_before` or `lists.give_back`.")
    words: str
    note: str
    fen: int = Field(description="Negative where it was paid out.")
    left: int = Field(description="Fen on the account after it.")


class AccountOut(Schema):
    """A project's grant: what was planned, what was paid, what is left, and each line, the newest first."""

    planned_fen: int
    paid_fen: int
    left_fen: int
    lines: list[MoneyOut]


@router.get(
    "/projects/{number}/steps",
    response={200: list[MilestoneOut], **REFUSALS},
    operation_id="list_project_steps",
    summary="List the steps of a project",
)
def list_steps(request: HttpRequest, number: Number) -> list[MilestoneOut]:
    """List the steps of a project, the first due first."""
    return _steps(lists.project_for(bearer(request), number))


@router.post(
    "/projects/{number}/steps/{step_id}/done",
    response={200: list[MilestoneOut], **REFUSALS},
    operation_id="reach_project_step",
    summary="Report a step as done",
)
def reach_step(request: HttpRequest, number: Number, step_id: int, given: DoneIn) -> list[MilestoneOut]:
    """Report a step of a running project as done. Answers with all its steps."""
    by = bearer(request)
    lists.reach(lists.project_for(by, number).project.pk, by=by, milestone_id=step_id, note=given.note)
    return _steps(lists.project_for(by, number))


@router.get(
    "/projects/{number}/payments",
    response={200: AccountOut, **REFUSALS},
    operation_id="list_project_payments",
    summary="Read a project's account",
)
def list_payments(request: HttpRequest, number: Number) -> AccountOut:
    """Read what came and went on the account of a project, as it stands in the ledger."""
    return _account(lists.project_for(bearer(request), number))


@router.post(
    "/projects/{number}/payments",
    response={200: AccountOut, **REFUSALS},
    operation_id="pay_from_project",
    summary="Pay out of a project's grant",
)
def pay(request: HttpRequest, number: Number, given: PaymentIn, idempotency_key: Key = "") -> AccountOut:
    """Pay out of the grant of a running project. With the same key it is paid once, however often it is sent."""
    by = bearer(request)
    key = lists.project_for(by, number).project.pk
    lists.pay(key, by=by, fen=given.fen, note=given.note, key=idempotency_key)
    return _account(lists.project_for(by, number))


@router.post(
    "/projects/{number}/release",
    response={200: ProjectOut, **REFUSALS},
    operation_id="release_resource",
    summary="Let a resource leave",
)
def release(request: HttpRequest, number: Number, given: LeaveIn) -> ProjectOut:
    """Let a resource leave a project: its place is free for others again."""
    by = bearer(request)
    project = lists.project_for(by, number).project
    left = lists.resource_for(by, given.resource).resource
    return project_out(lists.release(project.pk, by=by, resource_id=left.pk, reason=given.reason))


@router.post(
    "/projects/{number}/stop",
    response={200: ProjectOut, **REFUSALS},
    operation_id="stop_project",
    summary="Stop a project",
)
def stop(request: HttpRequest, number: Number, given: ReasonIn) -> ProjectOut:
    """Stop a project: its needs go back to the list, what was not spent goes back to who gave it."""
    by = bearer(request)
    return project_out(lists.stop(lists.project_for(by, number).project.pk, by=by, reason=given.reason))


def _steps(detail: lists.ProjectDetail) -> list[MilestoneOut]:
    return [
        MilestoneOut(id=key, title=title, due_on=due, done_at=done, note=note)
        for key, title, due, done, note in detail.milestones
    ]


def _account(detail: lists.ProjectDetail) -> AccountOut:
    if not detail.community:
        raise NotAllowed
    lines = [MoneyOut(**_told(row)) for row in detail.money]
    project = detail.project
    left = detail.money[0].left if detail.money else 0
    return AccountOut(planned_fen=project.planned_fen, paid_fen=project.paid_fen, left_fen=left, lines=lines)


def _told(row: lists.MoneyRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in MoneyOut.model_fields}
