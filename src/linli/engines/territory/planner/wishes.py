"""What a plan should be like."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from linli.engines.territory.planner.inputs import Town
from linli.kernel.errors import Invalid

LARGEST_BASIC, FIRST_SPECIAL, LARGEST_SPECIAL = 799, 801, 999    # serials of the coding rule: 12 digits + 3
EVEN = 0.19                   # even mode: how far from the mean a grid may be

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Held:
    """A grid that is exactly these buildings: one to be kept as it is, or a special grid (market, school, park)."""

    code: str                 # empty: the next free one
    places: tuple[str, ...]
    special: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the plan should be like."""

    low: int = 300                # households (or workload), both included
    high: int = 500
    seconds: float = 5.0          # of search on an ordinary machine
    seed: int = 1
    even: bool = False            # no grid far from the mean rather than fewest estates cut
    grids: int | None = None      # how many grids there should be, special ones not counted
    measure: str = "households"   # or "workload"
    whole_estates: bool = False   # no estate that fits into a grid is cut
    main_roads: bool = True       # borders rather run along main roads
    keep: Ints | None = None      # number of the grid each building is in now: change as little as possible
    keep_codes: tuple[str, ...] = ()   # the codes of these numbers, which grids that go on keep
    held: tuple[Held, ...] = ()
    code: str = ""                # of the community; grids are code + 3 digits


def check(wishes: Wishes) -> None:
    """Raises: Invalid for wishes that make no sense."""
    if not 0 < wishes.low <= wishes.high:
        raise Invalid(_("The band must be two positive numbers, the smaller first."))
    if wishes.grids is not None and wishes.grids < 1:
        raise Invalid(_("There must be at least one grid."))
    if wishes.measure not in {"households", "workload"}:
        raise Invalid(_("A plan is made by households or by workload."))


def keep_of(town: Town, now: Mapping[str, str]) -> tuple[Ints, tuple[str, ...]]:
    """Turn the code of each building's present grid into `Wishes.keep` and `Wishes.keep_codes`."""
    codes = tuple(sorted(set(now.values())))
    number = {code: place for place, code in enumerate(codes)}
    keep = [number[now[name]] if now.get(name) else -1 for name in town.ids]
    return np.array(keep, dtype=np.int32), codes
