"""Needs, resources and projects; everything goes through the verbs."""

from datetime import timedelta
from typing import Any

from tests.factories import access as people
from tests.factories.cases import World

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.programmes.lists import public as lists


def a_need(world: World, *, by: Actor | None = None, listed: bool = True, **more: Any) -> lists.Need:
    """A tutoring need of the first community, on the list unless told otherwise."""
    given: dict[str, Any] = {
        "text": "我家孩子放学没人管，想找人辅导作业", "category": "children", "area_id": world.land.grids[0].pk,
        "asker": lists.Asker(name="李秀兰", phone="13800000000"), "hours": "周一至周五 16:30-18:30", "people": 12,
    }
    words = more.pop("words", "放学后想有人辅导作业")
    need = lists.say(by=by or people.a_visitor(), **{**given, **more}).need
    return lists.list_need(need.pk, by=world.worker, words=words) if listed else need


def a_resource(world: World, *, by: Actor | None = None, **more: Any) -> lists.Resource:
    """Retired teachers of the first community, on the list."""
    given: dict[str, Any] = {
        "kind": "volunteers", "category": "children", "words": "退休教师辅导作业", "giver_name": "县妇联",
        "area_id": world.land.communities[0].pk, "hours": "工作日 16:30-18:30", "seats": 30, "capacity": 2,
    }
    return lists.offer(by=by or world.worker, **{**given, **more})


def a_project(world: World, needs: list[lists.Need], resources: list[lists.Resource], **more: Any) -> lists.Project:
    """A project of the first community that is being prepared."""
    today = clock.today()
    given: dict[str, Any] = {
        "title": "四点半课堂", "how": "每个工作日放学后在社区活动室，志愿教师轮流辅导。", "lead_name": "县妇联",
        "starts_on": today, "ends_on": today + timedelta(days=120), "planned_fen": 500_000,
        "money_from": "妇联项目经费",
        "milestones": [("招募志愿教师", today + timedelta(days=7)), ("开班", today + timedelta(days=14))],
    }
    return lists.make(
        by=world.worker, area_id=world.land.communities[0].pk, needs=[one.pk for one in needs],
        resources=[one.pk for one in resources], **{**given, **more},
    )
