"""One case as a row of a list: the same in every channel, made without a further query."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.models import Case
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.territory import public as territory
from linli.kernel.clock import CHINA, now
from linli.kernel.errors import Invalid

TEXT_LENGTH = 160  # of the words shown in a row
SOON = timedelta(hours=4)
_STATES = frozenset(State.values)
NOBODY = "-"  # as an assignee in a filter
NOT_ENDED = Q(closed_at__isnull=True)  # holds for all open cases, and lets the databases use the index of open work
# All open states, said without naming them: what has no end and was not joined to another (the constraints of the table
# hold the two together). By their names SQLite would look for each of them among the cases of all times.
IS_OPEN = NOT_ENDED & ~Q(state=State.MERGED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: int
    number: str
    title: str
    text: str
    state: str
    state_label: str
    kind_code: str
    category_code: str
    category_name: str
    urgency: str
    privacy: str
    area_id: int
    area_name: str
    place: str
    assignee: str
    assignee_name: str
    due_at: datetime | None
    clock_kind: str
    people: int
    submitted_at: datetime
    last_event: str
    last_at: datetime | None
    longitude: float | None
    latitude: float | None
    version: int
    supervised: bool
    ping_pongs: int
    theme_id: int | None
    origin: str = ""
    path: str = ""
    released: bool = False
    routed_by: str = ""
    # why it stands in this list: mine, task, desk, pool, check, call_back, review, application ...
    reason: str = ""
    task_id: int | None = None

    @property
    def late(self) -> bool:
        """Say whether its next clock has run out."""
        return self.due_at is not None and self.due_at < now()


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows. Empty fields leave the list as it is; days are China's, both ends included."""

    states: Collection[str] = ()
    category: str = ""  # a code; a code of level one takes its own along
    path: str = ""
    kind: str = ""
    urgency: str = ""
    late: bool = False
    soon: bool = False  # due within a few hours, not late
    assignee: str = ""  # a key; "-": nobody yet
    since: date | None = None
    until: date | None = None
    text: str = ""
    theme_id: int | None = None
    hot_id: int | None = None  # of a hot issue
    origin: str = ""
    building_id: int | None = None
    measure: str = ""  # a part of a figure, see figures.MEASURES

    def __post_init__(self) -> None:
        if self.states and not _STATES.issuperset(self.states):
            raise Invalid(fields={"states": gettext_lazy("There is no such state.")})
        if self.since and self.until and self.since > self.until:
            raise Invalid(fields={"until": gettext_lazy("The last day comes before the first.")})


def first_moment(day: date) -> datetime:
    """Return when a day begins in China."""
    return datetime.combine(day, time.min, CHINA)


def narrow(queryset: QuerySet[Case], chosen: CaseFilter) -> QuerySet[Case]:
    """Keep the cases a filter asks for; text and measure are left to search and figures."""
    queryset = territory.in_path(queryset, chosen.path)
    for condition in _conditions(chosen):
        queryset = queryset.filter(condition)
    return queryset


def _conditions(chosen: CaseFilter) -> Iterable[Q]:
    yield _of_states(chosen.states)
    if chosen.category or chosen.kind:
        yield _of_class(chosen)
    if chosen.late:
        yield Q(due_at__lt=now())
    if chosen.soon:
        yield Q(due_at__gte=now(), due_at__lt=now() + SOON)
    if chosen.assignee:
        yield Q(assignee="" if chosen.assignee == NOBODY else chosen.assignee)
    if chosen.since:
        yield Q(submitted_at__gte=first_moment(chosen.since))
    if chosen.until:
        yield Q(submitted_at__lt=first_moment(chosen.until + timedelta(days=1)))
    named = {
        "urgency": chosen.urgency,
        "theme_id": chosen.theme_id,
        "hot_member__issue_id": chosen.hot_id,
        "origin": chosen.origin,
        "building_id": chosen.building_id,
    }
    yield Q(**{name: value for name, value in named.items() if value})


def _of_states(states: Collection[str]) -> Q:
    if frozenset(states) == OPEN:
        return IS_OPEN
    wanted = Q(state__in=states) if states else Q()
    return wanted & NOT_ENDED if states and OPEN.issuperset(states) else wanted


def _of_class(chosen: CaseFilter) -> Q:
    known = taxonomy()
    condition = Q()
    if chosen.category:
        own = (row.id for row in known.categories if chosen.category in {row.code, row.parent_code})
        condition &= Q(category_id__in=list(own))
    if chosen.kind:
        condition &= Q(kind_id__in=[row.id for row in known.kinds if row.code == chosen.kind])
    return condition


_COLUMNS = (
    "id",
    "number",
    "title",
    "text",
    "state",
    "urgency",
    "privacy",
    "place",
    "assignee",
    "assignee_name",
    "due_at",
    "due_kind",
    "people",
    "submitted_at",
    "last_verb",
    "last_at",
    "longitude",
    "latitude",
    "version",
    "supervised_at",
    "ping_pongs",
    "theme_id",
    "origin",
    "path",
    "public_text",
    "routed_by",
    "area_id",
    "building_id",
    "area__name",
    "kind__code",
    "category__code",
    "category__name",
)


def with_columns(queryset: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch what a row needs in one query."""
    return queryset.select_related("area", "kind", "category").only(*_COLUMNS)


def row(case: Case, *, reason: str = "", task_id: int | None = None) -> CaseRow:
    """Make the row of a case fetched by `with_columns`."""
    return CaseRow(
        id=case.pk,
        number=case.number,
        title=case.title,
        text=case.text[:TEXT_LENGTH],
        state=case.state,
        state_label=str(State(case.state).label),
        kind_code=case.kind.code,
        category_code=case.category.code if case.category else "",
        category_name=case.category.name if case.category else _("Not yet classed"),
        urgency=case.urgency,
        privacy=case.privacy,
        area_id=case.area_id,
        area_name=case.area.name,
        place=case.place,
        assignee=case.assignee,
        assignee_name=case.assignee_name,
        due_at=case.due_at,
        clock_kind=case.due_kind,
        people=case.people,
        submitted_at=case.submitted_at,
        last_event=last_event(case),
        last_at=case.last_at,
        longitude=case.longitude,
        latitude=case.latitude,
        version=case.version,
        supervised=case.supervised_at is not None,
        ping_pongs=case.ping_pongs,
        theme_id=case.theme_id,
        origin=case.origin,
        path=case.path,
        released=bool(case.public_text),
        routed_by=case.routed_by,
        reason=reason,
        task_id=task_id,
    )


def rows(cases: Iterable[Case], *, reason: str = "") -> list[CaseRow]:
    """Make the rows of cases fetched by `with_columns`."""
    return [row(case, reason=reason) for case in cases]


_LAST = {
    "submit": gettext_lazy("Reported"),
    "accept": gettext_lazy("Accepted"),
    "refuse": gettext_lazy("Not taken on"),
    "answer": gettext_lazy("Answered"),
    "amend": gettext_lazy("Class or place corrected"),
    "dispatch": gettext_lazy("Sent to %(assignee)s"),
    "claim": gettext_lazy("%(assignee)s took it"),
    "take": gettext_lazy("%(assignee)s took it"),
    "decline": gettext_lazy("Handed back"),
    "contact": gettext_lazy("Resident was contacted"),
    "add_helper": gettext_lazy("Help was asked for"),
    "whistle": gettext_lazy("Departments were called"),
    "take_task": gettext_lazy("A helper takes part"),
    "decline_task": gettext_lazy("A helper cannot take part"),
    "finish_task": gettext_lazy("A helper has done their part"),
    "cancel_task": gettext_lazy("Help is no longer needed"),
    "escalate": gettext_lazy("Passed up"),
    "ask_extension": gettext_lazy("More time was asked for"),
    "grant_extension": gettext_lazy("More time was granted"),
    "refuse_extension": gettext_lazy("No more time was granted"),
    "suspend": gettext_lazy("Work pauses"),
    "resume": gettext_lazy("Work goes on"),
    "interim": gettext_lazy("Told how far it is"),
    "set_milestones": gettext_lazy("Milestones were planned"),
    "finish_milestone": gettext_lazy("A milestone was reached"),
    "handle": gettext_lazy("%(assignee)s has done it"),
    "check": gettext_lazy("Checked on the spot"),
    "call_back": gettext_lazy("The resident was called back"),
    "confirm": gettext_lazy("The resident answered"),
    "rate": gettext_lazy("The resident rated it"),
    "propose_close": gettext_lazy("A closing was proposed"),
    "review_close": gettext_lazy("The closing was reviewed"),
    "reopen": gettext_lazy("Opened again"),
    "divide": gettext_lazy("The second matter became a case of its own"),
    "merge": gettext_lazy("Joined to another case"),
    "split": gettext_lazy("Taken apart again"),
    "supervise": gettext_lazy("Put under supervision"),
    "withdraw": gettext_lazy("Withdrawn by the resident"),
    "follow": gettext_lazy("Somebody has this problem too"),
    "release": gettext_lazy("Shown to the public"),
    "link_theme": gettext_lazy("Hung on a theme"),
}


def last_event(case: Case) -> str:
    """Return what happened last, in words."""
    words = _LAST.get(case.last_verb)
    if words is None:
        return str(State(case.state).label)
    return str(words) % {"assignee": case.assignee_name or _("The desk")}


def open_cases() -> QuerySet[Case]:
    """Return the cases that are not ended."""
    return Case.objects.filter(IS_OPEN)


def by_due(queryset: QuerySet[Case]) -> QuerySet[Case]:
    """Order by the next clock, those without one last."""
    return queryset.order_by(F("due_at").asc(nulls_last=True), "id")
