"""Other systems plan activities, sign volunteers up, read hours and points, and keep a shop's counter."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from tests.factories.machines import Machine, key_for
from tests.factories.volunteers import HOUR, SATURDAY, Neighbourhood

from linli.engines.access.public import Role
from linli.kernel import clock
from linli.programmes.volunteers.models import Certificate, Redemption, Service, SignUp
from linli.programmes.volunteers.public import ask_certificate, confirm_service

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


@pytest.fixture
def here(db: None) -> Iterator[Neighbourhood]:
    cache.clear()
    with clock.at(SATURDAY):
        yield Neighbourhood()


@pytest.fixture
def system(here: Neighbourhood) -> Machine:
    """The community's own system."""
    return Machine(key_for(here.community.path, Role.DISPATCHER, Role.FIGURES))


def sent(machine: Machine, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return machine.client.post(
        f"{BASE}{path}", body or {}, content_type="application/json", headers=machine.headers | headers
    )


def planned(here: Neighbourhood, **more: Any) -> dict[str, Any]:
    return {
        "title": "清雪",
        "area": here.community.code,
        "kind": "orange",
        "place": "广场",
        "starts": (SATURDAY + HOUR).isoformat(),
        "ends": (SATURDAY + 3 * HOUR).isoformat(),
        "roles": [{"name": "扫雪", "wanted": 1}],
        **more,
    }


def test_from_the_plan_to_time_that_a_person_confirms(here: Neighbourhood, system: Machine):
    answer = sent(system, "/activities", planned(here))
    assert answer.status_code == 201, answer.content
    (activity,) = answer.json()
    role = system.get(f"{BASE}/activities/{activity}").json()["roles"][0]["id"]
    first, second = here.volunteer(), here.volunteer()
    for who in (first, second, first):
        assert (
            sent(system, f"/activities/{activity}/sign-ups", {"volunteer": who.number, "role": role}).status_code == 200
        )
    assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == ["coming", "waiting"]
    assert sent(system, f"/activities/{activity}/withdraw", {"volunteer": first.number}).status_code == 204
    assert system.get(f"{BASE}/activities/{activity}/attendees").json()[0]["number"] == second.number
    with clock.at(SATURDAY + HOUR):
        for _twice in (1, 2):
            came = sent(system, f"/activities/{activity}/check-in", {"volunteer": second.number})
            assert came.json()["service"] == "running", came.content
    with clock.at(SATURDAY + 2 * HOUR):
        assert (
            sent(system, f"/activities/{activity}/check-out", {"volunteer": second.number}).json()["service"] == "ended"
        )
        row = Service.objects.get()
        confirm_service(service_id=row.pk, by=here.second)
    (given,) = system.get(f"{BASE}/services-given").json()["items"]
    assert (given["minutes"], given["state"]) == (60, "confirmed")
    person = system.get(f"{BASE}/volunteers/{second.number}").json()
    assert (person["minutes"], person["points"]) == (60, 2)
    lines = system.get(f"{BASE}/volunteers/{second.number}/statements/points").json()["items"]
    assert [(line["amount"], line["balance"]) for line in lines] == [(2, 2)]


def test_refusals_say_what_is_wrong(here: Neighbourhood, system: Machine):
    danger = planned(here, roles=[{"name": "抢险", "wanted": 1, "needs_insurance": True}])
    assert "risks" in sent(system, "/activities", danger).json()["fields"]
    (activity,) = sent(system, "/activities", {**danger, "risks": "水深"}).json()
    role = system.get(f"{BASE}/activities/{activity}").json()["roles"][0]["id"]
    who = here.volunteer()
    refused = sent(system, f"/activities/{activity}/sign-ups", {"volunteer": who.number, "role": role})
    assert refused.status_code == 422  # not insured
    wrong = sent(system, f"/activities/{activity}/sign-ups", {"volunteer": "V-1", "role": role})
    assert "number" in wrong.json()["fields"]
    assert (
        "role"
        in sent(system, f"/activities/{activity}/sign-ups", {"volunteer": who.number, "role": 0}).json()["fields"]
    )
    assert sent(system, f"/activities/{activity}/cancel", {"why": "大雨"}).json()["state"] == "cancelled"


def test_a_thing_is_put_aside_once_for_a_key_and_fetched_or_given_back(here: Neighbourhood, system: Machine):
    who, item = here.volunteer(), here.item(price=1, stock=2)
    here.served(who, minutes=120, starts=SATURDAY - timedelta(days=1))
    body = {"volunteer": who.number}
    made = [sent(system, f"/shop/{item.pk}/reservations", body, **{"idempotency-key": "k"}) for _twice in (1, 2)]
    assert made[0].json() == made[1].json()
    assert Redemption.objects.count() == 1
    assert sent(system, f"/redemptions/{made[0].json()['id']}/fetch").json()["state"] == "fetched"
    other = sent(system, f"/shop/{item.pk}/reservations", body).json()
    assert system.get(f"{BASE}/shop").json()[0]["stock"] == 0
    sold_out = sent(system, f"/shop/{item.pk}/reservations", body)
    assert (sold_out.status_code, sold_out.json()["code"]) == (409, "sold_out")
    assert sent(system, f"/redemptions/{other['id']}/give-back").json()["state"] == "cancelled"


def test_a_certificate_is_checked_by_number_and_code(here: Neighbourhood, system: Machine):
    who = here.volunteer(name="诸葛试")
    here.served(who, starts=SATURDAY - timedelta(days=1))
    ask_certificate(volunteer_id=who.pk, by=here.worker)
    paper = Certificate.objects.get()
    right = system.get(f"{BASE}/certificates/{paper.number}?check_code={paper.check_code}").json()
    assert (right["name"], right["minutes"], right["withdrawn"]) == ("诸葛试", 120, "")
    assert system.get(f"{BASE}/certificates/{paper.number}?check_code={'0' * 16}").status_code == 404


def test_books_are_read_by_keys_for_figures_only(here: Neighbourhood, system: Machine):
    here.served(here.volunteer(), starts=SATURDAY - timedelta(days=1))
    (hours,) = [one for one in system.get(f"{BASE}/books").json() if one["kind"] == "volunteers.hours_given"]
    assert system.get(f"{BASE}/books/{hours['id']}").json()["items"][0]["amount"] == -120
    other = Machine(key_for(here.community.path, Role.DISPATCHER))
    assert other.get(f"{BASE}/books").json() == []
    assert other.get(f"{BASE}/books/{hours['id']}").status_code == 404


def test_a_key_of_the_other_community(here: Neighbourhood):
    activity, who = here.activity(), here.volunteer()
    other = Machine(key_for(here.county.communities[1].path, Role.DISPATCHER))
    assert other.get(f"{BASE}/activities/{activity.pk}/attendees").status_code == 404
    assert other.get(f"{BASE}/volunteers/{who.number}").status_code == 404
    assert other.get(f"{BASE}/services-given?area={here.community.code}").status_code == 403
    assert sent(other, "/activities", planned(here)).status_code == 403
    assert sent(other, f"/activities/{activity.pk}/cancel", {"why": "x"}).status_code == 403
    assert Machine("linli_x").get(f"{BASE}/activities").status_code == 401
    assert other.get(f"{BASE}/volunteering/kinds").json()[0]["code"] == "orange"
    assert other.get(f"{BASE}/volunteering/totals").status_code == 200
