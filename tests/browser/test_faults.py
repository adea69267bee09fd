"""What must not lose a word: no connection, no script, a session that ends, a button pressed twice, large type."""

from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import Screens, sign_in
from tests.browser.screens import PHONE, Person, check_page
from tests.browser.ways import reported, taken

People = Callable[..., Person]


def test_a_report_waits_on_the_phone_until_there_is_a_connection(screens: Screens, person: People, photo: Path) -> None:
    resident = person("")
    page = resident.opens(f"/report/?at={screens.product.cast['grid']['code']}")
    form = resident.form("submit")
    resident.fills(form, photos=str(photo), text="断网时写的：路灯坏了")
    page.wait_for_load_state("networkidle")
    resident.context.set_offline(True)
    form.locator('[data-verb-send="submit"]').click()
    page.wait_for_function("() => document.getElementById('draft-said').textContent.includes('网')")
    assert page.locator('[name="text"]').input_value() == "断网时写的：路灯坏了"
    screens.faults[:] = [fault for fault in screens.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    resident.context.set_offline(False)
    page.locator("[data-page=portal-tracking]").wait_for()
    assert "断网时写的" in resident.reads()
    screens.faults[:] = [fault for fault in screens.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def test_the_report_form_needs_no_script(screens: Screens, person: People) -> None:
    context = screens.browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)  # type: ignore[arg-type]
    someone = screens.at(context)
    page = someone.opens(f"/report/?at={screens.product.cast['grid']['code']}")
    page.fill('[name="text"]', "不用脚本也能报")
    page.fill('[name="place"]', screens.product.cast["building"]["label"])
    page.locator('[data-verb-send="submit"]').click()
    assert reported(someone).number
    context.close()


def test_pressed_twice_it_is_one_report(screens: Screens, person: People) -> None:
    resident = person("")
    page = resident.opens(f"/report/?at={screens.product.cast['grid']['code']}")
    page.fill('[name="text"]', "手抖按了两下")
    with page.expect_navigation():
        page.locator('[data-verb-send="submit"]').dblclick()
    reported(resident)
    resident.opens("/mine/")
    assert page.locator("main a.work", has_text="手抖按了两下").count() == 1


def test_a_session_that_ends_in_the_middle_keeps_what_was_typed(screens: Screens) -> None:
    case = taken(screens, "会话断了也不能丢字")
    leader = screens._sit_down("gridleader", PHONE)
    case.on_desk(leader)
    form = leader.presses("contact")
    form.wait_for()
    leader.fills(form, note="说好晚上七点上门")
    leader.context.clear_cookies(name="sessionid")
    form.locator("[data-verb-send]").click()
    leader.page.locator('[name="login"]').wait_for()
    leader.page.fill('[name="login"]', "gridleader")
    leader.page.fill('[name="password"]', "linli-demo-2026")
    with leader.page.expect_navigation():
        leader.page.locator("main form button").first.click()
    assert "说好晚上七点上门" in leader.page.content()
    faults = check_page(leader.page)
    leader.context.close()
    screens.faults[:] = [fault for fault in screens.faults if "status of 401" not in fault]
    assert faults == []


def test_large_type_fits_and_stays(screens: Screens, person: People) -> None:
    someone = person("")
    page = someone.opens("/")
    with page.expect_navigation():
        page.locator('button[name="size"]').first.click()
    for path in ("/", "/report/", "/around/", "/track/"):
        someone.opens(path)
        assert page.locator("html[data-size=large]").count() == 1
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 20
        assert check_page(page) == []


def test_signing_in_leads_to_the_own_work(screens: Screens, person: People) -> None:
    someone = screens.person("")
    sign_in(someone, "gridleader")
    assert someone.page.url.endswith("/desk/")
