"""What was measured of a classifier on texts it had not seen: right and wrong, and how far it can be trusted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.engines.cases.learning.examples import Lesson

# What is given by itself is to be right in 95 of 100. No fold shows that somebody else would have called a text
# otherwise, or that next year's matters are spread otherwise over the classes: most of the five are kept for that.
WANTED = 0.985
LEAN = 1.645           # standard errors: in 19 of 20 samples the share is above the lower bound
STEPS = (*range(50, 100, 5), 97, 99)    # confidences in percent that the report speaks of
BINS = 10
LEAST, MOST = 0.5, 0.99


@dataclass(frozen=True, slots=True)
class Measured:
    """Classes, the right answers as their places, and the shares that unseen texts were given."""

    labels: tuple[str, ...]
    answers: NDArray[np.intp]
    shares: NDArray[np.float64]


def report_of(found: Measured, lesson: Lesson | None = None) -> dict[str, Any]:
    """Return the report as JSON: figures per class, confusion, calibration, what each confidence would do."""
    said, sure = found.shares.argmax(1), found.shares.max(1)
    right = said == found.answers
    confusion = np.zeros((len(found.labels), len(found.labels)), int)
    np.add.at(confusion, (found.answers, said), 1)
    classes = [_class_row(found.labels, confusion, at) for at in range(len(found.labels))]
    return {
        "texts": len(found.answers),
        "classes": classes,
        "macro_f1": round(float(np.mean([row["f1"] for row in classes])), 4),
        "right": round(float(right.mean()), 4),
        "confusion": confusion.tolist(),
        "calibration": _calibration(sure, right),
        "confidences": [_at(step / 100, sure, right) for step in STEPS],
        "confidence": default_confidence(sure, right),
        "notes": list(lesson.notes) if lesson else [],
        "left_out": dict(lesson.left_out) if lesson else {},
    }


def _class_row(labels: tuple[str, ...], confusion: NDArray[np.int_], at: int) -> dict[str, Any]:
    hits, there, named = confusion[at, at], confusion[at].sum(), confusion[:, at].sum()
    precision, recall = float(hits / named) if named else 0.0, float(hits / there) if there else 0.0
    both = precision + recall
    return {
        "label": labels[at], "texts": int(there), "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
    }


def _calibration(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Return, for each tenth of sureness, how sure it was and how often right."""
    tenths = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        {
            "from": tenth / BINS, "texts": int((tenths == tenth).sum()),
            "said": round(float(sure[tenths == tenth].mean()), 4),
            "right": round(float(right[tenths == tenth].mean()), 4),
        }
        for tenth in range(BINS)
        if (tenths == tenth).any()
    ]


def _at(confidence: float, sure: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, Any]:
    above = sure >= confidence
    return {
        "confidence": confidence, "share": round(float(above.mean()), 4),
        "right": round(float(right[above].mean()), 4) if above.any() else None,
    }


def default_confidence(sure: NDArray[np.float64], right: NDArray[np.bool_], wanted: float = WANTED) -> float:
    """Return the lowest confidence, in whole percent, above which enough unseen texts were right.

    Enough are right when the lower bound of their share (95 %, one-sided, Wilson 1927) reaches what is wanted: a few
    texts that happened to be right prove nothing.
    """
    for percent in range(int(LEAST * 100), int(MOST * 100) + 1):
        above = sure >= percent / 100
        if lower_bound(int(right[above].sum()), int(above.sum())) >= wanted:
            return percent / 100
    return MOST


def lower_bound(hits: int, tries: int) -> float:
    """Return the share that is reached in truth with 95 % certainty when `hits` of `tries` were seen; 0 without any."""
    if not tries:
        return 0.0
    share, lean = hits / tries, LEAN**2
    middle = share + lean / (2 * tries)
    width = LEAN * ((share * (1 - share) + lean / (4 * tries)) / tries) ** 0.5
    return float((middle - width) / (1 + lean / tries))
