"""The first page: where am I, who serves here, one thing to do."""

import re

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.channels.portal.place import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def living_in(world: make.World, grid: int = 0) -> Client:
    client = Client()
    client.cookies[COOKIE] = world.land.grids[grid].code
    return client


def test_a_stranger_sees_the_county_and_may_say_where_they_live(world):
    page = Client().get("/").content.decode()
    assert 'data-page="portal-home"' in page
    assert "您住在哪里？" in page
    assert page.count("btn-primary") == 1


def test_a_neighbour_sees_the_own_grid_and_who_answers_there(world):
    page = living_in(world).get("/").content.decode()
    assert "兴农社区第一网格" in page
    assert "网格长 · 林师傅" in page
    assert 'href="tel:' in page


def test_an_empty_product_still_has_a_home_page():
    assert Client().get("/").status_code == 200


def test_choosing_a_community_from_the_list(world):
    client = Client()
    assert "兴农社区" in client.get("/where/").content.decode()
    answer = client.post("/where/", {"code": world.land.communities[0].code, "after": "portal:around"})
    assert answer.headers["Location"] == "/around/"
    assert client.cookies[COOKIE].value == world.land.communities[0].code


def test_choosing_by_the_name_of_the_estate(world):
    make.a_block(world)
    page = Client().get("/where/", {"text": "兴农小区3号楼"}).content.decode()
    assert "兴农小区3号楼" in page
    code = re.search(r'name="code" value="(\d+)"', page)
    assert code is not None
    assert code.group(1) == world.land.grids[0].code


def test_choosing_by_the_phone_s_position(world):
    client = Client()
    longitude, latitude = make.middle(0, 0)
    client.post("/where/", {"longitude": longitude, "latitude": latitude})
    assert client.cookies[COOKIE].value == world.land.grids[0].code


@pytest.mark.parametrize(
    "data", [{"code": "no-such"}, {"longitude": "x", "latitude": ""}, {"longitude": 1, "latitude": 1}, {}]
)
def test_a_place_that_is_none_is_asked_for_again(world, data):
    client = Client()
    assert client.post("/where/", data).status_code == 200
    assert COOKIE not in client.cookies


def test_a_cookie_of_an_area_that_is_gone_does_no_harm(world):
    client = Client()
    client.cookies[COOKIE] = "999999999999"
    assert client.get("/").status_code == 200


def test_who_serves_here_level_by_level(world):
    page = living_in(world).get("/serving/").content.decode()
    assert page.index("网格长") < page.index("社区工作者") < page.index("街道调度员")


def test_the_home_page_needs_few_queries(world, django_assert_max_num_queries):
    client = living_in(world)
    for _number in range(6):
        make.a_case(world, category_code="A01").accepted()
    client.get("/")
    with django_assert_max_num_queries(6):
        client.get("/")


def test_the_home_page_is_light(world):
    """What a first visit loads, compressed: at most 150 KB. No map, no charts, no htmx."""
    import gzip

    from django.contrib.staticfiles import finders

    page = living_in(world).get("/").content
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode())
    assert not [name for name in files if "leaflet" in name or "echarts" in name or "htmx" in name]
    total = len(gzip.compress(page))
    for name in set(files):
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as stream:  # noqa: PTH123
            total += len(gzip.compress(stream.read()))
    assert total <= 150_000, total
