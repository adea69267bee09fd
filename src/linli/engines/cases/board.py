"""The board of clocks: how the open work of an area stands, by place and by who has it, and what has to be decided."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases.guards import PING_PONG_LIMIT
from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.matters import UNDECIDED, ApplicationRow, applications
from linli.engines.cases.models import Case
from linli.engines.cases.rows import NOBODY, SOON, CaseFilter, CaseRow, open_cases, rows, with_columns
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.clock import now
from linli.kernel.errors import NotFound

MOST = 50
KEY = 7  # digits of one area in a path
_NOTHING = {"late": 0, "soon": 0, "all": 0}
Group = dict[str, Any]  # area, who has it, how many
Key = TypeVar("Key", bound=Hashable)


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
    groups = _groups(cases, here)
    whole = _added(groups, lambda _group: "")[""] if groups else _NOTHING
    waiting = Q(state__in=(State.SUBMITTED, State.ACCEPTED))
    return Board(
        path=here,
        late=whole["late"],
        soon=whole["soon"],
        running=whole["all"] - whole["late"] - whole["soon"],
        by_area=_by_area(groups),
        by_assignee=_by_assignee(groups, here),
        overdue=_listed(cases.filter(queue_at__lt=now())),
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


def _groups(cases: QuerySet[Case], path: str) -> list[Group]:
    """Count by the areas one level below and by who has the work, in one pass over an index; what lies on no smaller
    area counts for the area itself. `queue_at` is the next clock, or a far day where none runs.
    """
    moment = now()
    late, soon = Q(queue_at__lt=moment), Q(queue_at__gte=moment, queue_at__lt=moment + SOON)
    found = cases.order_by().annotate(part=Substr("path", 1, len(path) + KEY))
    by = found.values("part", "assignee", "assignee_name")
    counted = by.annotate(late=Count("id", filter=late), soon=Count("id", filter=soon), all=Count("id"))
    return [dict(row) for row in counted]


def _added(groups: Iterable[Group], key: Callable[[Group], Key]) -> dict[Key, Group]:
    """Add the groups up by a key."""
    sums: dict[Key, Group] = {}
    for group in groups:
        one = sums.setdefault(key(group), dict(_NOTHING))
        for name in _NOTHING:
            one[name] += group[name]
    return sums


def _counts(key: str, name: str, found: dict[str, Any], chosen: CaseFilter) -> Counts:
    late, soon = found["late"], found["soon"]
    return Counts(key, name, late, soon, found["all"] - late - soon, chosen)


def _by_area(groups: Sequence[Group]) -> list[Counts]:
    """Return the counts by area, in the order of the map."""
    found: dict[str, Group] = _added(groups, lambda group: group["part"])
    names = territory.area_names([int(part[-KEY:]) for part in found])
    return [
        _counts(part, names.get(int(part[-KEY:]), ""), found[part], CaseFilter(path=part, states=OPEN))
        for part in sorted(found)
    ]


def _by_assignee(groups: Sequence[Group], path: str) -> list[Counts]:
    """Count by post and unit, the latest first; posts and units only, never persons."""
    found: dict[tuple[str, str], Group] = _added(groups, lambda group: (group["assignee"], group["assignee_name"]))
    order = sorted(found, key=lambda who: (-found[who]["late"], -found[who]["soon"], -found[who]["all"], who))
    return [
        _counts(
            key,
            name or _("Not yet dispatched"),
            found[key, name],
            CaseFilter(path=path, assignee=key or NOBODY, states=OPEN),
        )
        for key, name in order[:MOST]
    ]


def _listed(cases: QuerySet[Case]) -> list[CaseRow]:
    """Return the most urgent: chosen in the index, then read."""
    chosen = cases.order_by("queue_at", "id").values("pk")[:MOST]
    return rows(with_columns(Case.objects.filter(pk__in=chosen)).order_by("queue_at", "id"))
