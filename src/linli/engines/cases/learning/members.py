"""What a classifier is added up from: linear models that look at the same texts in different ways.

Three look at all runs of signs; one looks only at the runs that are words, and measures a text by these alone. A word
says what the next text is about where the runs around it are chance, and a text is no less about its class for
many runs that are no words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from linli.engines.cases.learning.folds import Matrix

FEWEST_TEXTS = 2       # in which a run stands to be learned
COMMON = 1 / 375       # of all texts have a common run
SEED = 20
SMOOTHING = 0.1
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear model: a weight for each run and class, centred over the classes."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def scores(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the scores of texts."""
        result: NDArray[np.float64] = matrix @ self.weights + self.bias
        return result

    def times(self, factor: float) -> "Weights":
        """Return the same model, speaking louder or softer."""
        return Weights(self.weights * factor, self.bias * factor)

    def and_also(self, other: "Weights") -> "Weights":
        """Return two models of the same runs as one."""
        return Weights(self.weights + other.weights, self.bias + other.bias)


@dataclass(frozen=True, slots=True)
class Together:
    """All members added up: what all runs weigh, and what those weigh besides that are words."""

    runs: Weights
    words: Places                    # which runs are words
    word_weights: NDArray[np.float64]

    def scores(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the scores of texts."""
        result: NDArray[np.float64] = self.runs.scores(matrix) + only(matrix, self.words) @ self.word_weights
        return result


def only(matrix: Matrix, runs: Places) -> Matrix:
    """Return texts with some runs alone, each text as long as before: one."""
    part = matrix[:, runs]
    lengths = np.sqrt(np.asarray(part.multiply(part).sum(1)).ravel())
    return (sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ part).tocsr()


def together(matrix: Matrix, words: Places, answers: Places, classes: int) -> Together:
    """Learn every member and add them up, each by how widely its scores spread."""
    first, *others = (_even(member(matrix, answers, classes), matrix) for member in MEMBERS)
    runs = first
    for one in others:
        runs = runs.and_also(one)
    if not len(words):
        return Together(runs, words, np.zeros((0, classes)))
    part = only(matrix, words)
    found = _even(_contrasts(part, answers, classes), part)
    return Together(Weights(runs.weights, runs.bias + found.bias), words, found.weights)


def _even(one: Weights, matrix: Matrix) -> Weights:
    return one.times(1.0 / (float(one.scores(matrix).std()) or 1.0))


def _centred(weights: NDArray[np.float64], bias: NDArray[np.float64]) -> Weights:
    return Weights(weights - weights.mean(1, keepdims=True), bias - bias.mean())


def _vectors(matrix: Matrix, answers: Places, classes: int) -> Weights:
    """Separate each class from the others by the widest margin (a support vector machine)."""
    made = LinearSVC(C=1.0, class_weight="balanced", tol=1e-2, random_state=SEED).fit(matrix, answers)
    weights, bias = made.coef_.T, made.intercept_
    if classes == 2:
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return _centred(weights, bias)


def _contrasts(matrix: Matrix, answers: Places, classes: int) -> Weights:
    """Do the same on runs weighed by how unevenly a class uses them (naive Bayes features, Wang and Manning 2012)."""
    weights, bias = np.zeros((matrix.shape[1], classes)), np.zeros(classes)
    for at in range(classes):
        own = answers == at
        ratio = np.abs(_log_shares(matrix[own]) - _log_shares(matrix[~own]))
        made = LinearSVC(C=1.0, class_weight="balanced", tol=1e-2, random_state=SEED)
        made.fit(matrix @ sparse.diags(ratio), own)
        weights[:, at], bias[at] = made.coef_[0] * ratio, made.intercept_[0]
    return _centred(weights, bias)


def _common_contrasts(matrix: Matrix, answers: Places, classes: int) -> Weights:
    """Do that with common runs only: rare ones are names of one matter, and say little about the next."""
    texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    common = texts >= min(max(FEWEST_TEXTS, round(len(answers) * COMMON)), texts.max())
    found = _contrasts(matrix[:, common], answers, classes)
    weights = np.zeros((matrix.shape[1], classes))
    weights[common] = found.weights
    return Weights(weights, found.bias)


def _log_shares(matrix: Matrix) -> NDArray[np.float64]:
    sums: Any = np.asarray(matrix.sum(0)).ravel() + SMOOTHING
    result: NDArray[np.float64] = np.log(sums / sums.sum())
    return result


Member = Callable[[Matrix, Places, int], Weights]
MEMBERS: tuple[Member, ...] = (_vectors, _contrasts, _common_contrasts)
