"""Read figures from the tallies: whole months, the days at both ends, and what has changed since they were counted.

A day in which something has changed is taken out of its month and counted from its cases; a first contact that is owed
by now counts as missed. What comes out is what counting every case would give.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Q
from django.db.models.functions import Length
from numpy.typing import NDArray

from linli.engines.cases.figure_parts import MISSED, NOT_DUE, parts_of
from linli.engines.cases.lifecycle import ENDED
from linli.engines.cases.models import Case, Tally
from linli.engines.cases.tallies.cells import (
    KEY,
    NO_CLASS,
    CaseFacts,
    Cell,
    Integers,
    cells_of,
    facts_of,
    numbers,
    packed,
    signature_of,
)
from linli.engines.cases.tallies.keeping import mark, stale_days
from linli.engines.territory import public as territory
from linli.kernel import clock

Parts = Counter[str]


@dataclass
class Groups:
    """The parts of the figures by day, class and area, and how many cases took how many minutes."""

    weeks: dict[date, Parts] = field(default_factory=dict)  # by its Monday
    categories: dict[int | None, Parts] = field(default_factory=dict)
    areas: dict[str, Parts] = field(default_factory=dict)
    contact: list[tuple[int, int]] = field(default_factory=list)
    handling: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tally, or what was counted in its place; `weight` is -1 for what is taken out of a month."""

    first: date
    path: str
    weight: int
    counts: Integers  # class, signature, cases
    contact: Integers
    handling: Integers


class _Sums:
    """Cases by a key and signature, added up in arrays; turned into parts at the end."""

    def __init__(self) -> None:
        self.keys: dict[Hashable, int] = {}
        self.pieces: list[Integers] = []

    def add(self, key: Hashable, counts: Integers, weight: int) -> None:
        """Add the cases of a piece under one key."""
        place = self.keys.setdefault(key, len(self.keys))
        rows = np.empty((len(counts), 3), dtype=np.int64)
        rows[:, 0], rows[:, 1], rows[:, 2] = place, counts[:, 1], counts[:, 2] * weight
        self.pieces.append(rows)

    def add_classes(self, counts: Integers, weight: int) -> None:
        """Add the cases of a piece, each under its class."""
        rows = counts.copy()
        rows[:, 2] *= weight
        self.pieces.append(rows)

    def parts(self, named: "Callable[[int], Any] | None" = None) -> dict[Any, Parts]:
        """Return the parts of every key that has cases; `named` turns the number of a key into the key."""
        if not self.pieces:
            return {}
        rows = np.concatenate(self.pieces)
        keys, at_key = _distinct(rows[:, 0])
        signatures, at_signature = _distinct(rows[:, 1])
        table = _added(at_key * len(signatures) + at_signature, rows[:, 2], len(keys) * len(signatures))
        table = table.reshape(len(keys), len(signatures))
        names, belongs = _belonging(signatures.tolist())
        added = (table.astype(np.float64) @ belongs).astype(np.int64)  # numpy multiplies whole numbers one by one
        own = list(self.keys)
        found = {}
        for place, line in zip(keys.tolist(), added.tolist(), strict=True):
            parts = Counter(dict(zip(names, line, strict=True)))
            if parts["received"]:
                found[named(place) if named else own[place]] = parts
        return found


def _distinct(values: Integers) -> tuple[Integers, Integers]:
    """Return the values there are, in order, and at which place each stands: by marks, for sorting takes ten times as
    long. Ids and the numbers of signatures are small.
    """
    marks = np.zeros(int(values.max(initial=-1)) + 1, dtype=np.int64)
    marks[values] = 1
    found = np.flatnonzero(marks)
    marks[found] = np.arange(len(found))
    return found, marks[values]


def _added(places: Integers, counts: Integers, size: int) -> Integers:
    """Return how much was counted at each place."""
    return np.bincount(places, weights=counts, minlength=size).astype(np.int64)


def _belonging(signatures: list[int]) -> tuple[list[str], NDArray[np.float64]]:
    """Return the names of all parts, and which signature belongs to which."""
    known = [frozenset(parts_of(signature_of(number))) for number in signatures]
    names = sorted({name for parts in known for name in parts})
    return names, np.array([[name in parts for name in names] for parts in known], dtype=np.float64)


def groups(
    path: str, since: date, until: date, depth: int, classes: frozenset[int] | None = None
) -> Groups | None:
    """Return the figures of an area and a time, its areas down to a depth; None when nothing was counted beforehand.

    With classes only those count; the minutes stay empty then, for tallies hold them for all classes together.
    """
    known_at = mark()
    if known_at is None or not path:
        return None
    stale = {day for day in stale_days(known_at) if since <= day <= until}
    fresh = [*_live(path, stale, depth), *_owed(path, since, until, depth)]
    pieces = [*_kept(path, since, until, depth, stale), *fresh]
    days = [*_days(path, since, until, stale), *(piece for piece in fresh if piece.path == path)]
    if classes is not None:
        pieces, days = ([_only(piece, classes) for piece in some] for some in (pieces, days))
    own = [piece for piece in pieces if piece.path == path]
    return Groups(
        weeks=_by_week(days),
        categories=_by_class(own),
        areas=_by_area(pieces, path),
        contact=_minutes((piece.contact, piece.weight) for piece in own),
        handling=_minutes((piece.handling, piece.weight) for piece in own),
    )


def _only(piece: _Piece, classes: frozenset[int]) -> _Piece:
    """Keep what a piece says of some classes."""
    nothing = np.empty((0, 2), dtype=np.int64)
    wanted = piece.counts[np.isin(piece.counts[:, 0], list(classes))]
    return replace(piece, counts=wanted, contact=nothing, handling=nothing)


def _by_week(days: Iterable[_Piece]) -> dict[date, Parts]:
    sums = _Sums()
    for piece in days:
        sums.add(piece.first - timedelta(days=piece.first.weekday()), piece.counts, piece.weight)
    return sums.parts()


def _by_class(own: Iterable[_Piece]) -> dict[int | None, Parts]:
    sums = _Sums()
    for piece in own:
        sums.add_classes(piece.counts, piece.weight)
    return sums.parts(lambda key: None if key == NO_CLASS else key)


def _by_area(pieces: Iterable[_Piece], path: str) -> dict[str, Parts]:
    """Return the areas: each without the smaller ones inside it, which have their own."""
    sums = _Sums()
    for piece in pieces:
        sums.add(piece.path, piece.counts, piece.weight)
        if len(piece.path) > len(path):
            sums.add(piece.path[:-KEY], piece.counts, -piece.weight)
    return sums.parts()


def _days(path: str, since: date, until: date, stale: set[date]) -> Iterable[_Piece]:
    """Read the area's days one by one, without those that are stale."""
    found = Tally.objects.filter(span=Tally.Span.DAY, path=path, first__range=(since, until)).exclude(first__in=stale)
    nothing = np.empty((0, 2), dtype=np.int64)
    for first, counts in found.order_by().values_list("first", "counts"):
        yield _Piece(first, path, 1, numbers(counts, 3), nothing, nothing)


def _kept(path: str, since: date, until: date, depth: int, stale: set[date]) -> Iterable[_Piece]:
    """Read the months that lie inside and the days at both ends; take stale days out of their months."""
    months, edges = _spans(since, until)
    inside = {day for day in stale if day.replace(day=1) in months}
    wanted = Q(span=Tally.Span.MONTH, first__in=months) | Q(
        span=Tally.Span.DAY, first__in=[*(day for day in edges if day not in stale), *inside]
    )
    found = territory.in_path(Tally.objects.filter(wanted), path)
    rows = found.annotate(long=Length("path")).filter(long__lte=depth).order_by()
    for span, first, at, *content in rows.values_list("span", "first", "path", "counts", "contact", "handling"):
        taken_out = span == Tally.Span.DAY and first in inside
        yield _piece(first, at, -1 if taken_out else 1, content)


def _piece(first: date, path: str, weight: int, content: Iterable[bytes | memoryview]) -> _Piece:
    counts, contact, handling = content
    return _Piece(first, path, weight, numbers(counts, 3), numbers(contact, 2), numbers(handling, 2))


def _spans(since: date, until: date) -> tuple[set[date], list[date]]:
    """Return the months that lie wholly between two days, and the days outside of them."""
    months, edges, day = set(), [], since
    while day <= until:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if day.day == 1 and following - timedelta(days=1) <= until:
            months.add(day)
            day = following
        else:
            edges.append(day)
            day += timedelta(days=1)
    return months, edges


def _live(path: str, stale: set[date], depth: int) -> Iterable[_Piece]:
    """Count stale days from their cases."""
    if not stale:
        return
    cases = territory.in_path(Case.objects.filter(submitted_on__in=stale), path)
    yield from _pieces(cells_of(facts_of(cases)), path, depth)


def _pieces(cells: dict[tuple[date, str], Cell], path: str, depth: int) -> Iterable[_Piece]:
    for (day, at), cell in cells.items():
        if len(path) <= len(at) <= depth:
            yield _piece(day, at, 1, packed(cell))


def _owed(path: str, since: date, until: date, depth: int) -> list[_Piece]:
    """Return what puts first contacts right that are owed by now: not counted as not due, counted as missed."""
    owed = Case.objects.filter(contacted_at__isnull=True, contact_due_at__lt=clock.now()).exclude(state__in=ENDED)
    pieces: list[_Piece] = []
    # day and place are asked here, not in SQL: few are owed, and their index is the only one that is to be used
    found = [one for one in facts_of(owed) if since <= one.day <= until and one.path.startswith(path)]
    for contact, weight in ((NOT_DUE, -1), (MISSED, 1)):
        facts = (_without_minutes(one, contact) for one in found)
        pieces += [_turned(piece, weight) for piece in _pieces(cells_of(facts), path, depth)]
    return pieces


def _without_minutes(one: CaseFacts, contact: str) -> CaseFacts:
    signature = one.signature._replace(contact=contact)
    return one._replace(contact_minutes=None, handling_minutes=None, signature=signature)


def _turned(piece: _Piece, weight: int) -> _Piece:
    return _Piece(piece.first, piece.path, weight, piece.counts, piece.contact, piece.handling)


def _minutes(pieces: Iterable[tuple[Integers, int]]) -> list[tuple[int, int]]:
    """Return how many cases took how many minutes, in order."""
    known = [(rows, weight) for rows, weight in pieces if len(rows)]
    if not known:
        return []
    minutes, place = _distinct(np.concatenate([rows[:, 0] for rows, _weight in known]))
    counts = _added(place, np.concatenate([rows[:, 1] * weight for rows, weight in known]), len(minutes))
    return [(value, count) for value, count in zip(minutes.tolist(), counts.tolist(), strict=True) if count]
