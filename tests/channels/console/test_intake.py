"""A call at the desk: typed for the caller, who gets a tracking code read aloud."""

import pytest
from tests.factories import cases as make

from linli.engines.cases.models import Case, Following

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def said(world) -> dict[str, object]:
    longitude, latitude = make.middle(0, 0)
    return {
        "text": "三楼楼道堆满旧家具",
        "place": "兴农小区三号楼门口",
        "name": "王大爷",
        "phone": "13900000000",
        "category_code": "A03",
        "kind_code": "",
        "longitude": longitude,
        "latitude": latitude,
        "intake_key": KEY,
    }


def test_a_call_becomes_a_case_with_the_helper_on_record(world, browser, said):
    answer = browser(world.street).post("/console/new/", said, follow=True)
    case = Case.objects.get()
    following = Following.objects.get(reporter=True)
    page = answer.content.decode()
    assert (case.origin, case.area_id) == ("phone", world.land.grids[0].pk)
    assert (following.helper_id, following.helper_name) == (world.street.account_id, world.street.name)
    assert following.phone.startswith("v1:")
    assert case.number in page
    assert "data-tracking-code" in page


def test_the_same_form_sent_twice_is_one_case(world, browser, said):
    client = browser(world.street)
    client.post("/console/new/", said)
    client.post("/console/new/", said)
    assert Case.objects.count() == 1


def test_words_of_danger_are_told_to_the_caller_first(world, browser, said):
    page = browser(world.street).post("/console/new/", said | {"text": "厨房着火了"}, follow=True).content.decode()
    assert "119" in page


def test_what_is_missing_is_said_and_nothing_typed_is_lost(world, browser, said):
    without = {name: value for name, value in said.items() if name not in {"place", "longitude", "latitude"}}
    answer = browser(world.street).post("/console/new/", without | {"phone": "call me"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三楼楼道堆满旧家具" in page
    assert "请问清在哪里" in page
    assert "不像一个电话号码" in page
    assert not Case.objects.exists()


def test_places_are_suggested_while_typing(world, browser):
    make.a_block(world)
    page = browser(world.street).get("/console/new/places/?place=兴农小区").content.decode()
    assert "data-place" in page


def test_without_a_call_there_is_nothing_to_read_aloud(world, browser):
    assert browser(world.street).get("/console/new/taken/")["Location"] == "/console/new/"


def test_whoever_only_supervises_takes_no_calls(world, admin, browser):
    assert browser(admin).get("/console/new/").status_code == 404
