"""Hot issues for colleagues: ranked, each with how its heat came about, its weeks and its cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from linli.engines.access.public import Role
from linli.engines.cases.hot.heat import HALVED_AFTER, RISE_DAYS
from linli.engines.cases.lifecycle import OPEN
from linli.engines.cases.models import HotIssue, HotMember
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate

SIZE = 30
SEVERAL = 3  # people: fewer are not yet an issue
COOLED = 20  # tenths: below it an issue is no longer listed
SEES = (Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)
ORDER = ("-heat", "-id")


@dataclass(frozen=True, slots=True)
class HotRow:
    """An issue as it is listed."""

    id: int
    title: str
    place: str
    path: str
    area_name: str
    category_name: str
    longitude: float | None
    latitude: float | None
    first_at: datetime
    last_at: datetime
    cases: int
    open_cases: int
    people: int
    recency: float  # 1: a case of today; half after `HALVED_AFTER` days without one
    rise: float  # 1 to 2
    heat: float
    theme_id: int | None
    theme_title: str


@dataclass(frozen=True, slots=True)
class Week:
    """How many cases came in within a week, which begins on a Monday."""

    start: date
    cases: int


@dataclass(frozen=True, slots=True)
class HotDetail:
    """One issue, its weeks, and how many of its cases may still be hung on a theme."""

    row: HotRow
    weeks: tuple[Week, ...]
    loose: int  # open cases that hang on no theme
    halved_after: int = HALVED_AFTER
    rise_days: int = RISE_DAYS


def hot_issues(viewer: Actor, *, path: str = "", cursor: str | None = None, size: int = SIZE) -> Page[HotRow]:
    """Return the issues of the viewer's areas that are still warm, the hottest first. Three queries."""
    found = _seen(viewer).filter(heat__gte=COOLED, people__gte=SEVERAL)
    found = territory.in_path(found, path) if path else found
    page = paginate(found.select_related("category", "theme"), order=ORDER, cursor=cursor, size=size)
    opened = _opened(page.items)
    return page.of([_row(one, opened) for one in page.items])


def hot_issue(viewer: Actor, issue_id: int) -> HotDetail:
    """Return one issue; one that went into another is the other. Raises: NotFound."""
    issue = hot_model(viewer, issue_id)
    days = list(HotMember.objects.filter(issue=issue).values_list("case__submitted_on", flat=True))
    loose = HotMember.objects.filter(issue=issue, case__theme=None, case__state__in=OPEN).count()
    return HotDetail(_row(issue, _opened([issue])), _weeks(days), loose)


def hot_model(viewer: Actor, issue_id: int) -> HotIssue:
    """Return the row of an issue the viewer may see. Raises: NotFound."""
    known = HotIssue.objects.filter(pk=issue_id).values_list("merged_into_id", flat=True).first()
    issue = _seen(viewer).select_related("category", "theme").filter(pk=known or issue_id).first()
    if issue is None:
        raise NotFound
    return issue


def _seen(viewer: Actor) -> QuerySet[HotIssue]:
    """Keep the issues all of whose cases lie in the viewer's areas: an issue's name tells of every one of them."""
    found = HotIssue.objects.filter(merged_into=None).exclude(path="")
    if viewer.kind is ActorKind.SYSTEM:
        return found
    near = Q(pk__in=[])
    for own in viewer.paths(*SEES):
        near |= territory.subtree(own)
    return found.filter(near)


def _opened(issues: Sequence[HotIssue]) -> Mapping[int, int]:
    found = HotMember.objects.filter(issue__in=[one.pk for one in issues], case__state__in=OPEN)
    return dict(found.values_list("issue_id").annotate(n=Count("case_id")).order_by())


def _row(issue: HotIssue, opened: Mapping[int, int]) -> HotRow:
    line = territory.ancestors(issue.path)
    return HotRow(
        id=issue.pk,
        title=issue.title,
        place=issue.place,
        path=issue.path,
        area_name=line[-1].name if line else "",
        category_name=issue.category.name if issue.category else "",
        longitude=issue.longitude,
        latitude=issue.latitude,
        first_at=issue.first_at,
        last_at=issue.last_at,
        cases=issue.cases,
        open_cases=opened.get(issue.pk, 0),
        people=issue.people,
        recency=issue.recency,
        rise=issue.rise,
        heat=issue.heat / 10,
        theme_id=issue.theme_id,
        theme_title=issue.theme.title if issue.theme else "",
    )


def _weeks(days: Sequence[date]) -> tuple[Week, ...]:
    """Return the weeks from the first case to the last, those without a case as well."""
    counted = Counter(day - timedelta(days=day.weekday()) for day in days)
    if not counted:
        return ()
    start, end = min(counted), max(counted)
    number = (end - start).days // 7 + 1
    return tuple(Week(day, counted[day]) for day in (start + timedelta(weeks=turn) for turn in range(number)))
