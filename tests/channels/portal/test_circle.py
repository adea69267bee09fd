"""What lies within a walk of a resident's place: said with its way, what is missing said too, and nothing kept."""

import json
import re

import pytest
from django.test import Client
from tests.factories import cases as make_cases
from tests.factories import circle as make
from tests.factories import plans as drawn

from linli.channels.portal.place import COOKIE
from linli.engines.cases.models import Case
from linli.engines.territory import public as territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make_cases.World:
    return make_cases.a_world()


@pytest.fixture
def town(world) -> drawn.Lattice:
    make.the_kinds()
    return drawn.a_lattice(land=world.land)


def estate(town, name: str) -> int:
    return next(key for key, said, _community in territory.estates(town.community.path) if said == name)


def position(column=0, row=0) -> dict[str, float]:
    longitude, latitude = drawn.place_of(column, row)
    return {"longitude": longitude, "latitude": latitude}


def marks(page: str) -> list[dict]:
    found = re.search(r'id="circle-map-marks" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_a_neighbour_chooses_an_estate_from_the_list(town):
    client = Client()
    client.cookies[COOKIE] = town.community.code
    page = client.get("/circle/").content.decode()
    assert f'href="?estate={estate(town, "东1小区")}"' in page
    assert page.count("btn-primary") == 1


def test_a_stranger_is_asked_where_and_may_search_by_words(town):
    client = Client()
    assert "/where/?after=portal:circle" in client.get("/circle/").content.decode()
    found = client.get("/circle/?text=东1小区1号楼").content.decode()
    building = re.search(r"\?building=(\d+)", found)
    assert building is not None
    assert "东1小区1号楼" in client.get(f"/circle/?building={building.group(1)}").content.decode()
    assert "没有找到" in client.get("/circle/?text=没有这样的地方").content.decode()


def test_what_is_near_is_said_with_minutes_hours_and_phone(town):
    point = make.a_point("兴农菜市场", 1, 1)
    page = Client().get(f"/circle/?estate={estate(town, '东1小区')}").content.decode()
    assert f'data-point="{point.pk}"' in page
    assert "分钟" in page
    assert "营业时间不清楚" in page
    assert [one["count"] for one in marks(page)] == [1]


def test_what_is_missing_is_said_with_the_nearest(town):
    make.a_point("北菜市场", 5, 7)
    page = Client().get(f"/circle/?estate={estate(town, '东1小区')}").content.decode()
    assert 'data-missing="market"' in page
    assert "北菜市场" in page
    assert 'data-missing="canteen"' in page
    assert "3公里内没有" in page


def test_of_each_kind_the_nearest_is_shown_and_the_others_are_folded(town):
    for number in range(3):
        make.a_point(f"{number}市场", number, 0)
    page = Client().post("/circle/", position()).content.decode()
    assert page.count("data-point=") == 3
    assert "另外2处" in page
    nearest, others = page.split("<details")
    assert 'class="circle-number">1<' in nearest
    assert others.count("data-point=") == 2
    assert "circle-number" not in others
    assert [one.get("count") for one in marks(page)] == [1, None, None]


def test_a_position_is_asked_by_post_and_kept_nowhere(town):
    make.a_point()
    client = Client()
    page = client.post("/circle/", position()).content.decode()
    assert "兴农菜市场" in page
    assert not client.cookies.get(COOKIE)
    assert not client.session.keys()


@pytest.mark.parametrize(
    "given",
    [{}, {"longitude": "x", "latitude": "1"}, {"longitude": "nan", "latitude": "1"}, {"longitude": 2, "latitude": 48}],
)
def test_a_place_that_is_none_or_elsewhere_is_said_to_be_so(town, given):
    answer = Client().post("/circle/", given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_ways_are_those_along_streets_once_they_are_measured(town):
    make.a_point("兴农菜市场", 1, 1)
    guessed = Client().post("/circle/", position()).content.decode()
    make.a_study(town)
    measured = Client().post("/circle/", position()).content.decode()
    assert "直线" in guessed
    assert "直线" not in measured


def test_a_closed_point_is_reported_with_name_and_place_filled_in(world, town):
    point = make.a_point()
    page = Client().get(f"/report/?start=text&point={point.pk}").content.decode()
    assert "兴农菜市场（菜市场）已关门或者不在了" in page
    assert "data-begun" in page
    given = {"text": "兴农菜市场已关门", "place": "兴农菜市场", **position()}
    assert Client().post("/report/", given).status_code == 302
    assert Case.objects.get().area == town.county.grids[0]


def test_a_missing_kind_is_reported_from_the_building(town):
    building = next(iter(town.buildings.values()))
    page = Client().get(f"/report/?missing=canteen&building={building.pk}").content.decode()
    assert "步行5分钟内没有老年食堂" in page
    assert "东1小区" in page


@pytest.mark.parametrize("said", ["point=999999", "missing=castle", "point=x", "point=²", "building=²"])
def test_what_nobody_knows_is_left_out_of_the_report(town, said):
    answer = Client().get(f"/report/?{said}")
    assert answer.status_code == 200
    assert "data-begun" not in answer.content.decode()


@pytest.mark.parametrize("said", ["estate=999999", "building=999999", "estate=99999999999999999999", "estate=²"])
def test_a_place_nobody_knows_is_no_fault_of_the_page(town, said):
    assert Client().get(f"/circle/?{said}").status_code in {200, 422}


def test_an_empty_product_still_has_the_page():
    assert Client().get("/circle/").status_code == 200


def test_the_page_asks_the_database_little(town, django_assert_max_num_queries):
    for number in range(6):
        make.a_point(f"{number}市场", number % 6, number)
    make.a_study(town)
    client = Client()
    client.post("/circle/", position())
    with django_assert_max_num_queries(14):
        client.post("/circle/", position())
