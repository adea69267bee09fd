"""Wishes in the channels: said on the portal, put on the wall at the desk, claimed and thanked; without JavaScript."""

import pytest
from tests.factories import access as people
from tests.factories.browsers import browser
from tests.factories.cases import World, a_world
from tests.factories.wishes import a_wish

from linli.programmes.wishes.models import Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def said(world: World, **more: object) -> dict[str, object]:
    return {
        "text": "想要一台收音机",
        "value": 120,
        "area_id": world.land.communities[0].pk,
        "phone": "13800000000",
        "name": "李桂花",
        **more,
    }


def test_a_wish_over_three_browsers(world: World) -> None:
    wisher = browser()
    answer = wisher.post("/wishes/new/", said(world))
    assert answer.status_code == 302
    made = Wish.objects.get()
    assert browser().get(f"/wishes/{made.number}/").status_code == 404
    desk = browser(world.worker)
    assert made.number in desk.get("/desk/wishes/").content.decode()
    given = {"shown": "李奶奶", "words": "想要一台收音机听戏"}
    assert desk.post(f"/desk/wishes/{made.number}/post/", given).status_code == 302
    wall = browser().get("/wishes/").content.decode()
    assert "想要一台收音机听戏" in wall
    assert "李桂花" not in wall
    neighbour = browser(people.a_resident("何平"))
    assert neighbour.post(f"/wishes/{made.number}/claim/", {"public": "on"}).status_code == 302
    assert "13800000000" in neighbour.post(f"/wishes/{made.number}/personal/").content.decode()
    assert neighbour.post(f"/wishes/{made.number}/deliver/", {"note": "送到了"}).status_code == 302
    assert wisher.post(f"/wishes/{made.number}/thank/", {"thanks": "谢谢"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.thanks) == ("fulfilled", "谢谢")


def test_too_dear_for_a_small_wish_and_nothing_typed_is_lost(world: World) -> None:
    answer = browser().post("/wishes/new/", said(world, value=5000))
    assert answer.status_code == 422
    assert "想要一台收音机" in answer.content.decode()


def test_the_code_on_the_slip_finds_it(world: World) -> None:
    made = a_wish(world)
    page = browser().post("/track/", {"code": made.code}, follow=True)
    assert made.number in page.content.decode()


def test_the_grid_leader_empties_the_box(world: World) -> None:
    leader = browser(world.leader)
    given = said(world, area_id=world.land.grids[0].pk, origin="box", phone="")
    assert leader.post("/desk/wishes/new/", given).status_code == 302
    assert Wish.objects.get().helper_name == world.leader.name


def test_the_console_lists_and_exports(world: World) -> None:
    made, street = a_wish(world), browser(world.street)
    assert made.number in street.get("/console/wishes/?state=collected").content.decode()
    assert street.get("/console/wishes/export/").status_code == 200
    assert browser(world.leader).get("/console/wishes/").status_code == 404
