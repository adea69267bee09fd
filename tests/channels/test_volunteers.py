"""A volunteer's way (J5): sign up, come with the code, be confirmed, get a certificate, spend points."""

import re
from datetime import timedelta

import pytest
from tests.factories.access import a_resident, as_actor
from tests.factories.browsers import browser
from tests.factories.volunteers import HOUR, SATURDAY, Neighbourhood, actor

from linli.engines.access.models import Account
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.programmes.volunteers.models import Certificate, Redemption, Service, Star, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Neighbourhood:
    with clock.at(SATURDAY):
        yield Neighbourhood()


def test_three_sessions_a_star_a_certificate_and_something_from_the_shop(here: Neighbourhood) -> None:
    who = here.volunteer(name="林小满")
    for number in range(12):
        here.served(who, minutes=480, starts=SATURDAY - timedelta(days=30 + number))  # 96 hours before
    phone, desk, second = browser(actor(who)), browser(here.worker), browser(here.second)
    for number in range(3):
        starts = SATURDAY + timedelta(days=number)
        with clock.at(starts - HOUR):
            activity = here.activity(starts=starts, hours=2)
            phone.post(f"/volunteer/activity/{activity.pk}/sign-up/", {"role": activity.roles.get().pk})
        with clock.at(starts):
            phone, desk, second = browser(actor(who)), browser(here.worker), browser(here.second)  # signed in anew
            page = desk.get(f"/desk/volunteers/{activity.pk}/").content.decode()
            code = re.search(r"data-door-code>(\d{4} \d{4})<", page)
            assert code is not None
            wrong = phone.post(f"/volunteer/activity/{activity.pk}/attend/", {"code": "12345678"})
            assert wrong.status_code == 422
            assert phone.post(f"/volunteer/activity/{activity.pk}/attend/", {"code": code[1]}).status_code == 302
        with clock.at(starts + 2 * HOUR - timedelta(seconds=5)):
            code = re.search(
                r"data-door-code>(\d{4} \d{4})<", desk.get(f"/desk/volunteers/{activity.pk}/").content.decode()
            )
            phone.post(f"/volunteer/activity/{activity.pk}/attend/", {"code": code[1]})
            service = Service.objects.get(activity=activity)
            second.post("/desk/volunteers/confirm/", {"service": service.pk})
    assert Star.objects.filter(volunteer=who).count() == 1  # 96 and nearly 6 hours: over 100
    assert phone.post("/volunteer/certificates/").status_code == 302
    made = Certificate.objects.get()
    journal.run_job(made.job_id)
    answer = phone.get(f"/volunteer/certificates/{made.number}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert browser().get(f"/volunteer/certificates/{made.number}.pdf").status_code == 404
    real = browser().get(f"/verify/{made.number}/{made.check_code}/", follow=True)
    assert "林小满" in real.content.decode()
    assert browser().get("/verify/", {"number": made.number, "code": "0" * 16}).status_code == 404
    item = here.item(price=5, stock=1)
    assert phone.post(f"/volunteer/shop/{item.pk}/reserve/", {"key": "once"}).status_code == 302
    aside = Redemption.objects.get()
    assert aside.code in desk.get("/desk/volunteers/counter/", {"code": aside.code}).content.decode()
    desk.post("/desk/volunteers/counter/", {"redemption": aside.pk})
    aside.refresh_from_db()
    assert aside.state == "fetched"


def test_somebody_registers_and_nothing_typed_is_lost(here: Neighbourhood) -> None:
    who = as_actor(Account.objects.get(pk=here.volunteer().account_id))
    assert browser(who).get("/volunteer/register/").status_code == 302  # registered already
    new = browser(a_resident("何平"))
    given = {
        "area_id": here.community.pk,
        "call_name": "何老师",
        "name": "何平",
        "phone": "13800000000",
        "born": "2012-03-05",
    }
    refused = new.post("/volunteer/register/", given)
    assert refused.status_code == 422  # a minor without a guardian
    assert "何老师" in refused.content.decode()
    assert new.post("/volunteer/register/", {**given, "born": "1990-03-05"}).status_code == 302
    assert Volunteer.objects.filter(call_name="何老师").exists()


def test_the_neighbours_worker_stands_at_no_door_here(here: Neighbourhood) -> None:
    activity = here.activity()
    assert browser(here.stranger).get(f"/desk/volunteers/{activity.pk}/").status_code == 404
    assert browser().get(f"/desk/volunteers/{activity.pk}/").status_code == 302
    assert browser().get(f"/volunteer/activity/{activity.pk}/").status_code == 200
