"""From needs and resources in words to candidate pairs in numbers."""

import os
from collections.abc import Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import ModuleType, SimpleNamespace

import numpy as np

from linli.engines.matching import scoring
from linli.engines.matching.asking import CATEGORY, WORDS, Asking, Offering, grams, spans
from linli.engines.matching.network import Whole
from linli.engines.matching.scoring import Side

MOST = 12            # candidates kept of each need
RARE = 50            # a word that more than one in so many resources uses brings nobody together by itself
Scoring = ModuleType | SimpleNamespace
Pairs = tuple[Whole, Whole, Whole]      # need, resource, weight: sorted by need


class Numbers:
    """Words as numbers, each word once."""

    def __init__(self) -> None:
        self.known: dict[Hashable, int] = {}

    def of(self, word: Hashable) -> int:
        """Return the number of a word."""
        return self.known.setdefault(word, len(self.known))

    def area(self, area: Sequence[str]) -> list[int]:
        """Return street, community and grid as numbers; each known by the whole way down to it."""
        return [self.of(tuple(area[: level + 1])) if level < len(area) else -1 for level in range(3)]


class Beside(Numbers):
    """Numbers of words that go on from those known already, which stay as they are: safe beside other threads."""

    def __init__(self, base: Numbers) -> None:
        super().__init__()
        self.base = base

    def of(self, word: Hashable) -> int:
        """Return the number of a word."""
        found = self.base.known.get(word)
        return found if found is not None else self.known.setdefault(word, len(self.base.known) + len(self.known))


class Codebook:
    """The numbers both sides share. `base`: another one's numbers, which are not changed."""

    def __init__(self, base: "Codebook | None" = None) -> None:
        names = ("categories", "areas", "skills", "grams")
        made = [Numbers() if base is None else Beside(getattr(base, name)) for name in names]
        self.categories, self.areas, self.skills, self.grams = made


class Offered:
    """Resources as arrays, to weigh one need after another with all of them."""

    def __init__(self, resources: Sequence[Offering]) -> None:
        self.book = Codebook()
        self.given = side(resources, self.book)
        self.size = len(resources)
        self.lengths = np.diff(self.given.gram_at)
        self.owner = np.repeat(np.arange(self.size), self.lengths)

    def ranked(self, need: Asking) -> tuple[list[int], int]:
        """Return the resources in the order in which they fit a need (by weight, then by class and words), and how many
        of them, the first, are candidates."""
        asked, given = side([need], Codebook(self.book)), self.given
        weights = [max(0, int(scoring.points(asked, 0, given, at, 0))) for at in range(self.size)]
        same = given.category == asked.category[0]
        worth = [(CATEGORY if same[at] else 0) + words for at, words in enumerate(self._words(asked))]
        order = sorted(range(self.size), key=lambda at: (-weights[at], -worth[at], at))
        return order, sum(weight > 0 for weight in weights)

    def _words(self, asked: Side) -> list[int]:
        """Return the points for words with each resource: `scoring.word_points`, counted for all at once."""
        length = len(asked.grams)
        shared = np.bincount(self.owner[np.isin(self.given.grams, asked.grams)], minlength=self.size).tolist()
        return [
            min(WORDS, 2 * WORDS * found // scoring.root(length * own)) if found else 0
            for found, own in zip(shared, self.lengths.tolist(), strict=True)
        ]


def side(items: Sequence[Asking | Offering], book: Codebook) -> Side:
    """Turn needs or resources into arrays."""
    spans_of = {windows: spans(windows) for windows in {one.windows for one in items}}
    skill_lists = [sorted(map(book.skills.of, one.skills)) for one in items]
    gram_lists = [sorted(map(book.grams.of, grams(one.text))) for one in items]
    span_at, flat_spans = _flat([spans_of[one.windows] for one in items])
    skill_at, flat_skills = _flat(skill_lists)
    gram_at, flat_grams = _flat(gram_lists)
    return Side(
        category=_whole([book.categories.of(one.category) for one in items]),
        area=_whole([book.areas.area(one.area if isinstance(one, Asking) else one.serves) for one in items], 3),
        home=_whole([book.areas.area(one.area if isinstance(one, Asking) else one.home) for one in items], 3),
        seats=_whole([_seats(one) for one in items]),
        extra=_whole([_extra(one) for one in items], 2),
        span_at=span_at, spans=flat_spans.reshape(-1, 2),
        minutes=_whole([sum(end - start for start, end in spans_of[one.windows]) for one in items]),
        skill_at=skill_at, skills=flat_skills, gram_at=gram_at, grams=flat_grams,
    )


def _seats(one: Asking | Offering) -> int:
    if isinstance(one, Asking):
        return one.people
    return -1 if one.seats is None else one.seats


def _extra(one: Asking | Offering) -> tuple[int, int]:
    return (int(one.urgent), max(0, one.waited_days)) if isinstance(one, Asking) else (0, 0)


def _whole(values: Sequence[int] | Sequence[Sequence[int]], width: int = 0) -> Whole:
    array = np.array(values, dtype=np.int64)
    return array.reshape(-1, width) if width else array


def _flat(lists: Sequence[Sequence[int]] | Sequence[Sequence[tuple[int, int]]]) -> tuple[Whole, Whole]:
    starts = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    return starts, np.array([value for one in lists for value in one], dtype=np.int64)


def candidate_pairs(
    needs: Sequence[Asking], resources: Sequence[Offering], *, most: int = MOST, by: Scoring = scoring
) -> Pairs:
    """Return the best candidates of each need, at most `most`, with their weights."""
    if not len(needs) or not len(resources):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    book = Codebook()
    # neighbours in class and place lie side by side: what is weighed together is then near in memory
    need_order = _whole(sorted(range(len(needs)), key=lambda i: (needs[i].category, needs[i].area, i)))
    order = _whole(sorted(range(len(resources)), key=lambda j: (resources[j].category, resources[j].serves, j)))
    given, asked = side([resources[j] for j in order], book), side([needs[i] for i in need_order], book)
    chosen = np.full((len(needs), most), -1, dtype=np.int64)
    weights, held = np.zeros((len(needs), most), dtype=np.int64), np.zeros(len(needs), dtype=np.int64)
    groups, words = _groups(asked, given), _rare_words(given, len(book.grams.known))

    def find(part: tuple[int, int]) -> None:
        by.find(asked, given, groups, words, chosen, weights, held, *part)

    if by is scoring:
        find((0, len(needs)))
    else:           # compiled searches run beside one another, each over needs of its own
        threads = os.cpu_count() or 1
        ends = [len(needs) * number // (4 * threads) for number in range(4 * threads + 1)]
        with ThreadPoolExecutor(threads) as together:
            list(together.map(find, pairwise(ends)))
    back = np.argsort(need_order)
    chosen, weights, held = chosen[back], weights[back], held[back]
    kept = np.arange(most)[None, :] < held[:, None]
    return np.repeat(np.arange(len(needs)), held), order[chosen[kept]], weights[kept]


def _groups(asked: Side, given: Side) -> tuple[Whole, Whole, Whole, Whole]:
    """Sort resources by class and place served; list for each class and place of a need the ranges that serve it."""
    street, community, grid = given.area.T
    served = np.where(grid >= 0, grid, np.where(community >= 0, community, street))
    order = np.lexsort((np.arange(len(served)), served, given.category))
    spans_of: dict[tuple[int, int], tuple[int, int]] = {}
    keys = list(zip(given.category[order].tolist(), served[order].tolist(), strict=True))
    for at, key in enumerate(keys):
        spans_of[key] = (spans_of[key][0] if key in spans_of else at, at + 1)
    wanted = np.column_stack((asked.category, asked.area))
    kinds, group = np.unique(wanted, axis=0, return_inverse=True)
    lists = [
        [spans_of[key] for place in (-1, *(one for one in area if one >= 0)) if (key := (category, place)) in spans_of]
        for category, *area in kinds.tolist()
    ]
    range_at, ranges = _flat(lists)
    return group.reshape(-1).astype(np.int64), range_at, ranges.reshape(-1, 2), order.astype(np.int64)


def _rare_words(given: Side, words: int) -> tuple[Whole, Whole]:
    """Return for each word the resources that use it; none for a word that many use."""
    owner = np.repeat(np.arange(len(given.category)), np.diff(given.gram_at))
    often = np.bincount(given.grams, minlength=words) if len(given.grams) else np.zeros(words, dtype=np.int64)
    rare = often <= max(3, len(given.category) // RARE)
    kept = rare[given.grams] if len(given.grams) else np.zeros(0, dtype=bool)
    starts = np.zeros(words + 1, dtype=np.int64)
    np.cumsum(np.where(rare, often, 0), out=starts[1:])
    order = np.argsort(given.grams[kept], kind="stable")
    return starts, owner[kept][order]


def weights_of(need: Asking, resources: Iterable[Offering]) -> list[int]:
    """Return the weight of one need with each resource; nothing (0) where the two are no candidates."""
    listed, book = list(resources), Codebook()
    given, asked = side(listed, book), side([need], book)
    return [max(0, int(scoring.points(asked, 0, given, j, 0))) for j in range(len(listed))]
