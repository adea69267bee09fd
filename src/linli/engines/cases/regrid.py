"""Cases when a community gets another net of grids: open ones follow their place, closed ones keep their old grid."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from django.db.models import Q

from linli.engines.cases.lifecycle import OPEN, State
from linli.engines.cases.models import Case, Task
from linli.engines.cases.verbs.turn import change_beside
from linli.engines.territory import followers
from linli.engines.territory import public as territory
from linli.engines.territory.followers import Change, Regridding
from linli.kernel.actor import Actor
from linli.kernel.locks import locked

NEAR_DEGREES = 0.0015  # some 150 metres: work on a street counts for the nearest building


@dataclass
class _Found:
    """What the cases of a community are moved with."""

    regridding: Regridding
    places: dict[int, int]  # building -> its grid now


def follow_regridding(regridding: Regridding, by: Actor) -> list[Change]:
    """Move the open cases of a community to the grids they now lie in, and what was sent to posts of grids that ended.

    A case in somebody's hands goes where that post has gone, so that nobody loses what they have begun; one that
    waits goes to the same post of the grid it lies in now. Called inside the adoption's transaction.
    """
    inside = territory.subtree(regridding.path)
    cases = locked(Case.objects.filter(inside, state__in=OPEN))
    rows = territory.buildings(regridding.path)
    found = _Found(regridding, {row.id: row.grid_id for row in rows if row.grid_id is not None})
    changes = [change for case in cases if (change := _follow(case, found, by)) is not None]
    _move_tasks(regridding)
    return changes


def _follow(case: Case, found: _Found, by: Actor) -> Change | None:
    before = territory.area(case.area_id)
    after = _place_of(case, found)
    assignee = _assignee_of(case, before.id, after.id, found.regridding)
    if after.id == before.id and assignee == case.assignee:
        return None
    data: dict[str, object] = {"area": [before.id, after.id], "from_name": before.name, "to_name": after.name}
    case.area_id, case.path = after.id, after.path
    fields: tuple[str, ...] = ("area", "path")
    if assignee != case.assignee:
        data["assignee"] = [case.assignee, assignee]
        case.assignee, case.assignee_name = assignee, territory.assignee(assignee).name
        fields += ("assignee", "assignee_name")
    change_beside(case, "regrid", by=by, fields=fields, data=data)
    return Change("case", f"{case.number} {case.title}", before.name, after.name)


def _place_of(case: Case, found: _Found) -> territory.AreaRow:
    """Return the grid a case lies in now: by its building, its point, or where its grid has gone."""
    key = found.places.get(case.building_id or 0)
    if key is None and case.longitude is not None and case.latitude is not None:
        grid = territory.grid_at(case.longitude, case.latitude)
        key = grid.id if grid is not None and grid.path.startswith(found.regridding.path) else None
    if key is None:
        key = found.regridding.closed.get(case.area_id, case.area_id)
    return territory.area(key)


def _assignee_of(case: Case, before: int, after: int, regridding: Regridding) -> str:
    """Return the key of the post that has the case now."""
    kind, _sep, place = case.assignee.rpartition(":")
    if not kind.startswith("p:") or not place.startswith("a") or not place[1:].isdigit():
        return case.assignee
    area = int(place[1:])
    gone_to = regridding.closed.get(area, area)
    taken = case.holder_id is not None and case.state != State.DISPATCHED
    wanted = gone_to if taken or area != before else after
    post = kind.removeprefix("p:")
    serving = territory.post_assignee(post, wanted)
    if serving is not None and serving.key == territory.post_key(post, area_id=wanted):
        return serving.key
    return territory.post_key(post, area_id=gone_to)


def _move_tasks(regridding: Regridding) -> None:
    """Let parts of cases that were asked of posts of ended grids follow the posts."""
    keys = Q(pk__in=[])
    for area in regridding.closed:
        keys |= Q(assignee__endswith=f":a{area}")
    for task in locked(Task.objects.filter(keys, state__in=(Task.State.OPEN, Task.State.TAKEN))):
        kind, _sep, place = task.assignee.rpartition(":")
        task.assignee = f"{kind}:a{regridding.closed[int(place[1:])]}"
        task.assignee_name = territory.assignee(task.assignee).name
        task.save(update_fields=["assignee", "assignee_name"])


def workload(path: str, since: date) -> dict[int, int]:
    """Return how many cases each building of a path gave since a day; those on a street count for the nearest one."""
    rows = territory.buildings(path)
    counted: Counter[int] = Counter()
    known = {row.id for row in rows}
    found = Case.objects.filter(territory.subtree(path), submitted_on__gte=since).exclude(state=State.MERGED)
    loose = []
    for building, x, y in found.values_list("building_id", "longitude", "latitude"):
        if building in known:
            counted[building] += 1
        elif x is not None and y is not None:
            loose.append((x, y))
    if loose and rows:
        tree = shapely.STRtree(shapely.points([(row.longitude, row.latitude) for row in rows]))
        points = shapely.points(np.array(loose))
        _point, nearest = tree.query_nearest(points, max_distance=NEAR_DEGREES, all_matches=False)
        counted.update(rows[at].id for at in nearest)
    return dict(counted)


def subscribe() -> None:
    """Let adoptions of nets take the cases along, and count their work for plans."""
    followers.follow_regridding("cases", follow_regridding)
    followers.give_workload("cases", workload)
