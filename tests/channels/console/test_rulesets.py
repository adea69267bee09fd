"""The workbench of rules in the console: draft, change, replay, publish, go back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import access as people
from tests.factories.cases import World, a_case

from linli.engines.access.public import Account
from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule, RuleSet
from linli.engines.cases.public import RuleInput
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


@pytest.fixture
def desk(world: World) -> Client:
    cases.define_rules(
        [
            RuleInput(
                name="楼道",
                target="unit:street.sanitation",
                reason="测试。",
                area_id=world.land.county.pk,
                categories=("A",),
            )
        ],
        by=SYSTEM,
    )
    return signed_in(people.an_administrator(world.land.county))


def test_from_a_draft_to_new_rules_and_back(world: World, desk: Client) -> None:
    a_case(world)
    county = str(world.land.county.pk)
    answer = desk.post(reverse("console:rule-set-add"), {"name": "冬季", "area_id": county})
    draft = RuleSet.objects.get()
    assert answer.headers["Location"] == reverse("console:rule-set", args=[draft.pk])
    given = {"name": "楼道归网格", "area_id": county, "target": "post:grid_leader", "reason": "近。", "active": "on",
             "categories": ["A"], "automatic": "on"}  # fmt: skip
    desk.post(reverse("console:rule-set-rule-add", args=[draft.pk]), given)
    desk.post(reverse("console:rule-set-act", args=[draft.pk, 1, "up"]))
    today = clock.today()
    page = desk.get(
        reverse("console:rule-set", args=[draft.pk]),
        {"since": str(today - timedelta(days=30)), "until": str(today)},
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "data-replay" in text
    assert "楼道归网格" in text
    assert Rule.objects.count() == 1, "a draft counts for nothing"
    desk.post(reverse("console:rule-set-publish", args=[draft.pk]), {"on": str(today)})
    assert list(Rule.objects.order_by("order").values_list("name", flat=True)) == ["楼道归网格", "楼道"]
    earlier = RuleSet.objects.get(state="earlier")
    assert earlier.name in desk.get(reverse("console:rule-sets")).content.decode()
    desk.post(reverse("console:rule-set-publish", args=[earlier.pk]), {"on": str(today)})
    assert list(Rule.objects.values_list("name", flat=True)) == ["楼道"]
    assert desk.get(reverse("console:rule-set-export", args=[earlier.pk])).status_code == 200


def test_what_was_typed_wrong_is_said_beside_its_field(world: World, desk: Client) -> None:
    made = cases.draft_rules(area_id=world.land.county.pk, name="草稿", by=SYSTEM)
    page = reverse("console:rule-set", args=[made.pk])
    assert desk.get(page, {"since": "2026-11-20", "until": "2026-11-01"}).status_code == 422
    assert desk.get(page, {"since": "x", "until": "2026-11-01"}).status_code == 422
    assert desk.post(reverse("console:rule-set-publish", args=[made.pk]), {"on": ""}).status_code == 422
    assert desk.post(reverse("console:rule-set-act", args=[made.pk, 9, "up"])).status_code == 404
    assert desk.post(reverse("console:rule-set-act", args=[made.pk, 0, "sideways"])).status_code == 404
    assert desk.get(reverse("console:rule-set-rule", args=[made.pk, 9])).status_code == 404
    desk.post(reverse("console:rule-set-drop", args=[made.pk]))
    assert not RuleSet.objects.exists()


def test_the_neighbours_administrator_and_a_worker_find_nothing(world: World, desk: Client) -> None:
    made = cases.draft_rules(area_id=world.land.county.pk, name="草稿", by=SYSTEM)
    neighbour = signed_in(people.an_administrator(world.land.communities[1]))
    assert neighbour.get(reverse("console:rule-set", args=[made.pk])).status_code == 404
    assert neighbour.post(reverse("console:rule-set-publish", args=[made.pk]), {"on": "2026-11-20"}).status_code == 404
    worker = signed_in(people.a_community_worker(world.land.communities[0]))
    assert worker.get(reverse("console:rule-sets")).status_code in {403, 404}
    assert Client().get(reverse("console:rule-sets")).status_code == 302
