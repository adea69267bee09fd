"""Units and grids as the spreading of units sees them, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class UnitInput:
    """A unit of the county that takes on grids."""

    id: str
    name: str = ""
    capacity: int = 1                         # in how many grids it can serve
    longitude: float | None = None
    latitude: float | None = None
    skills: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()         # codes of the grids it serves today
    locked: frozenset[str] = frozenset()      # codes of grids it must have
    liaison_of: str = ""                      # community it is liaison for today


@dataclass(frozen=True, slots=True)
class GridInput:
    """A grid that units serve."""

    code: str
    community: str
    longitude: float
    latitude: float
    need: int = 1                             # households or workload: its share of units follows
    skills: frozenset[str] = frozenset()      # wanted there


@dataclass(frozen=True, slots=True)
class SpreadWishes:
    """What a tie and a skill are worth, in metres walked."""

    tie_metres: int = 3_000                   # a unit stays unless that makes somebody walk so much farther
    skill_metres: int = 1_500                 # for each wanted skill it brings


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit in a grid."""

    unit: str
    grid: str
    metres: int
    kept: bool
    locked: bool
    skills: tuple[str, ...]                   # wanted there and brought
    reason: str                               # in words

    def because(self, reason: str) -> "Pair":
        """Return the same pair with its reason."""
        return replace(self, reason=reason)


@dataclass(frozen=True, slots=True)
class Spread:
    """Who serves where."""

    pairs: tuple[Pair, ...]
    optimal: bool                             # no other pairing costs less
    gap: float                                # how much less it could cost at most, as a share
    liaisons: Mapping[str, str]               # community -> unit
    figures: Mapping[str, float]
    reasons: tuple[str, ...]
