"""A city planned community by community: grids never cross a community, so each can be planned in its own process."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace

import django
import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.inputs import Place, Road, town_of
from linli.engines.territory.planner.plan import PlannedGrid, plan_grids
from linli.engines.territory.planner.wishes import Wishes, check
from linli.kernel.errors import Invalid, LinliError

Told = Callable[[int, int], bool]              # communities done, all -> go on?
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Community:
    """A community as a city's plan sees it."""

    code: str                     # 12 digits; grids are this and 3 more
    outline: BaseGeometry         # WGS84


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """The grids of one community, or why there are none."""

    code: str
    grids: list[PlannedGrid] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    refused: str = ""


@dataclass(slots=True)
class CityPlan:
    """The plans of all communities that were planned, in the order they were given."""

    communities: list[CommunityPlan]
    notes: list[str]              # about buildings that belong nowhere or to several communities
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    community: Community
    places: list[Place]
    roads: list[Road]
    wishes: Wishes


def plan_city(
    places: Sequence[Place], communities: Sequence[Community], *, roads: Sequence[Road] = (), wishes: Wishes,
    processes: int = 0, told: Told | None = None,
) -> CityPlan:
    """Propose grids for every community of a city, `wishes.seconds` of search for each, several at once.

    A building belongs to the community that a point inside it lies in. `processes`: how many at once, 0 for one on
    each core. `told` hears how many communities are done; when it answers False those under way are finished, the
    others left out. The same input and seed give the same plan, however many processes there are.
    Raises: Invalid for wishes that make no sense, no community, or two of one code.
    """
    check(wishes)
    if not communities or len({one.code for one in communities}) < len(communities):
        raise Invalid(_("Every community needs an outline and a code of its own."))
    notes: list[str] = []
    parts = _parts(places, communities, roads, wishes, notes)
    found: dict[str, CommunityPlan] = {}
    with ProcessPoolExecutor(
        max_workers=max(1, min(processes or os.cpu_count() or 1, len(parts))),
        mp_context=multiprocessing.get_context(), initializer=django.setup,
    ) as pool:
        stopped = not _run(pool, parts, found, told)
    return CityPlan([found[one.code] for one in communities if one.code in found], notes, stopped)


def _run(
    pool: ProcessPoolExecutor, parts: list[_Part], found: dict[str, CommunityPlan], told: Told | None
) -> bool:
    """Plan the largest first, so that none is left alone at the end; say whether all were planned."""
    ahead = sorted(parts, key=lambda part: -len(part.places))
    running: set[Future[CommunityPlan]] = set()
    go_on = True
    while running or (ahead and go_on):
        while ahead and go_on and len(running) < 2 * (os.cpu_count() or 1):
            running.add(pool.submit(_planned, ahead.pop(0)))
        done, running = wait(running, return_when=FIRST_COMPLETED)
        found.update({plan.code: plan for plan in (one.result() for one in done)})
        go_on = go_on and (told is None or told(len(found), len(parts)))
    return not ahead


def _planned(part: _Part) -> CommunityPlan:
    """Plan one community; a fault of its data holds up no other."""
    code = part.community.code
    try:
        plan = plan_grids(town_of(part.places, roads=part.roads, boundary=part.community.outline), part.wishes)
    except LinliError as error:
        return CommunityPlan(code, refused=str(error.message))
    return CommunityPlan(code, plan.grids, plan.figures, plan.reasons)


def _parts(
    places: Sequence[Place], communities: Sequence[Community], roads: Sequence[Road], wishes: Wishes, notes: list[str]
) -> list[_Part]:
    """Give each community its buildings and the roads that touch it."""
    outlines = shapely.make_valid(np.array([one.outline for one in communities], dtype=object))
    tree = shapely.STRtree(outlines)
    usable = np.array([place.geometry if place.geometry is not None else shapely.Point() for place in places], object)
    building, community = tree.query(shapely.point_on_surface(usable), predicate="intersects")
    nowhere, several = len(places) - len(np.unique(building)), len(building) - len(np.unique(building))
    if nowhere:
        notes.append(_("%(n)d buildings lie in no community and were left out.") % {"n": nowhere})
    if several:
        notes.append(_("%(n)d buildings lie where communities overlap: they went to the first.") % {"n": several})
    order = np.lexsort((community, building))
    first = order[np.unique(building[order], return_index=True)[1]]
    mine = _groups(building[first], community[first], len(communities))
    road, beside = tree.query(np.array([one.geometry for one in roads], dtype=object), predicate="intersects")
    ways = _groups(road, beside, len(communities))
    return [
        _Part(
            one, [places[i] for i in mine[number]], [roads[i] for i in ways[number]],
            replace(wishes, code=one.code, seed=wishes.seed + number),
        )
        for number, one in enumerate(communities)
    ]


def _groups(members: Numbers, group: Numbers, count: int) -> list[Numbers]:
    """Return the members of each group in their order."""
    order = np.lexsort((members, group))
    return np.split(members[order], np.searchsorted(group[order], np.arange(1, count)))
