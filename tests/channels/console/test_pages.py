"""Which pages are open to whom; everything else does not exist for them."""

import re

import pytest
from django.test import Client
from tests.factories import access as people
from tests.factories import cases as make

DESK, LEAD, FIGURES, SETUP, ADMIN = "desk", "lead", "figures", "setup", "admin"
PAGES = {
    "/console/": DESK,
    "/console/search/": DESK,
    "/console/board/": LEAD,
    "/console/themes/": LEAD,
    "/console/themes/new/": LEAD,
    "/console/matters/apply/": LEAD,
    "/console/figures/": FIGURES,
    "/console/posts/": SETUP,
    "/console/rules/": SETUP,
    "/console/taxonomy/": SETUP,
    "/console/taxonomy/?part=limits": SETUP,
    "/console/taxonomy/?part=kinds": SETUP,
    "/console/taxonomy/?part=texts": SETUP,
    "/console/matters/": SETUP,
    "/console/rules/new/": ADMIN,
    "/console/taxonomy/limit/": ADMIN,
    "/console/taxonomy/text/": ADMIN,
    "/console/taxonomy/class/A01/": ADMIN,
    "/console/taxonomy/kind/help/": ADMIN,
}
OPEN_TO = {
    "street": {DESK, LEAD, FIGURES, SETUP},
    "county": {DESK, LEAD, FIGURES, SETUP},
    "worker": {DESK, LEAD, SETUP},
    "leader": set(),
    "resident": set(),
}


@pytest.mark.parametrize("who", OPEN_TO)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_to_its_roles_only(world, browser, who, page):
    opens = PAGES[page] in OPEN_TO[who] or (who == "leader" and page == "/console/matters/")
    answer = browser(getattr(world, who)).get(page)
    assert answer.status_code == (200 if opens else 404)


@pytest.mark.parametrize("page", [page for page, group in PAGES.items() if group in {SETUP, ADMIN}])
def test_the_administrator_sets_up(admin, browser, page):
    assert browser(admin).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(db, page):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_every_link_of_the_navigation_opens(world, admin, browser):
    for actor in (world.street, world.worker, world.county, admin):
        client = browser(actor)
        page = client.get("/console/search/" if actor is not admin else "/console/posts/").content.decode()
        side = page[page.index("<nav") : page.index("</nav>")]
        links = re.findall(r'href="([^"]+)"', side)
        assert len(links) > 3
        assert [link for link in links if client.get(link).status_code != 200] == []


def test_the_navigation_names_the_place_and_the_page(world, browser):
    page = browser(world.street).get("/console/board/").content.decode()
    assert world.land.street.name in page[: page.index("<nav")]
    assert '<a href="/console/board/" aria-current="page">' in page


def test_the_pattern_page_says_what_is_loaded_and_what_differs(world, admin, browser):
    page = browser(admin).get("/console/pattern/").content.decode()
    assert "还没有载入治理模式" in page
    assert "如果重新载入" in page
    assert browser(world.street).get("/console/pattern/").status_code == 404


def test_no_page_runs_a_script_of_its_own_text(world, admin, browser):
    made = make.a_case(world)
    for actor, address in (
        (world.street, "/console/"),
        (world.street, f"/console/case/{made.case.number}/"),
        (world.street, "/console/figures/"),
        (admin, "/console/rules/new/"),
    ):
        page = browser(actor).get(address).content.decode()
        inline = [one for one in re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page) if "application/json" not in one]
        assert inline == []
        assert not re.search(r"\son[a-z]+=", page)


def test_another_street_sees_nothing_of_it(world, browser):
    elsewhere = people.an_administrator(world.land.communities[1])
    client = browser(elsewhere)
    first = world.land.communities[0]
    assert client.get(f"/console/posts/?area={first.pk}").status_code == 404
    assert client.get(f"/console/posts/{first.pk}/appoint/").status_code == 404
