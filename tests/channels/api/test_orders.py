"""Other systems order for residents and offer what was ordered, with a key."""

from datetime import timedelta

import pytest
from tests.factories.cases import a_block, a_world
from tests.factories.machines import Machine, key_for
from tests.factories.orders import a_catalogue, an_order

from linli.engines.access.public import Role
from linli.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = a_world()
    a_catalogue()
    return made


def test_the_hotline_orders_for_who_calls(world):
    a_block(world)
    hotline = Machine(key_for(world.land.county.path, Role.COLLECTOR, Role.DISPATCHER))
    codes = [one["code"] for one in hotline.get("/api/v1/services").json()]
    assert "errand" in codes
    body = {
        "service": "errand",
        "text": "取药",
        "wanted_from": clock.now().isoformat(),
        "wanted_to": (clock.now() + timedelta(hours=3)).isoformat(),
        "place": "兴农小区3号楼",
        "phone": "13800000000",
    }
    headers = hotline.headers | {"idempotency-key": "k1"}
    sent = [
        hotline.client.post("/api/v1/orders", body, content_type="application/json", headers=headers) for _try in (1, 2)
    ]
    assert [one.status_code for one in sent] == [201, 200], sent[0].content
    number = sent[0].json()["number"]
    assert hotline.get("/api/v1/orders").json()["items"][0]["number"] == number
    offered = hotline.client.post(
        f"/api/v1/orders/{number}/offer", {}, content_type="application/json", headers=hotline.headers
    )
    assert offered.json()["state"] == "offered"
    assert "13800000000" not in hotline.get(f"/api/v1/orders/{number}").content.decode()


def test_a_key_of_the_other_community_finds_nothing(world):
    made = an_order(world)
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert other.get(f"/api/v1/orders/{made.number}").status_code == 404
    assert other.get("/api/v1/orders").json()["items"] == []
    reader = Machine(key_for(world.land.county.path, Role.FIGURES))
    assert reader.get("/api/v1/orders").status_code == 403
