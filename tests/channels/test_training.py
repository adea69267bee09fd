"""Free courses (X4): found and taken on the phone, ended and followed up in the console, counted honestly."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.channels.console.sheets import sheets_of
from tests.factories.browsers import browser
from tests.factories.machines import Machine, key_for
from tests.factories.training import MONDAY, School

from linli.engines.access.public import Role
from linli.kernel import clock
from linli.programmes.training import public as training
from linli.programmes.training.models import Course, Outcome, Trainee

pytestmark = pytest.mark.django_db
BASE = "/console/training/"
GIVEN = {"call_name": "林大姐", "name": "林小满", "phone": "13900001111"}


@pytest.fixture
def here(db: None) -> Iterator[School]:
    cache.clear()
    with clock.at(MONDAY):
        yield School()


def test_from_the_plan_to_work_after_three_months(here: School):
    desk, who = browser(here.worker), here.resident()
    plan = {
        "title": "面点师培训",
        "area_id": here.community.pk,
        "skill": "面点",
        "teacher": "县职业学校",
        "place": "社区厨房",
        "places": "8",
        "starts_on": "2026-11-23",
        "ends_on": "2026-11-27",
        "certificate": "中式面点师",
    }
    assert desk.post(f"{BASE}new/", {**plan, "ends_on": "2026-11-20"}).status_code == 422
    assert desk.post(f"{BASE}new/", plan).status_code == 302
    course = Course.objects.get()
    page = f"/training/{course.pk}/"
    assert browser().get(page).status_code == 200
    assert browser().post(page, GIVEN)["Location"].startswith("/accounts/login/")
    phone = browser(who)
    refused = phone.post(page, {**GIVEN, "phone": "12"})
    assert refused.status_code == 422
    assert "林大姐" in refused.content.decode()
    assert phone.post(page, {**GIVEN, "follow": "on"}).status_code == 302
    row = Trainee.objects.get()
    with clock.at(MONDAY + timedelta(days=4)):
        desk = browser(here.worker)
        given = {"verb": "finish", "trained": "on", "certified_on": "2026-11-27"}
        assert desk.post(f"{BASE}trainee/{row.pk}/", given).status_code == 302
    with clock.at(MONDAY + timedelta(days=100)):
        desk, phone = browser(here.worker), browser(who)
        assert "林大姐" in desk.get(f"{BASE}ask/").content.decode()
        shown = phone.get("/training/").content.decode()
        assert "现在怎么样" in shown
        phone.post(f"/training/mine/{row.pk}/say/", {"months": "3", "state": "employed"})
        assert Outcome.objects.get().state == "employed"
        assert "林大姐" not in desk.get(f"{BASE}ask/").content.decode()
        sums = sheets_of(browser(here.head).get(f"{BASE}figures/export/?year=2026"))
        skills, after = sums.values()
        assert skills[1] == ["面点", 1, 1]
        assert after[1] == [3, 1, 1, 1, 0]
        phone.post(f"/training/mine/{row.pk}/take-back/")
        assert not Outcome.objects.exists()


def test_the_desk_enrols_ends_asks_and_opens_a_phone_for_a_purpose(here: School):
    course, desk = here.course(), browser(here.worker)
    assert desk.post(f"{BASE}{course.pk}/enrol/", {**GIVEN, "follow": "on"}).status_code == 302
    row = Trainee.objects.get()
    page = f"{BASE}trainee/{row.pk}/"
    assert "林小满" not in desk.get(page).content.decode()
    assert desk.post(page, {"verb": "personal", "purpose": ""}).status_code == 422
    assert "林小满" in desk.post(page, {"verb": "personal", "purpose": "通知开课"}).content.decode()
    early = desk.post(page, {"verb": "outcome", "months": "3", "state": "own"})
    assert early.status_code == 422
    desk.post(page, {"verb": "finish", "trained": "on", "certified_on": ""})
    with clock.at(MONDAY + timedelta(days=120)):
        desk = browser(here.worker)
        assert desk.post(page, {"verb": "outcome", "months": "3", "state": "own"}).status_code == 302
        desk.post(page, {"verb": "agree", "follow": "0"})
    assert not Outcome.objects.exists()
    assert sheets_of(desk.get(f"{BASE}{course.pk}/export/"))


def test_called_off_with_a_reason_that_everybody_reads(here: School):
    course, desk = here.course(), browser(here.worker)
    assert desk.post(f"{BASE}{course.pk}/cancel/", {"why": ""}).status_code == 422
    desk.post(f"{BASE}{course.pk}/cancel/", {"why": "老师病了"})
    assert "老师病了" in browser().get(f"/training/{course.pk}/").content.decode()


def test_neighbours_grid_leaders_residents_and_visitors(here: School):
    course = here.course()
    row = here.learner(course)
    pages = (
        f"{course.pk}/",
        f"{course.pk}/cancel/",
        f"{course.pk}/enrol/",
        f"{course.pk}/export/",
        f"trainee/{row.pk}/",
    )
    for page in pages:
        assert browser(here.worker).get(BASE + page).status_code == 200, page
        for by in (here.stranger, here.grid_leader, here.resident()):
            assert browser(by).get(BASE + page).status_code == 404, page
        assert browser().get(BASE + page).status_code == 302, page
    assert browser(here.resident()).post(f"/training/mine/{row.pk}/withdraw/").status_code == 404
    assert browser(here.resident()).post(f"/training/mine/{row.pk}/nothing/").status_code == 404
    row.refresh_from_db()
    assert row.state == "coming"


def test_lists_cost_the_same_however_long(here: School, django_assert_max_num_queries):
    for _number in range(5):
        here.learner(here.course())
        here.trained(ended_days_ago=100)
    client = browser(here.worker)
    for page in ("", "?when=past", "ask/", "figures/"):
        client.get(BASE + page)
        with django_assert_max_num_queries(24):
            assert client.get(BASE + page).status_code == 200


def test_other_systems_list_enrol_and_read_sums(here: School):
    course = here.course(places=1)
    key = Machine(key_for(here.community.path, Role.DISPATCHER, Role.FIGURES))
    (listed,) = key.get(f"/api/v1/courses?area={here.community.code}").json()["items"]
    assert (listed["id"], listed["taken"]) == (course.pk, 0)
    sent = key.client.post(
        f"/api/v1/courses/{course.pk}/learners", GIVEN, content_type="application/json", headers=key.headers
    )
    assert (sent.status_code, sent.json()["state"]) == (201, "coming")
    here.trained(ended_days_ago=100)
    found = key.get(f"/api/v1/training/figures?area={here.community.code}").json()
    assert (found["trained"], found["after"][0]["agreed"]) == (1, 1)
    other = Machine(key_for(here.county.communities[1].path, Role.DISPATCHER))
    refused = other.client.post(
        f"/api/v1/courses/{course.pk}/learners", GIVEN, content_type="application/json", headers=other.headers
    )
    assert refused.status_code == 403
    assert other.get(f"/api/v1/training/figures?area={here.community.code}").status_code == 404
    assert training.trainees(here.worker, course.pk)[0].call_name == "林大姐"
