"""Figures: numerator, denominator, what was left out; no value under twenty; every number opens to its cases."""

import re

import pytest
from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make

from linli.engines.cases.models import Case


@pytest.fixture
def year(world):
    """Twenty-five cases of a community, twenty of them solved."""
    for number in range(25):
        made = make.a_case(world)
        state = {"state": "closed", "solved": number < 20, "rating": 5, "closed_at": made.case.submitted_at}
        Case.objects.filter(pk=made.id).update(**state, settled_level="grid")
    return world


def rate(page: str, name: str) -> str:
    """The card of one rate."""
    part = page[page.index(f'data-rate="{name}"') + 10 :]
    return part[: part.index("data-rate=") if "data-rate=" in part else part.index("</section>")]


def test_a_rate_shows_value_numerator_and_denominator(year, browser):
    page = browser(year.street).get("/console/figures/").content.decode()
    part = rate(page, "resolution")
    assert "80.0%" in part
    assert re.findall(r">(\d+)</a> / <a[^>]*>(\d+)<", part) == [("20", "25")]


def test_the_numbers_of_a_rate_open_to_exactly_its_cases(year, browser):
    client = browser(year.street)
    part = rate(client.get("/console/figures/").content.decode(), "resolution")
    above, below = (address.replace("&amp;", "&") for address in re.findall(r'<a href="([^"]+)">\d+</a>', part)[:2])
    assert client.get(above).content.decode().count('class="work"') == 20
    assert client.get(below).content.decode().count('class="work"') == 25
    assert "解决率" in client.get(above).content.decode()


def test_under_twenty_there_is_no_value_but_the_numbers_stay(world, browser):
    make.a_case(world).closed()
    part = rate(browser(world.street).get("/console/figures/").content.decode(), "resolution")
    assert "不足 20 件" in part
    assert not re.search(r"\d%", part)


def test_what_was_left_out_is_said_with_its_reason(world, browser):
    make.a_case(world).did("refuse", world.worker, exit="outside", text="请找房东商量")
    part = rate(browser(world.street).get("/console/figures/").content.decode(), "response")
    assert "未计入 1 件" in part
    assert "measure=excluded%3Aexit_outside" in part


def test_tables_go_by_area_and_class_in_their_order_and_name_nobody(year, browser):
    page = browser(year.street).get("/console/figures/").content.decode()
    assert "按区域" in page
    assert "按类别" in page
    assert year.leader.name not in page
    assert not re.search(r"排名(?!：|。)|第一名", page.replace("不排名", ""))


@pytest.mark.parametrize(
    "query", ["?period=this-week", "?period=year", "?since=2026-01-01&until=2026-03-31", "?level=grid"]
)
def test_every_period_opens(year, browser, query):
    assert browser(year.street).get(f"/console/figures/{query}").status_code == 200


def test_a_foreign_area_has_no_figures_here(world, browser):
    assert browser(world.worker).get("/console/figures/").status_code == 404
    assert browser(world.street).get(f"/console/figures/?area={world.land.county.pk}").status_code == 404


def test_more_than_three_years_are_refused_in_words(world, browser):
    answer = browser(world.street).get("/console/figures/?since=2010-01-01&until=2026-01-01")
    assert answer.status_code == 422


def test_the_spreadsheet_says_the_same(year, browser):
    sheets = sheets_of(browser(year.street).get("/console/figures/export/"))
    assert ["解决率", 20, 25, 0.8, 20, 25] in sheets["比率"]
    assert sheets["按区域"][1][:2] == [year.land.communities[0].name, 25]


def test_a_class_is_chosen_and_its_numbers_open_to_its_cases_alone(year, browser):
    make.a_case(year, category_code="A01")
    client = browser(year.street)
    page = client.get("/console/figures/?category=A01").content.decode()
    assert '<option value="A01" selected>' in page
    received = re.search(r'<a class="tally sheet" href="([^"]+)"><span class="figure">1</span>', page)
    assert received is not None
    opened = client.get(received[1].replace("&amp;", "&")).content.decode()
    assert opened.count('class="work"') == 1
    whole = client.get("/console/figures/?category=A").content.decode()
    assert '<span class="figure">26</span>' in whole
    assert '<span class="figure">26</span>' in client.get("/console/figures/?category=Z9").content.decode()
    (rates, *_others) = sheets_of(client.get("/console/figures/export/?category=A01"))
    assert rates
