"""The words of a text that spoke for a class: where the weights of its runs add up."""

import numpy as np
from numpy.typing import NDArray

from linli.engines.cases.learning.features import damped, places_of, runs_of
from linli.engines.cases.learning.model import TextModel, split

MOST_WORDS = 3
LONGEST_WORD = 8
SHARE = 0.12           # of what the strongest run gives: less is not worth a word
LONGEST_LOOKED_AT = 600
_NO_WORD = frozenset(" ，。！？、；：,.!?;:()（）【】[]“”\"'*#-—…·/\\<>|~")


def words_for(model: TextModel, label: str, text: str, title: str = "") -> tuple[str, ...]:
    """Return up to three words of a text that spoke most for a class; none where nothing did."""
    head, body = split(text, title)
    said = f"{head} {body}"[:LONGEST_LOOKED_AT]
    runs = runs_of(said, model.longest)
    places, found = places_of(runs.hashes, model.known)
    long_enough = found & (runs.lengths > 1)
    if label not in model.labels or not long_enough.any():
        return ()
    at, begins, lengths = places[long_enough], runs.begins[long_enough], runs.lengths[long_enough]
    column = model.labels.index(label)
    gains = model.weights[at, column].astype(np.float32) + _gains_of_words(model, column, at, places[found])
    gains *= model.rarity[at] * damped(np.ones(1, np.float32))[0]
    return _spans(said, gains, begins, lengths)


def _gains_of_words(
    model: TextModel, column: int, places: NDArray[np.intp], text: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return what runs weigh besides where they are words; louder the less of the text is words."""
    _among, are_words = model.words_at(text)
    gains = np.zeros(len(places), np.float32)
    if not are_words.any():
        return gains
    louder = np.linalg.norm(model.rarity[text]) / np.linalg.norm(model.rarity[text[are_words]])
    among, are_words = model.words_at(places)
    gains[are_words] = model.word_weights[among[are_words], column].astype(np.float32) * louder
    return gains


def _spans(
    said: str, gains: NDArray[np.float32], begins: NDArray[np.int32], lengths: NDArray[np.int8]
) -> tuple[str, ...]:
    """Join runs that overlap into words and return the weightiest ones."""
    least = float(gains.max()) * SHARE
    if least <= 0:
        return ()
    strength = np.zeros(len(said), np.float32)
    for gain, begin, length in zip(gains.tolist(), begins.tolist(), lengths.tolist(), strict=True):
        if gain > least:
            strength[begin : begin + length] += gain / length
    spans: dict[str, float] = {}
    wanted = [strong > 0 and sign not in _NO_WORD for strong, sign in zip(strength.tolist(), said, strict=True)]
    for begin, end in _stretches(wanted):
        word, weight = _strongest(said, strength, begin, end)
        spans[word] = max(spans.get(word, 0.0), weight)
    return _different(sorted(spans, key=lambda word: -spans[word]))


def _stretches(wanted: list[bool]) -> list[tuple[int, int]]:
    """Return begin and end of each stretch of at least two wanted places."""
    found, begin = [], 0
    for end, one in enumerate([*wanted, False]):
        if not one:
            if end - begin > 1:
                found.append((begin, end))
            begin = end + 1
    return found


def _different(best: list[str]) -> tuple[str, ...]:
    """Return the first words of which none stands in another."""
    kept: list[str] = []
    for word in best:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept[:MOST_WORDS])


def _strongest(said: str, strength: NDArray[np.float32], begin: int, end: int) -> tuple[str, float]:
    """Return the part of a long span that says most, at most eight signs long."""
    if end - begin <= LONGEST_WORD:
        return said[begin:end], float(strength[begin:end].sum())
    sums = np.convolve(strength[begin:end], np.ones(LONGEST_WORD, np.float32), "valid")
    at = begin + int(sums.argmax())
    return said[at : at + LONGEST_WORD], float(sums.max())
