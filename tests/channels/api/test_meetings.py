"""Other systems call meetings, write down what was agreed and send it, with a key."""

from datetime import timedelta

import pytest
from tests.factories.machines import Machine, key_for
from tests.factories.meetings import Sitting, a_body, a_meeting, a_sitting

from linli.engines.access.public import Role
from linli.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_system_calls_a_meeting_and_sends_what_was_agreed_once(world):
    body, _seats = a_body(world)
    key = Machine(key_for(world.land.communities[0].path, Role.DISPATCHER))

    def post(address, given):
        return key.client.post(address, given, content_type="application/json", headers=key.headers)

    begins = (clock.now() + timedelta(days=1)).isoformat()
    called = post("/api/v1/meetings", {"body": body.pk, "title": "联席会议", "place": "二楼", "starts_at": begins})
    assert called.status_code == 201, called.content
    assert called.json()["state"] == "planned"
    sitting = a_held_one(world, body)
    due = str(clock.today() + timedelta(days=7))
    agreed = post(f"/api/v1/meetings/{sitting.id}/resolutions", {"title": "清楼道", "text": "清一遍。", "due_on": due})
    assert agreed.status_code == 201, agreed.content
    sent = [post(f"/api/v1/meetings/{sitting.id}/send", {}).json() for _try in (1, 2)]
    assert sent == [{"made": 2, "total": 2}, {"made": 0, "total": 2}]
    tasks = key.get(f"/api/v1/meetings/{sitting.id}/tasks").json()
    assert [one["state"] for one in tasks] == ["dispatched", "dispatched"]
    assert key.get(f"/api/v1/meetings/{sitting.id}").json()["resolutions"][0]["tasks"] == 2


def test_a_resolution_goes_to_the_units_a_system_chooses(world):
    sitting = a_sitting(world, units=3).held()
    key = Machine(key_for(world.land.communities[0].path, Role.DISPATCHER))
    shown = key.get(f"/api/v1/meetings/{sitting.id}").json()
    assert [one["presence"] for one in shown["seats"]] == ["present"] * 3
    given = {"title": "护学", "text": "护学。", "due_on": str(clock.today() + timedelta(days=7))}

    def post(seats):
        address = f"/api/v1/meetings/{sitting.id}/resolutions"
        return key.client.post(
            address, {**given, "seats": seats}, content_type="application/json", headers=key.headers
        )

    agreed = post([shown["seats"][0]["id"]])
    assert agreed.status_code == 201, agreed.content
    assert agreed.json()["units"] == [shown["seats"][0]["unit"]]
    assert post([10**9]).status_code == 422
    assert key.client.post(f"/api/v1/meetings/{sitting.id}/send", headers=key.headers).json()["made"] == 1


def a_held_one(world, body):
    seats = list(body.seats.order_by("pk"))
    return Sitting(world, body, seats, a_meeting(world, body)).held()


def test_a_key_of_the_other_community_finds_nothing(world):
    sitting = a_sitting(world)
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert other.get("/api/v1/meetings").json()["items"] == []
    assert other.get(f"/api/v1/meetings/{sitting.id}").status_code == 404
    sent = other.client.post(f"/api/v1/meetings/{sitting.id}/send", headers=other.headers)
    assert sent.status_code == 404
