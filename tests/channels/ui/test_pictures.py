"""Photos for those who may see them, and the outlines of the map."""

import pytest
from django.test import Client
from tests.factories import cases as make

from linli.engines.cases import public as cases
from linli.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def a_case_with_photo(world: make.World) -> tuple[make.Made, str]:
    key = cases.add_photo(make.a_picture(), by=VISITOR).key
    return make.a_case(world, category_code="A01", photos=[key]).accepted(), key


def test_a_photo_waiting_to_be_sent_can_be_seen_by_its_key(world):
    key = cases.add_photo(make.a_picture(), by=VISITOR).key
    answer = Client().get(f"/photo/{key}/small/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "private" in answer.headers["Cache-Control"]


def test_a_photo_of_a_case_is_closed_to_strangers_and_open_to_the_reporter(world):
    made, key = a_case_with_photo(world)
    assert Client().get(f"/photo/{key}/full/").status_code == 404
    bearer = Client()
    bearer.post("/track/", {"code": made.code})
    assert bearer.get(f"/photo/{key}/full/").status_code == 200


def test_a_released_photo_is_open_to_all_and_may_be_kept(world):
    made, key = a_case_with_photo(world)
    photo = cases.case_for(world.worker, id=made.id).attachments[0]
    made.did("release", world.worker, public_text="正在清运", photo_ids=[photo.id])
    answer = Client().get(f"/photo/{key}/full/")
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    again = Client().get(f"/photo/{key}/full/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/photo/nokey/full/", "/photo/../../etc/full/"])
def test_no_such_photo(world, address):
    assert Client().get(address).status_code == 404


def test_an_unknown_size(world):
    _made, key = a_case_with_photo(world)
    assert Client().get(f"/photo/{key}/huge/").status_code == 404


def test_the_sketch_is_sent_once(world):
    first = Client().get("/map/sketch.json")
    assert first.status_code == 200
    names = [feature["properties"]["kind"] for feature in first.json()["areas"]["features"]]
    assert names.count("grid") == 4
    again = Client().get("/map/sketch.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_sketch_of_a_part(world):
    found = Client().get("/map/sketch.json", {"path": world.land.communities[0].path}).json()
    assert sum(feature["properties"]["kind"] == "grid" for feature in found["areas"]["features"]) == 2


def test_no_sketch_while_there_is_no_county():
    assert Client().get("/map/sketch.json").status_code == 404
