"""Other systems read what is hot."""

import pytest
from django.core.cache import cache
from tests.factories.cases import a_case, a_world
from tests.factories.hot import PLANT
from tests.factories.machines import Machine, key_for

from linli.engines.access.public import Role
from linli.engines.cases import public as cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    world = a_world()
    for text in PLANT:
        a_case(world, text=text)
    cases.gather_new()
    return world


def test_a_desk_reads_what_is_hot_and_how_it_grew(world):
    desk = Machine(key_for(world.land.street.path, Role.DISPATCHER))
    (row,) = desk.get("/api/v1/hot").json()["items"]
    assert "搅拌站" in row["title"]
    assert (row["people"], row["cases"], row["heat"]) == (5, 5, 10.0)
    assert sum(week["cases"] for week in desk.get(f"/api/v1/hot/{row['id']}").json()["weeks"]) == 5
    assert desk.get(f"/api/v1/hot?area={world.land.communities[1].code}").json()["items"] == []
    assert desk.get("/api/v1/hot?area=999").status_code == 422
    assert desk.get("/api/v1/hot/77").status_code == 404


def test_another_community_and_who_only_reports_find_none_of_it(world):
    elsewhere = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert elsewhere.get("/api/v1/hot").json()["items"] == []
    assert elsewhere.get("/api/v1/hot/1").status_code == 404
    assert Machine(key_for(world.land.street.path, Role.COLLECTOR)).get("/api/v1/hot").status_code in {403, 404}
