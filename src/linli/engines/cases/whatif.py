"""Past cases on other grids, or with other staff: how much each grid would have had, how far and how long it waits.

Pure: nothing is read or changed here. The model is meant to compare two nets, not to foretell: the people of a grid
take one case after another in the order in which they came, each walks there and back on the straight line from the
middle of its grid, every case takes as much work as the setting says, and work is done eight hours of every day.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heapreplace

from linli.engines.cases.nearby import distance
from linli.kernel.clock import CHINA

FIRST_HOUR, HOURS = 9, 8  # the working day
WALK = 70  # metres a minute
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PastCase:
    """What a replay needs of a case."""

    id: int
    at: datetime
    longitude: float
    latitude: float
    grid: str = ""  # where it was, by the keys of today's ground


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who works: people by grid, and how many where nothing is said; minutes of work a case takes without the way."""

    people: Mapping[str, int]
    otherwise: int = 1
    minutes: int = 60

    def of(self, grid: str) -> int:
        """Return how many work in a grid; nobody is as one."""
        return max(1, self.people.get(grid, self.otherwise))


@dataclass(frozen=True, slots=True)
class GridLoad:
    """What a grid would have had."""

    key: str
    cases: int
    people: int
    metres: int  # mean straight way from its middle
    wait: int  # mean working minutes from the first word until somebody sets out
    wait_most: int  # nine in ten waited no longer
    busy_percent: int  # of the working time of its people

    @property
    def each(self) -> float:
        """Return the cases of each of its people."""
        return self.cases / self.people


@dataclass(frozen=True, slots=True)
class Loads:
    """All grids of a net, in the order of their keys, and the whole."""

    grids: list[GridLoad]
    nowhere: int  # cases that lie in no grid
    cases: int
    metres: int
    wait: int
    wait_most: int
    uneven_percent: int  # how much more the busiest person's cases are than the mean of all


Placed = Callable[[Sequence[PastCase]], Sequence[str]]  # the key of a grid for each case, empty for none


def replay_grids(
    cases: Iterable[PastCase], placed: Placed, middles: Mapping[str, Point], staffing: Staffing
) -> Loads:
    """Lay cases on a net and let its people work on them. `middles` names every grid, those without cases too."""
    known = sorted(cases, key=lambda case: (case.at, case.id))
    at: dict[str, list[PastCase]] = defaultdict(list)
    for case, key in zip(known, placed(known), strict=True):
        at[key if key in middles else ""].append(case)
    days = ((known[-1].at.date() - known[0].at.date()).days + 1) if known else 0
    waits: list[int] = []
    made, way = [], 0
    for key in sorted(middles):
        ways = [round(distance(middles[key], (case.longitude, case.latitude))) for case in at[key]]
        own = _waits(at[key], ways, staffing, key)
        made.append(_load(key, own, ways, staffing, days))
        waits += own
        way += sum(ways)
    return Loads(
        grids=made,
        nowhere=len(at[""]),
        cases=len(known),
        metres=round(way / len(waits)) if waits else 0,
        wait=_mean(waits),
        wait_most=_ninth(waits),
        uneven_percent=_uneven(made),
    )


def moved_between(before: Sequence[str], after: Sequence[str]) -> Counter[tuple[str, str]]:
    """Count the cases that lie in another grid, by the grids.

    Names may change with a plan: the two grids that share most cases count as the same one, each once.
    """
    pairs = Counter(zip(before, after, strict=True))
    taken: tuple[set[str], set[str]] = (set(), set())
    moved: Counter[tuple[str, str]] = Counter()
    for pair, count in sorted(pairs.items(), key=lambda one: (-one[1], one[0])):
        if pair[0] in taken[0] or pair[1] in taken[1]:
            moved[pair] = count
        else:
            taken[0].add(pair[0])
            taken[1].add(pair[1])
    return moved


def _waits(cases: Sequence[PastCase], ways: Sequence[int], staffing: Staffing, key: str) -> list[int]:
    """Return for each case, in working minutes, how long it waits until one of the grid's people is free."""
    free = [0.0] * staffing.of(key)
    heapify(free)
    waits = []
    for case, way in zip(cases, ways, strict=True):
        come = _working_minutes(case.at)
        begin = max(come, free[0])
        waits.append(round(begin - come))
        heapreplace(free, begin + staffing.minutes + 2 * way / WALK)
    return waits


def _working_minutes(at: datetime) -> float:
    """Return a moment on a clock that only runs in working hours."""
    local = at.astimezone(CHINA)
    today = (local.hour - FIRST_HOUR) * 60 + local.minute
    return local.toordinal() * HOURS * 60 + min(max(today, 0), HOURS * 60)


def _load(key: str, waits: Sequence[int], ways: Sequence[int], staffing: Staffing, days: int) -> GridLoad:
    people = staffing.of(key)
    work = len(ways) * staffing.minutes + 2 * sum(ways) / WALK
    return GridLoad(
        key=key,
        cases=len(ways),
        people=people,
        metres=_mean(ways),
        wait=_mean(waits),
        wait_most=_ninth(waits),
        busy_percent=round(100 * work / (days * HOURS * 60 * people)) if days else 0,
    )


def _mean(values: Sequence[int]) -> int:
    return round(sum(values) / len(values)) if values else 0


def _ninth(values: Sequence[int]) -> int:
    """Return the smallest value that nine in ten do not exceed."""
    return sorted(values)[(9 * len(values) + 9) // 10 - 1] if values else 0


def _uneven(loads: Sequence[GridLoad]) -> int:
    people = sum(one.people for one in loads)
    mean = sum(one.cases for one in loads) / people if people else 0
    return round(100 * (max(one.each for one in loads) / mean - 1)) if mean else 0
