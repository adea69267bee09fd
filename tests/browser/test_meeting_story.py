"""One joint meeting instead of going round: five resolutions become sixty-five tasks of thirteen units in one step."""

import re
from collections.abc import Callable
from datetime import timedelta

from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, Person

from linli.kernel import clock

People = Callable[..., Person]
AGREED = ("楼道堆物", "走访老人", "飞线充电", "供暖测温", "反诈宣传")


def _written(office: Person, address: str, title: str, number: int) -> None:
    page = office.opens(f"{address}resolve/")
    page.fill("[name=title]", title)
    page.fill("[name=text]", f"{title}：各单位在包联网格里做一遍，做完回报。")
    page.fill("[name=due_on]", (clock.today() + timedelta(days=10 + number)).isoformat())
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()


def test_five_resolutions_become_sixty_five_tasks_in_one_step(screens: Screens, person: People) -> None:
    body = screens.product.cast["examples"]["meeting_body"]
    office = person("worker", DESKTOP)
    page = office.opens(f"/console/meetings/bodies/{body}/call/")
    page.fill("[name=title]", "临时联席会议")
    page.fill("[name=place]", "社区二楼")
    page.fill("[name=starts_at]", f"{clock.local(clock.now() + timedelta(hours=2)):%Y-%m-%dT%H:%M}")
    page.fill("[name=agenda]", "\n".join(AGREED))
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    address = re.sub(r"^https?://[^/]+", "", page.url)
    page = office.opens(f"{address}hold/")
    assert page.locator("select[name^=seat-]").count() == 13
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    for number, title in enumerate(AGREED):
        _written(office, address, title, number)
    page = office.opens(address)
    with page.expect_navigation():
        page.get_by_role("button", name="派出 65 项任务").click()
    assert "65 项任务已派出" in page.inner_text("main")
    cells = page.locator("#matrix td a")
    assert cells.count() == 65
    assert page.locator("#matrix td[data-tone=open]").count() == 65

    unit = person("grid_unit", PHONE)
    shown = unit.opens(address.replace("/console/", "/desk/"))
    mine = shown.locator("main a.work[href*='/desk/case/']")
    assert mine.count() == 5, "a unit sees its own tasks"
    number = mine.first.get_attribute("href").split("/")[-2]
    unit.opens("/desk/")
    assert unit.page.locator(f'[data-case="{number}"]').count() == 1, "and they stand in its to-do list"
    unit.opens(f"/desk/case/{number}/")
    unit.presses("take")
    unit.does("handle", note="楼道看过一遍，堆物已清走。")

    page = office.opens(f"{address}tasks/")
    assert page.locator("#matrix td[data-tone=done]").count() == 1
    assert page.locator("#matrix td[data-tone=done] a").get_attribute("href").endswith(f"{number}/")
