"""A change of a rule is tried on the cases of the last days before it counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule
from linli.engines.cases.public import Replay, RuleInput
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed


def a_rule(world: World, target: str, **more: object) -> RuleInput:
    given = {"name": f"到{target}", "target": target, "reason": "测试规则。", "area_id": world.land.county.pk}
    return RuleInput(**{**given, **more})  # type: ignore[arg-type]


def replayed(change: RuleInput, *, by: object = SYSTEM, **more: object) -> Replay:
    today = clock.today()
    return cases.replay_rule(by, change, since=today - timedelta(days=30), until=today, **more)  # type: ignore[arg-type]


def test_who_gets_more_and_who_fewer_and_why(world: World) -> None:
    cases.define_rules([a_rule(world, "unit:street.sanitation", categories=("A",))], by=SYSTEM)
    rule = Rule.objects.get()
    for grid in (0, 1):
        a_case(world, grid=grid)
    change = a_rule(world, "post:grid_leader", categories=("A",))
    found = replayed(change, rule_id=rule.pk)
    assert (found.looked_at, found.changed, found.cut) == (2, 2, False)
    assert {load.key: load.more for load in found.loads}[world.team_key] == -2
    assert {load.key: load.more for load in found.loads}[world.leader_key] == 1
    assert [(one.before.key, one.after.key) for one in found.moved][1] == (world.team_key, world.leader_key)
    assert all("到post:grid_leader" in one.after.reason for one in found.moved)
    rule.refresh_from_db()
    assert rule.target == "unit:street.sanitation", "a replay changes nothing"


def test_a_new_rule_comes_last_and_the_same_rule_changes_nothing(world: World) -> None:
    kept = a_rule(world, "unit:street.sanitation", categories=("A",))
    cases.define_rules([kept], by=SYSTEM)
    a_case(world)
    assert replayed(a_rule(world, "post:grid_leader", name="后来的")).changed == 0
    assert replayed(kept, rule_id=Rule.objects.get().pk).changed == 0


def test_a_rule_put_out_of_force_leaves_its_cases_to_the_next(world: World) -> None:
    first = a_rule(world, "unit:street.sanitation", categories=("A",))
    cases.define_rules([first, a_rule(world, "post:grid_leader", name="其次")], by=SYSTEM)
    a_case(world)
    found = replayed(replace(first, active=False), rule_id=Rule.objects.get(name=first.name).pk)
    assert [one.after.key for one in found.moved] == [world.leader_key]


def test_only_administrators_of_the_place_replay_and_only_who_may_sees_the_cases(world: World) -> None:
    a_case(world)
    change = a_rule(world, "post:grid_leader", area_id=world.land.communities[0].pk)
    own = people.an_administrator(world.land.communities[0])
    found = replayed(change, by=own)
    assert found.changed == 1, "it is sent at once instead of suggested"
    assert (found.loads, found.moved) == ([], [])
    with pytest.raises(NotAllowed):
        replayed(a_rule(world, "post:grid_leader"), by=own)
    with pytest.raises(Invalid):
        replayed(a_rule(world, "post:no_such_post"))
