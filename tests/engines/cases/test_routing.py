"""Rules decide where a request goes, and say why."""

from datetime import datetime

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_block, a_case, a_place, the_county_desk
from tests.factories.moments import china
from tests.factories.territory import a_unit, an_administrator

from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule
from linli.engines.cases.public import CategoryInput, MatterInput, RuleInput, Suggestion
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound


def a_rule(world: World, target: str, **more: object) -> RuleInput:
    given = {"name": f"到{target}", "target": target, "reason": "测试规则。", "area_id": world.land.county.pk}
    return RuleInput(**{**given, **more})  # type: ignore[arg-type]


def asked(world: World, category: str = "A03", *, grid: int = 0, at: datetime = MORNING, **more: object) -> Suggestion:
    location = more.pop("location", None) or a_place(world, grid)
    return cases.route(cases.routing_draft(location=location, category_code=category, at=at, **more))  # type: ignore[arg-type]


def key(suggestion: Suggestion) -> str:
    return suggestion.assignee.key if suggestion.assignee else ""


def test_the_first_rule_that_fits_decides(world: World) -> None:
    cases.define_rules([a_rule(world, "unit:street.sanitation", categories=("A",)), a_rule(world, "usual")], by=SYSTEM)
    assert key(asked(world)) == world.team_key
    assert key(asked(world, "D01", kind_code="mediation")) == territory.post_key(
        "community_worker", area_id=world.land.communities[0].pk
    )


def test_the_nearest_area_is_asked_first(world: World) -> None:
    cases.define_rules(
        [
            a_rule(world, "unit:street.sanitation"),
            a_rule(world, "post:grid_leader", name="本网格", area_id=world.land.grids[0].pk),
            a_rule(world, "unit:property", name="本社区", area_id=world.land.communities[0].pk),
        ],
        by=SYSTEM,
    )
    assert key(asked(world, grid=0)) == world.leader_key
    assert key(asked(world, "A01", grid=1)) == world.firm_key
    assert key(asked(world, grid=2)) == world.team_key


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ({"categories": ("A",)}, True),
        ({"categories": ("A03", "B")}, True),
        ({"categories": ("B",)}, False),
        ({"kinds": ("complaint",)}, True),
        ({"kinds": ("help",)}, False),
        ({"urgencies": ("normal",)}, True),
        ({"urgencies": ("emergency", "urgent")}, False),
    ],
)
def test_conditions(world: World, condition: dict[str, object], fits: bool) -> None:
    cases.define_rules([a_rule(world, "unit:street.sanitation", **condition)], by=SYSTEM)
    assert (asked(world).rule_id is not None) is fits


def test_working_hours_go_by_the_calendar_of_the_area(world: World) -> None:
    cases.define_rules(
        [a_rule(world, "duty", name="夜里", hours="off"), a_rule(world, "post:grid_leader", hours="working")], by=SYSTEM
    )
    assert key(asked(world, at=china(2026, 11, 16, 17, 59))) == world.leader_key
    night = asked(world, at=china(2026, 11, 16, 18))
    assert (key(night), night.automatic) == ("", False)
    assert "夜里" in night.reason
    territory.set_calendar_day(
        area_id=world.land.communities[0].pk, day=china(2026, 11, 21).date(), works=True, by=SYSTEM
    )
    assert key(asked(world, at=china(2026, 11, 21, 10))) == world.leader_key
    assert key(asked(world, grid=2, at=china(2026, 11, 21, 10))) == ""


def test_the_duty_list_is_named(world: World) -> None:
    desk = territory.area(world.land.communities[0].pk)
    on_duty = world.worker.account_id or 0
    territory.plan_shift(
        area_id=desk.id, account_id=on_duty, starts=china(2026, 11, 16, 18), ends=china(2026, 11, 17, 8), by=SYSTEM
    )
    cases.define_rules([a_rule(world, "duty")], by=SYSTEM)
    assert asked(world, at=china(2026, 11, 16, 22)).duty == [on_duty]
    assert asked(world).duty == []


def test_the_reason_names_the_rule_and_its_number(world: World) -> None:
    cases.define_rules([a_rule(world, "duty", kinds=("help",)), a_rule(world, "usual", name="按惯例")], by=SYSTEM)
    assert asked(world).reason == "规则 2“按惯例”：测试规则。"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("post:captain", "没有 captain 这个岗位"),
        ("post:entrance_head", "没有人在岗"),
        ("unit:county.gas", "county.gas"),
        ("unit#999999", "已经不在了"),
        ("somewhere", "看不懂"),
        ("unit#many", "看不懂"),
    ],
)
def test_what_cannot_be_followed_is_reported_and_left_to_the_duty_desk(world: World, target: str, why: str) -> None:
    """It never falls through to the next rule in silence."""
    cases.define_rules([a_rule(world, "duty", name="坏规则"), a_rule(world, "usual")], by=SYSTEM)
    Rule.objects.filter(name="坏规则").update(target=target)
    found = asked(world)
    assert (found.assignee, found.automatic) == (None, False)
    assert [(row.name, row.number) for row in found.broken] == [("坏规则", 1)]
    assert why in found.broken[0].why
    assert "坏规则" in found.reason
    assert "值班台" in found.reason


def test_conditions_nobody_understands_are_a_broken_rule_too(world: World) -> None:
    cases.define_rules([a_rule(world, "duty", name="坏规则"), a_rule(world, "usual")], by=SYSTEM)
    Rule.objects.filter(name="坏规则").update(hours="midnight")
    assert [row.name for row in asked(world).broken] == ["坏规则"]


def test_a_missing_unit_offers_those_who_assist(world: World) -> None:
    """No property firm in the other community: the sanitation team is named, the desk decides."""
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    found = asked(world, "A01", grid=2)
    assert found.assignee is None
    assert [one.key for one in found.others] == [world.team_key]


def test_a_unit_by_number_and_one_that_closed(world: World) -> None:
    unit = a_unit(world.land.county, "county.gas", "燃气公司")
    cases.define_rules([a_rule(world, f"unit#{unit.pk}")], by=SYSTEM)
    assert key(asked(world, "B01")) == territory.unit_key(unit.pk)
    territory.change_unit(unit_id=unit.pk, active=False, by=SYSTEM)
    assert asked(world, "B01").broken


def test_the_firm_of_the_building_answers_for_it(world: World) -> None:
    house = a_block(world)
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    assert key(asked(world, "A01", location=a_place(world, building=house))) == world.firm_key


def test_usual_posts_are_the_patterns(world: World) -> None:
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    assert key(asked(world)) == world.leader_key
    cases.define_usual_posts({"grid": "community_worker"}, by=SYSTEM)
    assert key(asked(world)) == territory.post_key("community_worker", area_id=world.land.communities[0].pk)


def test_what_is_on_no_list_is_not_sent_to_a_community_by_itself(world: World) -> None:
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    found = asked(world, "E01", kind_code="help")
    assert (found.assignee is not None, found.automatic) == (True, False)
    assert "准入" in found.reason
    cases.define_matters(
        [MatterInput("E-01", "delegated", "填报", "协议", MORNING.date(), category_codes=("E01",))], by=SYSTEM
    )
    assert asked(world, "E01", kind_code="help").automatic


def test_without_class_and_outside_the_county_the_desk_looks(world: World) -> None:
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    assert "还没有分类" in asked(world, "", kind_code="help").reason
    assert "县外" in asked(world, location=the_county_desk(world)).reason


def test_a_case_is_routed_like_its_draft(world: World) -> None:
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    made = a_case(world)
    assert cases.suggest(world.worker, made.id) == cases.route(made.case)
    assert key(cases.suggest(world.worker, made.id)) == world.leader_key
    with pytest.raises(NotFound):
        cases.suggest(world.other_worker, made.id)


def test_the_desk_is_the_nearest_where_somebody_dispatches(world: World) -> None:
    first, other = world.land.communities
    assert cases.desk_for(world.land.grids[0].path).id == first.pk
    for row in territory.appointments(SYSTEM, other.path, post_code="community_worker"):
        territory.end_appointment(appointment_id=row.id, ends=MORNING.date(), reason="调离", by=SYSTEM)
    assert cases.desk_for(world.land.grids[2].path).id == world.land.street.pk


def test_routing_from_memory(world: World, django_assert_max_num_queries: object) -> None:
    cases.define_rules([a_rule(world, "usual")], by=SYSTEM)
    wanted = cases.routing_draft(location=a_place(world), category_code="A03")
    cases.route(wanted)
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # tokens alone, asked once a second when not testing
        cases.route(wanted)


def test_rules_in_order_and_moved(world: World) -> None:
    boss = an_administrator(world.land.county, world.county.account_id)
    cases.define_rules([a_rule(world, "duty", name=name) for name in "一二三"], by=SYSTEM)
    path = world.land.county.path
    third = cases.rules(path)[2]
    cases.move_rule(third.id, up=True, by=boss)
    assert [row.name for row in cases.rules(path)] == ["一", "三", "二"]
    cases.move_rule(third.id, up=True, by=boss)
    cases.move_rule(third.id, up=True, by=boss)
    assert [(row.name, row.number) for row in cases.rules(path)] == [("三", 1), ("一", 2), ("二", 3)]
    cases.move_rule(third.id, up=False, by=boss)
    assert [row.name for row in cases.rules(path)] == ["一", "三", "二"]


def test_a_rule_is_written_changed_switched_off_and_dropped(world: World) -> None:
    boss = an_administrator(world.land.county, world.county.account_id)
    rule = cases.save_rule(a_rule(world, "duty"), by=boss)
    assert asked(world).rule_id == rule.pk
    cases.save_rule(a_rule(world, "unit:street.sanitation"), by=boss, rule_id=rule.pk)
    assert key(asked(world)) == world.team_key
    cases.switch_rule(cases.rules()[0], active=False, by=boss)
    assert asked(world).rule_id is None
    cases.drop_rule(rule.pk, by=boss)
    assert cases.rules() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": "post:captain"}, "target"),
        ({"target": ""}, "target"),
        ({"name": " "}, "name"),
        ({"reason": ""}, "reason"),
        ({"categories": ("Z",)}, "target"),
        ({"kinds": ("wish",)}, "target"),
        ({"hours": "noon"}, "target"),
    ],
)
def test_a_rule_that_could_not_be_followed_is_not_saved(world: World, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        cases.save_rule(a_rule(world, **{"target": "duty", **wrong}), by=SYSTEM)  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_only_the_administrator_of_the_area_writes_rules(world: World) -> None:
    street = an_administrator(world.land.street, world.street.account_id)
    with pytest.raises(NotAllowed):
        cases.save_rule(a_rule(world, "duty"), by=street)
    with pytest.raises(NotAllowed):
        cases.save_rule(a_rule(world, "duty"), by=world.worker)
    rule = cases.save_rule(a_rule(world, "duty"), by=SYSTEM)
    with pytest.raises(NotFound):
        cases.drop_rule(rule.pk, by=street)
    with pytest.raises(NotFound):
        cases.move_rule(rule.pk, up=True, by=world.worker)
    cases.save_rule(a_rule(world, "duty", area_id=world.land.street.pk), by=street)


def test_broken_rules_show_to_those_of_the_area(world: World) -> None:
    cases.define_rules([a_rule(world, "duty", name="坏规则", area_id=world.land.communities[0].pk)], by=SYSTEM)
    Rule.objects.update(target="post:captain")
    cases.define_category(CategoryInput("A03", "楼道堆物", "A", kind_code="complaint", unit_kind="grid"), by=SYSTEM)
    boss = an_administrator(world.land.street, world.street.account_id)
    assert [row.name for row in cases.broken_rules(boss)] == ["坏规则"]
    assert cases.broken_rules(world.other_worker) == []
    assert cases.broken_rules(people.a_resident()) == []


def test_a_failure_met_on_the_way_is_remembered_for_a_week(world: World) -> None:
    cases.define_rules([a_rule(world, "post:entrance_head", name="无人")], by=SYSTEM)
    cases.note_broken(asked(world).broken)
    assert [row.name for row in cases.broken_rules(SYSTEM)] == ["无人"]
    with clock.at(china(2026, 11, 25)):
        assert cases.broken_rules(SYSTEM) == []
