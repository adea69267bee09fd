"""Classification: learned from texts cut into words, tested on raw ones; quality, sureness and speed."""

import csv
import os
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.report import Goal, finish

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")

import django

django.setup()

from linli.engines.cases.learning.examples import Example, lesson_from  # noqa: E402
from linli.engines.cases.learning.model import TextModel  # noqa: E402
from linli.engines.cases.learning.reports import Measured, report_of  # noqa: E402
from linli.engines.cases.learning.training import learn  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = Path(os.environ.get("LINLI_SHARED", ROOT.parent / "shared")) / "data" / "messages"
GOALS = [
    Goal("macro_f1", ">=", 0.88),
    Goal("ms_per_text", "<=", 1.0),
    Goal("share_above", ">=", 0.60),
    Goal("precision_above", ">=", 0.95),
]


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the files."""
    with (MESSAGES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> int:
    """Learn, carry the model over as a file, ask it text by text as intake does."""
    if not MESSAGES.exists():
        print(f"{MESSAGES} is absent: nothing to measure")
        return 2
    began = perf_counter()
    lesson = lesson_from(Example("", row["tokens"], row["label"]) for row in rows("labelled_segmented.csv"))
    learned = learn(lesson)
    seconds = perf_counter() - began
    content = learned.model.to_bytes()
    model = TextModel.from_bytes(content)
    test = rows("labelled_raw.csv")
    shares, times = np.zeros((len(test), len(model.labels))), []
    for at, row in enumerate(test):
        start = perf_counter()
        guesses = model.guesses(row["text"], row["title"], most=len(model.labels))
        times.append(perf_counter() - start)
        for guess in guesses:
            shares[at, model.labels.index(guess.label)] = guess.probability
    answers = np.array([model.labels.index(row["label"]) for row in test])
    report = report_of(Measured(model.labels, answers, shares))
    limit = float(learned.report["confidence"])
    above = shares.max(1) >= limit
    right = shares.argmax(1) == answers
    for row in report["classes"]:
        print(f"  {row['label']:<12}{row['texts']:>5}  F1 {row['f1']:.3f}  {row['precision']:.3f}  {row['recall']:.3f}")
    figures = {
        "macro_f1": report["macro_f1"],
        "right": report["right"],
        "macro_f1_unseen_folds": learned.report["macro_f1"],
        "confidence": limit,
        "share_above": round(float(above.mean()), 4),
        "precision_above": round(float(right[above].mean()), 4) if above.any() else None,
        "ms_per_text": round(float(np.median(times)) * 1000, 4),
        "ms_mean": round(float(np.mean(times)) * 1000, 4),
        "ms_p95": round(float(np.percentile(times, 95)) * 1000, 4),
        "learn_seconds": round(seconds, 1),
        "model_mb": round(len(content) / 2**20, 1),
        "texts_learned": len(lesson.labels),
        "texts_tested": len(test),
    }
    return finish("classify", figures, GOALS)


if __name__ == "__main__":
    sys.exit(main())
