"""Adopting a plan: dated grids, buildings and posts that follow, a history that stays, and a day that may lie ahead."""

from datetime import timedelta

import pytest
from tests.factories.plans import a_lattice, a_plan, a_signed_plan, adopted, grid_of, place_of
from tests.factories.territory import START, a_member, a_person, an_administrator, an_appointment, posts

from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.models import Appointment, Area, AreaCode, Boundary, GridPlan, PlanMove
from linli.engines.territory.verbs.adoption import carry_out_due
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def staffed():
    """A community with a leader in each of its two grids and a head at one building."""
    town = a_lattice()
    posts()
    leaders = [a_person(f"组长{n}") for n in "甲乙"]
    for leader, grid in zip(leaders, town.county.grids, strict=False):
        an_appointment("grid_leader", leader, grid)
    an_appointment("building_head", a_person("楼长"), building_id=town.buildings[2, 3].pk)
    return town, leaders


def test_the_new_net_holds_from_its_day_and_the_old_one_stays_for_the_days_before():
    town, _leaders = staffed()
    before = {key: grid_of(one).pk for key, one in town.buildings.items()}
    plan = adopted(a_signed_plan(town, grids=5))
    assert plan.state == "adopted"
    today = territory.children(town.community.pk)
    assert len(today) == plan.figures["grids"]
    yesterday = clock.today() - timedelta(days=1)
    for key, building in town.buildings.items():
        now = grid_of(building)
        assert now is not None
        assert now.pk in {one.id for one in today}
        was = territory.grid_at(*place_of(*key), on=yesterday)
        assert was is not None
        assert was.id == before[key]
    assert all(Boundary.objects.filter(area=grid).exists() for grid in town.county.grids[:2])


def test_a_grid_that_keeps_its_code_and_most_of_its_homes_goes_on():
    town, leaders = staffed()
    plan = adopted(a_signed_plan(town, low=500, high=900, keep="present"))
    first = Area.objects.get(pk=town.county.grids[0].pk)
    assert first.valid_to is None
    assert plan.grids.get(code=first.code).area_id == first.pk
    assert Appointment.objects.get(account_id=leaders[0]).ends is None


def test_a_grid_that_goes_on_under_another_number_keeps_its_name_for_the_days_before():
    town, _leaders = staffed()
    before = {}
    for at, grid in enumerate(territory.children(town.community.pk)):
        Area.objects.filter(pk=grid.id).update(code=f"63{at}", name=f"老{at}网格")
        before[grid.path] = f"老{at}网格"
    territory.forget_caches()
    yesterday = clock.today() - timedelta(days=1)
    AreaCode.objects.filter(area__path__in=before).update(valid_from=yesterday)
    adopted(a_signed_plan(town))
    territory.forget_caches()
    today = {path: territory.ancestors(path)[-1].name for path in before}
    assert today != before
    assert {path: territory.ancestors(path, on=yesterday)[-1].name for path in before} == before


def test_posts_of_grids_that_end_begin_where_most_households_went():
    town, leaders = staffed()
    adopted(a_signed_plan(town, grids=5))
    ended = Area.objects.filter(parent=town.community, valid_to__isnull=False)
    assert ended.exists()
    for grid in ended:
        one = Appointment.objects.get(area=grid, post__code="grid_leader")
        assert one.ends == clock.today()
        follow = Appointment.objects.get(account_id=one.account_id, ends__isnull=True)
        assert follow.starts == clock.today()
        assert follow.area.parent_id == town.community.pk
        assert one.account_id in leaders
    head = Appointment.objects.get(post__code="building_head")
    assert head.area_id == grid_of(town.buildings[2, 3]).pk


def test_the_list_of_changes_names_grids_buildings_boards_and_posts():
    town, _leaders = staffed()
    signed = a_signed_plan(town, grids=5)
    foreseen = plans.foresee_adoption(signed.pk, by=SYSTEM)
    assert Area.objects.filter(parent=town.community, valid_to__isnull=True).count() == 2
    assert not Appointment.objects.filter(ends__isnull=False).exists()
    adopted(signed)
    kept = list(PlanMove.objects.order_by("pk").values_list("kind", "what", "before", "after"))
    assert kept == [(one.kind, one.what, one.before, one.after) for one in foreseen]
    assert {kind for kind, *_rest in kept} >= {"grid", "building", "board", "post"}
    board = next(what for kind, what, *_rest in kept if kind == "board")
    assert "2" in board


def test_a_plan_without_both_signatures_is_not_adopted():
    town, _leaders = staffed()
    plan = a_plan(town)
    plans.share_plan(plan.pk, by=SYSTEM)
    plans.sign_plan(plan.pk, level="community", edition=1, by=SYSTEM)
    with pytest.raises(WrongState) as refused:
        adopted(plan)
    assert refused.value.code == "not_signed"
    with pytest.raises(NotAllowed):
        adopted(plan, by=a_member("coordinator", town.county.street))
    with pytest.raises(NotAllowed):
        adopted(plan, by=an_administrator(town.county.communities[1]))


def test_history_is_not_redrawn_and_nothing_adopted_is_overwritten():
    town, _leaders = staffed()
    signed = a_signed_plan(town)
    with pytest.raises(Invalid):
        adopted(signed, on=clock.today() - timedelta(days=1))
    adopted(signed)
    for verb in (
        lambda: adopted(signed),
        lambda: plans.drop_plan(signed.pk, by=SYSTEM),
        lambda: plans.undo_edit(signed.pk, by=SYSTEM),
        lambda: plans.move_buildings(signed.pk, building_ids=[town.buildings[0, 0].pk], to="x", by=SYSTEM),
        lambda: plans.rename_grid(signed.pk, code="x", name="y", by=SYSTEM),
        lambda: adopted(a_signed_plan(town, seed=2)),
    ):
        with pytest.raises(WrongState):
            verb()


def test_a_plan_with_a_day_ahead_waits_for_it():
    town, _leaders = staffed()
    day = clock.today() + timedelta(days=10)
    plan = adopted(a_signed_plan(town), on=day)
    assert plan.state == "scheduled"
    assert carry_out_due(clock.now()) == 0
    with pytest.raises(WrongState):
        adopted(a_signed_plan(town, seed=3), on=day)
    morning = clock.now() + timedelta(days=10)
    with clock.at(morning):
        assert carry_out_due(morning) == 1
        assert carry_out_due(morning) == 0
        plan.refresh_from_db()
        assert plan.state == "adopted"
        assert plan.effective == day
        grids = territory.children(town.community.pk)
        assert len(grids) == plan.figures["grids"]


def test_a_scheduled_plan_can_be_called_off():
    town, _leaders = staffed()
    plan = adopted(a_signed_plan(town), on=clock.today() + timedelta(days=10))
    plans.drop_plan(plan.pk, by=SYSTEM)
    morning = clock.now() + timedelta(days=10)
    with clock.at(morning):
        assert carry_out_due(morning) == 0
    assert len(territory.children(town.community.pk)) == 2


def test_replanning_after_new_buildings_keeps_what_it_can():
    town, _leaders = staffed()
    adopted(a_signed_plan(town, grids=5))
    later = clock.now() + timedelta(days=40)
    with clock.at(later):
        x, y = place_of(2, 2)
        new = territory.add_building(
            territory.NewBuilding(
                community_id=town.community.pk,
                number="99",
                name="新楼",
                longitude=x + 0.0006,
                latitude=y + 0.0006,
                households=60,
                valid_from=START,
            ),
            by=SYSTEM,
        )
        before = {key: grid_of(one).pk for key, one in town.buildings.items()}
        plan = a_signed_plan(town, low=200, high=420, keep="present")
        adopted(plan)
        after = {key: grid_of(one).pk for key, one in town.buildings.items()}
        assert sum(before[key] != after[key] for key in before) <= 4
        assert grid_of(new) is not None
    assert GridPlan.objects.filter(state="adopted").count() == 2
