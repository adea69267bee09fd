"""Other systems read plans of grids and units over grids, with a key, and see no more than its holder may."""

import pytest
from tests.factories.machines import Machine, key_for
from tests.factories.plans import a_lattice, a_plan
from tests.factories.spreads import a_seated_unit, a_spread

from linli.engines.access.public import Role
from linli.engines.territory import plans
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world):
    return a_lattice(land=world.land)


def test_an_adopted_or_shared_plan_is_read(world, town):
    plan = a_plan(town, name="接口方案")
    county = Machine(key_for(world.land.county.path, Role.FIGURES))
    listing = f"/api/v1/grid-plans?area={town.community.code}"
    assert county.get(listing).json()["items"] == []
    assert county.get(f"/api/v1/grid-plans/{plan.pk}").status_code == 404
    plans.share_plan(plan.pk, by=SYSTEM)
    assert [one["name"] for one in county.get(listing).json()["items"]] == ["接口方案"]
    found = county.get(f"/api/v1/grid-plans/{plan.pk}").json()
    assert sum(one["households"] for one in found["grids"]) == 48 * 30
    assert found["reasons"]
    assert len(county.get(f"/api/v1/grid-plans/{plan.pk}/map").json()["cells"]["features"]) == 48
    assert county.get("/api/v1/grid-plans?area=0").status_code == 422


def test_units_over_grids_are_listed_with_reasons(world, town):
    a_seated_unit(world.land, "水务局", 0, 0, capacity=4)
    spread = a_spread(world.land.county)
    plans.adopt_spread(spread.pk, effective=clock.today(), by=SYSTEM)
    county = Machine(key_for(world.land.county.path, Role.FIGURES))
    found = county.get(f"/api/v1/unit-spreads/{spread.pk}").json()
    assert len(found["places"]) == 4
    assert all(one["reason"] for one in found["places"])
    assert len(county.get(f"/api/v1/grid-units?area={town.community.code}").json()) == 2


def test_a_neighbours_key_sees_nothing(world, town):
    plan = a_plan(town)
    plans.share_plan(plan.pk, by=SYSTEM)
    a_seated_unit(world.land, "水务局", 0, 0)
    spread = a_spread(world.land.county)
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert other.get(f"/api/v1/grid-plans/{plan.pk}").status_code == 404
    assert other.get(f"/api/v1/grid-plans/{plan.pk}/map").status_code == 404
    assert other.get(f"/api/v1/grid-plans?area={town.community.code}").status_code == 404
    assert other.get(f"/api/v1/unit-spreads/{spread.pk}").status_code == 404
    assert Machine("nonsense").get(f"/api/v1/grid-plans/{plan.pk}").status_code == 401
