"""Cases when the net of a community changes: open ones go along, closed ones keep the grid of their day."""

import pytest
from tests.factories.cases import a_case, a_place, a_world
from tests.factories.plans import a_lattice, a_signed_plan, adopted, grid_of, place_of

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.followers import workload_of
from linli.engines.territory.models import PlanMove
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


def at_building(world, town, key):
    """A place at one of the lattice's buildings, in the grid it is in now."""
    building = town.buildings[key]
    x, y = place_of(*key)
    area = territory.area(grid_of(building).pk)
    here = a_place(world)
    return territory.Location(
        area=area, building_id=building.pk, place=here.place, inside=True, how="point", longitude=x, latitude=y
    )


@pytest.fixture
def county():
    world = a_world()
    return world, a_lattice(land=world.land)


def leader_key(grid):
    return territory.post_key("grid_leader", area_id=grid.pk)


def test_open_cases_follow_their_place_and_closed_ones_stay(county):
    world, town = county
    closed = a_case(world, location=at_building(world, town, (0, 0))).closed()
    waiting = a_case(world, location=at_building(world, town, (0, 0))).dispatched_to(leader_key(world.land.grids[0]))
    street = a_case(world, location=at_building(world, town, (5, 7))).submitted()
    old = {one.pk: one.area_id for one in Case.objects.all()}
    adopted(a_signed_plan(town, low=100, high=180))
    now = {key: grid_of(town.buildings[key]) for key in ((0, 0), (5, 7))}
    assert closed.case.area_id == old[closed.id]
    assert closed.case.path == world.land.grids[0].path
    assert waiting.case.area_id == now[0, 0].pk
    assert street.case.area_id == now[5, 7].pk
    assert street.case.path == now[5, 7].path
    assert waiting.case.state == cases.State.DISPATCHED
    moved = PlanMove.objects.filter(kind="case").values_list("what", flat=True)
    assert sorted(text.split()[0] for text in moved) == sorted([waiting.case.number, street.case.number])


def test_a_case_in_hand_stays_with_who_took_it(county):
    world, town = county
    taken = a_case(world, location=at_building(world, town, (0, 0))).handling_by(world.leader)
    adopted(a_signed_plan(town, low=100, high=180))
    from linli.engines.access import public as access

    leader = access.actor_of(world.leader.account_id)
    case = taken.case
    assert case.assignee in territory.assignee_keys(leader)
    assert case.holder_id == world.leader.account_id
    taken.did("handle", leader, note="已清理。")


def test_the_history_of_a_case_says_that_its_grid_changed(county):
    world, town = county
    case = a_case(world, location=at_building(world, town, (0, 0))).submitted()
    before = case.case.version
    adopted(a_signed_plan(town, low=100, high=180))
    detail = cases.case_for(SYSTEM, id=case.id)
    assert detail.steps[-1].verb == "regrid"
    assert grid_of(town.buildings[0, 0]).name in detail.steps[-1].title
    assert case.case.version == before + 1


def test_looking_ahead_moves_no_case(county):
    world, town = county
    case = a_case(world, location=at_building(world, town, (0, 0))).submitted()
    signed = a_signed_plan(town, low=100, high=180)
    foreseen = plans.foresee_adoption(signed.pk, by=SYSTEM)
    assert any(one.kind == "case" for one in foreseen)
    assert case.case.area_id == world.land.grids[0].pk


def test_past_cases_are_the_work_of_their_buildings(county):
    world, town = county
    for _number in range(3):
        a_case(world, location=at_building(world, town, (1, 1)))
    a_case(world, location=at_building(world, town, (4, 4)))
    work = workload_of(town.community.path, clock.today())
    assert work[town.buildings[1, 1].pk] == 3
    assert work[town.buildings[4, 4].pk] == 1
