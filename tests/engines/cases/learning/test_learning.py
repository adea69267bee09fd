"""Learning to classify: whatever the file holds, a clear report; whatever is asked, an answer."""

import time
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from scipy import sparse
from tests.factories.lessons import a_csv, some_texts

from linli.engines.cases.learning import reading
from linli.engines.cases.learning.examples import Example, lesson_from, one_sign_apart, read_texts
from linli.engines.cases.learning.features import counted, runs_of
from linli.engines.cases.learning.folds import folds_of
from linli.engines.cases.learning.model import NotAModel, TextModel, split
from linli.engines.cases.learning.reports import Measured, default_confidence, lower_bound, report_of
from linli.engines.cases.learning.spoken import words_for
from linli.engines.cases.learning.training import Stopped, learn
from linli.kernel.errors import Invalid


def lesson(rows=None):
    return lesson_from(Example("", text, label) for text, label in (rows or some_texts()))


@pytest.fixture(scope="module")
def learned():
    return learn(lesson())


@pytest.fixture(scope="module")
def model(learned) -> TextModel:
    """As the web process has it: read from a file."""
    return TextModel.from_bytes(learned.model.to_bytes())


class TestLearned:
    def test_it_tells_what_a_new_text_is_about(self, model):
        for text, label in some_texts(5, seed=99):
            best = model.guesses(text)[0]
            assert best.label == label
            assert best.probability > 0.5

    def test_shares_are_shares(self, model):
        guesses = model.guesses("楼道里堆满旧家具，垃圾没人清运", most=4)
        assert [one.probability for one in guesses] == sorted((one.probability for one in guesses), reverse=True)
        assert sum(one.probability for one in guesses) == pytest.approx(1, abs=1e-4)

    def test_it_says_which_words_spoke(self, model):
        words = words_for(model, "B01", "您好，家里厨房闻到燃气味，很害怕")
        assert any("燃气" in word for word in words)
        assert all(word in "您好，家里厨房闻到燃气味，很害怕" for word in words)
        assert words_for(model, "没有这一类", "燃气") == ()

    def test_traditional_signs_are_read_too(self, model):
        assert model.guesses("樓道裡堆滿舊家具，電動車停在樓道")[0].label == "A03"

    def test_the_report_was_measured_on_unseen_texts(self, learned):
        report = learned.report
        assert report["macro_f1"] > 0.9
        assert [row["label"] for row in report["classes"]] == ["A01", "A03", "B01", "D01"]
        assert sum(map(sum, report["confusion"])) == report["texts"]
        assert sum(row["texts"] for row in report["calibration"]) == report["texts"]
        assert 0.5 <= report["confidence"] <= 0.99

    def test_the_same_lesson_makes_the_same_model(self, learned):
        assert np.array_equal(learn(lesson()).model.weights, learned.model.weights)

    def test_two_classes_are_enough(self):
        found = learn(lesson(some_texts(classes=("A01", "B01"))))
        assert found.model.guesses("厨房有燃气味")[0].label == "B01"

    def test_it_stops_when_told(self):
        with pytest.raises(Stopped):
            learn(lesson(), tell=lambda done, _total, _words: done < 2)

    def test_no_word_of_a_text_is_in_the_model(self, learned):
        content = learned.model.to_bytes()
        assert "燃气".encode() not in content


class TestKeptBack:
    def matrix(self, topics, texts, runs=12):
        """Texts of which each uses the runs of its topic, in turn, and a little of one run that all have."""
        chance = np.random.default_rng(5)
        rows = np.zeros((topics * texts, topics * runs + 1))
        for at in range(len(rows)):
            own = at % topics * runs
            rows[at, own : own + runs] = chance.uniform(0.5, 1, runs)
            rows[at, -1] = 0.1
        return sparse.csr_matrix(rows)

    def test_a_topic_is_kept_back_whole(self):
        answers = np.arange(600) % 20 // 10      # ten topics of each of two classes
        found = folds_of(self.matrix(20, 30), answers, 4, 20)
        assert all(len(set(found[topic::20])) == 1 for topic in range(20))
        assert set(found) == {0, 1, 2, 3}

    def test_a_small_class_is_divided_by_chance(self):
        found = folds_of(self.matrix(8, 10), np.zeros(80, np.intp), 4, 20)
        assert np.bincount(found).tolist() == [20, 20, 20, 20]

    @given(st.lists(st.integers(4, 60), min_size=2, max_size=5), st.integers(2, 4))
    @settings(max_examples=25, deadline=None)
    def test_every_fold_has_every_class(self, sizes, folds):
        answers = np.repeat(np.arange(len(sizes)), sizes)
        found = folds_of(sparse.csr_matrix(np.ones((len(answers), 3))), answers, folds, 20)
        assert {(fold, label) for fold, label in zip(found.tolist(), answers.tolist(), strict=True)} == {
            (fold, label) for fold in range(folds) for label in range(len(sizes))
        }


class TestWhateverIsAsked:
    @pytest.mark.parametrize(
        "text",
        [
            "", " ", "灯", "a", "😀🙏", "ÃÂ¤Â½Â", "\x00\x00", "��锟斤拷", "<b>楼道</b>&nbsp;<script>x</script>",
            "\ud800", "。" * 50,
        ],
    )
    def test_there_is_an_answer(self, model, text):
        guesses = model.guesses(text)
        assert guesses
        assert all(0 <= one.probability <= 1 for one in guesses)
        words_for(model, guesses[0].label, text)

    def test_a_hundred_thousand_signs_cost_little(self, model):
        text = "楼道里堆满旧家具，" * 11_112
        begin = time.process_time()
        assert model.guesses(text)[0].label == "A03"
        assert time.process_time() - begin < 1

    @given(st.text(max_size=300), st.text(max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_any_text_at_all(self, model, text, title):
        assert sum(one.probability for one in model.guesses(text, title, most=9)) == pytest.approx(1, abs=1e-3)

    @pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04broken"])
    def test_what_is_no_model_is_refused(self, content):
        with pytest.raises(NotAModel):
            TextModel.from_bytes(content)


class TestReading:
    def test_numbers_of_people_are_masked(self):
        said = reading.plain("请打 13812345678，身份证 110101199003070011，卡 6222021234567890123")
        assert not any(digits in said for digits in ("138", "1101", "6222"))
        assert reading.plain("打13812345678") == reading.plain("打13998765432"), "which number it is says nothing"

    def test_mark_up_and_links_are_left_out(self):
        assert reading.plain("<p>路灯&nbsp;坏了</p> https://例.cn/a?b=1 _x000D_") == "路灯 坏了"

    def test_a_class_does_not_hang_on_a_place(self):
        assert reading.plain("A3区路灯坏了") == reading.plain("K8区路灯坏了")

    def test_texts_cut_into_words_are_noticed_and_joined(self):
        cut = ["路灯 坏 了 一个 星期 没有 人 来 修理 请 尽快 处理 一下"] * 5
        assert reading.is_cut(cut)
        assert not reading.is_cut(["路灯坏了一个星期没有人来修理，请尽快处理一下"] * 5)
        assert reading.joined("路灯 坏 了 LED 灯") == "路灯坏了LED灯"

    def test_the_first_words_stand_for_a_title(self):
        assert split("楼道灯坏了。晚上看不见，老人摔过一次。") == ("楼道灯坏了", "。晚上看不见,老人摔过一次。")
        assert split("晚上看不见", "楼道灯坏了") == ("楼道灯坏了", "晚上看不见")

    def test_runs_have_their_places(self):
        runs = runs_of("路灯坏", 2)
        assert list(zip(runs.begins, runs.lengths, strict=True)) == [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2)]
        assert len(set(runs.hashes.tolist())) == 5

    def test_a_run_in_the_title_counts_for_more(self):
        hashes, counts = counted("灯", "灯灯", longest=1, title_weight=5)
        assert len(hashes) == 1
        assert counts.tolist() == [7.0]


class TestFaultsOfAFile:
    def test_a_misspelt_label_is_put_right_and_told(self):
        names = {"A01": "垃圾清运", "A03": "楼道堆物"}
        rows = [(text, names[code]) for text, code in some_texts(40, classes=("A01", "A03"))]
        found = lesson([*rows, ("楼道里又堆了纸箱子", "楼道对物"), ("垃圾桶倒了一地", " 垃圾清运　")])
        assert found.classes == ("垃圾清运", "楼道堆物")
        assert found.misspelt == {"楼道对物": "楼道堆物"}
        assert any("楼道对物" in note for note in found.notes)

    def test_a_class_with_one_example_is_left_out_and_told(self):
        found = lesson([*some_texts(), ("路口红绿灯不亮", "J01")])
        assert "J01" not in found.classes
        assert found.left_out == {"J01": 1}
        assert any("J01" in note for note in found.notes)

    def test_empty_rows_and_doubles_are_told(self):
        rows = some_texts()
        found = lesson([*rows, rows[0], ("", "A01"), ("有字", "")])
        assert len(found.labels) == len(rows)
        assert len(found.notes) == 2

    def test_all_the_same_text_is_nothing_to_learn(self):
        with pytest.raises(Invalid):
            lesson([("垃圾没人清", "A01")] * 50)

    def test_one_class_is_no_choice(self):
        with pytest.raises(Invalid):
            lesson(some_texts(classes=("A01",)))

    def test_a_text_with_two_classes_is_told(self):
        rows = some_texts()
        found = lesson([*rows, (rows[0][0], "A03")])
        assert any("1" in note for note in found.notes)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_a_csv_in_any_usual_coding(self, encoding):
        found = read_texts(a_csv(some_texts(2), encoding=encoding), ["诉求"], "类别")
        assert [row.label for row in found.rows][:2] == ["A01", "A01"]

    def test_a_spreadsheet_with_a_title_column(self):
        book, stream = Workbook(), BytesIO()
        for row in [["标题", "内容", "类别"], ["垃圾", "没人清", "A01"]]:
            book.active.append(row)
        book.save(stream)
        row = read_texts(stream.getvalue(), ["标题", "内容"], "类别").rows[0]
        assert (row.title, row.body, row.label) == ("垃圾", "没人清", "A01")

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(Invalid, match="诉求"):
            read_texts(a_csv(some_texts(1)), ["内容"], "类别")

    def test_a_very_long_cell_is_read(self):
        assert len(read_texts(a_csv([("长" * 100_000, "A01")]), ["诉求"], "类别").rows[0].body) == 100_000


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("楼道堆物", "楼道对物", True), ("楼道堆物", "楼道物", True), ("楼道堆物", "楼道堆堆物", True),
        ("道楼堆物", "楼道堆物", True), ("楼道堆物", "垃圾清运", False), ("教育文体", "卫生计生", False),
        ("A01", "a01", True), ("楼道", "楼道堆物", False),
    ],
)
def test_one_sign_apart(one, other, apart):
    assert one_sign_apart(one, other) is apart


class TestReport:
    def measured(self, sure, right):
        """Two classes; each text is said to be the first with a share, rightly or not."""
        shares = np.array([[one, 1 - one] for one in sure])
        return Measured(("A", "B"), np.array([0 if ok else 1 for ok in right]), shares)

    def test_what_a_confidence_would_do(self):
        report = report_of(self.measured([0.99, 0.9, 0.8, 0.6], [True, True, False, True]))
        at = {row["confidence"]: row for row in report["confidences"]}
        assert (at[0.85]["share"], at[0.85]["right"]) == (0.5, 1.0)
        assert (at[0.5]["share"], at[0.5]["right"]) == (1.0, 0.75)

    def test_the_default_is_the_lowest_that_is_right_enough(self):
        sure = np.array([0.95] * 200 + [0.7] * 10)
        right = np.array([True] * 200 + [False] * 10)
        assert default_confidence(sure, right) == 0.71

    def test_a_few_that_happened_to_be_right_prove_nothing(self):
        sure = np.array([0.95] * 50 + [0.7] * 10)
        assert default_confidence(sure, np.array([True] * 50 + [False] * 10)) == 0.99

    @pytest.mark.parametrize(("hits", "tries", "least"), [(0, 0, 0.0), (0, 20, 0.0), (20, 20, 0.881), (95, 100, 0.901)])
    def test_the_lower_bound_of_a_share(self, hits, tries, least):
        assert lower_bound(hits, tries) == pytest.approx(least, abs=0.001)

    def test_without_any_such_it_is_the_highest(self):
        assert default_confidence(np.array([0.9]), np.array([False])) == 0.99
