"""Orders in the channels: a resident orders, the desk offers, a neighbour takes; all without JavaScript."""

import re
from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.browsers import browser
from tests.factories.cases import World, a_block, a_world
from tests.factories.orders import a_catalogue, a_helper, an_order

from linli.engines.access.models import Account
from linli.kernel import clock
from linli.programmes.orders.codes import BEGIN, END, door_code
from linli.programmes.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    made = a_world()
    a_catalogue()
    return made


def asked(world: World, **more: object) -> dict[str, object]:
    block = a_block(world)
    return {
        "text": "请帮我妈妈去取社保卡",
        "day": (clock.today() + timedelta(days=1)).isoformat(),
        "window": "morning",
        "place": "兴农小区3号楼",
        "building": block.pk,
        "home": "2-501",
        "phone": "13800000000",
        "name": "张大妈",
        **more,
    }


def test_a_visitor_orders_and_follows_it_in_the_same_browser(world: World) -> None:
    client = browser()
    answer = client.post("/orders/new/errand/", asked(world))
    assert answer.status_code == 302, answer.content.decode()
    made = Order.objects.get()
    page = client.get(answer["Location"])
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", page.content.decode())
    assert code is not None
    assert browser().get(f"/orders/{made.number}/").status_code == 404
    elsewhere = browser()
    found = elsewhere.post("/track/", {"code": code[0]}, follow=True)
    assert made.number in found.content.decode()


def test_as_soon_as_possible_is_within_four_hours(world: World) -> None:
    assert browser().post("/orders/new/errand/", asked(world, window="soon")).status_code == 302
    made = Order.objects.get()
    assert made.wanted_from <= clock.now() <= made.wanted_to <= made.wanted_from + timedelta(hours=4)


def test_what_was_typed_is_kept_when_something_is_missing(world: World) -> None:
    answer = browser().post("/orders/new/errand/", asked(world, phone=""))
    assert answer.status_code == 422
    assert "请帮我妈妈去取社保卡" in answer.content.decode()
    assert not Order.objects.exists()


def test_the_whole_way_over_three_browsers(world: World) -> None:
    helper, resident = a_helper(world), browser()
    resident.post("/orders/new/errand/", asked(world, window="evening"))
    made = Order.objects.get()
    desk = browser(world.worker)
    assert made.number in desk.get("/desk/orders/").content.decode()
    assert desk.post(f"/desk/orders/{made.number}/offer/", {"takers": [f"a{helper.account_id}"]}).status_code == 302
    hand = browser(helper)
    assert made.number in hand.get("/orders/helping/").content.decode()
    hand.post(f"/orders/{made.number}/take/")
    with clock.at(made.wanted_from):
        shown = resident.get(f"/orders/{made.number}/").content.decode()
        assert door_code(made.pk, BEGIN) in shown
        wrong = hand.post(f"/orders/{made.number}/start/", {"code": "1"})
        assert wrong.status_code == 422
        hand.post(f"/orders/{made.number}/start/", {"code": door_code(made.pk, BEGIN)})
        end = {"code": door_code(made.pk, END), "note": "办好了"}
        assert hand.post(f"/orders/{made.number}/finish/", end).status_code == 302
        resident.post(f"/orders/{made.number}/confirm/")
    made.refresh_from_db()
    assert made.state == "confirmed"


def test_the_desk_takes_an_order_down_for_who_calls(world: World) -> None:
    block, desk = a_block(world), browser(world.worker)
    soon = clock.local() + timedelta(hours=2)
    given = {
        "intake_key": "a" * 32,
        "service": "errand",
        "text": "取药",
        "wanted_from": f"{soon:%Y-%m-%dT%H:%M}",
        "hours": 3,
        "place": "兴农小区3号楼",
        "building_id": block.pk,
        "phone": "13800000000",
        "origin": "phone",
    }
    assert desk.post("/desk/orders/new/", given).status_code == 302
    made = Order.objects.get()
    assert (made.origin, made.helper_name) == ("phone", world.worker.name)
    assert browser(world.other_worker).post("/desk/orders/new/", {**given, "intake_key": "b" * 32}).status_code == 422


def test_a_resident_offers_to_help_and_stops_again(world: World) -> None:
    resident = people.a_resident("何平")
    client = browser(resident)
    client.cookies["linli_place"] = world.land.communities[0].code
    assert client.post("/orders/helping/", {"services": ["errand"]}).status_code == 302
    made = an_order(world).offered()
    assert made.number in client.get("/orders/helping/").content.decode()
    client.post("/orders/helping/", {"stop": "1"})
    assert made.number not in client.get("/orders/helping/").content.decode()


def test_the_console_lists_exports_and_registers(world: World) -> None:
    made, street = an_order(world), browser(world.street)
    assert made.number in street.get("/console/orders/?state=open").content.decode()
    assert street.get("/console/orders/export/").status_code == 200
    someone = Account.objects.get(pk=people.a_resident("何平").account_id)
    given = {"area_id": world.land.communities[0].pk, "username": someone.username, "adult": "on"}
    assert street.post("/console/orders/takers/new/", given).status_code == 302
    assert "何平" in street.get("/console/orders/takers/").content.decode()
    unknown = street.post("/console/orders/takers/new/", {**given, "username": "nobody"})
    assert unknown.status_code == 422
    assert browser(world.leader).get("/console/orders/").status_code == 404


def test_lists_cost_the_same_however_long(world: World, django_assert_max_num_queries) -> None:
    for _number in range(12):
        an_order(world)
    street = browser(world.street)
    street.get("/console/orders/")
    with django_assert_max_num_queries(16):
        street.get("/console/orders/")
