"""Themes: one cause, many cases, one plan, one message to all."""

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make

from linli.engines.cases.models import Theme
from linli.engines.journal import public as journal
from linli.engines.journal.models import Message


@pytest.fixture
def theme(world, browser) -> Theme:
    browser(world.street).post(
        "/console/themes/new/",
        {
            "title": "北门雨季积水",
            "area_id": world.land.street.pk,
            "cause": "排水口堵塞",
            "plan": "清淤，改造雨水口",
            "public": "on",
        },
    )
    return Theme.objects.get()


def test_a_theme_is_opened_and_its_plan_changed(world, browser, theme):
    client = browser(world.street)
    client.post(
        f"/console/themes/{theme.pk}/change/", {"title": "北门积水", "plan": "分两期改造", "due_on": "2027-03-01"}
    )
    theme.refresh_from_db()
    assert (theme.title, theme.plan, str(theme.due_on)) == ("北门积水", "分两期改造", "2027-03-01")
    assert "北门积水" in client.get("/console/themes/").content.decode()


def test_cases_are_found_and_hung_on_it(world, browser, theme):
    made = make.a_case(world, text="北门又积水了")
    client = browser(world.street)
    found = client.get(f"/console/themes/{theme.pk}/?q=积水").content.decode()
    assert f'name="case" value="{made.case.number}"' in found
    client.post(f"/console/themes/{theme.pk}/hang/", {"case": [made.case.number]})
    assert made.case.theme_id == theme.pk
    assert made.case.number in client.get(f"/console/themes/{theme.pk}/").content.decode()


def test_when_the_cause_is_gone_everybody_who_reported_is_told(world, browser, theme):
    made = make.a_case(world, text="北门又积水了")
    client = browser(world.street)
    client.post(f"/console/themes/{theme.pk}/hang/", {"case": [made.case.number]})
    client.post(f"/console/themes/{theme.pk}/resolve/", {"result": "雨水口已经改造，请放心通行。"})
    journal.deliver_due()
    theme.refresh_from_db()
    assert theme.resolved_at is not None
    assert Message.objects.filter(recipient=f"f:{made.following_id}", body__contains="雨水口已经改造").count() == 1


def test_a_resolution_without_words_comes_back(world, browser, theme):
    answer = browser(world.street).post(f"/console/themes/{theme.pk}/resolve/", {"result": ""})
    theme.refresh_from_db()
    assert answer.status_code == 422
    assert theme.resolved_at is None


def test_a_community_cannot_change_a_theme_of_the_street(world, browser, theme):
    answer = browser(world.worker).post(f"/console/themes/{theme.pk}/resolve/", {"result": "好了"})
    theme.refresh_from_db()
    assert theme.resolved_at is None
    assert answer.status_code in {403, 404, 422}


def test_a_title_is_needed(world, browser):
    answer = browser(world.street).post("/console/themes/new/", {"title": "", "area_id": world.land.street.pk})
    assert answer.status_code == 422
    assert not Theme.objects.exists()


def test_themes_and_their_cases_go_into_spreadsheets(world, browser, theme):
    made = make.a_case(world, text="北门又积水了")
    client = browser(world.street)
    client.post(f"/console/themes/{theme.pk}/hang/", {"case": [made.case.number]})
    assert sheets_of(client.get("/console/themes/export/"))["主题与热点"][1][0] == "北门雨季积水"
    assert sheets_of(client.get(f"/console/themes/{theme.pk}/export/"))["事项"][1][0] == made.case.number
