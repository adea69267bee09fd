"""Whoever answers a case sees how similar ones were settled, and no private or foreign ones."""

import pytest
from tests.factories.cases import World, a_case, a_world

from linli.engines.cases import public as cases

pytestmark = pytest.mark.django_db
TEXT = "三单元楼道里堆满了旧家具，纸箱挡着电表，走不过去"


@pytest.fixture
def world() -> World:
    return a_world()


def seen(world: World, viewer, text: str = "二单元楼道里堆满旧家具，走不过去", **more):
    made = a_case(world, text=text, **more)
    return cases.answered_alike(viewer, cases.case_for(viewer, id=made.id))


def test_the_result_of_a_similar_closed_case_is_shown_with_what_both_say(world):
    old = a_case(world, text=TEXT).handled(note="请住户当天搬走，贴了提醒。").closed()
    found = seen(world, world.street, grid=1)
    assert [(one.number, one.result) for one in found] == [(old.case.number, "请住户当天搬走，贴了提醒。")]
    assert "旧家具" in "".join(found[0].words)


def test_open_ones_and_unlike_ones_are_no_examples(world):
    a_case(world, text=TEXT).handled(note="还没有结。")
    a_case(world, text="路口的大型犬没有牵绳，孩子害怕").closed()
    assert seen(world, world.street) == []


def test_private_ones_are_left_out(world):
    made = a_case(world, text=TEXT)
    cases.amend(made.id, by=world.street, privacy="private")
    made.handled(note="和两家都谈好了。").closed()
    assert seen(world, world.street) == []


def test_the_other_community_s_are_not_seen(world):
    a_case(world, text=TEXT).handled(note="请住户当天搬走。").closed()
    assert seen(world, world.other_worker, grid=2) == []


def test_few_queries_however_many_there_are(world, django_assert_max_num_queries):
    for _one in range(6):
        a_case(world, text=TEXT).handled().closed()
    detail = cases.case_for(world.street, id=a_case(world, text=TEXT).id)
    with django_assert_max_num_queries(6):
        assert len(cases.answered_alike(world.street, detail)) == 3
