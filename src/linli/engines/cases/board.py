"""The board of clocks: how the open work of an area stands, by place and by who has it, and what has to be decided."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases.guards import PING_PONG_LIMIT
from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.matters import UNDECIDED, ApplicationRow, applications
from linli.engines.cases.models import Case
from linli.engines.cases.rows import NOBODY, SOON, CaseFilter, CaseRow, by_due, open_cases, rows, with_columns
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.clock import now
from linli.kernel.errors import NotFound

MOST = 50
KEY = 7  # digits of one area in a path


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases are late, soon due, or running well, and how to open them."""

    key: str  # area path, or assignee's key; empty: nobody yet
    name: str
    late: int
    soon: int
    running: int
    filter: CaseFilter

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.late + self.soon + self.running


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one area."""

    path: str
    late: int
    soon: int
    running: int
    by_area: list[Counts]
    by_assignee: list[Counts]
    overdue: list[CaseRow] = field(default_factory=list)
    suspended: list[CaseRow] = field(default_factory=list)
    call_backs: list[CaseRow] = field(default_factory=list)
    extensions: list[CaseRow] = field(default_factory=list)
    disputes: list[CaseRow] = field(default_factory=list)
    reviews: list[CaseRow] = field(default_factory=list)
    applications: list[ApplicationRow] = field(default_factory=list)


def board(viewer: Actor, path: str = "") -> Board:
    """Return the board of an area the viewer answers for (default: the widest). Raises: NotFound."""
    here = _place(viewer, path)
    cases = territory.in_path(open_cases(), here)
    whole = cases.aggregate(**_sorts())
    waiting = Q(state__in=(State.SUBMITTED, State.ACCEPTED))
    return Board(
        path=here,
        late=whole["late"],
        soon=whole["soon"],
        running=whole["all"] - whole["late"] - whole["soon"],
        by_area=_by_area(cases, here),
        by_assignee=_by_assignee(cases, here),
        overdue=_listed(cases.filter(due_at__lt=now())),
        suspended=_listed(cases.filter(state=State.SUSPENDED)),
        call_backs=_listed(cases.filter(state__in=(State.HANDLED, State.CHECKED))),
        extensions=_listed(cases.filter(asks_more_time=True)),
        disputes=_listed(cases.filter(waiting, ping_pongs__gte=PING_PONG_LIMIT)),
        reviews=_listed(cases.filter(state=State.REVIEW)),
        applications=applications(viewer, states=UNDECIDED),
    )


def _place(viewer: Actor, path: str) -> str:
    own = viewer.paths(Role.DISPATCHER, Role.COORDINATOR, Role.SUPERVISOR)
    if viewer.kind is ActorKind.SYSTEM or (path and any(path.startswith(one) for one in own)):
        return path
    if not path and own:
        return own[0]
    raise NotFound


def _sorts() -> dict[str, Count]:
    late, soon = Q(due_at__lt=now()), Q(due_at__gte=now(), due_at__lt=now() + SOON)
    return {"late": Count("id", filter=late), "soon": Count("id", filter=soon), "all": Count("id")}


def _counts(key: str, name: str, found: dict[str, Any], chosen: CaseFilter) -> Counts:
    late, soon = found["late"], found["soon"]
    return Counts(key, name, late, soon, found["all"] - late - soon, chosen)


def _by_area(cases: QuerySet[Case], path: str) -> list[Counts]:
    """Count by the areas one level below; what lies on no smaller area counts for the area itself."""
    depth = len(path) + KEY
    found = cases.annotate(part=Substr("path", 1, depth)).values("part").annotate(**_sorts()).order_by("part")
    rows: list[dict[str, Any]] = [dict(row) for row in found]
    names = territory.area_names([int(row["part"][-KEY:]) for row in rows])
    return [
        _counts(row["part"], names.get(int(row["part"][-KEY:]), ""), row, CaseFilter(path=row["part"], states=OPEN))
        for row in rows
    ]


def _by_assignee(cases: QuerySet[Case], path: str) -> list[Counts]:
    """Count by post and unit, the latest first; posts and units only, never persons."""
    grouped = cases.values("assignee", "assignee_name").annotate(**_sorts())
    found: list[dict[str, Any]] = [dict(row) for row in grouped]
    found.sort(key=lambda row: (-row["late"], -row["soon"], -row["all"], row["assignee"]))
    return [
        _counts(
            row["assignee"],
            row["assignee_name"] or _("Not yet dispatched"),
            row,
            CaseFilter(path=path, assignee=row["assignee"] or NOBODY, states=OPEN),
        )
        for row in found[:MOST]
    ]


def _listed(cases: QuerySet[Case]) -> list[CaseRow]:
    return rows(with_columns(by_due(cases))[:MOST])
