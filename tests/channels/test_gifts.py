"""Gifts in the channels: offered on the portal, received and put to use at the desk, listed in the console."""

import pytest
from tests.factories.browsers import browser
from tests.factories.cases import World, a_world
from tests.factories.gifts import a_gift, money

from linli.programmes.donations import public as donations
from linli.programmes.donations.models import Donation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def said(world: World, **more: object) -> dict[str, object]:
    given = {"what": "儿童图画书", "quantity": "46 本", "area_id": world.land.communities[0].pk}
    return {**given, "name": "何晓燕", "phone": "13800000000", "shown": "何老师", **more}


def test_a_gift_over_three_browsers(world: World) -> None:
    giver, desk = browser(), browser(world.worker)
    assert giver.post("/gifts/new/", said(world)).status_code == 302
    made = Donation.objects.get()
    assert browser().get(f"/gifts/{made.number}/").status_code == 404
    assert made.number in desk.get("/desk/gifts/").content.decode()
    assert desk.post(f"/desk/gifts/{made.number}/receive/", {"quantity": "46 本", "value": "600"}).status_code == 302
    assert desk.post(f"/desk/gifts/{made.number}/use/", {"note": "放进阅览角"}).status_code == 302
    wall = browser().get("/gifts/").content.decode()
    assert "何老师" in wall
    assert "放进阅览角" in wall
    assert "何晓燕" not in wall
    printed = giver.get(f"/gifts/{made.number}/certificate/").content.decode()
    assert "何晓燕" in printed
    assert "不是公益事业捐赠票据" in printed
    code = donations.certificate_for(world.worker, made.number).code
    assert "何晓燕" in browser().get(f"/gifts/check/{made.number}/{code}/").content.decode()
    assert browser().get(f"/gifts/check/{made.number}/0000/").status_code == 404
    assert browser().get(f"/gifts/{made.number}/certificate/").status_code == 404


def test_money_at_the_desk_waits_for_a_second_person(world: World) -> None:
    first, second = browser(world.worker), browser(world.street)
    given = said(world, kind="money", what="现金", value="1000.50")
    assert first.post("/desk/gifts/new/", given).status_code == 302
    made = Donation.objects.get()
    assert (made.value_fen, made.state) == (100_050, "received")
    assert first.post(f"/desk/gifts/{made.number}/count/").status_code == 422
    assert second.post(f"/desk/gifts/{made.number}/count/").status_code == 302
    assert first.post(f"/desk/gifts/{made.number}/use/", {"note": "买灯", "amount": "2000"}).status_code == 422
    assert first.post(f"/desk/gifts/{made.number}/use/", {"note": "买灯", "amount": "1000.50"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "used"


def test_nothing_typed_is_lost(world: World) -> None:
    answer = browser().post("/gifts/new/", said(world, phone=""))
    assert answer.status_code == 422
    assert "儿童图画书" in answer.content.decode()


def test_the_code_on_the_slip_finds_it(world: World) -> None:
    made = a_gift(world)
    assert made.number in browser().post("/track/", {"code": made.code}, follow=True).content.decode()


def test_a_look_at_the_giver_at_the_desk(world: World) -> None:
    made = a_gift(world)
    assert "13800000000" in browser(world.worker).post(f"/desk/gifts/{made.number}/personal/").content.decode()
    assert browser(world.other_worker).post(f"/desk/gifts/{made.number}/personal/").status_code == 404


def test_the_console_lists_and_exports(world: World) -> None:
    made, street = money(world), browser(world.street)
    assert made.number in street.get("/console/gifts/?state=received").content.decode()
    assert street.get("/console/gifts/export/").status_code == 200
    assert browser(world.leader).get("/console/gifts/").status_code == 404
