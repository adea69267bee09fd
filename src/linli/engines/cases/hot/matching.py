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
PLACE = 0.10  # weight of the shared name
UNNAMED = 1.25  # where no name of a place is shared, they must have this much more in common
COPIED = 0.60  # beyond it, it is the same message sent again
CLOSE, FAR = 400, 1500  # metres
_DEGREE = 111_195.0


class Said(Protocol):
    """What a message and an issue both have."""

    weights: dict[str, float]
    places: frozenset[str]
    districts: frozenset[str]
    runs: tuple[str, ...]
    spot: Point | None


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
    if whole < WHOLE * ease:
        return None
    metres = _metres(one.spot, other.spot)
    if whole < COPIED and one.districts and other.districts and not one.districts & other.districts:
        return None
    named = one.places & other.places & one.weights.keys() & other.weights.keys()
    place = sum(one.weights[pair] * other.weights[pair] for pair in named)
    apart = one.places | other.places
    if place < PLACE * ease:
        ease *= UNNAMED
        heavy = _longest(one, other)
        apart = apart | heavy
        place = max(place, sum(one.weights[pair] * other.weights[pair] for pair in heavy))
    if metres is not None and (place := _with_distance(metres, place)) < 0:
        return None
    matter = _beside(one.weights, other.weights, apart)
    if whole < COPIED and (whole < WHOLE * ease or place < PLACE * ease / 2 or matter < MATTER * ease):
        return None
    return Match(whole, matter, place)


def _with_distance(metres: float, place: float) -> float:
    """Close together is one place; far apart is none, unless both name it."""
    if metres <= CLOSE:
        return max(place, PLACE)
    return place if metres <= FAR or place >= 3 * PLACE else -1.0


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
