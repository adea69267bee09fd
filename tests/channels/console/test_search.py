"""Find cases, and take the list along as a spreadsheet."""

from datetime import datetime

from tests.channels.console.sheets import sheets_of
from tests.factories import cases as make


def test_words_and_filters_find_a_case(world, browser):
    wanted = make.a_case(world, text="楼顶水箱漏水，楼道结冰").case
    make.a_case(world)
    page = browser(world.street).get("/console/search/?q=水箱&state=open").content.decode()
    assert wanted.number in page
    assert page.count('class="work"') == 1


def test_a_neighbour_street_finds_nothing(world, browser):
    make.a_case(world, text="楼顶水箱漏水")
    page = browser(world.other_worker).get("/console/search/?q=水箱&state=all").content.decode()
    assert page.count('class="work"') == 0


def test_days_in_the_wrong_order_are_put_right_and_strange_words_ignored(world, browser):
    client = browser(world.street)
    assert client.get("/console/search/?since=2026-12-01&until=2026-01-01&state=all").status_code == 200
    assert client.get("/console/search/?since=morgen&late=perhaps&state=gone&theme=x").status_code == 200
    assert client.get("/console/search/?cursor=broken").status_code == 422


def test_the_spreadsheet_holds_every_page_and_nothing_that_runs(world, browser):
    for number in range(55):
        make.a_case(world, text=f'=HYPERLINK("http://x","{number}")', title=f"=1+{number}")
    answer = browser(world.street).get("/console/search/export/?state=all")
    rows = sheets_of(answer)["事项"]
    assert len(rows) == 56
    assert rows[1][2].startswith("=1+")
    assert isinstance(rows[1][1], datetime)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_cells_that_look_like_formulas_are_text(world, browser):
    make.a_case(world, title="=1+1")
    answer = browser(world.street).get("/console/search/export/?state=all")
    assert b"<f>" not in answer.content
