"""Joint meetings in the channels: called and sent in the console, seen by the unit at the desk, read on the portal."""

from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.browsers import browser
from tests.factories.cases import World, a_world
from tests.factories.meetings import a_body, a_sitting

from linli.engines.cases.models import Case
from linli.kernel import clock
from linli.programmes.meetings.models import Meeting, Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def test_from_the_call_to_the_publication(world: World) -> None:
    body, seats = a_body(world)
    office = browser(world.worker)
    begins = f"{clock.local(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    given = {"title": "第四季度联席会议", "starts_at": begins, "place": "会议室", "agenda": "楼道堆物\n\n冬季取暖"}
    assert office.post(f"/console/meetings/bodies/{body.pk}/call/", given).status_code == 302
    made = Meeting.objects.get()
    assert [one.title for one in made.agenda.order_by("position")] == ["楼道堆物", "冬季取暖"]
    assert "冬季取暖" in browser().get(f"/meetings/{made.pk}/").content.decode()
    page = f"/console/meetings/{made.pk}/"
    presence = {f"seat-{seat.pk}": "present" for seat in seats}
    assert office.post(f"{page}hold/", presence).status_code == 302
    due = f"{clock.today() + timedelta(days=9)}"
    agreed = {"title": "清楼道", "text": "把楼道清一遍。", "due_on": due, "kind_code": "help"}
    assert office.post(f"{page}resolve/", agreed).status_code == 422   # for nobody
    agreed["seats"] = [seat.pk for seat in seats]
    assert office.post(f"{page}resolve/", agreed).status_code == 302
    sent = office.post(f"{page}send/", follow=True).content.decode()
    assert "2 项任务已派出" in sent
    assert Case.objects.get(assignee=f"u:{seats[0].unit_id}").number in sent
    assert "没有重复派发" in office.post(f"{page}send/", follow=True).content.decode()
    assert browser().get(f"/meetings/{made.pk}/").status_code == 404
    assert office.post(f"{page}minutes/", {"minutes": "一致同意。"}).status_code == 302
    assert office.post(f"{page}publish/").status_code == 302
    shown = browser().get(f"/meetings/{made.pk}/").content.decode()
    assert "把楼道清一遍" in shown
    assert "一致同意" not in shown


def test_what_was_typed_stays_where_a_day_has_passed(world: World) -> None:
    sitting = a_sitting(world).held()
    given = {"title": "清楼道", "text": "把楼道清一遍。", "due_on": "2020-01-01", "kind_code": "help"}
    answer = browser(world.worker).post(f"/console/meetings/{sitting.id}/resolve/", given)
    assert answer.status_code == 422
    assert "把楼道清一遍。" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_the_unit_sees_its_own_tasks_on_the_phone(world: World) -> None:
    sitting = a_sitting(world).held().agreed(2).sent()
    handler = browser(sitting.handler(0))
    assert "第四季度联席会议" in handler.get("/desk/meetings/").content.decode()
    shown = handler.get(f"/desk/meetings/{sitting.id}/").content.decode()
    mine, other = (Case.objects.filter(assignee=f"u:{seat.unit_id}") for seat in sitting.seats)
    assert all(case.number in shown for case in mine)
    assert not any(case.number in shown for case in other)


@pytest.mark.parametrize("who", ["other_worker", "cleaner", "resident"])
def test_strangers_find_no_meeting(world: World, who: str) -> None:
    sitting = a_sitting(world).held().agreed().sent()
    stranger = browser(getattr(world, who))
    for address in (
        f"/console/meetings/{sitting.id}/",
        f"/console/meetings/{sitting.id}/tasks/",
        f"/desk/meetings/{sitting.id}/",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/console/meetings/{sitting.id}/send/").status_code == 404


def test_signed_out_one_is_asked_to_sign_in(world: World) -> None:
    sitting = a_sitting(world)
    assert browser().get(f"/console/meetings/{sitting.id}/").status_code == 302
    assert browser().get(f"/desk/meetings/{sitting.id}/").status_code == 302


def test_lists_and_tasks_as_workbooks(world: World) -> None:
    sitting = a_sitting(world).held().agreed().sent()
    street = browser(world.street)
    for address in ("/console/meetings/export/", f"/console/meetings/{sitting.id}/tasks/export/"):
        assert street.get(address).status_code == 200
    assert "第四季度联席会议" in street.get("/console/meetings/").content.decode()
    assert "兴农社区联席会议" in street.get(f"/console/meetings/bodies/{sitting.body.pk}/").content.decode()
    assert people.a_visitor().account_id is None
