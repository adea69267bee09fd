"""Codes of grids: 12 digits of the community and 3 more; basic ones from 001, special ones from 801, as one reads."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from linli.engines.territory.planner.wishes import FIRST_SPECIAL, LARGEST_BASIC, LARGEST_SPECIAL

Ints = npt.NDArray[np.int32]


def reading_order(middle: npt.NDArray[np.float64]) -> list[int]:
    """Return places (rows of metres east and north) from west to east in bands from north to south."""
    if not len(middle):
        return []
    south, north = float(middle[:, 1].min()), float(middle[:, 1].max())
    band = max((north - south) / max(1, round(math.sqrt(len(middle)))), 1.0)
    return sorted(range(len(middle)), key=lambda i: (-round((middle[i, 1] - south) / band), middle[i, 0]))


def codes_for(
    middle: npt.NDArray[np.float64], special: Sequence[bool], given: Sequence[str], community: str
) -> list[str]:
    """Return a code for each grid: the given one, else the next free of its kind in reading order.

    A town without a community's code may have more than 799 grids; then the serial just goes on.
    """
    taken = {code for code in given if code}
    found = list(given)
    serials = {False: 1, True: FIRST_SPECIAL}
    for grid in reading_order(middle):
        if found[grid]:
            continue
        kind = special[grid]
        while (code := f"{community}{serials[kind]:03d}") in taken:
            serials[kind] += 1
        taken.add(code)
        found[grid] = code
    return found


def beyond_rule(codes: Sequence[str], community: str) -> bool:
    """Say whether a community has more grids than the coding rule has numbers for."""
    serials = [code[len(community) :] for code in codes]
    return any(len(serial) > 3 or LARGEST_BASIC < int(serial) < FIRST_SPECIAL or int(serial) > LARGEST_SPECIAL
               for serial in serials if serial.isdigit())


def going_on(before: Ints, after: Ints, weight: npt.NDArray[np.int64]) -> dict[int, int]:
    """Return which grid of before goes on as which of after: pairs that share most, each at most once."""
    both = (before >= 0) & (after >= 0)
    if not both.any():
        return {}
    names = int(after.max()) + 1
    pair, place = np.unique(before[both].astype(np.int64) * names + after[both], return_inverse=True)
    shared = np.bincount(place, weights=weight[both] + 1e-3)
    goes: dict[int, int] = {}
    taken: set[int] = set()
    for i in np.lexsort((pair, -shared)):
        old, new = divmod(int(pair[i]), names)
        if old not in goes and new not in taken:
            goes[old] = new
            taken.add(new)
    return goes
