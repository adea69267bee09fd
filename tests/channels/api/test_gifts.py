"""Other systems write gifts down and say what became of them, with a key."""

import pytest
from tests.factories.gifts import a_gift
from tests.factories.machines import Machine, key_for

from linli.engines.access.public import Role

pytestmark = pytest.mark.django_db


def test_a_system_of_the_street_writes_a_gift_down_once(world):
    street = Machine(key_for(world.land.county.path, Role.DISPATCHER))
    code = world.land.communities[0].code
    body = {"community": code, "what": "图书", "quantity": "3 箱", "name": "何晓燕", "phone": "13800000000"}
    headers = street.headers | {"idempotency-key": "k1"}
    sent = [
        street.client.post("/api/v1/gifts", body, content_type="application/json", headers=headers) for _try in (1, 2)
    ]
    assert [one.status_code for one in sent] == [201, 200], sent[0].content
    number = sent[0].json()["number"]
    used = street.client.post(
        f"/api/v1/gifts/{number}/use", {"note": "放进阅览角"}, content_type="application/json", headers=headers
    )
    assert used.json()["state"] == "used"
    listed = street.get("/api/v1/gifts").content.decode()
    assert number in listed
    assert "何晓燕" not in listed


def test_a_key_of_the_other_community_finds_nothing(world):
    a_gift(world)
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert other.get("/api/v1/gifts").json()["items"] == []
    body = {"community": world.land.communities[0].code, "what": "图书", "name": "何晓燕"}
    sent = other.client.post("/api/v1/gifts", body, content_type="application/json", headers=other.headers)
    assert sent.status_code == 403
    assert Machine(key_for(world.land.county.path, Role.FIGURES)).get("/api/v1/gifts").status_code == 403
