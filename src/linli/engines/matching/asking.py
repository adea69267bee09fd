"""What matching must know of a need and of a resource, and how well the two fit, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.kernel.grams import bigrams

DAY, WEEK = 24 * 60, 7 * 24 * 60
CATEGORY, ALIKE = 400, 75        # same class; or else words so much alike
NEAR = (40, 110, 200)    # nothing in common but the county, the street, the community
WINDOWS, WINDOWS_OPEN = 150, 75
SKILLS, WORDS = 100, 150
MOST_WAITED = 60         # days that count, one point each
EVERYDAY = frozenset([
    "希望", "需要", "想要", "可以", "能够", "帮忙", "有人", "我们",
    "社区", "居民", "提供", "免费", "服务", "小区", "一个", "帮助",
])


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours of the week that come again: weekday 0 is Monday; minutes after midnight.

    `ends` <= `starts` runs past midnight.
    """

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A need. `area` is street, community, grid, as far as known."""

    text: str
    category: str
    area: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    skills: frozenset[str] = frozenset()
    people: int = 1
    urgent: bool = False
    waited_days: int = 0


@dataclass(frozen=True, slots=True)
class Offering:
    """A resource. `serves`: where (empty: everywhere); `home`: where it is; `seats`: people at once (None: any)."""

    text: str
    category: str
    serves: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    skills: frozenset[str] = frozenset()
    seats: int | None = None
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a need and a resource fit: points of each part, and what they come from. `weight` is all in all."""

    category: int
    near: int
    windows: int
    skills: int
    words: int
    weight: int
    levels: int                          # how many levels of area are the same
    minutes: int | None                  # a week in which both have time; None: one of them has not said
    shared_skills: tuple[str, ...] = ()
    shared_words: tuple[str, ...] = ()
    excluded: str = ""                   # why the pair is none: area, windows, seats, skills, far


def spans(windows: Iterable[Window]) -> list[tuple[int, int]]:
    """Return windows as disjoint spans of minutes of the week, in order; past midnight goes on to the next day."""
    raw = []
    for window in windows:
        start = window.weekday * DAY + window.starts
        end = window.weekday * DAY + window.ends + (DAY if window.ends <= window.starts else 0)
        raw += [(start, min(end, WEEK))] + ([(0, end - WEEK)] if end > WEEK else [])
    made: list[tuple[int, int]] = []
    for start, end in sorted(raw):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def grams(text: str) -> list[str]:
    """Return what two texts are compared by: pairs of neighbouring characters, without everyday words."""
    return sorted({gram for gram in bigrams(text).split() if len(gram) > 1} - EVERYDAY)


def shared_words(one: str, other: str, most: int = 4) -> tuple[str, ...]:
    """Return the longest pieces (two characters or more) that stand in both texts, everyday words left out."""
    found: list[str] = []
    at = 0
    while at < len(one) - 1:
        length = 0
        while at + length < len(one) and one[at : at + length + 1] in other and one[at + length].isalnum():
            length += 1
        piece = one[at : at + length]
        if length > 1 and piece not in EVERYDAY and piece not in found:
            found.append(piece)
        at += max(1, length)
    return tuple(sorted(found, key=len, reverse=True)[:most])


def overlap(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> int:
    """Return how many minutes of the week lie in both."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
