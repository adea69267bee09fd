"""What two messages have in common: words, sketches, keys of places, and the index that finds them."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.cases import MORNING, World, a_block, a_case, a_place, a_world
from tests.factories.rows import some_cases
from tests.factories.territory import middle

from linli.engines.cases import public as cases
from linli.engines.cases.alike import keys, traces
from linli.engines.cases.alike.sketch import SIZE, agreement, bands, sketch, smallest
from linli.engines.cases.alike.wording import cleaned, grams, likeness, said, shared_words
from linli.engines.cases.models import Trace
from linli.engines.cases.nearby import METRES, distance
from linli.kernel import insertions

LAMP = "尊敬的领导您好！兴农小区3号楼楼下的路灯坏了三天，晚上漆黑一片，老人不敢出门，希望尽快处理，谢谢。"
LAMP_AGAIN = "兴农小区3号楼楼下路灯坏了，晚上漆黑一片，老人都不敢出门，请有关部门解决。"
DOG = "桂花里有人遛狗不牵绳，狗追着孩子跑，还把粪便留在花坛里。"


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def test_politeness_says_nothing() -> None:
    assert said("尊敬的领导您好，请问有关部门，希望尽快解决，谢谢！") == ""
    assert "路灯坏" in said(LAMP)


def test_html_links_and_signs_are_no_words() -> None:
    text = "<p>路灯&nbsp;坏了</p> https://example.org/a?b=c ﻿ＡＢ"
    assert cleaned(text).split() == ["路灯", "坏了", "AB"]


@pytest.mark.parametrize("text", ["", "灯", "。。。", "😀", "\x00\ufffd", "<" * 5000, "灯" * 100_000, "a b c"])
def test_no_text_is_too_odd(text: str) -> None:
    wording = traces.Wording.of(text)
    assert len(wording.sketch) in {0, SIZE}
    assert likeness(grams(wording.words), grams(said(LAMP))) <= 1


def test_the_same_matter_in_other_words_is_alike_and_another_is_not() -> None:
    lamp, again, dog = (grams(said(text)) for text in (LAMP, LAMP_AGAIN, DOG))
    assert likeness(lamp, again) > 0.6
    assert likeness(lamp, dog) < 0.1


def test_what_both_say_is_named() -> None:
    assert "晚上漆黑一片" in shared_words(said(LAMP), said(LAMP_AGAIN))
    assert shared_words(said(LAMP), said(DOG)) == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_part_and_the_same_from_both_sides(one: str, other: str) -> None:
    left, right = grams(said(one)), grams(said(other))
    assert 0 <= likeness(left, right) <= 1
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left) == (1 if left.size else 0)


def test_sketches_agree_as_much_as_the_texts() -> None:
    chance = np.random.default_rng(5)
    for common in (0, 100, 150, 200):
        one = chance.integers(0, 2**63, 200).astype(np.uint64)
        other = np.concatenate([one[:common], chance.integers(0, 2**63, 200 - common).astype(np.uint64)])
        true = common / (400 - common)
        (found,) = agreement(sketch(smallest(one)), [sketch(smallest(other))])
        assert abs(found - true) < 0.2


def test_an_empty_sketch_agrees_with_nothing() -> None:
    full = sketch(smallest(grams(said(LAMP))))
    assert agreement(full, [b"", full]).tolist() == [0, 1]
    assert agreement(b"", [full]).tolist() == [0]
    assert bands(smallest(grams("灯")), 0) == []


@given(
    st.floats(min_value=73, max_value=135),
    st.floats(min_value=3.4, max_value=53.6),
    st.floats(min_value=-1, max_value=1),
    st.floats(min_value=-1, max_value=1),
)
def test_whatever_is_within_100_metres_lies_in_the_nine_cells(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    there = (longitude + east * 0.002, latitude + north * 0.001)
    if distance((longitude, latitude), there) <= METRES - 2:
        assert keys.cell_of(*there) in keys.cells_around(longitude, latitude)


def test_keys_of_places_buildings_and_words_never_meet() -> None:
    assert keys.cell_of(102.19, 38.52) != keys.building_key(7)
    assert all(keys.band_key(number) < 0 for number in (-(2**63), -1, 0, 2**63 - 1))
    assert len({*keys.cells_around(102.19, 38.52)}) == 9


def test_a_case_is_in_the_index_with_its_first_word(world: World) -> None:
    made = a_case(world, text=LAMP, location=a_place(world, building=a_block(world)))
    found = set(Trace.objects.filter(case_id=made.id).values_list("key", flat=True))
    assert keys.QUEUE in found
    assert keys.cell_of(*middle(0, 0)) in found
    assert keys.building_key(made.case.building_id or 0) in found
    assert sum(key < 0 for key in found) == 6


def test_one_statement_writes_the_index(world: World, django_assert_num_queries: object) -> None:
    made = a_case(world, text=LAMP)
    Trace.objects.filter(case_id=made.id).delete()
    case = made.case
    with django_assert_num_queries(1):  # type: ignore[operator]
        insertions.write([traces.insertion([(case, traces.Wording.of(case.text))])])


def test_colleagues_see_what_is_alike_and_why(world: World) -> None:
    longitude, latitude = middle(0, 0)
    same = some_cases(world, 1, state="handling", longitude=longitude + 0.0005, latitude=latitude, text=LAMP)[0]
    found = cases.similar_nearby(longitude, latitude, viewer=world.worker, category_code="A03", text=LAMP_AGAIN)
    assert [one.row.id for one in found] == [same.pk]
    assert found[0].reason == "同类 · 相距 44 米 · 都说到：3号楼楼下、晚上漆黑一片、不敢出门"


def test_the_same_words_under_another_class_are_the_same_at_the_same_place(world: World) -> None:
    longitude, latitude = middle(0, 0)
    other = some_cases(world, 1, category="A01", state="handling", longitude=longitude, latitude=latitude, text=LAMP)[0]
    found = cases.similar_nearby(longitude, latitude, viewer=world.worker, category_code="A03", text=LAMP_AGAIN)
    assert [(one.row.id, one.same_class) for one in found] == [(other.pk, False)]


def test_the_same_message_without_a_place_is_found_by_its_words(world: World) -> None:
    first = some_cases(world, 1, state="handling", text=LAMP, longitude=None, latitude=None)[0]
    found = cases.similar_nearby(None, None, viewer=world.worker, text=LAMP + "再次反映。")
    assert [(one.row.id, one.metres) for one in found] == [(first.pk, None)]
    assert cases.similar_nearby(None, None, viewer=world.worker, text=DOG) == []


def test_an_old_case_that_is_still_open_counts_and_a_long_closed_one_does_not(world: World) -> None:
    here = dict(zip(("longitude", "latitude"), middle(0, 0), strict=True))
    old = MORNING - timedelta(days=200)
    still = some_cases(world, 1, state="handling", submitted_at=old, **here)[0]
    some_cases(world, 1, submitted_at=old, **here)
    late = some_cases(world, 1, submitted_at=old, closed_at=MORNING - timedelta(days=5), **here)[0]
    found = cases.similar_nearby(*middle(0, 0), viewer=world.worker, category_code="A03")
    assert {one.row.id for one in found} == {still.pk, late.pk}


def test_the_search_costs_four_queries_however_many_there_are(
    world: World, django_assert_max_num_queries: object
) -> None:
    here = dict(zip(("longitude", "latitude"), middle(0, 0), strict=True))
    some_cases(world, 300, state="handling", text=LAMP, **here)
    cases.similar_nearby(*middle(0, 0), viewer=world.worker, category_code="A03", text=LAMP)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        found = cases.similar_nearby(*middle(0, 0), viewer=world.worker, category_code="A03", text=LAMP)
    assert len(found) == 8
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert cases.similar_public(*middle(0, 0), category_code="A03") == []


def test_private_cases_are_never_offered_to_residents(world: World) -> None:
    here = dict(zip(("longitude", "latitude"), middle(0, 0), strict=True))
    some_cases(world, 1, category="D01", state="handling", text="夫妻吵架", **here)
    assert cases.similar_public(*middle(0, 0), category_code="D01", text="夫妻吵架") == []
    assert cases.similar_public(*middle(0, 0), text="家庭纠纷夫妻吵架") == []
