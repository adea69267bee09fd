"""Whether two messages, or a message and an issue, speak of one matter at one place.

Both must hold: they share the name of a place (or lie close together), and beside the name they say the same. So two
matters of one estate stay two issues, and one matter of two estates too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from typing import Protocol

from linli.engines.cases.hot.terms import Point

WHOLE = 0.14  # of everything said, in common
MATTER = 0.08  # of what is said beside the place
NEARBY = 0.25  # the same where only the distance says that it is one place
OTHERWISE = 1.5  # times as much where the classes belong to different groups
PLACE = 0.10  # weight of the shared name
UNNAMED = 1.25  # where no name of a place is shared, they must have this much more in common
COPIED = 0.60  # beyond it, it is the same message sent again
BESIDE, CLOSE, FAR = 100, 300, 1500  # metres: of two addresses, where one is not known, of one address
_DEGREE = 111_195.0


class Said(Protocol):
    """What a message and an issue both have."""

    weights: dict[str, float]
    places: frozenset[str]
    districts: frozenset[str]
    runs: tuple[str, ...]
    spot: Point | None
    group: str
    sites: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """How much two have in common: everything, the matter beside the place, the place."""

    whole: float
    matter: float
    place: float

    @property
    def strength(self) -> float:
        """Return one number to order by."""
        return (self.whole + self.matter) / 2


def match(one: Said, other: Said, *, ease: float = 1.0) -> Match | None:
    """Compare; None where it is not the same matter at the same place. `ease` lowers the bounds (below 1)."""
    whole = _product(one.weights, other.weights)
    if whole < WHOLE * ease or (whole < COPIED and _in_other_districts(one, other)):
        return None
    metres = _metres(one.spot, other.spot)
    if metres is None:
        return _by_words(one, other, whole, ease)
    if not _is_one_place(metres, one.sites, other.sites):
        return None
    matter = _beside(one.weights, other.weights, one.places | other.places)
    same = one.group == other.group != "" and bool(one.sites & other.sites)
    least = MATTER if same else NEARBY * _otherwise(one, other)
    return Match(whole, matter, PLACE) if matter >= least * ease else None


def _by_words(one: Said, other: Said, whole: float, ease: float) -> Match | None:
    """Compare where no map says whether it is one place: the name of one must be shared."""
    named = one.places & other.places & one.weights.keys() & other.weights.keys()
    place = sum(one.weights[pair] * other.weights[pair] for pair in named)
    apart = one.places | other.places
    if place < PLACE * ease:
        ease *= UNNAMED
        heavy = _longest(one, other)
        apart = apart | heavy
        place = max(place, sum(one.weights[pair] * other.weights[pair] for pair in heavy))
    matter = _beside(one.weights, other.weights, apart)
    least = MATTER * _otherwise(one, other) * ease
    if whole < COPIED and (whole < WHOLE * ease or place < PLACE * ease / 2 or matter < least):
        return None
    return Match(whole, matter, place)


def _in_other_districts(one: Said, other: Said) -> bool:
    return bool(one.districts and other.districts and not one.districts & other.districts)


def _otherwise(one: Said, other: Said) -> float:
    """Return how many times as much must be in common because the classes are of different groups."""
    left, right = one.group.partition("/")[0], other.group.partition("/")[0]
    return OTHERWISE if left and right and left != right else 1.0


def _is_one_place(metres: float, one: frozenset[str], other: frozenset[str]) -> bool:
    """Two places on the map are one when they have the same address, or lie side by side.

    The same sentence about two places stays two matters, however much the words are alike.
    """
    if one and other:
        return metres <= (FAR if one & other else BESIDE)
    return metres <= CLOSE


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[pair] for pair, weight in one.items() if pair in other)


def _beside(one: Mapping[str, float], other: Mapping[str, float], apart: frozenset[str]) -> float:
    """Return the product of what is said beside some pairs, each side scaled anew."""
    left = {pair: weight for pair, weight in one.items() if pair not in apart}
    right = {pair: weight for pair, weight in other.items() if pair not in apart}
    lengths = sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
    return _product(left, right) / lengths if lengths else 0.0


def _longest(one: Said, other: Said) -> frozenset[str]:
    """Return the pairs of the heaviest run of words both have: a name that ends like no place."""
    best, chosen = 0.0, frozenset[str]()
    for run in one.runs:
        weight, pairs = 0.0, []
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if pair in other.weights and pair in one.weights:
                pairs.append(pair)
                weight += one.weights[pair] * other.weights[pair]
                if weight > best:
                    best, chosen = weight, frozenset(pairs)
            else:
                weight, pairs = 0.0, []
    return chosen


def _metres(one: Point | None, other: Point | None) -> float | None:
    if one is None or other is None:
        return None
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return hypot(east, one[1] - other[1]) * _DEGREE
