"""Roles come from appointments of today: own ones and stood-in ones, over an area and what lies below it."""

from datetime import timedelta

import pytest
from tests.factories.access import (
    a_building_head,
    a_community_worker,
    a_dispatcher,
    a_grid_leader,
    a_handler,
    a_resident,
    a_visitor,
    an_account,
    appointed,
    appointment_of,
    as_actor,
)
from tests.factories.territory import a_building, a_county, a_unit, an_estate

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, ActorKind
from linli.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def test_a_grid_leader_handles_in_the_own_grid_and_not_next_door():
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    assert leader.kind is ActorKind.STAFF
    assert access.may(leader, Role.HANDLER, place.grids[0].path)
    assert not access.may(leader, Role.HANDLER, place.grids[1].path)
    assert not access.may(leader, Role.HANDLER, place.communities[0].path)
    assert not access.may(leader, Role.DISPATCHER, place.grids[0].path)


def test_a_street_dispatcher_has_every_grid_of_the_street():
    place = a_county()
    dispatcher = a_dispatcher(place.street)
    for grid in place.grids:
        access.require(dispatcher, Role.DISPATCHER, grid.path)
    with pytest.raises(NotAllowed):
        access.require(dispatcher, Role.DISPATCHER, place.county.path)


def test_an_appointment_that_ends_today_gives_nothing_from_today_on():
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    territory.end_appointment(appointment_of(leader).pk, ends=clock.today(), reason="换届", by=SYSTEM)
    after = as_actor(access.Account.objects.get(pk=leader.account_id))
    assert after.grants == ()
    assert after.kind is ActorKind.RESIDENT


def test_an_appointment_of_tomorrow_gives_nothing_today():
    place = a_county()
    account = appointed("grid_leader", place.grids[0], starts=clock.today() + timedelta(days=1))
    assert as_actor(account).grants == ()
    with clock.at(clock.now() + timedelta(days=1)):
        assert as_actor(account).has(Role.HANDLER, place.grids[0].path)


def test_a_stand_in_has_the_roles_for_the_days_agreed_and_the_holder_keeps_them():
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    helper = an_account()
    today = clock.today()
    territory.stand_in(
        appointment_id=appointment_of(leader).pk,
        account_id=helper.pk,
        starts=today,
        ends=today + timedelta(days=3),
        reason="休假",
        by=SYSTEM,
    )
    standing_in = as_actor(helper)
    assert standing_in.has(Role.HANDLER, place.grids[0].path)
    assert all(grant.stand_in for grant in standing_in.grants)
    assert as_actor(access.Account.objects.get(pk=leader.account_id)).has(Role.HANDLER, place.grids[0].path)
    with clock.at(clock.now() + timedelta(days=3)):
        assert as_actor(helper).grants == ()


def test_a_stand_in_loses_the_roles_with_the_appointment_stood_in_for():
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    helper = an_account()
    today = clock.today()
    territory.stand_in(
        appointment_id=appointment_of(leader).pk,
        account_id=helper.pk,
        starts=today,
        ends=today + timedelta(days=30),
        reason="休假",
        by=SYSTEM,
    )
    territory.end_appointment(appointment_of(leader).pk, ends=today + timedelta(days=1), reason="调离", by=SYSTEM)
    with clock.at(clock.now() + timedelta(days=1)):
        assert as_actor(helper).grants == ()


def test_a_grant_tells_the_building_or_the_unit_of_the_post():
    place = a_county()
    building = a_building(an_estate(place.communities[0]))
    head = a_building_head(place.grids[0], building.pk)
    assert {grant.building_id for grant in head.grants} == {building.pk}
    unit = a_unit(place.street)
    assert {grant.unit_id for grant in a_handler(unit).grants} == {unit.pk}


def test_a_post_for_one_programme_gives_its_role_there_only():
    place = a_county()
    account = appointed("grid_leader", place.grids[0], programme="orders")
    actor = as_actor(account)
    assert access.may(actor, Role.HANDLER, place.grids[0].path, programme="orders")
    assert not access.may(actor, Role.HANDLER, place.grids[0].path, programme="wishes")
    assert not access.may(actor, Role.HANDLER, place.grids[0].path)
    assert access.who_may(Role.HANDLER, place.grids[0].path) == []
    assert len(access.who_may(Role.HANDLER, place.grids[0].path, programme="orders")) == 1


def test_a_closed_account_is_nobody():
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    access.deactivate(account_id=leader.account_id, reason="离职", by=SYSTEM)
    with pytest.raises(NotFound):
        access.actor_of(leader.account_id)
    assert access.who_may(Role.HANDLER, place.grids[0].path) == []


def test_who_may_names_the_nearest_first_and_stand_ins_too():
    place = a_county()
    grid = place.grids[0]
    worker, dispatcher = a_community_worker(place.communities[0]), a_dispatcher(place.street)
    a_community_worker(place.communities[1])
    helper = an_account()
    today = clock.today()
    territory.stand_in(
        appointment_id=appointment_of(dispatcher).pk,
        account_id=helper.pk,
        starts=today,
        ends=today + timedelta(days=2),
        reason="学习",
        by=SYSTEM,
    )
    found = access.who_may([Role.DISPATCHER], grid.path)
    assert [holder.account_id for holder in found] == [worker.account_id, *sorted([dispatcher.account_id, helper.pk])]
    assert [holder.path for holder in found] == [place.communities[0].path, place.street.path, place.street.path]
    assert access.who_may(Role.ADMINISTRATOR, grid.path) == []


def test_may_i_and_who_may_agree_for_every_role_and_place():
    place = a_county()
    people = [
        a_grid_leader(place.grids[0]),
        a_community_worker(place.communities[0]),
        a_dispatcher(place.street),
        a_community_worker(place.communities[1]),
        a_resident(),
    ]
    for role in Role:
        for area in [place.county, place.street, *place.communities, *place.grids]:
            asked = {person.account_id for person in people if access.may(person, role, area.path)}
            told = {holder.account_id for holder in access.who_may(role, area.path)}
            assert told == asked, (role, area.name)


def test_rows_are_narrowed_to_the_areas_of_the_role():
    place = a_county()
    areas = type(place.county).objects
    worker = a_community_worker(place.communities[0])
    seen = access.within(areas.all(), worker, Role.DISPATCHER)
    assert {area.pk for area in seen} == {place.communities[0].pk, place.grids[0].pk, place.grids[1].pk}
    assert not access.within(areas.all(), worker, Role.ADMINISTRATOR).exists()
    assert access.within(areas.all(), SYSTEM).count() == areas.count()


def test_an_actor_costs_two_queries_at_most(django_assert_max_num_queries):
    place = a_county()
    leader = a_grid_leader(place.grids[0])
    for grid in place.grids[1:]:
        appointed("grid_member", grid, account=access.Account.objects.get(pk=leader.account_id))
    with django_assert_max_num_queries(2):
        access.actor_of(leader.account_id)


def test_a_visitor_bears_tracking_codes_and_nothing_else():
    visitor = a_visitor(4, 7)
    assert visitor.kind is ActorKind.VISITOR
    assert visitor.follows == {4, 7}
    assert visitor.grants == ()
