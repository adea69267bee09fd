"""Sending a case, taking it, handing it back and passing it up."""

from dataclasses import replace

import pytest
from tests.factories.cases import MATTERS, World, a_block, a_building_head, a_case, another_handler, days, today_plus

from linli.engines.cases import public as cases
from linli.engines.cases.models import Extension
from linli.engines.cases.public import State
from linli.engines.cases.verbs import define
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState


def matter_id(code: str) -> int:
    return next(row.id for row in cases.matters() if row.code == code)


class TestTheMatter:
    """J9: what is put on a community stands on one of the three lists."""

    def test_is_found_by_the_class(self, world: World) -> None:
        made = a_case(world).dispatched_to(world.leader_key)
        assert made.case.matter_id == matter_id("A-01")

    def test_is_needed_for_a_community_post(self, world: World) -> None:
        made = a_case(world, category_code="E01").accepted()
        worker = territory.post_key("community_worker", area_id=world.land.communities[0].pk)
        for key in (worker, world.leader_key):
            with pytest.raises(Invalid) as refused:
                cases.dispatch(made.id, by=world.worker, assignee=key)
            assert refused.value.code == "matter_needed"
        assert made.case.state == State.ACCEPTED

    def test_can_be_named(self, world: World) -> None:
        made = a_case(world, category_code="E01").accepted()
        made.did("dispatch", world.worker, assignee=world.leader_key, matter_id=matter_id("A-01"))
        assert made.case.matter_id == matter_id("A-01")

    def test_that_has_ended_does_not_count(self, world: World) -> None:
        define.define_matters([replace(MATTERS[0], valid_to=clock.today())], by=SYSTEM)
        a_case(world).dispatched_to(world.leader_key)  # the last day counts
        made = a_case(world).accepted()
        with clock.at(clock.now() + days(1)), pytest.raises(Invalid) as refused:
            cases.dispatch(made.id, by=world.worker, assignee=world.leader_key)
        assert refused.value.code == "matter_needed"

    def test_is_not_needed_for_a_unit_or_a_street_post(self, world: World) -> None:
        made = a_case(world, category_code="E01").accepted()
        made.did("dispatch", world.worker, assignee=world.firm_key)
        street = territory.post_key("street_dispatcher", area_id=world.land.street.pk)
        made.did("dispatch", world.street, assignee=street)
        assert made.case.matter_id is None


class TestWhoGetsIt:
    @pytest.mark.parametrize("key", ["", "u:99999", "p:nobody:a1", "x", "p:grid_leader:a99999", "u:1; drop"])
    def test_nobody_unknown(self, world: World, key: str) -> None:
        made = a_case(world).accepted()
        with pytest.raises(Invalid) as refused:
            cases.dispatch(made.id, by=world.worker, assignee=key)
        assert "assignee" in refused.value.fields

    def test_nobody_who_serves_elsewhere(self, world: World) -> None:
        made = a_case(world).accepted()
        for grid in (2, 3):
            key = territory.post_key("grid_leader", area_id=world.land.grids[grid].pk)
            with pytest.raises(Invalid):
                cases.dispatch(made.id, by=world.worker, assignee=key)

    def test_a_building_head_in_the_own_building(self, world: World) -> None:
        block = a_block(world)
        head = a_building_head(world, block)
        key = territory.post_key("building_head", building_id=block.pk)
        made = a_case(world).dispatched_to(key).did("take", head)
        made.handled(head).checked().closed()
        assert made.case.settled_level == "grid"

    def test_a_neighbour_grid_of_the_same_desk(self, world: World) -> None:
        a_case(world).dispatched_to(world.neighbour_key).did("take", world.neighbour)

    def test_sent_anew_the_former_one_has_it_no_more(self, world: World) -> None:
        made = (
            a_case(world)
            .handling_by(world.handler)
            .did("ask_extension", world.handler, value=1, unit="wd", reason="忙")
        )
        made.did("dispatch", world.worker, assignee=world.leader_key)
        assert (made.case.holder_id, made.case.asks_more_time) == (None, False)
        assert Extension.objects.get(case=made.id).granted is False
        with pytest.raises(NotFound):
            cases.take(made.id, by=world.handler)

    def test_a_colleague_of_the_unit_may_do_what_the_holder_began(self, world: World) -> None:
        made = a_case(world).handling_by(world.handler).handled(another_handler(world))
        assert made.case.handled_by_id != world.handler.account_id


class TestAfterTwoHandBacks:
    def test_no_dispatcher_without_the_streets_coordinator(self, world: World) -> None:
        made = a_case(world)
        for key, actor in ((world.leader_key, world.leader), (world.firm_key, world.handler)):
            made.dispatched_to(key).did("decline", actor, reason="不归我")
        with pytest.raises(NotAllowed):
            cases.dispatch(made.id, by=world.worker, assignee=world.leader_key)
        with pytest.raises(NotAllowed):
            cases.dispatch(made.id, by=SYSTEM, assignee=world.leader_key)
        assert "dispatch" not in {step.verb for step in cases.open_verbs(made.case, world.worker)}
        made.did("dispatch", world.county, assignee=world.leader_key)

    def test_the_community_still_sees_it(self, world: World) -> None:
        made = a_case(world)
        for key, actor in ((world.leader_key, world.leader), (world.firm_key, world.handler)):
            made.dispatched_to(key).did("decline", actor, reason="不归我")
        assert cases.case_for(world.worker, id=made.id).desk_name == world.land.street.name

    def test_a_reason_is_needed(self, world: World) -> None:
        made = a_case(world).dispatched_to(world.leader_key)
        with pytest.raises(Invalid):
            cases.decline(made.id, by=world.leader, reason="  ")


class TestPassingUp:
    def test_one_level_at_a_time_to_the_county(self, world: World) -> None:
        made = a_case(world).dispatched_to(world.firm_key).did("escalate", world.handler, reason="一")
        assert made.case.desk_id == world.land.street.pk
        made.did("dispatch", world.street, assignee=world.firm_key).did("escalate", world.handler, reason="二")
        assert made.case.desk_id == world.land.county.pk
        made.did("dispatch", world.county, assignee=world.firm_key)
        with pytest.raises(WrongState) as refused:
            cases.escalate(made.id, by=world.handler, reason="三")
        assert refused.value.code == "top"

    def test_the_desk_below_no_longer_decides(self, world: World) -> None:
        made = a_case(world).dispatched_to(world.firm_key).did("escalate", world.handler, reason="一")
        for verb, more in (("dispatch", {"assignee": world.firm_key}), ("refuse", {"exit": "outside", "text": "不办"})):
            with pytest.raises(NotAllowed):
                cases.perform(verb, made.id, by=world.worker, **more)


class TestPausing:
    @pytest.mark.parametrize("later", [0, -1, 91])
    def test_until_a_later_day_but_not_for_ever(self, world: World, later: int) -> None:
        made = a_case(world).handling_by(world.leader)
        with pytest.raises(Invalid) as refused:
            cases.suspend(made.id, by=world.leader, reason="等", until=today_plus(later))
        assert "until" in refused.value.fields


class TestMoreTime:
    @pytest.mark.parametrize(("value", "unit"), [(0, "wd"), (-3, "wd"), (61, "wd"), (5, "weeks")])
    def test_only_a_reasonable_one(self, world: World, value: int, unit: str) -> None:
        made = a_case(world).handling_by(world.leader)
        with pytest.raises(Invalid):
            cases.ask_extension(made.id, by=world.leader, value=value, unit=unit, reason="忙")

    def test_asked_once_at_a_time(self, world: World) -> None:
        made = (
            a_case(world).handling_by(world.leader).did("ask_extension", world.leader, value=1, unit="wd", reason="忙")
        )
        with pytest.raises(WrongState) as refused:
            cases.ask_extension(made.id, by=world.leader, value=2, unit="wd", reason="还忙")
        assert refused.value.code == "asked_already"
        made.did("grant_extension", world.street).did("ask_extension", world.leader, value=2, unit="wd", reason="还忙")


def test_an_old_page_is_told_that_it_is_old(world: World) -> None:
    made = a_case(world)
    old = made.case.version
    made.accepted()
    with pytest.raises(WrongState):
        cases.dispatch(made.id, by=world.street, assignee=world.firm_key, expected_version=old)
    made.did("dispatch", world.street, assignee=world.firm_key, expected_version=old + 1)
