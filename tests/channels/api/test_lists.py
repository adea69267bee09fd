"""Other systems say needs, offer resources, read and overrule the matching, run projects, put wishes on the wall."""

from datetime import timedelta
from typing import Any

import pytest
from tests.factories.cases import World, a_world
from tests.factories.lists import a_need, a_project, a_resource
from tests.factories.machines import Machine, key_for
from tests.factories.wishes import a_wish

from linli.engines.access.public import Role
from linli.kernel import clock
from linli.programmes.lists import public as lists
from linli.programmes.wishes import public as wishes

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def project(world: World, street: System) -> str:
    made = a_project(world, [a_need(world)], [a_resource(world)])
    street.sends(f"/projects/{made.number}/start")
    return str(made.number)


def test_a_system_reports_steps_pays_once_and_stops(world: World, street: System, project: str):
    first, second = street.reads(f"/projects/{project}/steps")
    done = street.sends(f"/projects/{project}/steps/{first['id']}/done", {"note": "来了六位老师"})
    assert [one["note"] for one in done] == ["来了六位老师", ""]
    street.sends(f"/projects/{project}/steps/{first['id']}/done", {"note": "再来一次"}, status=422)
    body = {"fen": 320_000, "note": "桌椅和教材"}
    for _twice in (1, 2):
        account = street.sends(f"/projects/{project}/payments", body, key="p1")
        assert (account["paid_fen"], account["left_fen"]) == (320_000, 180_000)
    assert street.sends(f"/projects/{project}/payments", {**body, "fen": 1}, key="p1", status=409)["code"] == "key_used"
    street.sends(f"/projects/{project}/payments", {**body, "fen": 180_001}, key="p2", status=422)
    lines = street.reads(f"/projects/{project}/payments")["lines"]
    assert [(one["kind"], one["fen"], one["left"]) for one in lines] == [
        ("lists.pay", -320_000, 180_000), ("lists.grant", 500_000, 500_000),
    ]  # fmt: skip
    assert street.sends(f"/projects/{project}/stop", {"reason": "老师搬走了"})["state"] == "stopped"
    assert street.reads(f"/projects/{project}/payments")["left_fen"] == 0
    street.sends(f"/projects/{project}/steps/{second['id']}/done", {"note": "晚了"}, status=409)


def test_a_resource_leaves_a_project_by_a_system(world: World, street: System, project: str):
    resource = lists.project_for(world.worker, project).resources[0]
    street.sends(f"/projects/{project}/release", {"resource": resource.number, "reason": "老师病了"})
    assert lists.project_for(world.worker, project).left == ((resource.words, "老师病了"),)
    street.sends(f"/projects/{project}/release", {"resource": resource.number, "reason": "又一次"}, status=422)


def test_a_key_of_the_other_community_moves_nothing_in_a_project(world: World, neighbour: System, project: str):
    step = neighbour.reads(f"/projects/{project}/steps")[0]["id"]  # a running project is for everybody to see
    number = lists.project_for(world.worker, project).resources[0].number
    neighbour.reads(f"/projects/{project}/payments", 403)
    for address, body in (
        (f"steps/{step}/done", {"note": "别的社区"}), ("payments", {"fen": 1, "note": "别的社区"}),
        ("release", {"resource": number, "reason": "别的社区"}), ("stop", {"reason": "别的社区"}),
    ):  # fmt: skip
        neighbour.sends(f"/projects/{project}/{address}", body, status=403)
    draft = a_project(world, [a_need(world, words="傍晚想找人辅导数学")], [])
    neighbour.reads(f"/projects/{draft.number}/steps", 404)
    neighbour.sends(f"/projects/{draft.number}/payments", {"fen": 1, "note": "别的社区"}, status=404)


def test_a_system_claims_a_wish_for_a_unit_and_its_people_bring_it(
    world: World, street: System, neighbour: System
):
    wish = a_wish(world).posted()
    neighbour.sends(f"/wishes/{wish.number}/claim", {"unit": world.firm.id}, status=403)
    street.sends(f"/wishes/{wish.number}/claim", {"unit": 10**9}, status=422)
    claimed = street.sends(f"/wishes/{wish.number}/claim", {"unit": world.firm.id})
    assert (claimed["state"], claimed["claimer_name"]) == ("claimed", world.firm.name)
    street.sends(f"/wishes/{wish.number}/claim", {"unit": world.team.id}, status=409)
    assert [row.number for row in wishes.my_promises(world.handler)] == [wish.number]
    assert wishes.my_promises(world.cleaner) == []
    street.sends(f"/wishes/{wish.number}/let-go", {"reason": "买不到"})
    street.sends(f"/wishes/{wish.number}/claim", {"unit": world.firm.id})
    wishes.deliver(wish.id, by=world.handler, note="收音机送到了。")
    street.sends(f"/wishes/{wish.number}/deliver", {"note": "晚了"}, status=409)
    thanked = wishes.thank(wish.id, by=world.worker, thanks="谢谢")
    assert thanked.state == "fulfilled"
