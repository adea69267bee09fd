"""While a resident writes: the place in the words, neighbours who reported the same, whom to call in danger."""

from collections.abc import Callable

import pytest
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, Person, check_page
from tests.browser.ways import report

People = Callable[..., Person]
DARK = "门口的路灯不亮好几天，晚上看不清路"


def writes(someone: Person, words: str) -> None:
    """Open the form and write, as on a phone: letters, not a filled field."""
    someone.opens("/report/")
    someone.page.locator("#id_text").press_sequentially(words, delay=2)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["375", "1440"])
def test_the_place_in_the_words_is_taken_with_one_tap_and_neighbours_are_found(
    size: dict[str, int], screens: Screens, person: People
) -> None:
    there = screens.product.cast["building"]["label"]
    first = report(screens, f"{there}{DARK}（{size['width']}）", category="B01")
    neighbour = person("", size)
    writes(neighbour, f"{there}{DARK}，没人管")
    page = neighbour.page
    page.locator("[data-heard-place]").first.wait_for()
    faults = check_page(page)
    assert not faults, "\n".join(faults)
    assert page.locator('[name="place"]').input_value() == "", "nothing is taken by itself"
    page.locator(f'[data-heard-place="{there}"]').click()
    assert page.locator('[name="place"]').input_value() == there
    page.wait_for_function("() => document.querySelector('[name=longitude]').value")
    page.locator("#similar button").first.wait_for()
    assert "要跟进吗" in page.locator("#similar").inner_text() or "一起" in page.locator("#similar").inner_text()
    assert page.locator("[data-heard-place]").count() == 0, "where a place is given none is offered"
    follow = page.locator(f'#similar button[formaction*="{first.number}"]')
    with page.expect_navigation():
        follow.click()
    first.on_own_phone()
    assert "邻居" in first.resident.reads()


def test_danger_is_answered_at_once_and_silent_where_it_is_denied(person: People) -> None:
    resident = person("")
    writes(resident, "楼上厨房着火了")
    call = resident.page.locator('[data-heard-shown] a[href="tel:119"]')
    call.wait_for()
    resident.page.locator("#id_text").fill("楼上没有着火，是烧烤的烟")
    call.wait_for(state="detached")


def test_two_matters_are_pointed_out_and_nobody_is_forced(person: People) -> None:
    resident = person("")
    writes(resident, "楼道灯不亮，晚上看不见。另外，门口的垃圾好几天没人清运。")
    resident.page.locator("[data-heard-halves]").wait_for()
    assert resident.page.locator('[data-verb-send="submit"]').is_enabled()
