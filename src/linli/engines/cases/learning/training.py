"""Learn a classifier from examples. Only a job's own process and the command line import this: scikit-learn is heavy.

What is learned together stands in `members`. How sure it is, is measured on examples of which it saw neither them nor
their topic (out of fold), and so is the report.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar

from linli.engines.cases.learning.examples import Lesson
from linli.engines.cases.learning.features import Hashes, Numbers, counted, damped, places_of
from linli.engines.cases.learning.folds import Matrix, folds_of
from linli.engines.cases.learning.members import FEWEST_TEXTS, SEED, together
from linli.engines.cases.learning.model import TextModel
from linli.engines.cases.learning.reports import Measured, report_of
from linli.engines.cases.learning.words import words_among
from linli.kernel.errors import Invalid

LONGEST_RUN = 3
TITLE_WEIGHT = 5.0
FOLDS = 4
MOST_NUMBERS = 40_000_000     # weights a model may have: 80 MB in memory at most
Tell = Callable[[int, int, str], bool]


@dataclass(frozen=True, slots=True)
class Learned:
    """A model and what was measured of it."""

    model: TextModel
    report: dict[str, Any]


class Stopped(Exception):
    """Somebody asked to stop; there is no model yet."""


def learn(lesson: Lesson, *, tell: Tell = lambda _done, _total, _words: True, words: Sequence[str] = ()) -> Learned:
    """Learn from a tidy lesson; `words` are told with the progress: reading, trying, learning.

    Raises: Invalid when there is too little, Stopped when `tell` says so.
    """
    said = [*words, "", "", ""][:3]
    labels = lesson.classes
    answers = np.array([labels.index(one) for one in lesson.labels])
    _go_on(tell(0, FOLDS + 2, said[0]))
    matrix, known, rarity = _matrix(lesson)
    are_words = words_among(known, lesson, LONGEST_RUN)
    scores = np.zeros((len(answers), len(labels)))
    folds = min(FOLDS, int(np.bincount(answers).min()))
    fold_of = folds_of(matrix, answers, folds, SEED)
    for number in range(folds):
        _go_on(tell(number + 1, FOLDS + 2, said[1]))
        seen, unseen = fold_of != number, fold_of == number
        scores[unseen] = together(matrix[seen], are_words, answers[seen], len(labels)).scores(matrix[unseen])
    _go_on(tell(FOLDS + 1, FOLDS + 2, said[2]))
    whole = together(matrix, are_words, answers, len(labels))
    slope = _slope(scores, answers)
    report = report_of(Measured(labels, answers, _shares(scores * slope)), lesson)
    model = TextModel(
        labels=labels, known=known, rarity=rarity, weights=whole.runs.weights.astype(np.float16),
        words=are_words.astype(np.int32), word_weights=whole.word_weights.astype(np.float16),
        bias=whole.runs.bias.astype(np.float32), slope=np.full(len(labels), slope, np.float32),
        offset=np.zeros(len(labels), np.float32),
        facts={
            "longest": LONGEST_RUN, "title_weight": TITLE_WEIGHT, "texts": len(answers), "cut": lesson.cut,
            "confidence": report["confidence"],
        },
    )
    _go_on(tell(FOLDS + 2, FOLDS + 2, said[2]))
    return Learned(model, report)


def _go_on(wanted: bool) -> None:
    if not wanted:
        raise Stopped


def _matrix(lesson: Lesson) -> tuple[Matrix, Hashes, Numbers]:
    """Return texts x runs weighed by how rare a run is, the runs' hashes, and their rarity."""
    rows = [
        counted(title, body, longest=LONGEST_RUN, title_weight=TITLE_WEIGHT)
        for title, body in zip(lesson.titles, lesson.bodies, strict=True)
    ]
    every, texts = np.unique(np.concatenate([hashes for hashes, _counts in rows]), return_counts=True)
    fewest = FEWEST_TEXTS
    while int((texts >= fewest).sum()) * len(lesson.classes) > MOST_NUMBERS:
        fewest += 1
    known = every[texts >= fewest]
    if not len(known):
        raise Invalid(code="too_little")
    rarity = (np.log((1 + len(rows)) / (1 + texts[texts >= fewest])) + 1).astype(np.float32)
    begins, places, values = [0], [], []
    for hashes, counts in rows:
        at, found = places_of(hashes, known)
        places.append(at[found])
        weighed = damped(counts[found]) * rarity[at[found]]
        length = float(np.sqrt(weighed @ weighed))
        values.append(weighed / length if length else weighed)
        begins.append(begins[-1] + len(weighed))
    shape = (len(rows), len(known))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(places), begins), shape=shape), known, rarity


def _shares(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    lifted = np.exp(odds - odds.max(1, keepdims=True))
    result: NDArray[np.float64] = lifted / lifted.sum(1, keepdims=True)
    return result


def _slope(scores: NDArray[np.float64], answers: NDArray[np.intp]) -> float:
    """Return the one factor that makes the shares of unseen texts as sure as they are right."""
    def doubt(log_slope: float) -> float:
        shares = _shares(scores * np.exp(log_slope))
        return float(-np.log(shares[np.arange(len(answers)), answers] + 1e-12).mean())

    return float(np.exp(minimize_scalar(doubt, bounds=(-3.0, 6.0), method="bounded").x))
