"""Cells of counting: the cases of some days in one area as a few numbers, that can be added and taken away again.

A case is counted under its class and its signature, which is written as one number. What hangs on the present moment (a
first contact that is owed by now) is not in it: such cases count as not due, and who reads puts them right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from django.db.models import Case as Choice
from django.db.models import CharField, F, QuerySet, Value, When
from numpy.typing import NDArray

from linli.engines.cases.figure_parts import IN_TIME, MISSED, NOBODY, NOT_DUE, Signature
from linli.engines.cases.lifecycle import ENDED, Exit, State
from linli.engines.cases.models import Case

EDITION = 1  # goes up when the numbers below mean something else
KEY = 7  # digits of one area in a path
NO_CLASS = 0
Integers = NDArray[np.int64]

_CHOICES: tuple[tuple[object, ...], ...] = (
    tuple(State.values),
    ("", *Exit.values),
    (False, True),
    (NOBODY, IN_TIME, MISSED, NOT_DUE),
    (None, False, True),
    (None, 1, 2, 3, 4, 5),
    (None, False, True),
    ("", "grid", "community", "street", "county"),
)
_PLACES = tuple({value: place for place, value in enumerate(choices)} for choices in _CHOICES)


class CaseFacts(NamedTuple):
    """What is counted of a case."""

    day: date
    path: str
    category_id: int | None
    contact_minutes: int | None
    handling_minutes: int | None
    signature: Signature


@dataclass(slots=True)
class Cell:
    """Counts of one area and span: by class and signature, and by minutes."""

    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    contact: Counter[int] = field(default_factory=Counter)
    handling: Counter[int] = field(default_factory=Counter)

    def add(self, facts: CaseFacts) -> None:
        """Count one case."""
        self.counts[(facts.category_id or NO_CLASS, number_of(facts.signature))] += 1
        if facts.contact_minutes is not None:
            self.contact[facts.contact_minutes] += 1
        if facts.handling_minutes is not None:
            self.handling[facts.handling_minutes] += 1

    def join(self, other: "Cell") -> None:
        """Add another cell."""
        self.counts.update(other.counts)
        self.contact.update(other.contact)
        self.handling.update(other.handling)


Cells = dict[tuple[date, str], Cell]


@lru_cache(maxsize=4096)
def number_of(one: Signature) -> int:
    """Return a signature as a number."""
    number = 0
    for value, places, choices in zip(one, _PLACES, _CHOICES, strict=True):
        number = number * len(choices) + places.get(value, len(choices) - 1)
    return number


@lru_cache(maxsize=4096)
def signature_of(number: int) -> Signature:
    """Return the signature of a number."""
    values = []
    for choices in reversed(_CHOICES):
        number, place = divmod(number, len(choices))
        values.append(choices[place])
    return Signature(*reversed(values))  # type: ignore[arg-type]  # in the order of its fields


def facts_of(cases: QuerySet[Case]) -> Iterable[CaseFacts]:
    """Read what is counted of cases, in one query."""
    columns = ("submitted_on", "path", "category_id", "contact_minutes", "handling_minutes", *Signature._fields)
    rows = cases.order_by().annotate(contact=lasting_contact()).values_list(*columns)
    for day, path, category, contact, handling, *signature in rows.iterator(chunk_size=5000):
        yield CaseFacts(day, path, category, contact, handling, Signature(*signature))


def lasting_contact() -> Choice:
    """Return how the first contact stands as far as no time that passes can change it, as a column."""
    return Choice(
        When(contact_due_at__isnull=True, then=Value(NOBODY)),
        When(contacted_at__lte=F("contact_due_at"), then=Value(IN_TIME)),
        When(contacted_at__isnull=False, then=Value(MISSED)),
        When(state__in=ENDED, then=Value(MISSED)),
        default=Value(NOT_DUE),
        output_field=CharField(),
    )


def cells_of(facts: Iterable[CaseFacts]) -> Cells:
    """Count cases by day in their own area and in every one above."""
    here: Cells = defaultdict(Cell)
    for one in facts:
        here[one.day, one.path].add(one)
    made: Cells = defaultdict(Cell)
    for (day, path), cell in here.items():
        for end in range(KEY, len(path) + 1, KEY):
            made[day, path[:end]].join(cell)
    return made


def packed(cell: Cell) -> tuple[bytes, bytes, bytes]:
    """Return a cell as it is stored."""
    counts = [(category, number, count) for (category, number), count in sorted(cell.counts.items()) if count]
    return (_bytes(counts), _bytes(sorted(cell.contact.items())), _bytes(sorted(cell.handling.items())))


def unpacked(counts: bytes, contact: bytes, handling: bytes) -> Cell:
    """Return a stored cell."""
    rows = numbers(counts, 3).tolist()
    return Cell(
        Counter({(category, number): count for category, number, count in rows}),
        Counter(dict(numbers(contact, 2).tolist())),
        Counter(dict(numbers(handling, 2).tolist())),
    )


def _bytes(rows: Sequence[tuple[int, ...]]) -> bytes:
    return np.asarray(rows, dtype="<i4").tobytes()


def numbers(content: bytes | memoryview, width: int) -> Integers:
    """Return stored numbers as rows of so many columns."""
    return np.frombuffer(bytes(content), dtype="<i4").reshape(-1, width).astype(np.int64)
