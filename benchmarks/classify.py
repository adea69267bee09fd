"""Classification: learned from texts cut into words, tested on raw ones; quality, sureness and speed."""

import csv
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
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


def known_before(texts: Sequence[str], learned: Sequence[str]) -> np.ndarray:
    """Say which texts were learned already, cut into words: nine in ten of some learned text's words stand in it."""
    words = [{word for word in one.split() if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff"} for one in learned]
    common = Counter(word for one in words for word in one)
    having = defaultdict(list)
    for at, one in enumerate(words):
        for word in one:
            if len(one) > 4 and common[word] <= 30:
                having[word].append(at)
    found = np.zeros(len(texts), bool)
    for number, text in enumerate(texts):
        parts = {text[at : at + length] for length in (2, 3, 4, 5) for at in range(len(text) - length + 1)}
        likely = Counter(at for part in parts for at in having.get(part, ())).most_common(5)
        found[number] = any(sum(word in text for word in words[at]) >= 0.9 * len(words[at]) for at, _count in likely)
    return found


def main() -> int:
    """Learn, carry the model over as a file, ask it text by text as intake does."""
    if not MESSAGES.exists():
        print(f"{MESSAGES} is absent: nothing to measure")
        return 2
    began = perf_counter()
    lessons = rows("labelled_segmented.csv")
    lesson = lesson_from(Example("", row["tokens"], row["label"]) for row in lessons)
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
    known = known_before([row["title"] + " " + row["text"] for row in test], [row["tokens"] for row in lessons])
    new = report_of(Measured(model.labels, answers[~known], shares[~known]))
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
        "of_these_learned": int(known.sum()),
        "macro_f1_without": new["macro_f1"],
        "precision_above_without": round(float(right[above & ~known].mean()), 4) if (above & ~known).any() else None,
    }
    return finish("classify", figures, GOALS)


if __name__ == "__main__":
    sys.exit(main())
