"""A learned classifier: plain arrays, a dictionary of facts, and a prediction in well under a millisecond.

Nothing here needs the libraries that train: the web process reads the arrays and multiplies. A model is one file (a
numpy archive with a description in JSON); it holds hashes of runs of signs and weights, no word of any text.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from linli.engines.cases.learning.features import Hashes, Numbers, counted, damped, places_of
from linli.engines.cases.learning.reading import joined, plain

FORMAT = "linli-text-2"
WITHOUT_WORDS = "linli-text-1"     # as models were written before; still read
TITLE = 24             # signs of a text that stand for its title where it has none
TITLE_CUT = 16         # the same where the small words are gone
LONGEST_TITLE = 200
_END = re.compile(r"[。！？!?；;，,：:]")
MOST_NAMED = 3
_ARRAYS = ("known", "rarity", "weights", "bias", "slope", "offset")


class NotAModel(ValueError):
    """The bytes are no model of this format."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A class with how sure the model is, from 0 to 1."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class TextModel:
    """Weights of hashed runs for each class, and what turns scores into probabilities."""

    labels: tuple[str, ...]
    known: Hashes                        # sorted
    rarity: Numbers                      # of each known run: the rarer, the more it says
    weights: NDArray[np.float16]         # runs x classes
    words: NDArray[np.int32]             # sorted: which of the known runs are words
    word_weights: NDArray[np.float16]    # words x classes, for a text measured by its words alone
    bias: Numbers
    slope: Numbers                       # scores -> log odds, class by class
    offset: Numbers
    facts: Mapping[str, Any] = field(default_factory=dict)   # how it was made: longest run, title weight, report

    @property
    def longest(self) -> int:
        """Return how many signs its longest runs have."""
        return int(self.facts.get("longest", 3))

    @property
    def title_weight(self) -> float:
        """Return how much more a run counts in the title."""
        return float(self.facts.get("title_weight", 1.0))

    def guesses(self, text: str, title: str = "", *, most: int = MOST_NAMED) -> list[Guess]:
        """Return the likeliest classes of a text, the likeliest first; of an empty text the commonest ones."""
        odds = self._odds(*split(text, title))
        odds = np.exp(odds - odds.max())
        shares = odds / odds.sum()
        order = np.argsort(-shares, kind="stable")[:most]
        return [Guess(self.labels[at], float(shares[at])) for at in order]

    def _odds(self, title: str, body: str) -> Numbers:
        places, values = self._values(title, body)
        scores = _unit(values) @ self.weights[places].astype(np.float32) + self.bias
        at, found = self.words_at(places)
        scores = scores + _unit(values[found]) @ self.word_weights[at[found]].astype(np.float32)
        result: Numbers = scores * self.slope + self.offset
        return result

    def words_at(self, places: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return for known runs their places among the words, and which of them are words."""
        return places_of(places, self.words)

    def _values(self, title: str, body: str) -> tuple[NDArray[np.intp], Numbers]:
        hashes, counts = counted(title, body, longest=self.longest, title_weight=self.title_weight)
        places, found = places_of(hashes, self.known)
        places = places[found]
        return places, damped(counts[found]) * self.rarity[places]

    def to_bytes(self) -> bytes:
        """Return the model as a file."""
        stream = BytesIO()
        said = {"format": FORMAT, "labels": list(self.labels), "facts": dict(self.facts)}
        described = json.dumps(said, ensure_ascii=False)
        np.savez_compressed(
            stream, described=np.frombuffer(described.encode(), np.uint8), known=self.known, rarity=self.rarity,
            weights=self.weights, words=self.words, word_weights=self.word_weights, bias=self.bias, slope=self.slope,
            offset=self.offset,
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "TextModel":
        """Read a model from a file. Raises: NotAModel."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as arrays:
                described = json.loads(arrays["described"].tobytes())
                if described["format"] not in {FORMAT, WITHOUT_WORDS}:
                    raise NotAModel(described["format"])
                named = {name: arrays[name] for name in _ARRAYS}
                named |= _no_words(described) if described["format"] == WITHOUT_WORDS else _words_in(arrays)
        except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
            raise NotAModel(str(error)) from error
        return cls(labels=tuple(described["labels"]), facts=described["facts"], **named)


def _words_in(arrays: Mapping[str, Any]) -> dict[str, Any]:
    return {name: arrays[name] for name in ("words", "word_weights")}


def _no_words(described: Mapping[str, Any]) -> dict[str, Any]:
    return {"words": np.empty(0, np.int32), "word_weights": np.empty((0, len(described["labels"])), np.float16)}


def _unit(values: Numbers) -> Numbers:
    """Return values as long as one together."""
    length = float(np.sqrt(values @ values))
    return values / length if length else values


def split(text: str, title: str = "") -> tuple[str, str]:
    """Return what counts as the title and what as the body, both as the classifier reads them.

    A text without a title has its first words for one, as a case has.
    """
    body = plain(text)
    if title:
        return plain(title, longest=LONGEST_TITLE), body
    first = _END.search(body, 4, TITLE)
    end = first.start() if first else TITLE
    return body[:end], body[end:]


def split_cut(text: str) -> tuple[str, str]:
    """Do the same for a text that was cut into words and lost its full stops."""
    body = plain(joined(text))
    return body[:TITLE_CUT], body[TITLE_CUT:]


def labels_of(guesses: Sequence[Guess]) -> tuple[str, ...]:
    """Return the classes of some guesses."""
    return tuple(one.label for one in guesses)
