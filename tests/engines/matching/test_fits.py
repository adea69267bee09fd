"""Which pairs are candidates, and why."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.matching.compiling import SCORING
from linli.engines.matching.public import DAY, WEEK, Asking, Offering, Window, candidate_pairs, fit, spans, weights_of

AFTERNOONS = tuple(Window(day, 16 * 60 + 30, 18 * 60 + 30) for day in range(5))
PUPILS = Asking(
    text="孩子放学没人管，想找人辅导作业", category="辅导", area=("东街", "东城", "03"), windows=AFTERNOONS,
    skills=frozenset({"数学"}), people=12,
)
TEACHERS = Offering(
    text="退休教师辅导作业，四点半开始", category="辅导", serves=("东街",), home=("东街", "东城"),
    windows=(Window(4, 16 * 60, 18 * 60),), skills=frozenset({"数学", "语文"}), seats=30, capacity=2,
)


def test_the_parts_of_a_good_pair():
    found = fit(PUPILS, TEACHERS)
    assert (found.category, found.near, found.skills) == (400, 200, 100)
    assert found.minutes == 90
    assert found.windows == 150 * 90 // 120
    assert found.shared_words == ("辅导作业",)
    assert found.weight == found.category + found.near + found.windows + found.skills + found.words
    assert not found.excluded


def test_what_rules_a_pair_out():
    def why(**changes: object) -> str:
        need = {name: getattr(PUPILS, name) for name in PUPILS.__slots__} | changes
        return fit(Asking(**need), TEACHERS).excluded

    assert why(area=("西街",)) == "area"
    assert why(people=31) == "seats"
    assert why(windows=(Window(6, 9 * 60, 11 * 60),)) == "windows"
    assert why(skills=frozenset({"英语"})) == "skills"
    assert why(category="维修", text="修水管") == "unlike"
    assert why() == ""


def test_urgent_and_long_waited_weigh_more():
    plain = fit(PUPILS, TEACHERS).weight
    need = {name: getattr(PUPILS, name) for name in PUPILS.__slots__}
    assert fit(Asking(**need | {"urgent": True}), TEACHERS).weight == plain * 3 // 2
    assert fit(Asking(**need | {"waited_days": 400}), TEACHERS).weight == plain + 60


def test_windows_across_midnight_go_on_the_next_day_and_round_the_week():
    assert spans([Window(0, 22 * 60, 2 * 60)]) == [(22 * 60, 26 * 60)]
    assert spans([Window(6, 22 * 60, 2 * 60)]) == [(0, 120), (WEEK - 120, WEEK)]
    assert spans([Window(2, 0, 0)]) == [(2 * DAY, 3 * DAY)]


windows = st.builds(Window, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1439))


@given(st.lists(windows, max_size=6))
def test_spans_are_in_order_and_apart(listed):
    found = spans(listed)
    assert all(0 <= start < end <= WEEK for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


askings = st.builds(
    Asking, text=st.sampled_from(["辅导孩子写作业", "修水管和电路", "老人看病没人陪"]),
    category=st.sampled_from("甲乙"), area=st.sampled_from([(), ("东",), ("东", "一"), ("西", "二", "3")]),
    windows=st.lists(windows, max_size=2).map(tuple), skills=st.frozensets(st.sampled_from("语数英"), max_size=2),
    people=st.integers(1, 40), urgent=st.booleans(), waited_days=st.integers(0, 90),
)
offerings = st.builds(
    Offering, text=st.sampled_from(["老师辅导孩子写作业", "师傅上门修水管", "陪老人看病取药"]),
    category=st.sampled_from("甲乙"), serves=st.sampled_from([(), ("东",), ("东", "一"), ("西",)]),
    home=st.sampled_from([(), ("东", "一"), ("西", "二")]), windows=st.lists(windows, max_size=2).map(tuple),
    skills=st.frozensets(st.sampled_from("语数英"), max_size=2), seats=st.none() | st.integers(1, 40),
)


@given(st.lists(askings, max_size=6), st.lists(offerings, max_size=6))
def test_all_at_once_finds_what_one_by_one_finds(needs, resources):
    need, resource, weight = candidate_pairs(needs, resources)
    found = set(zip(need.tolist(), resource.tolist(), weight.tolist(), strict=True))
    same_class = set()
    for number, one in enumerate(needs):
        for host, points in enumerate(weights_of(one, resources)):
            assert fit(one, resources[host]).weight == points
            if points and one.category == resources[host].category:
                same_class.add((number, host, points))
    assert same_class <= found
    assert all(weights_of(needs[i], [resources[j]]) == [points] for i, j, points in found)


def test_compiled_and_interpreted_agree():
    rng = np.random.default_rng(7)
    texts = ["辅导孩子写作业", "修水管和电路", "老人看病没人陪", "借会议室排练"]
    kinds = "甲乙丙"
    needs = [Asking(text=texts[k % 4], category=kinds[k % 3], area=("东", str(k % 2)), people=k % 9) for k in range(40)]
    resources = [
        Offering(text=texts[int(rng.integers(4))], category=kinds[k % 3], serves=("东",) if k % 2 else ())
        for k in range(30)
    ]
    plain, compiled = candidate_pairs(needs, resources), candidate_pairs(needs, resources, by=SCORING)
    assert all((a == b).all() for a, b in zip(plain, compiled, strict=True))
