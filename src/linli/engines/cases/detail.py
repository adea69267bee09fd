"""One case with everything a person who works on it needs at hand."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import rows, words
from linli.engines.cases.lifecycle import Exit, State, Step
from linli.engines.cases.models import (
    Agreement,
    Attachment,
    Case,
    Clock,
    Extension,
    Following,
    Milestone,
    Suspension,
    Task,
)
from linli.engines.cases.openverbs import open_verbs, task_verbs
from linli.engines.cases.policies import Standing, sees_personal
from linli.engines.cases.rows import CaseRow
from linli.engines.cases.verbs.turn import stream_of
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.ids import normalise_case_number

TASK_STATES: dict[str, str | Promise] = {
    Task.State.OPEN: _("Asked"),
    Task.State.TAKEN: _("At work on it"),
    Task.State.DECLINED: _("Cannot take part"),
    Task.State.DONE: _("Part done"),
    Task.State.CANCELLED: _("Not needed any more"),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A part others do."""

    id: int
    number: int
    whistle: bool
    assignee: str
    assignee_name: str
    request: str
    answer: str
    state: str
    state_label: str
    opened_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    verbs: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock of the case or of one of its tasks."""

    kind: str
    label: str
    due_at: datetime
    paused: bool
    stopped: bool
    value: int
    unit: str
    source: str
    task_id: int | None

    @property
    def limit(self) -> str:
        """Return the limit in words."""
        return words.duration(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo of the case."""

    id: int
    key: str
    stage: str
    public: bool
    at: datetime
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A step of a long-running case."""

    id: int
    number: int
    name: str
    due_on: date
    done_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """A request for more time."""

    id: int
    value: int
    unit: str
    reason: str
    granted: bool | None
    decision: str
    asked_at: datetime

    @property
    def more(self) -> str:
        """Return the time in words."""
        return words.duration(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """That there is an agreement, and until when a court may confirm it. The text itself is personal."""

    written: bool
    agreed_on: date
    court_confirmation_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail(CaseRow):
    """A case as its page shows it: every name a row of a list has, the whole text, and what hangs on it."""

    case: Case
    kind_name: str
    areas: tuple[territory.AreaRow, ...]
    desk_id: int
    desk_name: str
    theme_title: str
    public_text: str
    exit_code: str
    exit_label: str
    solved: bool | None
    rating: int | None
    matter_title: str
    settled_level: str
    lawful_close: bool
    followings: int
    helper_name: str
    has_reporter: bool
    lead_number: str  # of the case this one was joined to
    merged: tuple[str, ...]  # numbers of the cases joined to this one
    attachments: tuple[PhotoRow, ...]
    tasks: tuple[TaskRow, ...]
    clocks: tuple[ClockRow, ...]
    milestones: tuple[MilestoneRow, ...]
    extensions: tuple[ExtensionRow, ...]
    agreement: AgreementRow | None
    paused_until: date | None
    steps: tuple[words.StepRow, ...]
    next_step: words.NextStep | None
    verbs: tuple[Step, ...]
    may_see_personal: bool


_RELATED = ("kind", "category", "area", "desk", "theme", "matter", "merged_into")


def case_for(viewer: Actor, *, number: str = "", id: int | None = None) -> CaseDetail:  # noqa: A002
    """Return a case with everything that hangs on it, for somebody who sees it. Raises: NotFound."""
    case, standing = _seen(viewer, number, id)
    tasks = list(Task.objects.filter(case=case).order_by("number"))
    for task in tasks:
        task.case = case
    followings = list(Following.objects.filter(case=case, left_at=None).values("reporter", "helper_name"))
    row = rows.row(case)
    base = {one.name: getattr(row, one.name) for one in fields(CaseRow)}
    base["text"] = case.text if standing.reads_text else case.public_text
    return CaseDetail(
        **base,
        **_ends(case),
        case=case,
        areas=_areas(case),
        followings=len(followings),
        helper_name=next((one["helper_name"] for one in followings if one["helper_name"]), ""),
        has_reporter=any(one["reporter"] for one in followings),
        merged=tuple(Case.objects.filter(merged_into=case).order_by("id").values_list("number", flat=True)),
        attachments=photos_of(case, released=not standing.reads_text),
        tasks=tuple(_task(task, viewer, standing) for task in tasks),
        clocks=tuple(_clock(one) for one in Clock.objects.filter(case=case).order_by("stopped_at", "due_at", "id")),
        milestones=milestones_of(case),
        extensions=tuple(_extension(one) for one in Extension.objects.filter(case=case).order_by("-id")),
        agreement=_agreement(case) if case.kind.needs_agreement else None,
        paused_until=paused_until(case),
        steps=tuple(words.for_staff(journal.history(stream_of(case.pk)))),
        next_step=words.next_step(case.state, who=case.assignee_name, due_at=case.due_at),
        verbs=tuple(open_verbs(case, viewer, standing=standing)),
        may_see_personal=sees_personal(standing),
    )


def _seen(viewer: Actor, number: str, case_id: int | None) -> tuple[Case, Standing]:
    wanted = Case.objects.select_related(*_RELATED)
    case = (
        wanted.filter(pk=case_id).first()
        if case_id is not None
        else wanted.filter(number=normalise_case_number(number)).first()
    )
    if case is None:
        raise NotFound
    standing = Standing(viewer, case)
    if not standing.sees_as_colleague and not standing.reads_text:
        raise NotFound
    return case, standing


def _ends(case: Case) -> dict[str, Any]:
    """Return the fields of the page that come from the case and its related rows alone."""
    return {
        "kind_name": case.kind.name,
        "desk_id": case.desk_id,
        "desk_name": case.desk.name,
        "theme_title": case.theme.title if case.theme else "",
        "public_text": case.public_text,
        "exit_code": case.exit_code,
        "exit_label": str(Exit(case.exit_code).label) if case.exit_code else "",
        "solved": case.solved,
        "rating": case.rating,
        "matter_title": case.matter.title if case.matter else "",
        "settled_level": case.settled_level,
        "lawful_close": case.lawful_close,
        "lead_number": case.merged_into.number if case.merged_into else "",
    }


def photos_of(case: Case, *, released: bool) -> tuple[PhotoRow, ...]:
    """Return the photos of a case, or those released to the public."""
    found = Attachment.objects.filter(case=case).order_by("id")
    if released:
        found = found.filter(public=True)
    return tuple(PhotoRow(one.pk, one.key, one.stage, one.public, one.at, one.width, one.height) for one in found)


def milestones_of(case: Case) -> tuple[MilestoneRow, ...]:
    """Return the milestones of a case in their order."""
    return tuple(
        MilestoneRow(one.pk, one.number, one.name, one.due_on, one.done_at, one.note)
        for one in Milestone.objects.filter(case=case).order_by("number")
    )


def paused_until(case: Case) -> date | None:
    """Return the day until which a case is paused."""
    if case.state != State.SUSPENDED:
        return None
    return Suspension.objects.filter(case=case, ended_at=None).values_list("until", flat=True).first()


def _task(task: Task, viewer: Actor, standing: Standing) -> TaskRow:
    return TaskRow(
        id=task.pk,
        number=task.number,
        whistle=task.whistle,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        request=task.request,
        answer=task.answer,
        state=task.state,
        state_label=str(TASK_STATES[task.state]),
        opened_at=task.opened_at,
        answered_at=task.answered_at,
        ended_at=task.ended_at,
        due_at=task.due_at,
        verbs=tuple(task_verbs(task, viewer, standing=standing)),
    )


def _areas(case: Case) -> tuple[territory.AreaRow, ...]:
    """Return where the case lies, as it is called today, or was called when the case ended."""
    ended = clock.local(case.closed_at).date() if case.closed_at else None
    return tuple(territory.ancestors(case.path, on=ended))


def _clock(one: Clock) -> ClockRow:
    return ClockRow(
        kind=one.kind,
        label=words.clock_kind(one.kind),
        due_at=one.due_at,
        paused=one.paused_at is not None,
        stopped=one.stopped_at is not None,
        value=one.value,
        unit=one.unit,
        source=one.source,
        task_id=one.task_id,
    )


def _extension(one: Extension) -> ExtensionRow:
    return ExtensionRow(one.pk, one.value, one.unit, one.reason, one.granted, one.decision, one.asked_at)


def _agreement(case: Case) -> AgreementRow | None:
    found = Agreement.objects.filter(case=case).first()
    return AgreementRow(found.written, found.agreed_on, found.court_confirmation_until) if found else None
