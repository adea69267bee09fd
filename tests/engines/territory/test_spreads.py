"""Units over grids: spread evenly and near, locked pairs stay, a new spread changes little, one leads a community."""

from datetime import timedelta

import pytest
from tests.factories.plans import a_lattice, a_signed_plan, adopted
from tests.factories.spreads import a_seated_unit, a_spread, pairs
from tests.factories.territory import a_county, a_member, a_unit, an_administrator

from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory.models import UnitSpread, UnitTie
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState

pytestmark = pytest.mark.django_db
CORNERS = {"水务局": (0, 0), "供电公司": (0, 1), "司法局": (1, 0), "县医院": (1, 1)}
NEAREST = {
    ("水务局", "兴农社区第一网格"),
    ("供电公司", "兴农社区第二网格"),
    ("司法局", "桂花社区第一网格"),
    ("县医院", "桂花社区第二网格"),
}


@pytest.fixture
def land():
    return a_county()


@pytest.fixture
def units(land):
    return {name: a_seated_unit(land, name, *at) for name, at in CORNERS.items()}


def today(spread):
    return plans.adopt_spread(spread.pk, effective=clock.today(), by=SYSTEM)


def test_every_grid_gets_the_unit_that_is_near_and_each_community_a_liaison(land, units):
    spread = a_spread(land.county)
    assert spread.state == "ready"
    assert pairs(spread) == NEAREST
    assert spread.figures["optimal"] is True
    detail = plans.unit_spread(SYSTEM, spread.pk)
    assert all(one.reason for one in detail.places)
    assert sorted(one.community for one in detail.places if one.liaison) == ["兴农社区", "桂花社区"]
    assert detail.empty == []


def test_a_skill_that_a_grid_wants_is_worth_a_way(land, units):
    far = land.grids[0]
    seat = units["县医院"].profile
    place = {"longitude": seat.longitude, "latitude": seat.latitude}
    plans.set_unit_profile(unit_id=units["县医院"].pk, capacity=1, skills=["医疗"], by=SYSTEM, **place)
    spread = a_spread(land.county, wanted={str(far.pk): ["医疗"]}, skill_metres=50_000)
    assert ("县医院", far.name) in pairs(spread)


def test_a_pair_set_by_hand_stays_whatever_it_costs(land, units):
    plans.tie_unit(unit_id=units["水务局"].pk, grid_id=land.grids[3].pk, by=SYSTEM, reason="结对多年")
    spread = a_spread(land.county)
    assert ("水务局", land.grids[3].name) in pairs(spread)
    place = spread.places.get(unit=units["水务局"])
    assert place.locked
    plans.untie_unit(unit_id=units["水务局"].pk, grid_id=land.grids[3].pk, by=SYSTEM)
    assert pairs(a_spread(land.county)) == NEAREST


def test_a_new_unit_moves_nobody_else(land, units):
    today(a_spread(land.county))
    a_seated_unit(land, "税务局", 0, 0)
    again = a_spread(land.county)
    assert pairs(again) > NEAREST
    assert not again.places.filter(moved=True).exists()
    assert again.figures["kept"] == 4


def test_units_of_a_grid_that_ended_stay_where_it_was():
    town = a_lattice()
    land = town.county
    for name, at in CORNERS.items():
        a_seated_unit(land, name, *at)
    today(a_spread(land.county))
    adopted(a_signed_plan(town, low=1400, high=1500))
    kept = {one.unit: one.ended for one in plans.serving_units(town.community.path)}
    assert set(kept) == {"水务局", "供电公司"}
    assert any(kept.values())
    again = a_spread(land.county)
    assert not again.places.filter(moved=True).exists()


def test_the_newest_adopted_spread_says_who_serves(land, units):
    first = today(a_spread(land.county))
    plans.tie_unit(unit_id=units["水务局"].pk, grid_id=land.grids[3].pk, by=SYSTEM)
    second = a_spread(land.county)
    plans.adopt_spread(second.pk, effective=clock.today() + timedelta(days=9), by=SYSTEM)
    assert {(one.unit, one.grid_id) for one in plans.serving_units("")} == set(
        first.places.values_list("unit__name", "grid_id")
    )
    with clock.at(clock.now() + timedelta(days=10)):
        assert {(one.unit, one.grid_id) for one in plans.serving_units("")} == set(
            second.places.values_list("unit__name", "grid_id")
        )
    with pytest.raises(WrongState):
        plans.adopt_spread(a_spread(land.county).pk, effective=clock.today() + timedelta(days=3), by=SYSTEM)


def test_a_spread_made_for_grids_that_have_gone_cannot_be_adopted():
    town = a_lattice()
    a_seated_unit(town.county, "水务局", 0, 0)
    a_seated_unit(town.county, "供电公司", 0, 1)
    spread = a_spread(town.county.county)
    adopted(a_signed_plan(town, low=1400, high=1500))
    with pytest.raises(WrongState):
        today(spread)


def test_what_makes_no_sense_is_refused_beside_its_field(land, units):
    unit = units["水务局"].pk
    for given, field in (
        ({"capacity": 99}, "capacity"),
        ({"capacity": 1, "longitude": 104.0}, "latitude"),
        ({"capacity": 1, "longitude": 36.0, "latitude": 104.0}, "latitude"),
        ({"capacity": 1, "skills": ["很" * 30]}, "skills"),
    ):
        with pytest.raises(Invalid) as refused:
            plans.set_unit_profile(unit_id=unit, by=SYSTEM, **given)
        assert field in refused.value.fields
    plans.tie_unit(unit_id=unit, grid_id=land.grids[0].pk, by=SYSTEM)
    with pytest.raises(Invalid):
        plans.tie_unit(unit_id=unit, grid_id=land.grids[1].pk, by=SYSTEM)
    assert UnitTie.objects.count() == 1


def test_without_units_or_grids_nothing_is_asked(land):
    with pytest.raises(Invalid):
        plans.ask_spread(area_id=land.county.pk, by=SYSTEM)
    a_seated_unit(land, "水务局", 0, 0)
    a_unit(land.street)
    with pytest.raises(Invalid):
        plans.ask_spread(area_id=land.street.pk, by=SYSTEM)


def test_a_job_run_twice_changes_nothing(land, units):
    spread = a_spread(land.county)
    again = journal.start_job(
        kind="territory.spread", path=spread.path, payload={"spread": spread.pk}, by=SYSTEM, title="再来"
    )
    journal.run_job(again.id)
    assert spread.places.count() == 4


def test_only_who_draws_spreads_and_only_staff_above_sees_it(land, units):
    spread = a_spread(land.county)
    worker = a_member("dispatcher", land.communities[0])
    neighbour = an_administrator(land.communities[1])
    for one in (worker, neighbour):
        with pytest.raises(NotFound):
            plans.unit_spread(one, spread.pk)
        with pytest.raises(NotAllowed):
            plans.adopt_spread(spread.pk, effective=clock.today(), by=one)
        with pytest.raises(NotAllowed):
            plans.ask_spread(area_id=land.county.pk, by=one)
        with pytest.raises(NotAllowed):
            plans.tie_unit(unit_id=units["水务局"].pk, grid_id=land.grids[0].pk, by=one)
    assert UnitSpread.objects.get().state == "ready"
    assert plans.serving_units(land.communities[0].path) == []
