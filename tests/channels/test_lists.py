"""The three lists on the portal, at the desk and in the console."""

import pytest
from django.test import Client
from tests.factories.cases import World, a_world
from tests.factories.lists import a_need, a_project, a_resource

from linli.engines.access.models import Account
from linli.engines.journal.models import Message
from linli.engines.journal.public import deliver_due
from linli.kernel import clock
from linli.programmes.lists import public as lists
from linli.programmes.lists.models import MonthList, Need, Pair, Project, Resource


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def test_a_visitor_says_a_need_and_follows_it_by_its_code(world: World, client: Client):
    page = client.get("/lists/say/")
    assert page.status_code == 200
    given = {
        "text": "孩子放学没人管", "category": "children", "area_id": world.land.communities[0].pk, "people": 1,
        "phone": "13800000000", "hours": "周一至周五 16:30-18:30",
    }
    answer = client.post("/lists/say/", given, follow=True)
    assert answer.context["sent"]
    need = Need.objects.get()
    code = answer.context["detail"].tracking_code
    other = Client()
    assert other.get(f"/lists/needs/{need.number}/").status_code == 404
    assert other.post("/track/", {"code": code}, follow=True).status_code == 200
    assert other.get(f"/lists/needs/{need.number}/").status_code == 200


def test_what_was_typed_is_kept_when_the_hours_cannot_be_read(world: World, client: Client):
    given = {
        "text": "孩子放学没人管", "category": "children", "area_id": world.land.communities[0].pk, "people": 1,
        "phone": "13800000000", "hours": "下辈子",
    }
    answer = client.post("/lists/say/", given)
    assert answer.status_code == 422
    assert "看不懂时间" in answer.content.decode()
    assert "孩子放学没人管" in answer.content.decode()


def test_a_resource_is_offered_and_accepted_at_the_desk(world: World, client: Client):
    given = {
        "kind": "volunteers", "category": "children", "words": "会计老师教算术", "giver_name": "老会计",
        "area_id": world.land.communities[0].pk, "capacity": 2, "phone": "13800000000",
    }
    assert client.post("/lists/offer/", given).status_code == 302
    found = Resource.objects.get()
    worker = signed_in(world.worker)
    assert found.words in worker.get("/desk/lists/").content.decode()
    assert worker.post(f"/desk/lists/resources/{found.number}/accept/").status_code == 302
    assert found.words in client.get("/lists/?list=resources").content.decode()


def test_a_need_is_taken_down_and_listed_at_the_desk(world: World):
    leader, worker = signed_in(world.leader), signed_in(world.worker)
    area_id = world.land.grids[0].pk
    given = {"text": "老人看病没人陪", "category": "health", "area_id": area_id, "people": 1, "origin": "visit"}
    assert leader.post("/desk/lists/new/", given).status_code == 302
    need = Need.objects.get()
    page = worker.get(f"/desk/lists/needs/{need.number}/")
    assert "老人看病没人陪" in page.content.decode()
    listed = {"words": "陪老人看病", "category": "health", "people": 1, "hours": "", "skills": ""}
    assert worker.post(f"/desk/lists/needs/{need.number}/list/", listed).status_code == 302
    assert Need.objects.get().state == "listed"
    assert "13800000000" not in worker.get(f"/desk/lists/needs/{need.number}/").content.decode()


def test_the_street_matches_overrules_and_makes_a_project(world: World):
    need, teachers = a_need(world), a_resource(world)
    other = a_resource(world, words="大学生辅导作业", seats=40)
    lists.rematch()
    street = signed_in(world.street)
    page = street.get("/console/lists/matching/").content.decode()
    assert "同一类帮助" in page
    shown = street.get(f"/console/lists/matching/{need.number}/").content.decode()
    assert "系统建议" in shown
    assert "大家都不吃亏" in shown
    street.post(f"/console/lists/matching/{need.number}/{other.pk}/locked/")
    assert Pair.objects.get(state="locked").resource_id == other.pk
    form = street.get(f"/console/lists/project/new/?needs={need.pk}&resources={other.pk}")
    assert form.status_code == 200
    given = {
        "area_id": world.land.communities[0].pk, "title": "四点半课堂", "needs": [need.pk],
        "resources": [other.pk, teachers.pk], "how": "放学后在活动室", "lead_name": "县妇联", "starts_on": "2026-03-02",
        "ends_on": "2026-07-01", "planned_yuan": "5000", "step_1": "开班", "due_1": "2026-03-10",
    }
    assert street.post("/console/lists/project/new/", given).status_code == 302
    project = Project.objects.get()
    assert (project.planned_fen, project.shares.count()) == (500_000, 2)
    address = f"/console/lists/projects/{project.number}/"
    assert street.post(f"{address}start/").status_code == 302
    step = project.milestones.get()
    assert street.post(f"{address}reach/", {"milestone_id": step.pk, "note": "来了二十个孩子"}).status_code == 302
    assert street.post(f"{address}pay/", {"yuan": "3200.50", "note": "桌椅"}).status_code == 302
    assert street.post(f"{address}release/", {"resource_id": teachers.pk, "reason": "搬家"}).status_code == 302
    assert street.post(f"{address}finish/", {"feedback": "孩子有地方去了"}).status_code == 302
    assert Project.objects.get().paid_fen == 320_050
    assert "孩子有地方去了" in Client().get(f"/lists/projects/{project.number}/").content.decode()
    assert "孩子有地方去了" in Client().get(f"/lists/needs/{need.number}/").content.decode()


@pytest.mark.parametrize("kind", ["needs", "resources", "projects"])
def test_lists_open_and_export_with_few_queries(world: World, kind, django_assert_max_num_queries):
    for number in range(3):
        a_project(world, [a_need(world)], [a_resource(world, words=f"资源{number}")])
        a_need(world)
    street = signed_in(world.street)
    street.get(f"/console/lists/?list={kind}")
    with django_assert_max_num_queries(25):
        assert street.get(f"/console/lists/?list={kind}").status_code == 200
    export = street.get(f"/console/lists/export/?list={kind}")
    assert export.status_code == 200
    assert street.get("/console/lists/matching/export/").status_code == 200


def test_months_are_published_and_reviewed(world: World):
    street = signed_in(world.street)
    area = world.land.communities[0].pk
    assert street.get(f"/console/lists/months/?area={area}").status_code == 200
    street.post("/console/lists/months/publish/", {"area": area, "month": clock.today().replace(day=1).isoformat()})
    assert MonthList.objects.get().area_id == area
    row = MonthList.objects.get()
    street.post(f"/console/lists/months/{row.pk}/review/", {"area": area, "words": "需求多在放学后"})
    assert MonthList.objects.get().review == "需求多在放学后"


def test_others_do_not_find_the_pages(world: World):
    need = a_need(world, listed=False)
    for actor in (world.other_worker, world.resident):
        client = signed_in(actor)
        assert client.get(f"/lists/needs/{need.number}/").status_code == 404
        assert client.get(f"/console/lists/matching/{need.number}/").status_code == 404
    assert Client().get("/console/lists/").status_code == 302
    assert signed_in(world.worker).get("/lists/unknown/N1/").status_code == 404


def test_a_case_leads_to_a_need(world: World):
    page = signed_in(world.worker).get("/desk/lists/new/?case=A2026-1").content.decode()
    assert 'value="A2026-1"' in page


def test_a_capacity_below_zero_is_refused_beside_the_field_and_nothing_typed_is_lost(world: World):
    street = signed_in(world.street)
    given = {
        "kind": "venue", "words": "夜里的值班室", "category": "place", "giver_name": "物业", "capacity": "-1",
        "area_id": world.land.communities[0].pk, "hours": "周六 22:00-2:00",
    }
    answer = street.post("/console/lists/resource/new/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "不能小于 0" in page
    for typed in ("夜里的值班室", "周六 22:00-2:00"):
        assert typed in page
    assert not Resource.objects.exists()
    assert street.post("/console/lists/resource/new/", {**given, "capacity": "1"}).status_code == 302
    assert Resource.objects.get().windows == [[5, 1320, 120]]


def test_a_resource_of_a_running_project_says_where_it_is_at_work(world: World):
    teachers = a_resource(world)
    project = a_project(world, [a_need(world)], [teachers])
    lists.start(project.pk, by=world.worker)
    street = signed_in(world.street)
    address = f"/console/lists/resources/{teachers.number}/"
    refused = street.post(f"{address}retire/", {"reason": "搬家"})
    assert refused.status_code == 422
    assert "四点半课堂" in refused.content.decode()
    assert street.post(f"{address}resize/", {"capacity": "0"}).status_code == 422
    assert Resource.objects.get().state == "listed"
    street.post(f"/console/lists/projects/{project.number}/release/", {"resource_id": teachers.pk, "reason": "搬家"})
    assert street.post(f"{address}retire/", {"reason": "搬家"}).status_code == 302
    assert Resource.objects.get().state == "withdrawn"
    assert "搬家" in Client().get(f"/lists/projects/{project.number}/").content.decode()


def test_a_choice_is_shown_with_what_it_takes_from_others(world: World):
    both = a_need(world, hours="周五 16:30-18:30")
    a_need(world, people=25, words="大班想有人辅导")
    big, small = a_resource(world, capacity=1), a_resource(world, capacity=1, seats=15, hours="", words="小屋子辅导")
    lists.rematch()
    street = signed_in(world.street)
    address = f"/console/lists/matching/{both.number}/"
    page = street.get(address).content.decode()
    assert f'data-option="{small.number}" data-state="proposed"' in page
    for words in ("更合适", "别处更需要", "“大班想有人辅导”就没有资源了"):
        assert words in page
    street.post(f"{address}{big.pk}/locked/")
    page = street.get(address).content.decode()
    assert "人工选定" in page
    street.post(f"{address}{big.pk}/free/")
    assert "系统建议" in street.get(address).content.decode()


def test_the_leader_of_a_project_hears_that_a_resource_left(world: World):
    teachers = a_resource(world)
    project = a_project(world, [a_need(world)], [teachers], lead_id=world.leader.account_id)
    lists.start(project.pk, by=world.worker)
    lists.release(project.pk, by=world.worker, resource_id=teachers.pk, reason="老师搬家")
    deliver_due(limit=200)
    told = Message.objects.filter(recipient=f"a:{world.leader.account_id}")
    assert "有资源退出了：四点半课堂" in [one.title for one in told]
