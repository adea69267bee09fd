"""What everybody may see, and joining a neighbour's report."""

import json
import re

import pytest
from django.test import Client
from tests.factories import cases as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def marks(page: str) -> list[dict]:
    found = re.search(r'id="around-map-marks" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_public_classes_stand_at_their_place_with_class_and_state_but_without_words(world):
    made = make.a_case(world, text="三号楼垃圾没人清", category_code="A01").accepted()
    page = Client().get("/around/").content.decode()
    assert made.case.number in page
    assert "垃圾堆积清运" in page
    assert "三号楼垃圾没人清" not in page
    assert [mark["id"] for mark in marks(page)] == [made.case.number]


def test_limited_classes_lie_on_their_grid_and_private_ones_nowhere(world):
    make.a_case(world, category_code="A03").accepted()
    make.a_case(world, kind_code="mediation", category_code="D01").accepted()
    page = Client().get("/around/").content.decode()
    only = marks(page)
    assert [mark["id"] for mark in only] == [f"area-{world.land.grids[0].pk}"]
    assert only[0]["count"] == "…"
    assert "家庭纠纷" not in page


def test_words_show_once_somebody_has_released_them(world):
    made = make.a_case(world, category_code="A01").accepted()
    made.did("release", world.worker, public_text="三号楼前垃圾堆积，正在清运")
    client = Client()
    assert "三号楼前垃圾堆积" in client.get("/around/").content.decode()
    assert "正在清运" in client.get(f"/c/{made.case.number}/").content.decode()


def test_a_private_case_has_no_public_page(world):
    made = make.a_case(world, kind_code="mediation", category_code="D01").accepted()
    assert Client().get(f"/c/{made.case.number}/").status_code == 404
    assert Client().post(f"/c/{made.case.number}/").status_code == 404


def test_i_have_this_problem_too(world):
    made = make.a_case(world, category_code="A01").accepted()
    client = Client()
    page = client.post(f"/c/{made.case.number}/", {"phone": "13800000002"}, follow=True).content.decode()
    assert made.case.people == 2
    assert 'class="code"' in page
    assert "楼道里堆满" not in page
    assert "您在跟进这件事" in client.get(f"/c/{made.case.number}/").content.decode()


def test_joining_twice_counts_once(world):
    made = make.a_case(world, category_code="A01").accepted()
    client = Client()
    client.post(f"/c/{made.case.number}/")
    client.post(f"/c/{made.case.number}/")
    assert made.case.people == 2


def test_filters_are_addresses(world):
    open_one = make.a_case(world, category_code="A01").accepted()
    done = make.a_case(world, category_code="A01").closed()
    page = Client().get("/around/", {"which": "done"}).content.decode()
    assert done.case.number in page
    assert open_one.case.number not in page
    assert open_one.case.number not in Client().get("/around/", {"category": "B"}).content.decode()


@pytest.mark.parametrize("query", [{"which": "x"}, {"category": "ZZ"}, {"wide": "1"}])
def test_choices_nobody_offered_do_no_harm(world, query):
    assert Client().get("/around/", query).status_code == 200


def test_a_cursor_somebody_made_up(world):
    assert Client().get("/around/", {"cursor": "nonsense"}).status_code in {200, 422}


def test_the_list_needs_few_queries_however_long_it_is(world, django_assert_max_num_queries):
    for _number in range(10):
        make.a_case(world, category_code="A01").accepted()
    Client().get("/around/")
    with django_assert_max_num_queries(10):
        Client().get("/around/")
