"""Which texts are kept back together: whole topics, because what comes next is seldom about what was learned.

Texts of one quarrel, road or building site use the same words. Kept back one by one, they are recognised by their
sisters, and a report is prettier than life. So all texts are divided into topics, whatever their classes, and a topic
is kept back whole. Only the learning process imports this.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.model_selection import StratifiedGroupKFold

TOPIC = 30             # texts of a topic, about
FEWEST = 240           # a class with fewer texts is divided by chance: with a topic too much of it would be kept back
DIRECTIONS = 50        # in which texts are compared
Places = NDArray[np.intp]
Matrix = Any


def folds_of(matrix: Matrix, answers: Places, folds: int, seed: int) -> Places:
    """Return the number of the fold, from 0, in which each text is kept back; every class is learned in each."""
    sizes = np.bincount(answers)
    alone = sizes[answers] < FEWEST
    found = _by_chance(answers, folds, seed)
    together = np.flatnonzero(~alone)
    if not len(together) or matrix.shape[1] <= DIRECTIONS:
        return found
    topics = _topics(matrix[together], seed)
    parts = StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(topics, answers[together], topics)
    by_topic = found.copy()
    for number, (_seen, unseen) in enumerate(parts):
        by_topic[together[unseen]] = number
    return by_topic if _learnable(by_topic, answers, folds) else found


def _by_chance(answers: Places, folds: int, seed: int) -> Places:
    """Deal the texts of each class out evenly; one class goes on where the one before it ended."""
    order = np.random.default_rng(seed).permutation(len(answers))
    order = order[np.argsort(answers[order], kind="stable")]
    found = np.zeros(len(answers), np.intp)
    found[order] = np.arange(len(answers)) % folds
    return found


def _topics(matrix: Matrix, seed: int) -> Places:
    seen = TruncatedSVD(DIRECTIONS, n_iter=2, random_state=seed).fit_transform(matrix)
    seen /= np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)
    makes = MiniBatchKMeans(max(2, matrix.shape[0] // TOPIC), n_init=3, random_state=seed)
    topics: Places = makes.fit_predict(seen).astype(np.intp)
    return topics


def _learnable(fold_of: Places, answers: Places, folds: int) -> bool:
    """Say whether every fold keeps something back and leaves half of every class to learn from."""
    sizes = np.bincount(answers)
    kept = np.array([np.bincount(answers[fold_of == one], minlength=len(sizes)) for one in range(folds)])
    return bool((kept.sum(1) > 0).all() and (kept * 2 <= sizes).all())
