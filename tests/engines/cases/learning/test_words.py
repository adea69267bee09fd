"""Runs that are words speak once more: where the words come from, what they add, and models that know none."""

import json
from io import BytesIO

import jieba
import numpy as np
import pytest
from scipy import sparse
from tests.factories.lessons import some_texts

from linli.engines.cases.learning.examples import Example, lesson_from
from linli.engines.cases.learning.features import runs_of
from linli.engines.cases.learning.members import only, together
from linli.engines.cases.learning.model import NotAModel, TextModel
from linli.engines.cases.learning.spoken import words_for
from linli.engines.cases.learning.training import learn
from linli.engines.cases.learning.words import words_among

CUT = [
    "楼道 灯 坏 老人 看不见 楼道 黑 已经 一个 星期 没人 修理", "楼道 堆满 纸箱 老人 摔倒 已经 一个 星期 没人 清理",
    "燃气 管道 漏气 老人 害怕 已经 一个 星期 没人 修理", "燃气 表 坏 没人 修理 害怕 已经 一个 星期 影响 做饭",
]


def hash_of(word):
    return runs_of(word, len(word)).hashes[-1]


def known_runs(*words):
    return np.sort(np.array([hash_of(word) for word in words], np.uint32))


def are_words(lesson, *words):
    """Return which of some runs the lesson takes for words."""
    known = known_runs(*words)
    found = {int(known[at]) for at in words_among(known, lesson, 3)}
    return {word for word in words if int(hash_of(word)) in found}


def lesson_of(texts):
    return lesson_from(Example("", text, label) for text, label in texts)


@pytest.fixture(scope="module")
def learned():
    return learn(lesson_of(some_texts()))


class TestWhatIsAWord:
    def test_where_somebody_cut_the_texts_these_are_the_words(self):
        lesson = lesson_of([(text, label) for label in ("A", "B") for text in CUT])
        assert lesson.words["楼道"] == 4, "in how many texts, not how often"
        assert are_words(lesson, "楼道", "道灯", "老人", "人看", "看不见") == {"楼道", "老人", "看不见"}

    def test_what_was_cut_out_once_may_be_a_slip(self):
        slip = CUT[0].replace("没人", "走路")
        lesson = lesson_of([*((text, label) for label in ("A", "B") for text in CUT), (slip, "A")])
        assert are_words(lesson, "走路", "老人") == {"老人"}

    def test_texts_nobody_cut_are_cut_here(self):
        lesson = lesson_of(some_texts())
        assert not lesson.words
        assert are_words(lesson, "燃气", "气表", "楼道", "道里") == {"燃气", "楼道"}
        assert not jieba.dt.initialized, "no dictionary that lies in a directory of everybody's is read"

    def test_words_are_in_order(self):
        known = known_runs("燃气", "楼道", "垃圾", "气表")
        places = words_among(known, lesson_of(some_texts()), 3)
        assert places.tolist() == sorted(places.tolist())
        assert len(places) == 3


class TestTogether:
    def test_a_text_is_measured_by_its_words_alone(self):
        part = only(sparse.csr_matrix([[0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]), np.array([0]))
        assert part.toarray().tolist() == [[1.0], [0.0]]

    def test_without_words_all_runs_speak_alone(self):
        matrix = sparse.csr_matrix(np.tile(np.eye(2), (6, 1)))
        answers = np.tile([0, 1], 6)
        found = together(matrix, np.empty(0, np.intp), answers, 2)
        assert found.word_weights.shape == (0, 2)
        assert found.scores(matrix).argmax(1).tolist() == answers.tolist()

    def test_the_model_keeps_which_runs_are_words(self, learned):
        model = learned.model
        assert len(model.words) == len(model.word_weights) > 20
        assert (np.diff(model.words) > 0).all()

    def test_a_word_weighs_as_a_run_and_as_a_word(self, learned):
        """A text of a single sign that is a word: its weights can be added up by hand."""
        model = learned.model
        words = model.known[model.words].tolist()
        sign = next(sign for text, _label in some_texts() for sign in text if int(hash_of(sign)) in words)
        at = words.index(int(hash_of(sign)))
        weights = model.weights[model.words[at]].astype(float) + model.word_weights[at]
        odds = (weights + model.bias) * model.slope + model.offset
        shares = np.exp(odds - odds.max()) / np.exp(odds - odds.max()).sum()
        said = {one.label: one.probability for one in model.guesses(sign, most=4)}
        assert [said[label] for label in model.labels] == pytest.approx(shares.tolist(), abs=1e-3)

    def test_words_that_spoke_are_named(self, learned):
        assert any("燃气" in word for word in words_for(learned.model, "B01", "家里厨房闻到燃气味"))


def as_before(model, called="linli-text-1"):
    """Return a model as it was written before words spoke."""
    stream = BytesIO()
    described = json.dumps({"format": called, "labels": model.labels, "facts": dict(model.facts)})
    np.savez_compressed(
        stream, described=np.frombuffer(described.encode(), np.uint8), known=model.known, rarity=model.rarity,
        weights=model.weights, bias=model.bias, slope=model.slope, offset=model.offset,
    )
    return stream.getvalue()


class TestModelsOfBefore:
    def test_they_are_read_and_answer(self, learned):
        model = TextModel.from_bytes(as_before(learned.model))
        assert model.guesses("厨房闻到燃气味")[0].label == "B01"
        assert words_for(model, "B01", "家里厨房闻到燃气味")
        assert TextModel.from_bytes(model.to_bytes()).guesses("楼道杂物")[0].label == "A03"

    @pytest.mark.parametrize("called", ["linli-text-2", "linli-text-3"])
    def test_what_lacks_its_words_or_is_newer_is_refused(self, learned, called):
        with pytest.raises(NotAModel):
            TextModel.from_bytes(as_before(learned.model, called))
