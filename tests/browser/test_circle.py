"""The 15-minute circle: gaps seen, best places asked for, what-ifs under the pointer, a point opened for residents."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error, Page
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, Person
from tests.browser.test_planner_story import LONG, submits

People = Callable[..., Person]
PATIENCE = 4_000  # milliseconds
NAME = "新开的服务点"
PLACED = """(page) => {
  const section = document.querySelector("[data-circle]"), circle = section.circle, map = circle.map;
  map.stop();
  map.setView([page[1], page[0]], 16, {animate: false});
  map.getContainer().scrollIntoView({block: "center", behavior: "instant"});
  const at = map.latLngToContainerPoint([page[1], page[0]]), box = map.getContainer().getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""
REACHED = "() => { const c = document.querySelector('[data-circle]').circle; return c.sum(c.now).inside; }"
MIDDLE = "(at) => { document.getElementById('circle-map').linliMap.map.setView([at[1], at[0]], 17, {animate: false}); }"


def drawn(page: Page) -> None:
    page.locator("[data-circle][data-drawn]").wait_for(state="attached", timeout=LONG)
    page.locator("#circle-map").scroll_into_view_if_needed()


def pointed(someone: Person, place: list[float]) -> dict[str, int]:
    """Bring the pointer (on a phone: a finger) to a place of the map and read what would happen there."""
    page = someone.page
    x, y = page.evaluate(PLACED, place)
    page.evaluate("() => { delete document.querySelector('[data-circle-answer]').dataset.after; }")
    answer = page.locator("[data-circle-answer][data-after]")
    for _attempt in range(5):  # a busy machine takes a finger for one that rests
        if page.evaluate("matchMedia('(pointer: coarse)').matches"):
            page.touchscreen.tap(x, y)
        else:
            page.mouse.move(x + 4, y + 4)
            page.mouse.move(x, y)
        with suppress(Error):
            answer.wait_for(state="attached", timeout=PATIENCE)
            break
    return {name: int(answer.get_attribute(f"data-{name}") or "-1") for name in ("before", "after")}


def asked(page: Page, question: str) -> dict[str, Any]:
    """Ask the server the same: it knows nothing of the pointer."""
    url = page.locator("[data-circle]").get_attribute("data-map-url") or ""
    kind = page.locator("[data-circle]").get_attribute("data-kind")
    return dict(page.evaluate(
        "(address) => fetch(address).then(answer => answer.json())",
        url.replace("map.json", f"try.json?kind={kind}&{question}"),
    ))  # fmt: skip


def own_points(page: Page) -> list[dict[str, Any]]:
    """Return the points of the kind looked at that stand in the community, as the page knows them."""
    found = page.evaluate(
        "() => { const c = document.querySelector('[data-circle]').circle; return c.own.map(n => c.found.points[n]); }"
    )
    here = {one.get_attribute("value") for one in page.locator("#try-close option").all()}
    return [one for one in found if str(one["id"]) in here]


@pytest.fixture
def community(screens: Screens) -> int:
    return int(screens.product.cast["examples"]["circle"])


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_the_county_sees_who_is_left_out_and_tries_under_the_pointer(person: People, community: int, size) -> None:
    county = person("county", size)
    page = county.opens("/console/circle/")
    assert page.locator(f'a[href="/console/circle/{community}/"]').count() == 1
    page = county.opens(f"/console/circle/{community}/?kind=market")
    drawn(page)
    assert "老人" in county.reads()
    assert page.locator("[data-sites]").count() > 0

    spot = page.locator("[data-site]").first.get_attribute("data-site") or ""
    east, north = (float(one) for one in spot.split(","))
    seen, told = pointed(county, [east, north]), asked(page, f"at={spot}")
    assert seen == {"before": told["before"], "after": told["after"]}

    for point in own_points(page)[:2]:
        page.locator("[data-circle-mode] label").nth(0).click()  # lets go of what was kept
        page.locator("[data-circle-mode] label").nth(1).click()
        page.locator("#circle-map").scroll_into_view_if_needed()
        seen, told = pointed(county, point["at"]), asked(page, f"close={point['id']}")
        assert seen == {"before": told["before"], "after": told["after"]}
        if told["before"] == told["after"]:
            words = page.locator("[data-circle-answer]").inner_text()
            assert ("要多走些路" in words) if told["walk_more"] else ("没有变化" in words)


def test_a_point_is_opened_where_it_helps_most_and_residents_find_it(person: People, community: int) -> None:
    admin, resident = person("admin", DESKTOP), person("resident", PHONE)
    page = admin.opens(f"/console/circle/{community}/")
    drawn(page)
    kind = page.locator("[data-circle]").get_attribute("data-kind")  # that which most homes miss
    page.locator("#id_places").fill("2")
    submits(admin, 'main form[action$="/work-out/"]')
    page = admin.opens(f"/console/circle/{community}/?kind={kind}")
    page.locator("[data-job]").wait_for(state="detached", timeout=LONG)
    drawn(page)
    assert page.locator("[data-sites=median] [data-site]").count() == 2

    spot = page.locator("[data-sites=coverage] [data-site]").first.get_attribute("data-site") or ""
    foreseen = asked(page, f"at={spot}")
    assert foreseen["after"] > foreseen["before"]
    page.locator("[data-sites=coverage] [data-site] a").last.click()
    page.wait_for_load_state("load")
    page.locator("main [name=name]").fill(NAME)
    page.locator("main [name=hours]").fill("11:00-13:00")
    submits(admin, "main form.sheet")
    assert NAME in admin.reads()
    page.locator("[data-stale]").wait_for(state="detached", timeout=LONG)
    page.locator("[data-job]").wait_for(state="detached", timeout=LONG)
    drawn(page)
    assert page.evaluate(REACHED) == foreseen["after"]

    phone = resident.opens("/circle/")
    phone.locator("#circle-map .leaflet-control-zoom-in").wait_for(state="attached")
    phone.evaluate(MIDDLE, [float(one) for one in spot.split(",")])
    box = phone.locator("#circle-map").bounding_box()
    assert box is not None
    with phone.expect_navigation():
        phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert NAME in resident.reads()
    assert "11:00-13:00" in resident.reads()
    assert "longitude" not in phone.url

    phone.locator(f'[data-point]:has-text("{NAME}") a.circle-tell').first.evaluate("e => e.click()")
    phone.wait_for_load_state("load")
    assert NAME in phone.locator("#id_text").input_value()
