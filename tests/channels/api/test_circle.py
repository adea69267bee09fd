"""Other systems ask what is near a place, and how many homes reach it where their key may see that."""

import pytest
from tests.factories import circle as make
from tests.factories.machines import Machine, key_for
from tests.factories.plans import a_lattice, place_of

from linli.engines.access.public import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world):
    make.the_kinds()
    return a_lattice(land=world.land)


def near(column: int, row: int, more: str = "") -> str:
    longitude, latitude = place_of(column, row)
    return f"/api/v1/points?longitude={longitude}&latitude={latitude}{more}"


def test_points_near_a_place_by_kind(world, town):
    make.a_point()
    machine = Machine(key_for(world.land.county.path, Role.FIGURES))
    found = {one["kind"]: one for one in machine.get(near(0, 0)).json()}
    assert [one["name"] for one in found["market"]["points"]] == ["兴农菜市场"]
    assert found["market"]["points"][0]["minutes"] == 1
    assert found["canteen"]["points"] == []
    assert found["canteen"]["beyond"] is None
    far = machine.get(near(5, 7, "&kind=market")).json()
    assert [one["kind"] for one in far] == ["market"]
    assert far[0]["beyond"]["name"] == "兴农菜市场"
    assert machine.get("/api/v1/points?longitude=x").status_code == 422
    assert Machine("linli_nobody").get(near(0, 0)).status_code == 401


def test_reach_is_read_by_who_sees_plans_there(world, town):
    make.a_point()
    county = Machine(key_for(world.land.county.path, Role.FIGURES))
    address = f"/api/v1/reach?area={town.community.code}"
    assert county.get(address).status_code == 404
    make.a_study(town)
    found = county.get(address).json()
    assert not found["stale"]
    assert {one["kind"] for one in found["needs"]} == {"market", "canteen"}
    neighbour = Machine(key_for(world.land.communities[1].path, Role.FIGURES))
    assert neighbour.get(address).status_code == 404
