"""Does one message hold two matters? Offered only where both halves speak clearly, and of different things.

A message is cut where people count to two ("一、… 二、…", "1. … 2. …") or go on to something else ("另外", "还有").
Each half must be of a class by itself, the two of different headings, and neither what the other may also be about.
Three and more numbers are reasons for one wish more often than wishes; a long letter is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linli.engines.cases.suggesting import ClassGuess, ClassGuesses, suggest_classes

LONGEST = 300
LEAST = 5            # signs of a half
CLEAR = 0.5          # of a half's class, where a model says it
NOT_BOTH = 0.15      # the other half's class may have no more than this
_COUNTED = re.compile(
    r"(?:^|(?<=[\s。；;，,：:！!？?]))"
    r"(?:第?([一二三四])(?:、|是|[，,.:：])|[（(]?([1-4])(?:[、.．)）]|是)(?!\d)|其([一二三四]))|([①②③④])"
)
_FURTHER = re.compile(
    r"(?:^|(?<=[。；;，,！!？?\n\s]))(?:另外|此外|还有(?!没有|一个月|多久|人|的)|再有|再就是|还想(?:问|反映|说)|顺便(?:问|说|反映)|"
    r"另一件事|第二件事|同时反映)[，,：:一件个事是就的]*"
)
_POINTS_BACK = re.compile(r"[该此]|上述|这[个条里家些]|那[个里家]|它")  # the second half speaks of the first
_MARK = re.compile(r"^[\s，,。；;、：:]+|[\s，,；;、：:]+$")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "①": 1, "②": 2, "③": 3, "④": 4}


@dataclass(frozen=True, slots=True)
class Half:
    """One matter of a message: its words and its class."""

    text: str
    guess: ClassGuess


@dataclass(frozen=True, slots=True)
class Twofold:
    """A message that holds two matters."""

    first: Half
    second: Half


def two_matters(text: str) -> Twofold | None:
    """Return the two matters of a message; None for one, and in doubt. Never raises."""
    said = text.replace("\x00", "").strip()
    if not 2 * LEAST <= len(said) <= LONGEST:
        return None
    for one, two in _cuts(said):
        first, second = _MARK.sub("", one), _MARK.sub("", two)
        if len(first) < LEAST or len(second) < LEAST:
            continue
        found = _halves(first, second)
        if found is not None:
            return found
    return None


def _cuts(said: str) -> Iterator[tuple[str, str]]:
    """Return the ways to cut a message: between its two numbered parts, else where it goes on to something else."""
    marks = [(found.start(), found.end(), _number(found)) for found in _COUNTED.finditer(said)]
    if [number for _begin, _end, number in marks] == [1, 2]:  # three and more are reasons for one wish
        yield said[marks[0][1] : marks[1][0]], said[marks[1][1] :]
    elif not marks:
        for found in _FURTHER.finditer(said):
            if _POINTS_BACK.search(said, found.end()) is None:
                yield said[: found.start()], said[found.end() :]


def _number(found: re.Match[str]) -> int:
    said = next(group for group in found.groups() if group)
    return _NUMBERS[said] if said in _NUMBERS else int(said)


def _halves(first: str, second: str) -> Twofold | None:
    guesses = suggest_classes(first), suggest_classes(second)
    best = guesses[0].best, guesses[1].best
    if best[0] is None or best[1] is None or best[0].category.parent_id == best[1].category.parent_id:
        return None
    if not (_clear(guesses[0], best[1].code) and _clear(guesses[1], best[0].code)):
        return None
    return Twofold(Half(first, best[0]), Half(second, best[1]))


def _clear(guesses: ClassGuesses, other: str) -> bool:
    """Say whether a half speaks of its own class and hardly of the other's."""
    best = guesses.best
    if best is None or any(one.code == other and (one.probability or 1) > NOT_BOTH for one in guesses.rows):
        return False
    return guesses.sure if best.probability is None else best.probability >= CLEAR
