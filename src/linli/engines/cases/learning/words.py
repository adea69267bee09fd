"""Which runs of signs are words: those into which the learned texts were cut, by somebody before or else here.

Only the learning process imports this: the dictionary takes a second to read and much memory. A model keeps which of
its runs are words, never the words.
"""

import functools
from collections import Counter

import jieba
import numpy as np
from numpy.typing import NDArray

from linli.engines.cases.learning.examples import Lesson
from linli.engines.cases.learning.features import Hashes, runs_of

FEWEST_TEXTS = 2       # in which a word stands as one: what is cut out once may be a slip


def words_among(known: Hashes, lesson: Lesson, longest: int) -> NDArray[np.intp]:
    """Return the places of the known runs that are words of the lesson, in order."""
    texts = lesson.words if lesson.cut else _cut(lesson)
    hashes = [
        runs_of(word, len(word)).hashes[-1]
        for word, count in texts.items()
        if count >= FEWEST_TEXTS and len(word) <= longest and not any(sign.isspace() for sign in word)
    ]
    return np.flatnonzero(np.isin(known, np.array(hashes, np.uint32)))


def _cut(lesson: Lesson) -> Counter[str]:
    """Return in how many texts each word stands."""
    cutter = _cutter()
    found: Counter[str] = Counter()
    for title, body in zip(lesson.titles, lesson.bodies, strict=True):
        found.update(set(cutter.cut(f"{title} {body}", HMM=False)))
    return found


@functools.cache
def _cutter() -> jieba.Tokenizer:
    """Return what cuts by its own dictionary, read from its own file: by itself it would trust a file in /tmp."""
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    return cutter
