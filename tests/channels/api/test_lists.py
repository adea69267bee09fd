"""Other systems say needs, offer resources, read and overrule the matching, run projects, put wishes on the wall."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from tests.channels.api.test_cases import Machine, key_for
from tests.factories.cases import World, a_world
from tests.factories.lists import a_need, a_project, a_resource
from tests.factories.wishes import a_wish

from linli.engines.access.public import Role
from linli.kernel import clock
from linli.programmes.lists import public as lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def world() -> World:
    return a_world()


class System(Machine):
    """A system that may send to every address."""

    def sends(self, address: str, body: dict[str, Any] | None = None, *, key: str = "", status: int = 200) -> Any:
        headers = self.headers | ({"idempotency-key": key} if key else {})
        answer = self.client.post(f"/api/v1{address}", body or {}, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def reads(self, address: str, status: int = 200) -> Any:
        answer = self.get(f"/api/v1{address}")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


@pytest.fixture
def street(world: World) -> System:
    return System(key_for(world.land.county.path, Role.DISPATCHER))


@pytest.fixture
def neighbour(world: World) -> System:
    return System(key_for(world.land.communities[1].path, Role.DISPATCHER))


def test_a_need_comes_by_a_system_and_becomes_a_project(world: World, street: System):
    code = world.land.communities[0].code
    body = {
        "area": code, "category": "children", "text": "孩子放学没人管", "name": "何平", "phone": "13800000000",
        "hours": "周一至周五 16:30-18:30", "people": 12, "origin": "phone",
    }
    said = street.sends("/needs", body, key="n1", status=201)
    assert street.sends("/needs", body, key="n1") == {**said, "repeated": True}
    listed = street.sends(f"/needs/{said['number']}/list", {"words": "放学后想有人辅导作业"})
    assert (listed["state"], listed["hours"]) == ("listed", "周一至周五 16:30-18:30")
    offered = street.sends(
        "/resources",
        {"area": code, "kind": "volunteers", "category": "children", "words": "退休教师辅导", "giver_name": "县妇联",
         "phone": "13900000000", "capacity": 2, "hours": "工作日 16:30-18:30"},
        status=201,
    )
    today = clock.today()
    made = street.sends(
        "/projects",
        {"area": code, "needs": [said["number"]], "resources": [offered["number"]], "title": "四点半课堂",
         "how": "放学后在活动室", "lead_name": "县妇联", "starts_on": today.isoformat(),
         "ends_on": (today + timedelta(days=60)).isoformat(), "planned_fen": 500_000,
         "steps": [{"title": "开班", "due_on": today.isoformat()}]},
        status=201,
    )
    assert street.sends(f"/projects/{made['number']}/start")["state"] == "running"
    assert street.sends(f"/projects/{made['number']}/finish", {"feedback": "孩子有地方去了"})["state"] == "done"
    need = street.reads(f"/needs/{said['number']}")
    assert (need["state"], need["project"]) == ("met", made["number"])
    everything = str([street.reads(address) for address in ("/needs", "/resources", "/projects")])
    for secret in ("何平", "13800000000", "13900000000", "没人管"):
        assert secret not in everything


def test_a_system_reads_why_and_decides_otherwise(world: World, street: System):
    need, teachers = a_need(world), a_resource(world)
    other = a_resource(world, words="大学生辅导作业", seats=40)
    lists.rematch()
    pair = street.reads("/pairs")["items"][0]
    assert pair["need"] == need.number
    assert "同一类帮助" in pair["why"]
    choice = street.reads(f"/needs/{need.number}/options")
    chosen = choice["others"][0]
    assert {choice["chosen"]["number"], chosen["number"]} == {teachers.number, other.number}
    decided = street.sends(f"/needs/{need.number}/options/{chosen['number']}/locked")
    assert decided["cost"] == chosen["lock"]["points"]
    assert street.reads("/pairs")["items"][0]["resource"] == chosen["number"]
    street.sends(f"/needs/{need.number}/options/{chosen['number']}/free")
    assert street.sends("/pairs/match", status=202)["kind"] == lists.JOB


def test_what_cannot_be_is_refused_by_field(world: World, street: System):
    need, teachers = a_need(world), a_resource(world)
    a_project(world, [need], [teachers])
    refused = street.sends(f"/resources/{teachers.number}/capacity", {"capacity": -1}, status=422)
    assert "capacity" in refused["fields"]
    refused = street.sends(f"/resources/{teachers.number}/withdraw", {"reason": "搬家"}, status=422)
    assert "四点半课堂" in refused["message"]
    assert street.sends(f"/needs/{need.number}/list", {"words": "晚了"}, status=409)["code"]


def test_a_key_of_the_other_community_changes_nothing(world: World, neighbour: System):
    said = a_need(world, listed=False)
    need, teachers = a_need(world), a_resource(world)
    assert neighbour.reads("/needs")["items"] == []
    assert neighbour.reads("/pairs")["items"] == []
    neighbour.reads(f"/needs/{said.number}", 404)
    neighbour.sends(f"/needs/{said.number}/list", {"words": "别的社区"}, status=404)
    neighbour.reads(f"/needs/{need.number}/options", 403)
    neighbour.sends(f"/needs/{need.number}/options/{teachers.number}/locked", status=403)
    neighbour.sends(f"/resources/{teachers.number}/capacity", {"capacity": 0}, status=403)


def test_a_key_that_only_reads_figures_reads_no_lists(world: World):
    figures = System(key_for(world.land.county.path, Role.FIGURES))
    for address in ("/needs", "/resources", "/projects", "/pairs", "/wishes"):
        figures.reads(address, 403)


def test_a_wish_comes_by_a_system_and_stands_on_the_wall(world: World, street: System, neighbour: System):
    body = {
        "area": world.land.grids[0].code, "text": "眼睛不好，想要一台收音机", "value_fen": 12_000, "name": "李桂英",
        "phone": "13800000000", "origin": "phone",
    }
    wished = street.sends("/wishes", body, key="w1", status=201)
    assert street.sends("/wishes", body, key="w1")["repeated"]
    neighbour.reads(f"/wishes/{wished['number']}", 404)
    posted = street.sends(f"/wishes/{wished['number']}/post", {"shown": "李奶奶", "words": "想要一台收音机听戏"})
    assert (posted["state"], posted["shown"]) == ("posted", "李奶奶")
    everything = str(street.reads("/wishes"))
    assert wished["number"] in everything
    assert "李桂英" not in everything
    assert neighbour.reads("/wishes")["items"] == []
    other = a_wish(world)
    assert street.sends(f"/wishes/{other.number}/refuse", {"reason": "太贵"})["state"] == "refused"
    street.sends("/wishes", {**body, "value_fen": 900_000}, status=422)
