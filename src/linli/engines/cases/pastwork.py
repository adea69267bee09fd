"""The cases of an area and a time as a replay on another net needs them, and the replay beside today's net."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case
from linli.engines.cases.rows import CaseFilter, narrow
from linli.engines.cases.whatif import Loads, PastCase, Staffing, moved_between, replay_grids
from linli.engines.territory import plans
from linli.engines.territory.plans import Ground
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

MOST = 200_000  # cases of one replay, the newest
READS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR)
_OUT = (State.REFUSED, State.MERGED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class GridChange:
    """Cases that would have lain in another grid."""

    before: str
    after: str
    cases: int


@dataclass(frozen=True)
class NetReplay:
    """What the cases of some days are on today's net and on another, or with other staff."""

    looked_at: int
    cut: bool  # there were more cases than a replay looks at
    before: Loads
    after: Loads
    before_ground: Ground
    after_ground: Ground
    moved: list[GridChange]


def past_cases(path: str, since: date, until: date) -> tuple[list[PastCase], bool]:
    """Return the valid cases of an area that have a point, and whether there were more. Asks nobody's leave."""
    chosen = CaseFilter(path=path, since=since, until=until)
    found = narrow(Case.objects.exclude(state__in=_OUT), chosen).filter(longitude__isnull=False)
    columns = found.order_by("-submitted_at", "-pk").values_list("pk", "submitted_at", "longitude", "latitude", "path")
    rows = list(columns[: MOST + 1])
    return [PastCase(key, at, x or 0, y or 0, grid) for key, at, x, y, grid in rows[:MOST]], len(rows) > MOST


def replay_net(
    viewer: Actor, path: str, since: date, until: date, *, plan_id: int | None = None,
    staffing: tuple[Staffing, Staffing] | None = None,
) -> NetReplay:
    """Lay the cases of some days on today's net and on a plan's (or on today's with other staff).

    `staffing`: that of today's net, by paths of grids, and that of the other one, by codes of the plan's grids or,
    without a plan, by paths. Default: one in each grid.

    Raises: NotFound, also for whom the area is not open.
    """
    if not any(access.may(viewer, role, path) for role in READS):
        raise NotFound
    today = plans.ground_of_today(path)
    other = plans.plan_ground(viewer, plan_id) if plan_id is not None else today
    cases, cut = past_cases(path, since, until)
    now, then = staffing or (Staffing({}), Staffing({}))
    cases.sort(key=lambda case: (case.at, case.id))
    points = np.array([(case.longitude, case.latitude) for case in cases], dtype=np.float64).reshape(-1, 2)
    first, second = today.keys_at(points), other.keys_at(points)
    return NetReplay(
        looked_at=len(cases),
        cut=cut,
        before=replay_grids(cases, lambda _cases: first, today.middles, now),
        after=replay_grids(cases, lambda _cases: second, other.middles, then),
        before_ground=today,
        after_ground=other,
        moved=_moved(moved_between(first, second), today, other),
    )


def _moved(found: Counter[tuple[str, str]], today: Ground, other: Ground) -> list[GridChange]:
    return [
        GridChange(today.names.get(before, ""), other.names.get(after, ""), count)
        for (before, after), count in found.most_common()
    ]
