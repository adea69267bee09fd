"""Other systems send in and read cases with a key."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.access import an_administrator
from tests.factories.cases import a_case, a_picture, a_world
from tests.factories.machines import CASES, TEXT, Machine, key_for
from tests.factories.territory import middle

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.models import Case, Following
from linli.kernel import clock, crypto

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotline(world) -> Machine:
    return Machine(key_for(world.land.county.path))


def test_a_case_sent_in_stands_in_the_grid_of_its_point(world, hotline: Machine):
    answer = hotline.send(reporter={"name": "李秀兰", "phone": "13900000000"})
    assert answer.status_code == 201
    opened = answer.json()
    assert opened["area"]["code"] == world.land.grids[0].code
    assert opened["tracking_code"]
    case = Case.objects.get(number=opened["number"])
    assert case.origin == "api"
    following = Following.objects.get(case=case, reporter=True)
    assert "13900000000" not in following.phone
    assert crypto.unseal(following.phone, purpose="following.phone") == "13900000000"


def test_the_same_key_twice_is_the_same_case(hotline: Machine):
    first, second = hotline.send(key="88-1"), hotline.send(key="88-1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert first.json()["tracking_code"] == second.json()["tracking_code"]
    assert Case.objects.count() == 1


def test_the_same_key_for_another_text_is_refused(hotline: Machine):
    hotline.send(key="88-1")
    answer = hotline.send(key="88-1", text="另一件事：路口积水")
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_key"
    assert Case.objects.count() == 1


def test_two_systems_that_use_one_key_do_not_meet(world, hotline: Machine):
    other = Machine(key_for(world.land.county.path))
    assert hotline.send(key="1").json()["number"] != other.send(key="1").json()["number"]


def test_without_a_valid_key_nothing_opens(world, hotline: Machine):
    ended = key_for(world.land.county.path, expires_at=clock.now() + timedelta(minutes=1))
    words = set()
    with clock.at(clock.now() + timedelta(minutes=2)):
        for secret in ("nonsense", "", ended):
            answer = Machine(secret).send()
            assert answer.status_code == 401
            assert answer.json()["code"] == "token"
            if secret:
                words.add(answer.json()["message"])
    assert len(words) == 1
    assert Client().get(CASES).status_code == 401
    assert not Case.objects.exists()


def test_a_key_of_one_community_sends_in_for_that_community_only(world):
    machine = Machine(key_for(world.land.communities[0].path))
    assert machine.send().status_code == 201
    inside_other = dict(zip(("longitude", "latitude"), middle(1, 0), strict=True))
    assert machine.send(**inside_other).status_code == 403
    assert machine.send(longitude=100.0, latitude=30.0).status_code == 403
    assert Case.objects.count() == 1


def test_a_key_that_only_reads_cannot_send_and_the_other_way_round(world):
    reader = Machine(key_for(world.land.county.path, Role.SUPERVISOR))
    sender = Machine(key_for(world.land.county.path, Role.COLLECTOR))
    assert reader.send().status_code == 403
    number = sender.send().json()["number"]
    assert sender.get(CASES).status_code == 403
    assert reader.get(f"{CASES}/{number}").json()["number"] == number


def test_a_key_that_only_sends_reads_back_what_it_sent_and_nothing_else(world):
    sender = Machine(key_for(world.land.county.path, Role.COLLECTOR))
    other = Machine(key_for(world.land.county.path, Role.COLLECTOR))
    own = sender.send().json()["number"]
    assert sender.get(f"{CASES}/{own}").json()["text"] == TEXT
    assert other.get(f"{CASES}/{own}").status_code == 404
    assert sender.get(f"{CASES}/{a_case(world).case.number}").status_code == 404


def test_photos_are_sent_first_and_named_by_their_keys(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sender = Machine(key_for(world.land.county.path, Role.COLLECTOR))
    sent = sender.photo(SimpleUploadedFile("a.jpg", a_picture().read()))
    assert sent.status_code == 201
    number = sender.send(photos=[sent.json()["key"]]).json()["number"]
    assert Case.objects.get(number=number).attachments.count() == 1
    again = sender.send(photos=[sent.json()["key"]])
    assert (again.status_code, list(again.json()["fields"])) == (422, ["photos"])


def test_what_is_no_photo_is_refused_and_so_is_who_only_reads(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sender = Machine(key_for(world.land.county.path, Role.COLLECTOR))
    refused = sender.photo(SimpleUploadedFile("a.jpg", b"not a photo"))
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["photo"])
    reader = Machine(key_for(world.land.county.path, Role.SUPERVISOR))
    assert reader.photo(SimpleUploadedFile("a.jpg", a_picture().read())).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "长" * 4001}, "text"),
        ({"longitude": 300}, "longitude"),
        ({"longitude": None}, "longitude"),
        ({"longitude": None, "latitude": None}, "place"),
        ({"category": "NOPE"}, "category"),
        ({"kind": "nope"}, "kind"),
        ({"unknown": 1}, "unknown"),
        ({"reporter": {"idcard": "1"}}, "reporter.idcard"),
    ],
)
def test_what_cannot_be_used_is_named(hotline: Machine, wrong: dict[str, Any], field: str):
    answer = hotline.send(**wrong)
    assert answer.status_code == 422, answer.json()
    assert any(name.startswith(field) for name in answer.json()["fields"]), answer.json()
    assert not Case.objects.exists()


def test_a_body_that_is_no_json_is_refused(hotline: Machine):
    answer = hotline.client.post(CASES, b"\xff{", content_type="application/json", headers=hotline.headers)
    assert answer.status_code == 400
    assert answer.json()["code"] == "unreadable"


def test_danger_to_life_is_answered_with_the_number_to_call(hotline: Machine):
    opened = hotline.send(text="楼里燃气泄漏，味道很大").json()
    assert opened["emergency"]["phone"]


def test_a_list_goes_on_where_it_ended_and_costs_the_same_for_many(
    world, hotline: Machine, django_assert_max_num_queries
):
    numbers = [hotline.send(text=f"第{count}件：楼道灯不亮").json()["number"] for count in range(5)]
    seen, cursor = [], ""
    while True:
        with django_assert_max_num_queries(6):
            page = hotline.get(CASES, size=2, cursor=cursor).json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(numbers)


def test_a_list_is_narrowed(world, hotline: Machine):
    hotline.send()
    other = dict(zip(("longitude", "latitude"), middle(1, 1), strict=True))
    number = hotline.send(text="路口积水", **other).json()["number"]
    for wanted in ({"q": "积水"}, {"area": world.land.communities[1].code}):
        assert [row["number"] for row in hotline.get(CASES, **wanted).json()["items"]] == [number]
    assert hotline.get(CASES, state="closed").json()["items"] == []
    assert hotline.get(CASES, area="nowhere").status_code == 422
    assert hotline.get(CASES, cursor="nonsense").status_code == 422
    assert hotline.get(CASES, state="nonsense").status_code == 422


def test_another_streets_case_looks_like_none(world):
    case = a_case(world).case
    key = key_for(world.land.communities[1].path, Role.SUPERVISOR)
    there, nowhere = Machine(key).get(f"{CASES}/{case.number}"), Machine(key).get(f"{CASES}/2026-0101-9999")
    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()


def test_names_and_phones_are_never_given_out(world, hotline: Machine):
    number = hotline.send(reporter={"name": "李秀兰", "phone": "13900000000"}).json()["number"]
    for answer in (hotline.get(f"{CASES}/{number}"), hotline.get(CASES)):
        assert "李秀兰" not in answer.content.decode()
        assert "13900000000" not in answer.content.decode()


def test_the_taxonomy_can_be_read(hotline: Machine):
    found = hotline.get("/api/v1/taxonomy").json()
    assert {"code": "help", "name": "求助"} in found["kinds"]
    assert any(row["parent"] for row in found["categories"])


def test_a_session_of_a_browser_opens_nothing_here(client: Client):
    client.force_login(access.Account.objects.get(pk=an_administrator(a_world().land.county).account_id))
    assert client.get(CASES).status_code == 401


def test_the_description_and_its_page_are_open_and_our_own(client: Client):
    description = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/cases", "/api/v1/cases/{number}", "/api/v1/taxonomy"} <= set(description["paths"])
    told = [verb for path in description["paths"].values() for verb in path.values()]
    assert all(verb["summary"] and verb["description"] and verb["responses"] for verb in told)
    page = client.get("/api/v1/docs").content.decode()
    assert "Idempotency-Key" in page
    assert "https://" not in page
