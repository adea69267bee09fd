"""Routing rules: their order, what is broken and why, and a try before they count."""

import pytest
from tests.channels.console.conftest import HTMX
from tests.channels.console.sheets import sheets_of
from tests.factories import access as people
from tests.factories import cases as make

from linli.engines.cases import public as cases
from linli.engines.cases.models import Case, Rule
from linli.engines.cases.public import RuleInput
from linli.kernel.actor import SYSTEM


@pytest.fixture
def rules(world) -> list[Rule]:
    made = []
    for name, target in (("物业清运", "unit:property"), ("网格长上门", "post:grid_leader")):
        given = RuleInput(
            name=name, target=target, reason=f"{name}最快", area_id=world.land.street.pk, categories=["A03"]
        )
        made.append(cases.save_rule(given, by=SYSTEM))
    return made


def given_rule(world, **more) -> dict[str, object]:
    return {
        "name": "燃气先找值班",
        "area_id": world.land.street.pk,
        "target": "duty",
        "reason": "险情先处置",
        "categories": ["B01"],
        "urgencies": ["emergency"],
        "active": "on",
        **more,
    }


def test_rules_stand_in_their_order_with_when_and_where_to(world, browser, rules):
    page = browser(world.street).get("/console/rules/").content.decode()
    assert page.index("物业清运") < page.index("网格长上门")
    assert "楼道堆物 → <b>" in page
    assert "物业清运最快" in page


def test_a_rule_is_written_by_an_administrator(world, admin, browser):
    assert browser(admin).post("/console/rules/new/", given_rule(world)).status_code == 302
    rule = Rule.objects.get()
    assert (rule.target, rule.categories, rule.automatic) == ("duty", ["B01"], False)


def test_a_rule_of_the_county_is_not_a_community_administrators_to_write(world, browser):
    client = browser(people.an_administrator(world.land.communities[0]))
    assert client.post("/console/rules/new/", given_rule(world)).status_code == 422
    assert not Rule.objects.exists()


def test_a_rule_is_changed_switched_off_and_taken_away(world, admin, browser, rules):
    client, rule = browser(admin), rules[0]
    client.post(f"/console/rules/{rule.pk}/", given_rule(world, name="先找值班"))
    rule.refresh_from_db()
    assert rule.name == "先找值班"
    client.post(f"/console/rules/{rule.pk}/switch/")
    rule.refresh_from_db()
    assert not rule.active
    client.post(f"/console/rules/{rule.pk}/drop/")
    assert not Rule.objects.filter(pk=rule.pk).exists()


def test_a_rule_is_replayed_before_it_counts(world, admin, browser, rules):
    case = make.a_case(world)
    client, rule = browser(admin), rules[0]
    given = given_rule(world, name="改派值班", categories=["A03"], urgencies=[])
    answer = client.post(f"/console/rules/{rule.pk}/", {**given, "replay": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 件，其中 1 件会走另一条路" in page
    assert "改派值班" in page, "nothing typed is lost"
    rule.refresh_from_db()
    assert rule.name == "物业清运"
    assert case.case.title not in page, "who may not see the case sees numbers only"
    wrong = client.post("/console/rules/new/", {**given, "target": "", "replay": "1"})
    assert wrong.status_code == 422


def test_a_rule_moves_up(admin, browser, rules):
    browser(admin).post(f"/console/rules/{rules[1].pk}/move/", {"to": "up"})
    assert [rule.name for rule in Rule.objects.order_by("order")] == ["网格长上门", "物业清运"]


def test_a_broken_rule_is_shown_with_why(world, browser, rules):
    Rule.objects.filter(pk=rules[0].pk).update(target="unit:no_such_kind")
    cases.move_rule(rules[0].pk, up=True, by=SYSTEM)
    page = browser(world.street).get("/console/rules/").content.decode()
    assert "1 条规则有故障" in page
    assert "no_such_kind" in page


def test_the_try_out_says_where_a_text_at_a_place_would_go(world, browser, rules):
    client = browser(world.street)
    asked = {
        "try": "1",
        "text": "楼道堆物没人管",
        "area": world.land.grids[0].pk,
        "category": "",
        "urgency": "",
        "at": "",
    }
    page = client.get("/console/rules/", asked, headers=HTMX).content.decode()
    assert "<html" not in page
    assert "楼道堆物" in page
    assert world.firm.name in page
    assert "物业清运最快" in page
    assert not Case.objects.exists()


def test_the_try_out_works_as_a_page_and_for_what_nobody_can_class(world, browser):
    answer = browser(world.street).get("/console/rules/", {"try": "1", "text": "嗯", "area": world.land.street.pk})
    assert answer.status_code == 200
    assert "判断不出类别" in answer.content.decode()


def test_rules_go_into_a_spreadsheet(world, browser, rules):
    rows = sheets_of(browser(world.street).get("/console/rules/export/"))["派单规则"]
    assert [row[1] for row in rows[1:]] == ["物业清运", "网格长上门"]


def test_the_desk_shows_the_new_rule_at_once(world, admin, browser):
    made = make.a_case(world)
    browser(admin).post(
        "/console/rules/new/", given_rule(world, categories=["A03"], urgencies=[], target="unit:property")
    )
    page = browser(world.worker).get(f"/console/case/{made.case.number}/", headers=HTMX).content.decode()
    assert "险情先处置" in page
    assert f'value="{world.firm_key}"' in page
