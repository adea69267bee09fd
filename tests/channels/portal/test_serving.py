"""Who serves here: posts, and the units that are fixed to the grid, once they are."""

import pytest
from django.test import Client
from tests.factories import cases as make
from tests.factories.spreads import a_seated_unit, a_spread

from linli.channels.portal.place import COOKIE
from linli.engines.territory import plans
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    made = make.a_world()
    a_seated_unit(made.land, "水务局", 0, 0, capacity=4)
    return made


def living(code: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = code
    return client


def adopted(world: make.World) -> None:
    spread = a_spread(world.land.county)
    plans.adopt_spread(spread.pk, effective=clock.today(), by=SYSTEM)


def test_a_unit_shows_once_its_spread_is_adopted(world):
    a_spread(world.land.county)
    client = living(world.land.grids[0].code)
    assert "水务局" not in client.get("/serving/").content.decode()
    adopted(world)
    page = client.get("/serving/").content.decode()
    assert "水务局" in page
    assert "社区联络单位" in page


def test_a_community_shows_which_grids_a_unit_serves(world):
    adopted(world)
    page = living(world.land.communities[0].code).get("/serving/").content.decode()
    assert page.count("水务局") == 1
    assert "第一网格、第二网格" in page


def test_a_stranger_sees_no_units_of_the_whole_county(world):
    adopted(world)
    assert "data-units" not in Client().get("/serving/").content.decode()
