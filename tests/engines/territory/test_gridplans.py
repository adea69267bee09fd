"""Plans of grids: asked for, made by a job, changed by hand, talked about, signed."""

import pytest
from tests.factories.plans import a_lattice, a_plan, a_signed_plan
from tests.factories.territory import a_member, an_administrator

from linli.engines.journal import public as journal
from linli.engines.territory import plans
from linli.engines.territory.models import GridPlan
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState

pytestmark = pytest.mark.django_db


def grids_of(plan):
    """The code of every building's grid, as the map says."""
    rows = [row["properties"] for row in plans.plan_map(SYSTEM, plan.pk)["cells"]["features"]]
    return {row["id"]: row["grid"] for row in rows}


def test_a_plan_is_made_by_its_job():
    town = a_lattice()
    plan = a_plan(town)
    detail = plans.grid_plan(SYSTEM, plan.pk)
    assert plan.state == "ready"
    assert sum(one.households for one in detail.grids) == 48 * 30
    assert all(one.in_band for one in detail.grids)
    assert detail.reasons
    assert all(one.code.startswith(town.community.code) for one in detail.grids)
    drawn = plans.plan_map(SYSTEM, plan.pk)
    assert len(drawn["grids"]["features"]) == len(detail.grids)
    assert len(drawn["cells"]["features"]) == 48


def test_neighbours_differ_in_colour():
    plan = a_plan(a_lattice(), low=100, high=200)
    drawn = plans.grid_plan(SYSTEM, plan.pk).grids
    assert len({one.colour for one in drawn}) > 2


def test_a_job_run_twice_changes_nothing():
    town = a_lattice()
    plan = a_plan(town)
    before = plans.plan_map(SYSTEM, plan.pk)
    again = journal.start_job(kind="territory.plan", path=plan.path, payload={"plan": plan.pk}, by=SYSTEM, title="再来")
    journal.run_job(again.id)
    assert plans.plan_map(SYSTEM, plan.pk) == before


def test_wishes_that_make_no_sense_are_refused_beside_their_field():
    town = a_lattice()
    faults = (({"low": 500, "high": 300}, "high"), ({"seconds": 0}, "seconds"), ({"keep": "net:7"}, "keep"))
    for wishes, field in faults:
        with pytest.raises(Invalid) as refused:
            plans.ask_plan(area_id=town.community.pk, name="x", wishes=plans.PlanWishes(**wishes), by=SYSTEM)
        assert field in refused.value.fields


def test_a_community_without_buildings_says_so():
    town = a_lattice()
    empty = town.county.communities[1]
    asked = plans.ask_plan(area_id=empty.pk, name="空", wishes=plans.PlanWishes(seconds=1), by=SYSTEM)
    journal.run_job(asked.job_id)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert asked.fault


def test_moving_a_building_shows_first_and_then_does_it_and_can_be_taken_back():
    town = a_lattice()
    plan = a_plan(town)
    cells = grids_of(plan)
    building = town.buildings[0, 0].pk
    to = next(code for code in sorted(set(cells.values())) if code != cells[building])
    shown = plans.try_move(SYSTEM, plan.pk, building_ids=[building], to=to)
    loads = {one.code: (one.before, one.after) for one in shown.grids}
    assert loads[to][1] - loads[to][0] == 30
    plan.refresh_from_db()
    assert plan.edition == 1

    plans.move_buildings(plan.pk, building_ids=[building], to=to, by=SYSTEM, expected_edition=1)
    after = grids_of(plan)
    assert after == {**cells, building: to}
    plan.refresh_from_db()
    assert plan.edition == 2

    with pytest.raises(WrongState):
        plans.move_buildings(plan.pk, building_ids=[building], to=cells[building], by=SYSTEM, expected_edition=1)
    plans.undo_edit(plan.pk, by=SYSTEM)
    back = grids_of(plan)
    assert back == cells
    with pytest.raises(WrongState):
        plans.undo_edit(plan.pk, by=SYSTEM)
    with pytest.raises(Invalid):
        plans.move_buildings(plan.pk, building_ids=[], to=to, by=SYSTEM)


def test_a_plan_is_compared_with_today_and_with_another():
    town = a_lattice()
    one, other = a_plan(town, grids=5), a_plan(town, name="方案二", seed=2, low=300, high=500)
    now = plans.compare_plans(SYSTEM, plans.NOW, one.pk)
    assert now.one["grids"] == 2
    assert now.households == sum(row.households for row in now.changes)
    found = plans.compare_plans(SYSTEM, one.pk, other.pk)
    assert found.one["grids"] > found.other["grids"]


def test_community_and_street_talk_about_a_shared_plan_and_sign_it():
    town = a_lattice()
    plan = a_plan(town)
    worker = a_member("dispatcher", town.community)
    with pytest.raises(NotFound):
        plans.grid_plan(worker, plan.pk)
    with pytest.raises(WrongState):
        plans.remark_on_plan(plan.pk, text="想说一句", by=worker)
    plans.share_plan(plan.pk, by=SYSTEM)
    plans.remark_on_plan(plan.pk, text="东1小区最好不要拆开，电话 13800138000", by=worker)
    detail = plans.grid_plan(worker, plan.pk)
    assert "13800138000" not in detail.remarks[0].text
    assert [one.may_sign for one in detail.signatures] == [True, False]
    plans.sign_plan(plan.pk, level="community", edition=1, by=worker)
    with pytest.raises(NotAllowed):
        plans.sign_plan(plan.pk, level="street", edition=1, by=worker)
    with pytest.raises(WrongState):
        plans.sign_plan(plan.pk, level="community", edition=1, by=worker)
    plans.sign_plan(plan.pk, level="street", edition=1, by=a_member("coordinator", town.county.street))
    assert plans.grid_plan(worker, plan.pk).signed


def test_an_edit_after_signing_asks_for_new_signatures():
    town = a_lattice()
    plan = a_signed_plan(town)
    codes = sorted(one.code for one in plans.grid_plan(SYSTEM, plan.pk).grids)
    ids = [town.buildings[0, 0].pk]
    for code in codes:
        if plans.try_move(SYSTEM, plan.pk, building_ids=ids, to=code).moved:
            plans.move_buildings(plan.pk, building_ids=ids, to=code, by=SYSTEM)
            break
    assert not plans.grid_plan(SYSTEM, plan.pk).signed
    with pytest.raises(WrongState):
        plans.sign_plan(plan.pk, level="community", edition=1, by=SYSTEM)


def test_a_neighbour_sees_no_plan_and_may_not_draw():
    town = a_lattice()
    plan = a_signed_plan(town)
    neighbour = an_administrator(town.county.communities[1])
    with pytest.raises(NotFound):
        plans.grid_plan(neighbour, plan.pk)
    with pytest.raises(NotFound):
        plans.plan_map(neighbour, plan.pk)
    with pytest.raises(NotFound):
        plans.try_move(neighbour, plan.pk, building_ids=[town.buildings[0, 0].pk], to="x")
    with pytest.raises(NotAllowed):
        plans.move_buildings(plan.pk, building_ids=[town.buildings[0, 0].pk], to="x", by=neighbour)
    with pytest.raises(NotAllowed):
        plans.ask_plan(area_id=town.community.pk, name="x", wishes=plans.PlanWishes(), by=neighbour)


def test_a_plan_can_be_put_aside():
    town = a_lattice()
    plan = a_plan(town)
    plans.drop_plan(plan.pk, by=SYSTEM)
    assert plans.grid_plans(SYSTEM, town.community.path).items == []
    with pytest.raises(WrongState):
        plans.share_plan(plan.pk, by=SYSTEM)
    assert GridPlan.objects.get(pk=plan.pk).effective is None
