"""Other systems draft routing rules, try them on past cases, publish them and take them back."""

from datetime import timedelta
from typing import Any

import pytest
from tests.factories.cases import a_case
from tests.factories.machines import Machine, key_for

from linli.engines.access.public import Role
from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.kernel import clock

pytestmark = pytest.mark.django_db
SETS = "/api/v1/rule-sets"
RULE = {"name": "堆物找网格长", "target": "post:grid_leader", "reason": "网格长先去看。", "categories": ["A03"]}


@pytest.fixture
def router(world):
    return Machine(key_for(world.land.county.path, Role.ROUTER, Role.SUPERVISOR))


def sent(machine: Machine, address: str, body: dict[str, Any], *, how: str = "post"):
    call = getattr(machine.client, how)
    return call(f"{SETS}{address}", body, content_type="application/json", headers=machine.headers)


def drafted(machine: Machine, world, name: str = "试试") -> int:
    return int(sent(machine, "", {"name": name, "area": world.land.county.code}).json()["id"])


def today() -> str:
    return clock.today().isoformat()


def test_a_draft_is_tried_published_and_taken_back(world, router):
    a_case(world)
    before = drafted(router, world, "原来的")
    sent(router, f"/{before}/publish", {"on": today()})
    draft = drafted(router, world)
    made = sent(router, f"/{draft}/rules", RULE)
    assert made.status_code == 201
    assert [(one["name"], one["is_new"]) for one in made.json()["content"]] == [("堆物找网格长", True)]
    assert cases.rules() == [], "a draft counts nowhere"
    week = {"since": (clock.today() - timedelta(days=7)).isoformat(), "until": today()}
    job = sent(router, f"/{draft}/replay", week)
    assert job.status_code == 202
    result = journal.run_job(job.json()["id"]).result
    assert (result["looked_at"], result["changed"]) == (1, 1)
    assert router.get(f"/api/v1/jobs/{job.json()['id']}").json()["result"]["moved"][0]["after"]
    published = sent(router, f"/{draft}/publish", {"on": today()}).json()
    assert published["state"] == "published"
    assert [row.name for row in cases.rules()] == ["堆物找网格长"]
    again = sent(router, f"/{before}/publish", {"on": today()})
    assert again.status_code == 200
    assert cases.rules() == []


def test_a_day_to_come_waits_and_can_be_called_off(world, router):
    draft = drafted(router, world)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert sent(router, f"/{draft}/publish", {"on": tomorrow}).json()["state"] == "scheduled"
    assert router.client.delete(f"{SETS}/{draft}", headers=router.headers).status_code == 204
    assert router.get(SETS).json()["items"] == []


def test_a_rule_is_changed_and_taken_out_by_its_place(world, router):
    draft = drafted(router, world)
    sent(router, f"/{draft}/rules", RULE)
    changed = sent(router, f"/{draft}/rules/0", {**RULE, "automatic": False}, how="put").json()
    assert changed["content"][0]["automatic"] is False
    assert sent(router, f"/{draft}/rules/7", RULE, how="put").status_code == 404
    left = router.client.delete(f"{SETS}/{draft}/rules/0", headers=router.headers)
    assert left.json()["content"] == []


@pytest.mark.parametrize(
    "wrong", [{"target": "unit:rocket"}, {"name": ""}, {"hours": "never"}, {"area": "999"}, {"more": 1}]
)
def test_a_rule_that_cannot_be_followed_is_refused(world, router, wrong):
    draft = drafted(router, world)
    assert sent(router, f"/{draft}/rules", RULE | wrong).status_code == 422
    assert router.get(f"{SETS}/{draft}").json()["content"] == []


def test_days_in_the_wrong_order_are_refused(world, router):
    draft = drafted(router, world)
    days = {"since": today(), "until": (clock.today() - timedelta(days=1)).isoformat()}
    assert sent(router, f"/{draft}/replay", days).status_code == 422


def test_other_keys_and_other_areas_see_nothing(world, router):
    draft = drafted(router, world)
    for key in (key_for(world.land.county.path, Role.SUPERVISOR), key_for(world.land.communities[0].path, Role.ROUTER)):
        machine = Machine(key)
        assert machine.get(SETS).json()["items"] == []
        assert machine.get(f"{SETS}/{draft}").status_code == 404
        assert sent(machine, f"/{draft}/publish", {"on": today()}).status_code == 404
        assert sent(machine, "", {"name": "试", "area": world.land.county.code}).status_code == 403
    assert Machine("no").get(SETS).status_code == 401
