"""Hot issues on the console: the list, one issue, a theme from it, for those whose area it is."""

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make
from tests.factories.hot import OTHERS, PLANT

from linli.engines.cases import public as cases
from linli.engines.cases.models import HotIssue, Theme


@pytest.fixture
def issue(world) -> HotIssue:
    for text in (*PLANT, *OTHERS):
        make.a_case(world, text=text)
    cases.gather_new()
    return HotIssue.objects.get()


def test_the_list_names_what_is_hot_and_how_hot(world, browser, issue):
    page = browser(world.worker).get("/console/hot/").content.decode()
    assert f'href="/console/hot/{issue.pk}/"' in page
    assert "搅拌站" in page
    assert "热度 = 人数" in page
    assert str(issue.heat / 10) in page


def test_an_issue_opens_to_its_weeks_its_heat_and_its_cases(world, browser, issue):
    page = browser(world.worker).get(f"/console/hot/{issue.pk}/").content.decode()
    numbers = [one.case.number for one in issue.members.select_related("case")]
    assert len(numbers) == 5
    assert all(number in page for number in numbers)
    assert 'data-chart="bar"' in page


def test_a_theme_is_founded_from_it(world, browser, issue):
    client = browser(world.worker)
    answer = client.post(f"/console/hot/{issue.pk}/theme/")
    theme = Theme.objects.get()
    assert answer.headers["Location"] == f"/console/themes/{theme.pk}/"
    assert theme.cases.count() == 5
    again = client.post(f"/console/hot/{issue.pk}/theme/", follow=True).content.decode()
    assert "都已归到主题下" in again


def test_others_find_nothing(world, browser, issue, client):
    assert browser(world.other_worker).get(f"/console/hot/{issue.pk}/").status_code == 404
    assert "搅拌站" not in browser(world.other_worker).get("/console/hot/").content.decode()
    assert browser(world.leader).get("/console/hot/").status_code == 404
    assert client.get("/console/hot/").status_code == 302
    assert browser(world.other_worker).post(f"/console/hot/{issue.pk}/theme/").status_code == 404


def test_the_lists_come_as_spreadsheets(world, browser, issue):
    client = browser(world.worker)
    (sheet,) = sheets_of(client.get("/console/hot/export/")).values()
    assert sheet[1][0] == issue.title
    (sheet,) = sheets_of(client.get(f"/console/hot/{issue.pk}/export/")).values()
    assert len(sheet) == 6
