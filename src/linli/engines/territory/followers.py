"""What lies on the floors above and has to move when a community gets another net of grids.

An engine above registers a follower in its `apps.ready()`. It is called inside the adoption's own transaction, after
areas, boundaries, buildings and appointments have moved, so that either everything has moved or nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from linli.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Regridding:
    """What an adoption did to the grids of a community."""

    path: str  # of the community
    effective: date
    closed: Mapping[int, int]  # grid that ended -> grid that took most of its households
    begun: frozenset[int] = field(default_factory=frozenset)  # grids that are new


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list of changes."""

    kind: str  # grid, building, post, board, case
    what: str
    before: str = ""
    after: str = ""


Follow = Callable[[Regridding, Actor], list[Change]]
Workload = Callable[[str, date], dict[int, int]]  # path, since -> building: how much work it gave

_followers: dict[str, Follow] = {}
_workloads: dict[str, Workload] = {}


def follow_regridding(name: str, follow: Follow) -> None:
    """Register what moves with the grids. Raises: ValueError when another function has the name."""
    if _followers.setdefault(name, follow) is not follow:
        raise ValueError(f"two followers want the name {name!r}")


def give_workload(name: str, workload: Workload) -> None:
    """Register a count of past work by building. Raises: ValueError when another function has the name."""
    if _workloads.setdefault(name, workload) is not workload:
        raise ValueError(f"two counts want the name {name!r}")


def follow_all(regridding: Regridding, by: Actor) -> list[Change]:
    """Let everything above follow; return what moved."""
    return [change for name in sorted(_followers) for change in _followers[name](regridding, by)]


def workload_of(path: str, since: date) -> dict[int, int]:
    """Return how much work each building of a path gave since a day, all counts together."""
    total: dict[int, int] = {}
    for name in sorted(_workloads):
        for building, work in _workloads[name](path, since).items():
            total[building] = total.get(building, 0) + work
    return total
