"""Double registration in the channels: a unit at its desk, a member on the portal, the community confirms."""

import pytest
from tests.factories import access as people
from tests.factories.browsers import browser
from tests.factories.cases import World, a_world
from tests.factories.machines import Machine, key_for
from tests.factories.registration import a_duty, a_member_registered, a_unit_registered

from linli.engines.access.public import Role
from linli.kernel import clock
from linli.programmes.registration.models import Registration, Undertaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def test_a_unit_registers_takes_a_duty_and_is_confirmed(world: World) -> None:
    duty, handler, office = a_duty(world), browser(world.handler), browser(world.worker)
    given = {"unit": world.firm.id, "area_id": world.land.communities[0].pk}
    assert handler.post("/desk/registration/unit/", given).status_code == 302
    page = f"/desk/registration/{Registration.objects.get().pk}/"
    assert office.post(f"{page}confirm/").status_code == 302
    assert "周六巡楼" in handler.get(page).content.decode()
    assert handler.post(f"{page}take/", {"target": duty.pk}).status_code == 302
    taken = Undertaking.objects.get()
    refused = handler.post(f"{page}report/", {"target": taken.pk, "text": ""})
    assert refused.status_code == 422
    assert handler.post(f"{page}report/", {"target": taken.pk, "text": "看过了"}).status_code == 302
    assert office.post(f"{page}confirm_duty/", {"target": taken.pk}).status_code == 302
    year = handler.get(f"/desk/registration/statement/{world.firm.id}/").content.decode()
    assert "看过了" in year
    assert handler.post(f"{page}report_year/", {"year": clock.today().year, "text": "全年两次"}).status_code == 302
    assert "全年两次" in office.get(page).content.decode()


def test_a_member_registers_on_the_portal_and_the_look_at_the_phone_asks_what_for(world: World) -> None:
    member = browser(people.a_resident("何平"))
    given = {"area_id": world.land.communities[0].pk, "name": "何平", "phone": "13800000000"}
    refused = member.post("/registration/new/", given)
    assert refused.status_code == 422
    assert "13800000000" in refused.content.decode()
    assert member.post("/registration/new/", {**given, "agrees": "on"}).status_code == 302
    row = Registration.objects.get()
    assert member.get(f"/registration/{row.pk}/").status_code == 200
    office = browser(world.worker)
    assert "13800000000" not in office.get(f"/desk/registration/{row.pk}/").content.decode()
    assert office.post(f"/desk/registration/{row.pk}/personal/", {"text": ""}).status_code == 422
    shown = office.post(f"/desk/registration/{row.pk}/personal/", {"text": "约时间"})
    assert "13800000000" in shown.content.decode()
    for stranger in (world.other_worker, world.handler):
        assert browser(stranger).get(f"/desk/registration/{row.pk}/").status_code == 404
        assert browser(stranger).post(f"/desk/registration/{row.pk}/personal/", {"text": "看"}).status_code == 404
    assert browser(people.a_resident("别人")).get(f"/registration/{row.pk}/").status_code == 404


def test_signed_out_one_reads_what_is_offered_and_signs_in_to_register(world: World) -> None:
    a_duty(world)
    assert "周六巡楼" in browser().get("/registration/").content.decode()
    assert browser().get("/registration/new/").status_code == 302
    assert browser().get("/desk/registration/").status_code == 302


def test_the_console_lists_exports_and_offers(world: World) -> None:
    a_unit_registered(world)
    a_member_registered(world)
    street = browser(world.street)
    listed = street.get("/console/registration/").content.decode()
    assert "兴农物业" in listed
    assert "何平" not in listed
    given = {"area_id": world.land.communities[0].pk, "title": "护学岗", "text": "早上七点半校门口", "places": "3"}
    assert street.post("/console/registration/duties/new/", given).status_code == 302
    assert "护学岗" in street.get("/console/registration/duties/").content.decode()
    for address in ("export/", f"statement/{world.firm.id}/", f"statement/{world.firm.id}/export/"):
        assert street.get(f"/console/registration/{address}").status_code == 200
    assert browser(world.leader).get("/console/registration/").status_code == 404


def test_other_systems_read_without_names(world: World) -> None:
    a_member_registered(world)
    key = Machine(key_for(world.land.county.path, Role.DISPATCHER))
    listed = key.get("/api/v1/registrations").content.decode()
    assert '"kind":"member"' in listed.replace(" ", "")
    assert "何平" not in listed
    given = {"area": world.land.communities[0].code, "title": "护学岗", "text": "早上", "places": 2}
    sent = key.client.post("/api/v1/duties", given, content_type="application/json", headers=key.headers)
    assert sent.status_code == 201, sent.content
    other = Machine(key_for(world.land.communities[1].path, Role.DISPATCHER))
    assert other.get("/api/v1/registrations").json()["items"] == []
    assert other.get(f"/api/v1/units/{world.firm.id}/statement?year=2026").status_code == 404
