"""Rules are changed in a draft, tried on past cases, put in force on a day; what was in force can come back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule, RuleSet
from linli.engines.cases.public import RuleInput
from linli.engines.cases.verbs.rulesets import apply_due
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound

Writes = Callable[..., RuleInput]


@pytest.fixture
def a_rule(world: World) -> Writes:
    def made(target: str, **more: object) -> RuleInput:
        given = {"name": f"到{target}", "target": target, "reason": "测试规则。", "area_id": world.land.county.pk}
        return RuleInput(**{**given, **more})  # type: ignore[arg-type]

    return made


@pytest.fixture
def boss(world: World) -> Actor:
    return people.an_administrator(world.land.county)


def targets() -> list[str]:
    return list(Rule.objects.order_by("path", "order").values_list("target", flat=True))


def test_a_draft_begins_with_what_is_in_force_and_changes_nothing(
    world: World, boss: Actor, a_rule: Writes
) -> None:
    cases.define_rules([a_rule("unit:street.sanitation", categories=("A",)), a_rule("duty")], by=SYSTEM)
    draft = cases.draft_rules(area_id=world.land.county.pk, name="冬季", by=boss)
    cases.put_rule(draft.pk, a_rule("post:grid_leader"), by=boss)
    cases.shift_rule(draft.pk, 2, up=True, by=boss)
    cases.take_out_rule(draft.pk, 0, by=boss)
    cases.put_rule(draft.pk, a_rule("usual", name="改过"), by=boss, place=1)
    found = cases.rule_set(boss, draft.pk)
    assert [rule.row.target for rule in found.rules] == ["post:grid_leader", "usual"]
    assert [rule.row.number for rule in found.rules] == [1, 2]
    assert [rule.is_new for rule in found.rules] == [True, True]
    assert [row.target for row in found.gone] == ["unit:street.sanitation", "duty"]
    assert targets() == ["unit:street.sanitation", "duty"]


def test_a_draft_is_replayed_as_it_would_count(world: World, boss: Actor, a_rule: Writes) -> None:
    cases.define_rules([a_rule("unit:street.sanitation", categories=("A",))], by=SYSTEM)
    a_case(world)
    draft = cases.draft_rules(area_id=world.land.county.pk, name="草稿", by=boss)
    today = clock.today()
    assert cases.replay_set(boss, draft.pk, since=today, until=today).changed == 0
    cases.put_rule(draft.pk, a_rule("post:grid_leader", categories=("A",)), by=boss)
    cases.shift_rule(draft.pk, 1, up=True, by=boss)
    found = cases.replay_set(boss, draft.pk, since=today - timedelta(days=30), until=today)
    assert found.changed == 1
    assert {load.key: load.more for load in found.loads} == {world.team_key: -1, world.leader_key: 1}
    with pytest.raises(Invalid):
        cases.replay_set(boss, draft.pk, since=today, until=today - timedelta(days=1))


def test_published_at_once_and_back_again(world: World, boss: Actor, a_rule: Writes) -> None:
    cases.define_rules([a_rule("unit:street.sanitation")], by=SYSTEM)
    draft = cases.draft_rules(area_id=world.land.county.pk, name="新规则", by=boss)
    cases.put_rule(draft.pk, a_rule("duty", name="其余"), by=boss)
    cases.publish_rules(draft.pk, on=clock.today(), by=boss)
    assert targets() == ["unit:street.sanitation", "duty"]
    earlier = RuleSet.objects.get(state="earlier")
    assert [rule["target"] for rule in earlier.rules] == ["unit:street.sanitation"]
    cases.publish_rules(earlier.pk, on=clock.today(), by=boss)
    assert targets() == ["unit:street.sanitation"]
    assert RuleSet.objects.filter(state="published").count() == 1
    assert {row.state for row in cases.rule_sets(boss)} == {"published", "earlier"}
    with pytest.raises(NotFound):
        cases.put_rule(draft.pk, a_rule("duty"), by=boss)


def test_a_set_waits_for_its_day(world: World, boss: Actor, a_rule: Writes) -> None:
    draft = cases.draft_rules(area_id=world.land.county.pk, name="下月", by=boss)
    cases.put_rule(draft.pk, a_rule("duty"), by=boss)
    cases.publish_rules(draft.pk, on=clock.today() + timedelta(days=3), by=boss)
    apply_due(clock.now())
    assert targets() == []
    with clock.at(clock.now() + timedelta(days=3)):
        apply_due(clock.now())
        apply_due(clock.now())
    assert targets() == ["duty"]


def test_what_cannot_be_followed_on_its_day_becomes_a_draft_again(world: World, boss: Actor, a_rule: Writes) -> None:
    draft = cases.draft_rules(area_id=world.land.county.pk, name="坏了", by=boss)
    cases.put_rule(draft.pk, a_rule("duty"), by=boss)
    cases.publish_rules(draft.pk, on=clock.today() + timedelta(days=1), by=boss)
    broken = RuleSet.objects.get(pk=draft.pk)
    broken.rules = [{**broken.rules[0], "target": "post:gone"}]
    broken.save()
    with clock.at(clock.now() + timedelta(days=1)):
        apply_due(clock.now())
    broken.refresh_from_db()
    assert broken.state == "draft"
    assert "到duty" in broken.fault
    assert targets() == []


def test_rules_outside_the_area_stay(world: World, a_rule: Writes) -> None:
    one, other = world.land.communities
    cases.define_rules([a_rule("duty"), a_rule("usual", area_id=one.pk), a_rule("usual", area_id=other.pk)], by=SYSTEM)
    own = people.an_administrator(one)
    draft = cases.draft_rules(area_id=one.pk, name="本社区", by=own)
    cases.take_out_rule(draft.pk, 0, by=own)
    cases.publish_rules(draft.pk, on=clock.today(), by=own)
    assert sorted(Rule.objects.values_list("area_id", flat=True)) == sorted([world.land.county.pk, other.pk])
    with pytest.raises(Invalid):
        cases.put_rule(cases.draft_rules(area_id=one.pk, name="再来", by=own).pk, a_rule("duty"), by=own)


def test_only_administrators_of_the_place(world: World, boss: Actor) -> None:
    draft = cases.draft_rules(area_id=world.land.county.pk, name="县里", by=boss)
    neighbour = people.an_administrator(world.land.communities[0])
    assert cases.rule_sets(neighbour) == []
    for look in (lambda: cases.rule_set(neighbour, draft.pk), lambda: cases.drop_draft(draft.pk, by=neighbour)):
        with pytest.raises(NotFound):
            look()
    with pytest.raises(NotAllowed):
        cases.draft_rules(area_id=world.land.county.pk, name="不行", by=neighbour)


def test_what_colleagues_send_on_again_and_again_is_suggested_as_a_rule(world: World, boss: Actor) -> None:
    for _number in range(3):
        made = a_case(world, category_code="A03").dispatched_to(world.leader_key)
        made.did("decline", world.leader, reason="不归网格管").dispatched_to(world.team_key)
    found = cases.suggested_rules(boss, world.land.county.pk)
    assert [(one.category_code, one.cases, one.of, one.rule.target) for one in found] == [
        ("A03", 3, 3, "unit:street.sanitation")
    ]
    draft = cases.draft_rules(area_id=world.land.county.pk, name="建议", by=boss)
    cases.put_rule(draft.pk, replace(found[0].rule, automatic=True), by=boss)
    with pytest.raises(NotFound):
        cases.suggested_rules(people.an_administrator(world.land.communities[0]), world.land.county.pk)
