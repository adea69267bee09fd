"""Report in three taps, and everything that can go wrong on the way."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import access as people
from tests.factories import cases as make

from linli.engines.cases.models import Attachment, Case, Following

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.a_picture().read(), "image/jpeg")


def at_home() -> dict[str, float]:
    longitude, latitude = make.middle(0, 0)
    return {"longitude": longitude, "latitude": latitude}


def test_a_photo_and_a_place_are_enough(world):
    client = Client()
    answer = client.post("/report/", {**at_home(), "photos": [photo()], "intake_key": KEY})
    case = Case.objects.get()
    assert answer.headers["Location"].endswith("?sent=1")
    assert case.area_id == world.land.grids[0].pk
    assert case.attachments.count() == 1
    assert case.text == "见照片"


def test_after_sending_number_code_and_what_happens_next_are_shown(world):
    client = Client()
    page = client.post("/report/", {**at_home(), "text": "楼道灯不亮"}, follow=True).content.decode()
    assert Case.objects.get().number in page
    assert re.search(r'class="code">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}<', page)
    assert "已收到" in page


def test_words_and_an_address_do_without_a_photo_and_without_a_point(world):
    make.a_block(world)
    Client().post("/report/", {"text": "门禁坏了", "place": "兴农小区3号楼2单元"})
    case = Case.objects.get()
    assert case.place == "兴农小区3号楼2单元"
    assert case.area_id == world.land.grids[0].pk


def test_neither_photo_nor_words(world):
    answer = Client().post("/report/", at_home())
    assert answer.status_code == 422
    assert "请拍张照片，或者写几句。" in answer.content.decode()
    assert not Case.objects.exists()


def test_no_place_at_all(world):
    answer = Client().post("/report/", {"text": "楼道灯不亮"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请在地图上点一下位置，或者写下地址。" in page
    assert "楼道灯不亮" in page


def test_the_same_post_twice_is_one_case_with_one_code(world):
    client = Client()
    first = client.post("/report/", {**at_home(), "text": "楼道灯不亮", "intake_key": KEY})
    second = client.post("/report/", {**at_home(), "text": "楼道灯不亮", "intake_key": KEY})
    assert Case.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_point_outside_the_county_goes_to_the_duty_desk(world):
    answer = Client().post("/report/", {"longitude": 116.4, "latitude": 39.9, "text": "路灯坏了"})
    assert answer.status_code == 302
    assert Case.objects.get().area_id == world.land.county.pk


@pytest.mark.parametrize("point", [("x", "y"), ("999", "0"), ("", "38.5"), ("nan", "nan")])
def test_a_point_that_is_none_loses_nothing_that_was_typed(world, point):
    answer = Client().post("/report/", {"longitude": point[0], "latitude": point[1], "text": "路灯坏了，晚上看不清"})
    assert answer.status_code == 422
    assert "路灯坏了，晚上看不清" in answer.content.decode()


def test_a_file_that_is_no_photo_is_said_so_and_the_words_and_the_good_photo_stay(world):
    bad = SimpleUploadedFile("virus.jpg", b"MZ" + b"\0" * 200, "image/jpeg")
    answer = Client().post("/report/", {**at_home(), "text": "垃圾没清", "photos": [photo(), bad]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "垃圾没清" in page
    assert 'name="photos-kept"' in page
    assert not Case.objects.exists()


def test_photos_survive_an_error_elsewhere(world):
    client = Client()
    page = client.post("/report/", {"text": "垃圾没清", "photos": [photo()]}).content.decode()
    key = re.search(r'name="photos-kept" value="(\w+)"', page)
    assert key is not None
    client.post("/report/", {**at_home(), "text": "垃圾没清", "photos-kept": key.group(1)})
    assert Attachment.objects.get().case == Case.objects.get()


def test_with_a_phone_number_it_is_sealed_and_without_it_nothing_is_kept(world):
    Client().post("/report/", {**at_home(), "text": "楼道灯不亮", "phone": "138 0000 0000", "name": "张大妈"})
    Client().post("/report/", {**at_home(), "text": "楼道灯不亮"})
    named, anonymous = Following.objects.order_by("id")
    assert named.phone
    assert "138" not in named.phone
    assert not anonymous.phone
    assert not anonymous.name


def test_a_phone_number_that_is_none(world):
    answer = Client().post("/report/", {**at_home(), "text": "楼道灯不亮", "phone": "微信联系"})
    assert answer.status_code == 422
    assert "这不像电话号码" in answer.content.decode()


def test_reporting_for_somebody_is_written_down(world):
    data = {"text": "水龙头坏了", "name": "王奶奶", "phone": "13800000001", "helper": "on", "helper_name": "小李"}
    Client().post("/report/", {**at_home(), **data})
    assert Following.objects.get().helper_name == "小李"


def test_a_helper_has_to_say_who_they_are(world):
    answer = Client().post("/report/", {**at_home(), "text": "水龙头坏了", "helper": "on"})
    assert answer.status_code == 422
    assert "请写您自己的姓名" in answer.content.decode()


def test_somebody_signed_in_reports_under_the_own_account(world, client):
    account = people.an_account("刘大爷", password=people.PASSWORD)
    client.force_login(account)
    client.post("/report/", {**at_home(), "text": "楼道灯不亮"})
    assert Following.objects.get().account_id == account.pk


def test_the_board_at_the_entrance_knows_the_place(world):
    block = make.a_block(world)
    client = Client()
    address = f"/report/?at={world.land.grids[0].code}&building={block.pk}&entrance=2"
    page = client.get(address).content.decode()
    assert "兴农小区3号楼2单元" in page
    words = "兴农小区3号楼2单元"
    known = {"at": world.land.grids[0].code, "building": block.pk, "place": words, "board_place": words}
    client.post("/report/", {**known, "text": "灯坏了"})
    assert Case.objects.get().building_id == block.pk


def test_another_place_than_that_of_the_board_counts(world):
    block = make.a_block(world)
    known = {"at": world.land.grids[0].code, "building": block.pk, "board_place": "兴农小区3号楼"}
    longitude, latitude = make.middle(1, 0)
    Client().post("/report/", {**known, "text": "灯坏了", "longitude": longitude, "latitude": latitude})
    assert Case.objects.get().area_id == world.land.grids[2].pk


def test_danger_is_told_whom_to_call_first_and_taken_in_all_the_same(world):
    page = Client().post("/report/", {**at_home(), "text": "楼下着火了"}, follow=True).content.decode()
    assert "119" in page
    assert Case.objects.exists()


def test_what_a_point_is_called_and_who_answers_there(world):
    found = Client().get("/report/place/", at_home()).json()
    assert found["area"] == world.land.grids[0].pk
    assert "网格长" in found["said"]
    outside = Client().get("/report/place/", {"longitude": 116.4, "latitude": 39.9}).json()
    assert outside["area"] is None
    assert "不在本县" in outside["said"]


@pytest.mark.parametrize("query", [{}, {"longitude": "x", "latitude": "1"}])
def test_the_words_of_no_point(world, query):
    assert Client().get("/report/place/", query).status_code == 400


def test_buildings_are_suggested_while_typing(world):
    make.a_block(world)
    rows = Client().get("/report/places/", {"text": "兴农小区3"}).json()["places"]
    assert rows[0]["label"] == "兴农小区3号楼"


def test_neighbours_reports_of_the_same_are_offered(world):
    made = make.a_case(world, text="垃圾没人清运", category_code="A01").accepted()
    page = Client().get("/report/similar/", {**at_home(), "category": "A01"}).content.decode()
    assert made.case.number in page
    assert "垃圾没人清运" not in page


def test_nothing_similar_is_said_by_nothing(world):
    assert not Client().get("/report/similar/", {**at_home(), "text": "没有的事"}).content.strip()


def test_the_class_is_guessed_from_the_words_and_the_building_from_the_address(world):
    block = make.a_block(world)
    location = make.a_place(world, building=block)
    make.a_case(world, text="垃圾没人清运", category_code="A01", location=location).accepted()
    asked = {"place": "兴农小区3号楼", "text": "楼下垃圾堆积清运没人管"}
    page = Client().get("/report/similar/", asked).content.decode()
    assert "附近 1 位邻居反映过" in page
    assert not Client().get("/report/similar/", {"place": "没有这个地方", "text": "垃圾堆积清运"}).content.strip()


def test_a_neighbours_report_is_followed_in_one_tap_with_the_number_typed(world):
    made = make.a_case(world, text="垃圾没人清运", category_code="A01").accepted()
    browser = Client()
    assert 'id="follow"' in browser.get("/report/").content.decode()
    answer = browser.post(f"/c/{made.case.number}/", {"phone": "13800001111"})
    assert answer.status_code == 302
    assert made.case.people == 2
