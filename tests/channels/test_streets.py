"""Adopted streets in the channels: given in the console, walked at the desk, seen by everybody, noted by machines."""

import pytest
from django.core.cache import cache
from tests.factories import access as people
from tests.factories.browsers import browser
from tests.factories.cases import World, a_world
from tests.factories.machines import Machine, key_for
from tests.factories.streets import a_stretch

from linli.engines.access.public import Role
from linli.engines.cases.models import Case
from linli.programmes.streets.models import Round, Stretch

pytestmark = pytest.mark.django_db
KEY = "a" * 32


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return a_world()


def test_the_unit_walks_its_street_and_what_it_finds_is_a_case(world: World) -> None:
    made, unit = a_stretch(world), browser(world.handler)
    assert made.name in unit.get("/desk/streets/").content.decode()
    given = {"key": KEY, "note": "走完一遍", "text_1": "井盖缺角", "category_1": "A03"}
    assert unit.post(f"/desk/streets/{made.pk}/", given).status_code == 302
    assert unit.post(f"/desk/streets/{made.pk}/", given).status_code == 302
    assert (Round.objects.count(), Case.objects.count()) == (1, 1)
    page = unit.get(f"/desk/streets/{made.pk}/").content.decode()
    assert "走完一遍" in page
    assert Case.objects.get().number in page


def test_a_photo_without_words_is_asked_about_and_nothing_is_lost(world: World) -> None:
    made = a_stretch(world)
    given = {"key": KEY, "note": "雨天", "category_2": "A03"}
    answer = browser(world.handler).post(f"/desk/streets/{made.pk}/", given)
    assert answer.status_code == 422
    assert "雨天" in answer.content.decode()
    assert not Round.objects.exists()


def test_everybody_sees_who_looks_after_what(world: World) -> None:
    made = a_stretch(world)
    page = browser().get("/streets/").content.decode()
    assert made.name in page
    assert "street-map" in page


def test_the_street_office_hands_over_ends_and_exports(world: World) -> None:
    made, street = a_stretch(world), browser(world.street)
    assert made.name in street.get("/console/streets/").content.decode()
    assert street.get("/console/streets/export/").status_code == 200
    given = {"unit_id": world.firm.id, "rhythm_days": 14}
    assert street.post(f"/console/streets/{made.pk}/", given).status_code == 302
    assert Stretch.objects.get().rhythm_days == 14
    assert street.post(f"/console/streets/{made.pk}/", {**given, "rhythm_days": 0}).status_code == 422
    assert street.post(f"/console/streets/{made.pk}/end/").status_code == 302
    assert Stretch.objects.get().ended_on is not None
    assert street.get(f"/console/streets/new/{world.land.communities[0].pk}/").status_code == 200


def test_neighbours_do_not_find_it(world: World) -> None:
    made = a_stretch(world)
    for actor in (world.other_worker, people.a_resident()):
        assert browser(actor).get(f"/desk/streets/{made.pk}/").status_code in {302, 403, 404}
        assert browser(actor).get(f"/console/streets/{made.pk}/").status_code in {302, 403, 404}
    assert browser().get("/console/streets/").status_code == 302
    assert not Round.objects.exists()


def test_a_machine_notes_a_round_once(world: World) -> None:
    made = a_stretch(world)
    machine = Machine(key_for(world.land.county.path, Role.DISPATCHER))
    headers = machine.headers | {"idempotency-key": "k1"}
    body = {"note": "", "findings": [{"text": "井盖缺角", "category": "A03"}]}
    address = f"/api/v1/streets/{made.pk}/rounds"
    sent = [
        machine.client.post(address, body, content_type="application/json", headers=headers).json() for _try in (1, 2)
    ]
    assert sent[0]["cases"] == sent[1]["cases"] == [Case.objects.get().number]
    assert [one["repeated"] for one in sent] == [False, True]
    assert machine.get("/api/v1/streets").json()[0]["unit_name"] == world.firm.name
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    headers = other.headers | {"idempotency-key": "k2"}
    refused = other.client.post(address, body, content_type="application/json", headers=headers)
    assert refused.status_code == 404
