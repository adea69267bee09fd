"""The index of what cases are alike by: written with the case in one statement, read without looking at all of them.

A search reads the newest rows of at most 16 keys; how many cases there are makes no difference to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from linli.engines.cases.alike import keys
from linli.engines.cases.alike.sketch import agreement, bands, sketch, smallest
from linli.engines.cases.alike.wording import grams, said
from linli.engines.cases.models import Case
from linli.kernel import insertions
from linli.kernel.insertions import Insertion

NEWEST = 40  # rows of a key that are looked at
MOST = 60  # candidates whose cases are worth reading
_EPOCH = date(1970, 1, 1).toordinal()
_FIND = (
    "SELECT * FROM (SELECT case_id, key, sketch FROM cases_trace WHERE key = %s "  # noqa: S608  our own numbers
    f"ORDER BY day DESC, case_id DESC LIMIT {NEWEST}) AS k{{}}"
)
Row = tuple[int, int, int, bytes]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message says, ready to be compared."""

    words: str
    sketch: bytes
    bands: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Prepare a text; it takes about a tenth of a millisecond."""
        words = said(text)
        pairs = grams(words)
        least = smallest(pairs)
        return cls(words, sketch(least), tuple(keys.band_key(one) for one in bands(least, pairs.size)))


class Spot(NamedTuple):
    """Where a case is."""

    longitude: float | None = None
    latitude: float | None = None
    building_id: int | None = None


def rows_of(case_id: int, day: date, spot: Spot, wording: Wording) -> list[Row]:
    """Return the rows of a case: its place, its building, the bands of its words, and its place in the queue."""
    number, rows = day.toordinal() - _EPOCH, []
    if spot.longitude is not None and spot.latitude is not None:
        rows.append((keys.cell_of(spot.longitude, spot.latitude), number, case_id, wording.sketch))
    if spot.building_id is not None:
        rows.append((keys.building_key(spot.building_id), number, case_id, wording.sketch))
    rows += [(band, number, case_id, b"") for band in dict.fromkeys(wording.bands)]
    rows.append((keys.QUEUE, number, case_id, b""))
    return rows


def insertion(cases: Iterable[tuple[Case, Wording]]) -> Insertion:
    """Return what writes what new cases are found by."""
    rows: list[Row] = []
    for case, wording in cases:
        rows += rows_of(case.pk, case.submitted_on, Spot(case.longitude, case.latitude, case.building_id), wording)
    return insertions.of_tuples("cases_trace", ("key", "day", "case_id", "sketch"), rows)


def candidates(
    wording: Wording, longitude: float | None, latitude: float | None, building_id: int | None = None
) -> list[int]:
    """Return cases that may be the same: those nearby and those of much the same words, the most alike first."""
    wanted = [keys.building_key(building_id)] if building_id else []
    if longitude is not None and latitude is not None:
        wanted += keys.cells_around(longitude, latitude)
    wanted += dict.fromkeys(wording.bands)
    if not wanted:
        return []
    return _ranked(wording, _read(wanted))


def _read(wanted: Sequence[int]) -> list[tuple[int, int, bytes]]:
    sql = " UNION ALL ".join(_FIND.format(number) for number in range(len(wanted)))
    with connection.cursor() as cursor:
        cursor.execute(sql, list(wanted))
        return [(int(case), int(key), bytes(kept)) for case, key, kept in cursor.fetchall()]


def _ranked(wording: Wording, rows: Iterable[tuple[int, int, bytes]]) -> list[int]:
    placed: dict[int, bytes] = {}
    score: dict[int, float] = {}
    for case_id, key, kept in rows:
        if key > 0:
            placed[case_id] = kept
        else:  # each band in common speaks for the words being the same
            score[case_id] = score.get(case_id, 0.0) + 0.5
    for case_id, part in zip(placed, agreement(wording.sketch, list(placed.values())), strict=True):
        score[case_id] = score.get(case_id, 0.0) + 1 + float(part)
    return sorted(score, key=lambda one: (-score[one], -one))[:MOST]
