"""The board at an entrance (J1): who serves here, and a code that leads to the report page with the place known."""

import pytest
from django.test import Client
from tests.factories import cases as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def test_the_board_of_a_grid_names_who_serves_and_where_the_code_leads(world, settings):
    settings.PUBLIC_URL = "https://linli.example"
    code = world.land.grids[0].code
    page = Client().get(f"/board/{code}/").content.decode()
    assert "林师傅" in page
    assert "<svg" in page
    assert f"https://linli.example/report/?at={code}" in page


def test_the_board_of_an_entrance_knows_the_building(world):
    block = make.a_block(world)
    page = Client().get(f"/board/{world.land.grids[0].code}/", {"building": block.pk, "entrance": "2"}).content.decode()
    assert "兴农小区3号楼" in page
    assert f"building={block.pk}" in page


def test_vacant_posts_are_not_printed(world):
    assert "空缺" not in Client().get(f"/board/{world.land.grids[0].code}/").content.decode()


@pytest.mark.parametrize("address", ["/board/000000/", "/board/x/"])
def test_no_such_area(world, address):
    assert Client().get(address).status_code == 404


def test_no_such_building(world):
    assert Client().get(f"/board/{world.land.grids[0].code}/", {"building": "999999"}).status_code == 404
