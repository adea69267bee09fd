"""What everybody may see: public classes with their place, limited ones at the label of their grid, private ones never.

A case shows once a colleague has accepted it. The resident's own words never show; a text appears after a person has
released it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from linli.engines.cases import words
from linli.engines.cases.lifecycle import ENDED, State
from linli.engines.cases.models import Attachment, Case, Category
from linli.engines.cases.rows import CaseFilter, narrow
from linli.engines.cases.search import matching
from linli.engines.cases.taxonomy import CategoryRow, taxonomy
from linli.engines.cases.tracking import state_words
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.clock import today
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate

SIZE = 30
SMALL_CELL = 5  # a number below it is not shown to the public
MOST_MARKS = 500
_MARK_COLUMNS = ("number", "category_id", "state", "longitude", "latitude", "people", "lawful_close", "solved")
MAP_DAYS = 90  # back, where nobody says otherwise
_HIDDEN = (State.SUBMITTED, State.REFUSED, State.MERGED, State.WITHDRAWN)
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A case as the public sees it."""

    number: str
    category_code: str
    category_name: str
    state: str
    state_label: str  # in a resident's words
    ended: bool
    area_id: int
    area_name: str
    place: str  # empty for limited classes
    exact: bool  # whether the point is the place itself, or the label of its grid
    longitude: float | None
    latitude: float | None
    submitted_at: datetime
    closed_at: datetime | None
    people: int
    text: str  # released by a person, or empty
    photos: tuple[str, ...]  # keys of released photos


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case on its own public page."""

    row: PublicRow
    assignee_name: str
    due_at: datetime | None
    steps: tuple[words.StepRow, ...]


@dataclass(frozen=True, slots=True)
class PublicMark:
    """A public case on a map."""

    number: str
    category_name: str
    state_label: str  # in a resident's words
    ended: bool
    longitude: float
    latitude: float
    people: int


@dataclass(frozen=True, slots=True)
class AreaMark:
    """Limited cases of one grid together, at its label; `count` is None where they are few."""

    area_id: int
    area_name: str
    longitude: float
    latitude: float
    count: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class PublicMap:
    """The marks of a map; `more`: there are more than are drawn."""

    cases: list[PublicMark] = field(default_factory=list)
    areas: list[AreaMark] = field(default_factory=list)
    more: bool = False


def shown(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Keep what the public may see."""
    return cases.exclude(privacy=Category.Privacy.PRIVATE).exclude(state__in=_HIDDEN)


def _chosen(filters: CaseFilter | None) -> QuerySet[Case]:
    """Return the visible cases of a filter; only what is public may narrow it."""
    given = filters or CaseFilter()
    safe = CaseFilter(
        states=given.states,
        category=given.category,
        path=given.path,
        kind=given.kind,
        since=given.since,
        until=given.until,
        theme_id=given.theme_id,
    )
    return matching(narrow(shown(Case.objects.all()), safe), given.text, public=True)


def _with_photos(cases: QuerySet[Case]) -> QuerySet[Case]:
    released = Attachment.objects.filter(public=True).order_by("id").only("key", "case_id")
    return cases.select_related("area").prefetch_related(Prefetch("attachments", queryset=released, to_attr="released"))


def public_list(filters: CaseFilter | None = None, cursor: str | None = None, *, size: int = SIZE) -> Page[PublicRow]:
    """Return the cases the public sees, the newest first."""
    page = paginate(_with_photos(_chosen(filters)), order=("-submitted_at", "-id"), cursor=cursor, size=size)
    return page.of(public_rows(page.items))


def public_rows(cases: Sequence[Case]) -> list[PublicRow]:
    """Make the rows of visible cases."""
    known = taxonomy().category_by_id
    limited = {case.area_id for case in cases if case.privacy != Category.Privacy.PUBLIC}
    labels = territory.label_points(limited) if limited else {}
    return [_row(case, known.get(case.category_id or 0), labels.get(case.area_id)) for case in cases]


def _row(case: Case, known: CategoryRow | None, label: Point | None) -> PublicRow:
    exact = case.privacy == Category.Privacy.PUBLIC
    longitude, latitude = (case.longitude, case.latitude) if exact else label or (None, None)
    photos: list[Attachment] = getattr(case, "released", [])
    return PublicRow(
        number=case.number,
        category_code=known.code if known else "",
        category_name=known.name if known else "",
        state=case.state,
        state_label=state_words(case),
        ended=case.state in ENDED,
        area_id=case.area_id,
        area_name=case.area.name,
        place=case.place if exact else "",
        exact=exact,
        longitude=longitude,
        latitude=latitude,
        submitted_at=case.submitted_at,
        closed_at=case.closed_at,
        people=case.people,
        text=case.public_text,
        photos=tuple(one.key for one in photos),
    )


def public_map(box: Box | None = None, filters: CaseFilter | None = None) -> PublicMap:
    """Return the marks inside a box of west, south, east, north: public cases one by one, limited ones grid by grid."""
    given = filters or CaseFilter()
    lately = today() - timedelta(days=MAP_DAYS)
    asked = given if given.since or given.until else replace(given, since=lately)
    exact = _chosen(asked).filter(privacy=Category.Privacy.PUBLIC, longitude__isnull=False)
    if box is not None:
        west, south, east, north = box
        exact = exact.filter(longitude__range=(west, east), latitude__range=(south, north))
    cases = list(exact.order_by("-submitted_at", "-id").values_list(*_MARK_COLUMNS)[: MOST_MARKS + 1])
    return PublicMap(_marks(cases[:MOST_MARKS]), _areas(asked, box), more=len(cases) > MOST_MARKS)


def _marks(cases: Iterable[tuple[Any, ...]]) -> list[PublicMark]:
    """Make marks of bare columns: a map has hundreds, and most stand alike."""
    known = taxonomy().category_by_id
    told: dict[tuple[str, bool, bool | None], str] = {}
    marks = []
    for number, category_id, state, longitude, latitude, people, lawful_close, solved in cases:
        standing = (state, lawful_close, solved)
        if standing not in told:
            told[standing] = state_words(Case(state=state, lawful_close=lawful_close, solved=solved))
        category = known.get(category_id or 0)
        name = category.name if category else ""
        marks.append(PublicMark(number, name, told[standing], state in ENDED, longitude, latitude, people))
    return marks


def _areas(asked: CaseFilter, box: Box | None) -> list[AreaMark]:
    """Count limited cases by grid, in an index alone: it holds the states, so they are asked by name, by those that are
    not wanted. The sum keeps SQLite from walking through the cases of all times in the order of their grids, where it
    should count those of some days.
    """
    unwanted = frozenset(State) - frozenset(asked.states or State)
    found = _chosen(replace(asked, states=())).exclude(state__in=unwanted)
    limited = found.filter(privacy=Category.Privacy.LIMITED).order_by().annotate(grid=F("area_id") + 0).values("grid")
    counted = limited.annotate(count=Count("id"), waiting=Count("id", filter=~Q(state__in=ENDED)))
    rows = {row["grid"]: row for row in counted.order_by("grid")}
    labels, names = territory.label_points(rows), territory.area_names(rows)
    return [
        AreaMark(
            area_id=number,
            area_name=names.get(number, ""),
            longitude=point[0],
            latitude=point[1],
            count=rows[number]["count"] if rows[number]["count"] >= SMALL_CELL else None,
            open=bool(rows[number]["waiting"]),
        )
        for number, point in labels.items()
        if _inside(point, box)
    ]


def _inside(point: Point, box: Box | None) -> bool:
    return box is None or (box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3])


def public_case(number: str) -> PublicCase:
    """Return the public page of a case. Raises: NotFound."""
    case = _with_photos(shown(Case.objects.filter(number=number))).select_related("area", "desk").first()
    if case is None:
        raise NotFound
    history = journal.history(f"case:{case.pk}")
    steps = words.for_resident(history, desk=case.desk.name, author=False, notes=False)
    due = case.due_at if case.state not in ENDED else None
    return PublicCase(public_rows([case])[0], case.assignee_name, due, tuple(steps))
