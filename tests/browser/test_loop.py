"""The whole loop of a report, each step by the person whose step it is, on the screen that person works at."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, Person
from tests.browser.ways import checked, report, reported, taken

from linli.engines.cases.public import STEPS
from linli.kernel import clock


def later(days: int) -> str:
    """Return a day from now as a form takes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


People = Callable[..., Person]


def test_three_taps_from_the_home_page_to_a_number(screens: Screens, person: People, photo: Path) -> None:
    resident = person("")
    page = resident.opens("/report/?at=" + screens.product.cast["grid"]["code"])
    resident.opens("/")
    taps = 0
    with page.expect_file_chooser() as camera:
        page.locator("#snap").tap()
        taps += 1
    with page.expect_navigation():
        camera.value.set_files(photo)
    page.locator(".photo-thumb").first.wait_for()
    page.locator("#place-map canvas, #place-map svg").first.wait_for()
    page.wait_for_function("() => document.querySelector('#place-map').linliMap?.sketch")
    page.locator("#place-map").scroll_into_view_if_needed()
    page.locator("#place-map").tap()
    taps += 1
    page.wait_for_function("() => document.querySelector('[name=longitude]').value")
    with page.expect_navigation():
        page.locator('[data-verb-send="submit"]').tap()
    taps += 1
    assert taps == 3
    resident.did.add("submit")
    case = reported(resident)
    assert page.locator(".photos img").count() == 1
    elsewhere = person("")
    elsewhere.opens("/track/")
    elsewhere.page.fill("#code", case.code.lower().replace("-", " "))
    with elsewhere.page.expect_navigation():
        elsewhere.page.locator("main form button").first.click()
    assert elsewhere.page.locator(f'[data-case="{case.number}"]').count() == 1


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["375", "1440"])
def test_from_report_to_a_rated_end(size: dict[str, int], screens: Screens, person: People, photo: Path) -> None:
    case = report(screens, f"单元门口堆着旧沙发，绊了人（{size['width']}）", photo=photo)
    leader = person("gridleader", size)
    leader.opens("/desk/")
    assert leader.page.locator(f'[data-group="new"] [data-case="{case.number}"]').count() == 1
    leader.presses("take", within=f'[data-case="{case.number}"]')
    case.on_desk(leader).stands("handling")
    leader.does("contact", note="打过电话，说好今天下午去看。")
    leader.does("add_helper", **{"assignee-other": screens.product.cast["keys"]["member"]}, text="请帮忙搬一下。")
    leader.does("interim", text="沙发主人找到了，今晚搬走。", photos=str(photo))
    assert "今晚搬走" in case.on_own_phone().reads()
    member = case.on_desk(person("member", size))
    member.presses("take_task")
    member.does("finish_task", text="搬走了。")
    case.on_desk(leader).does("handle", note="已搬走并打扫。", photos=str(photo))
    assert leader.page.locator('[data-verb="check"]').count() == 0, "nobody checks the own work"
    checker = case.on_desk(person("checker", size)) if size is PHONE else case.on_console(person("checker", size))
    checker.does("check", passed="yes", note="现场看过。", photos=str(photo))
    resident = case.on_own_phone()
    resident.fills(resident.form("confirm"), solved="yes")
    resident.sends("confirm")
    resident.stands("closed")
    resident.fills(resident.form("rate"), rating="5", words="很快，谢谢。")
    resident.sends("rate")
    assert resident.form("rate").count() == 0


def test_a_neighbour_and_another_street_find_nothing(screens: Screens, person: People) -> None:
    case = taken(screens, "楼道里有人放了旧冰箱")
    person("neighbour").finds_nothing(f"/desk/case/{case.number}/")
    person("neighbour").finds_nothing(f"/desk/case/{case.number}/handle/")
    person("elsewhere", DESKTOP).finds_nothing(f"/console/case/{case.number}/")
    person("elsewhere", DESKTOP).finds_nothing(f"/console/case/{case.number}/supervise/")
    person("resident").finds_nothing(f"/track/{case.following}/")
    person("").finds_nothing(f"/track/{case.following}/")
    person("gridleader").finds_nothing("/console/board/")


def test_the_street_dispatches_with_the_keyboard_alone(screens: Screens, person: People) -> None:
    case = report(screens, "想问问，小区里能不能装个快递柜", category="E02")
    street = person("street", DESKTOP)
    page = street.opens(f"/console/?case={case.number}")
    street.stands("submitted" if page.locator('[data-state="submitted"]').count() else "accepted")
    if page.locator('#detail [data-state="submitted"]').count():
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("a")
        street.did.add("accept")
        page.locator('#detail [data-state="accepted"]').wait_for()
    before = page.url
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#queue [aria-current]')")
    page.goto(before)
    assert page.locator("#detail [data-to]").inner_text().strip()
    with page.expect_response(lambda answer: "/send/" in answer.url):
        page.keyboard.press("d")
    page.locator('#detail [data-state="dispatched"]').wait_for()
    street.did.add("dispatch")
    page.keyboard.press("?")
    assert page.locator("#help").evaluate("e => e.open")


def test_a_changed_suggestion_goes_where_the_dispatcher_says(screens: Screens, person: People) -> None:
    case = report(screens, "公共收益怎么没公示", category="E02")
    street = case.on_console(person("street", DESKTOP))
    if street.state() == "submitted":
        street.presses("accept")
    street.page.locator("details.other").evaluate("e => { e.open = true }")
    street.page.locator("[name=who]").fill("网格长")
    key = screens.product.cast["keys"]["leader"]
    street.page.locator(f'#candidates input[value="{key}"]').check(force=True)
    street.presses("dispatch")
    street.stands("dispatched")
    assert "网格长" in case.on_console(street).reads()


def test_two_reports_of_one_thing_are_joined_and_taken_apart(screens: Screens, person: People) -> None:
    first = report(screens, "三单元楼道堆了自行车", category="Q06")
    second = report(screens, "三单元楼道自行车堵路", category="Q06")
    street = second.on_console(person("street", DESKTOP))
    street.presses("merge", within=f'form:has(input[value="{first.number}"])')
    second.on_console(street).stands("merged")
    second.on_own_phone()
    assert first.number in second.resident.reads()
    assert "2 个人" in first.on_console(street).reads() or "2 人" in street.reads()
    second.on_console(street).does("split", reason="看过了，是两处。")
    second.on_console(street).stands("accepted")


def test_two_matters_in_one_report_become_two_cases(screens: Screens, person: People) -> None:
    case = report(screens, "楼道灯不亮，晚上看不见路。另外，门口的垃圾好几天没人清运。", category="Q06")
    street = case.on_console(person("street", DESKTOP))
    street.does("divide", text="门口的垃圾好几天没人清运。")
    second = re.search(r"\d{4}-\d{4}-\d{4}", street.page.locator(".steps").inner_text())
    assert second is not None
    street.opens(f"/console/case/{second[0]}/")
    assert "门口的垃圾" in street.reads()
    case.on_own_phone()
    assert second[0] in case.resident.reads()


def test_a_refusal_tells_the_resident_why_and_where_to_go(screens: Screens, person: People) -> None:
    case = report(screens, "我和开发商打官司，法院一直没判", category="Q05")
    street = case.on_console(person("street", DESKTOP))
    street.does("refuse", exit="legal_channel", text="这件事法院正在审理，请向承办法官或 12368 询问进展。")
    case.on_console(street).stands("refused")
    assert "12368" in case.on_own_phone().reads()


def test_an_inquiry_is_answered_at_the_desk_and_amended(screens: Screens, person: People) -> None:
    case = report(screens, "老年证怎么办", category="Q06")
    street = case.on_console(person("street", DESKTOP))
    street.does("amend", kind="inquiry", note="是问政策的")
    case.on_console(street).does("answer", text="带身份证到社区就能办，当天可取。")
    assert "当天可取" in case.on_own_phone().reads()
    checker = case.on_console(person("checker", DESKTOP))
    checker.does("call_back", reached="yes", solved="yes", rating="4", words="知道了")
    case.on_console(checker).stands("closed")


def test_departments_are_called_time_is_granted_the_head_supervises(screens: Screens, person: People) -> None:
    case = taken(screens, "商铺的油烟管道对着楼道，天天呛人")
    leader, street = person("gridleader"), person("street", DESKTOP)
    case.on_desk(leader).does("ask_extension", value="2", unit="wd", reason="要等消防一起来")
    case.on_console(street).does("grant_extension", text="同意两天")
    case.on_desk(leader).does("ask_extension", value="5", unit="wd", reason="还要再等")
    case.on_console(street).does("refuse_extension", text="请先把通道清出来")
    unit = case.on_console(street).presses("whistle")
    called = unit.locator('[name="assignees"]').first.get_attribute("value")
    street.fills(unit, assignees=[called], text="请到现场一起看。")
    street.sends("whistle")
    case.on_console(street).does("cancel_task", reason="不用来了")
    case.on_console(person("head", DESKTOP)).does("supervise", text="三天内要有结果")
    assert "督办" in case.on_desk(leader).reads()
    member = screens.product.cast["keys"]["member"]
    case.on_desk(leader).does("add_helper", **{"assignee-other": member}, text="请看着点")
    case.on_desk(person("member")).does("decline_task", reason="这两天在外地")


def test_a_pause_milestones_and_going_on(screens: Screens, person: People) -> None:
    case = taken(screens, "楼道墙皮掉了，要等天暖再刷")
    leader = case.on_desk(person("gridleader"))
    days = [later(20), later(40)]
    leader.does("set_milestones", **{"milestones-name": ["买料", "刷完"], "milestones-due": days})
    case.on_desk(leader).does("finish_milestone", note="料买好了")
    case.on_desk(leader).does("suspend", reason="等天暖", until=later(30))
    case.on_desk(leader).stands("suspended")
    leader.presses("resume")
    case.on_desk(leader).stands("handling")


def test_handed_back_twice_the_street_decides(screens: Screens, person: People) -> None:
    case = report(screens, "楼道里有一堆装修垃圾没人要")
    leader, street, key = person("gridleader"), person("street", DESKTOP), screens.product.cast["keys"]["leader"]
    for reason in ("是装修公司的", "还是装修公司的"):
        case.on_desk(leader).does("decline", reason=reason)
        secretary = case.on_console(street)
        secretary.stands("accepted")
        secretary.page.locator("details.other").evaluate("e => { e.open = true }")
        choice = secretary.page.locator(f'input[name="assignee"][value="{key}"]')
        if choice.count() == 0:
            secretary.page.locator("[name=who]").fill("网格长")
        secretary.page.locator(f'input[name="assignee"][value="{key}"]').first.check(force=True)
        secretary.presses("dispatch")
        secretary.stands("dispatched")
    case.on_desk(leader).presses("take")
    case.on_desk(leader).does("escalate", reason="要街道出面")
    case.on_console(street).stands("accepted")
    case.on_desk(person("worker")).presses("claim")
    case.on_desk(person("worker")).stands("handling")


def test_twice_unhappy_a_second_person_reviews(screens: Screens, person: People) -> None:
    case = checked(screens, "楼道灯下面又堆了东西")
    caller = case.on_console(person("other_checker", DESKTOP))
    caller.does("call_back", reached="yes", solved="no", words="还在那里")
    case.on_console(caller).stands("dispatched")
    leader = person("gridleader")
    case.on_desk(leader).presses("take")
    case.on_desk(leader).does("handle", note="又清了一次。")
    resident = case.on_own_phone()
    resident.fills(resident.form("confirm"), solved="no", words="还是没清完")
    resident.sends("confirm")
    resident.stands("review")
    case.on_console(person("street", DESKTOP)).does("review_close", agreed="no", text="再清一次，拍全照片。")
    case.on_console(person("street", DESKTOP)).stands("dispatched")
    case.on_desk(leader).presses("take")
    case.on_desk(leader).does("propose_close", reason="三次清理都有照片，堆放人已写保证。")
    case.on_console(person("colleague", DESKTOP)).does("review_close", agreed="yes", text="核过，依法办结。")
    case.on_console(person("colleague", DESKTOP)).stands("closed")


def test_closed_and_opened_again(screens: Screens, person: People) -> None:
    case = checked(screens, "楼道窗户下堆了花盆")
    resident = case.on_own_phone()
    resident.fills(resident.form("confirm"), solved="yes")
    resident.sends("confirm")
    case.on_own_phone().does("reopen", reason="第二天又摆回来了")
    case.on_own_phone().stands("dispatched")


def test_withdrawn_by_who_reported_it(screens: Screens, person: People) -> None:
    case = report(screens, "楼道里停了电动车")
    case.on_own_phone().does("withdraw", reason="已经推走了")
    case.on_own_phone().stands("withdrawn")


def test_released_words_are_seen_around_and_followed(screens: Screens, person: People) -> None:
    case = taken(screens, "楼道里有股焦味，我是三楼的老张")
    passer = person("")
    passer.opens("/around/")
    assert "老张" not in passer.reads()
    street = case.on_console(person("street", DESKTOP))
    street.does("release", public_text="三单元楼道有焦味，正在排查线路。")
    assert "正在排查线路" in passer.opens("/around/").locator("main").inner_text()
    passer.opens(f"/c/{case.number}/")
    passer.sends("follow")
    assert passer.page.locator(f'[data-case="{case.number}"]').count() == 1


def test_a_case_hangs_on_a_theme(screens: Screens, person: People) -> None:
    case = taken(screens, "楼道堆物老是清不完")
    county = case.on_console(person("county", DESKTOP))
    form = county.presses("link_theme")
    form.wait_for()
    values = form.locator('[name="theme_id"] option').evaluate_all("all => all.map(e => e.value)")
    county.fills(form, theme_id=next(value for value in values if value))
    county.sends("link_theme")


def test_public_figures_count_what_was_done(screens: Screens, person: People) -> None:
    street = person("street", DESKTOP)
    street.opens("/console/figures/")
    assert "分子" in street.reads() or "/" in street.reads()


def test_every_verb_was_done_in_a_browser(screens: Screens) -> None:
    assert set(STEPS) - screens.did - {"submit"} == set()
