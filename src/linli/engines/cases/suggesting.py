"""Which class a text speaks of: what the county's own model says, or the words of the taxonomy while it has none.

Never raises and never waits: a suggestion that fails is logged and left out, the report is taken in all the same.
"""

import threading
from dataclasses import dataclass

import structlog
from django.utils.translation import gettext as _

from linli.engines.cases.learning.model import TextModel
from linli.engines.cases.learning.spoken import words_for
from linli.engines.cases.models import ClassifierContent, ClassifierSettings
from linli.engines.cases.models.classifier import NEVER
from linli.engines.cases.taxonomy import CategoryRow, taxonomy, token

log = structlog.get_logger(__name__)
CLASSIFIER = "classifier"
LEAST_SHOWN = 0.02    # what is less likely is not worth a tap
MOST = 3


@dataclass(frozen=True, slots=True)
class ClassGuess:
    """A class with the words that spoke for it, and how sure the machine is."""

    category: CategoryRow
    words: tuple[str, ...]
    probability: float | None = None     # None: by the words of the taxonomy, which know no shares
    version: int | None = None           # of the model that said it

    @property
    def code(self) -> str:
        """Return the code of the class."""
        return self.category.code

    @property
    def percent(self) -> int | None:
        """Return how sure it is, in whole percent, never quite all or nothing."""
        return None if self.probability is None else min(99, max(1, round(self.probability * 100)))

    @property
    def reason(self) -> str:
        """Return why, in one line."""
        return _("Because of the words: %(words)s") % {"words": "、".join(self.words)} if self.words else ""


@dataclass(frozen=True, slots=True)
class ClassGuesses:
    """The likeliest classes of a text, the likeliest first, and whether the first may be given without asking."""

    rows: tuple[ClassGuess, ...] = ()
    sure: bool = False

    @property
    def best(self) -> ClassGuess | None:
        """Return the likeliest."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class LiveClassifier:
    """The model in use with the county's decision about it."""

    model: TextModel
    version: int
    confidence: int                      # percent

    @property
    def acts(self) -> bool:
        """Say whether it may give a class by itself at all."""
        return self.confidence < NEVER


_kept: dict[str, LiveClassifier | None] = {}
_loading = threading.Lock()


def live_classifier() -> LiveClassifier | None:
    """Return the model in use: no query, or one in a second; two after a change. None while there is none."""
    present = token(CLASSIFIER)
    if not present:
        return None
    if present not in _kept:
        with _loading:
            if present not in _kept:
                found = _load()
                _kept.clear()
                _kept[present] = found
    return _kept[present]


def _load() -> LiveClassifier | None:
    row = ClassifierSettings.objects.filter(pk=1).first()
    if row is None or row.live_id is None:
        return None
    content = ClassifierContent.objects.get(pk=row.live_id).content
    return LiveClassifier(TextModel.from_bytes(bytes(content)), row.live_id, row.confidence)


def suggest_classes(text: str, title: str = "") -> ClassGuesses:
    """Return up to three classes for a text, the likeliest first. Never raises."""
    try:
        live = live_classifier()
        return _by_model(live, text, title) if live is not None else _by_words(f"{title} {text}")
    except Exception:   # whatever it is, a report is worth more than a guess
        log.exception("class_suggestion_failed")
        return ClassGuesses()


def _by_model(live: LiveClassifier, text: str, title: str) -> ClassGuesses:
    known = taxonomy().category_by_code
    guesses = [one for one in live.model.guesses(text, title, most=MOST) if one.probability >= LEAST_SHOWN]
    rows = []
    for guess in guesses:
        row = known.get(guess.label)
        if row is not None and row.active:
            words = words_for(live.model, guess.label, text, title)
            rows.append(ClassGuess(row, words, guess.probability, live.version))
    first = rows[0].probability if rows and guesses and rows[0].code == guesses[0].label else None
    return ClassGuesses(tuple(rows), live.acts and first is not None and first * 100 >= live.confidence)


def _by_words(text: str) -> ClassGuesses:
    """Return the classes whose words stand in a text. Sure only when one has more of them than any other."""
    known = taxonomy()
    found = [
        (sum(len(word) for word in words), known.category_by_code[code], words)
        for code, words in known.told_by(text).items()
    ]
    found.sort(key=lambda one: (-one[0], one[1].code))
    sure = bool(found) and (len(found) == 1 or found[0][0] > found[1][0])
    return ClassGuesses(tuple(ClassGuess(row, words) for _weight, row, words in found[:MOST]), sure)
