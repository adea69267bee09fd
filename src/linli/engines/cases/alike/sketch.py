"""A text in 64 bytes: the smallest of 64 reshufflings of its pairs of characters (MinHash), one byte of each.

Two sketches agree in as many bytes as the texts have pairs in common, give or take six in a hundred. Runs of the same
smallest numbers make bands: texts that are much alike meet in one of them, and an index of bands finds them.
"""

import numpy as np
from numpy.typing import NDArray

from linli.engines.cases.alike.wording import Grams, mixed

SIZE = 64  # bytes
BANDS = 6
ROWS = 3  # numbers of a band: texts half alike meet in one of six bands every second time, at 0.8 nearly always
_FEWEST = 4  # pairs that a text needs to be found by its words alone
_SEEDS = mixed(np.arange(1, SIZE + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)
_BAND_SEEDS = mixed(np.arange(101, 101 + BANDS, dtype=np.uint64))


def smallest(pairs: Grams) -> Grams:
    """Return the smallest number of each reshuffling; of a text without pairs, nothing."""
    if not pairs.size:
        return np.empty(0, dtype=np.uint64)
    shuffled = pairs[:, None] * _SEEDS[None, :]
    shuffled ^= shuffled >> np.uint64(29)
    least: Grams = shuffled.min(axis=0)
    return least


def sketch(least: Grams) -> bytes:
    """Return the sketch of a text, 64 bytes; empty for a text without pairs."""
    return mixed(least).astype(np.uint8).tobytes() if least.size else b""


def bands(least: Grams, pairs: int) -> list[int]:
    """Return the keys under which texts much alike meet; a text of very few pairs has none."""
    if pairs < _FEWEST:
        return []
    runs = least[: BANDS * ROWS].reshape(BANDS, ROWS)
    keys = _BAND_SEEDS.copy()
    for column in range(ROWS):
        keys = mixed(keys ^ runs[:, column])
    return [int(key) for key in keys.astype(np.int64)]


def agreement(one: bytes, others: list[bytes]) -> NDArray[np.float64]:
    """Return for each of the others how much of it a text has in common, estimated: 0 to 1. Empty ones have nothing."""
    if not one or not others:
        return np.zeros(len(others))
    blank = bytes(SIZE)
    table = np.frombuffer(b"".join(other or blank for other in others), dtype=np.uint8).reshape(len(others), SIZE)
    same = (table == np.frombuffer(one, dtype=np.uint8)).mean(axis=1)
    by_chance = 1 / 256
    found: NDArray[np.float64] = np.clip((same - by_chance) / (1 - by_chance), 0, 1)
    found[[not other for other in others]] = 0
    return found
