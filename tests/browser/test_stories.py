"""Stories of neighbours who help each other, each step by the person whose step it is: an order, a wish, a need."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, Person

from linli.kernel import clock

People = Callable[..., Person]


def number_of(someone: Person, kind: str) -> str:
    """Return the number of the thing whose page is open, as its article says."""
    found = someone.page.locator(f"[data-{kind}]").first.get_attribute(f"data-{kind}")
    assert found
    return found


def at(someone: Person, path: str) -> Person:
    """Open a page and return the person in front of it."""
    someone.opens(path)
    return someone


def door_code(someone: Person) -> str:
    """Read the code that is said at the door."""
    return someone.page.locator("[data-door-code]").inner_text().strip()


def answers(someone: Person, verb: str, **values: object) -> None:
    """Do a step whose form stands on the page already, or open it first."""
    if not someone.form(verb).count():
        someone.presses(verb)
    someone.form(verb).wait_for()
    someone.fills(someone.form(verb), **values)
    someone.sends(verb)


def chosen(form: Locator, name: str, words: str) -> str:
    """Choose what has these words in a list, and return its value."""
    value = form.locator(f"[name={name}] option").filter(has_text=words).first.get_attribute("value")
    form.locator(f"[name={name}]").select_option(value=value)
    return value or ""


def row(someone: Person, path: str, number: str) -> Locator:
    """Return a thing's row on a list."""
    return at(someone, path).page.locator(f'a.work[href*="{number}"]')


def test_a_relatives_social_insurance_card_is_fetched(screens: Screens, person: People) -> None:
    relative, helper = person(""), person("helper")
    at(relative, f"/report/?at={screens.product.cast['grid']['code']}")
    at(relative, "/orders/new/errand_card/")
    relative.fills(
        relative.form("order"),
        text="请帮我母亲去大厅取社保卡，她腿脚不便。",
        window="soon",
        place=screens.product.cast["building"]["label"],
        home="2-501",
        phone="13900001234",
        name="何女士",
    )
    relative.sends("order")
    number = number_of(relative, "order")
    assert row(person("worker"), "/desk/orders/", number).count() == 1
    worker = at(person("worker"), f"/desk/orders/{number}/")
    answers(worker, "offer")
    assert row(helper, "/orders/helping/", number).count() == 1
    person("neighbour").finds_nothing(f"/desk/orders/{number}/")
    at(helper, f"/orders/{number}/").presses("take")
    assert "13900001234" not in helper.reads()
    code = door_code(at(relative, f"/orders/{number}/"))
    answers(at(helper, f"/orders/{number}/"), "start", code=code)
    code = door_code(at(relative, f"/orders/{number}/"))
    answers(at(helper, f"/orders/{number}/"), "finish", code=code, note="社保卡已取到，交到老人手上。")
    at(relative, f"/orders/{number}/").presses("confirm")
    relative.stands("confirmed")
    assert "交到老人手上" in relative.reads()
    assert "办成" in at(person("worker"), f"/desk/orders/{number}/").reads() or worker.state() == "confirmed"


def test_a_wish_is_claimed_and_thanked(screens: Screens, person: People) -> None:
    wisher, worker, helper = person(""), person("worker"), person("helper")
    at(wisher, f"/report/?at={screens.product.cast['grid']['code']}")
    form = at(wisher, "/wishes/new/").form("wish")
    chosen(form, "area_id", "北苑社区")
    wisher.fills(form, text="眼睛不好，想要一台收音机听戏", value="120", phone="13900004321", name="李桂英")
    wisher.sends("wish")
    number = number_of(wisher, "wish")
    person("").finds_nothing(f"/wishes/{number}/")
    answers(at(worker, f"/desk/wishes/{number}/"), "post", shown="李奶奶", words="想要一台收音机听戏")
    wall = at(person(""), "/wishes/").reads()
    assert "李奶奶" in wall
    assert "李桂英" not in wall
    answers(at(helper, f"/wishes/{number}/"), "claim", public=True)
    helper.page.locator("#personal form button").click()
    helper.page.locator("#personal a[href^='tel:']").wait_for()
    answers(at(helper, f"/wishes/{number}/"), "deliver", note="收音机送到了，教会了换台。")
    answers(at(wisher, f"/wishes/{number}/"), "thank", thanks="天天都在听")
    assert "天天都在听" in at(person(""), f"/wishes/{number}/").reads()


def test_a_tutoring_need_becomes_a_half_past_four_class(screens: Screens, person: People) -> None:
    parent, worker, street = person(""), person("worker"), person("street", DESKTOP)
    at(parent, f"/report/?at={screens.product.cast['grid']['code']}")
    page = at(parent, "/lists/say/").page
    form = page.locator("main form").first
    chosen(form, "area_id", "北苑社区")
    parent.fills(
        form, text="下班晚，孩子放学没人辅导", category="children", hours="周一至周五 16:30-18:30",
        people="18", name="周敏", phone="13900005555",
    )
    with page.expect_navigation():
        form.locator("button.btn-primary").click()
    need = re.findall(r"/needs/(N[\d-]+)/", page.url)[0]
    assert "等核实" in parent.reads()
    person("").finds_nothing(f"/lists/needs/{need}/")
    answers(at(worker, f"/desk/lists/needs/{need}/"), "list", words="放学后想有人辅导作业", people="18")
    assert "放学后想有人辅导作业" in at(person(""), f"/lists/needs/{need}/").reads()

    form = at(street, "/console/lists/resource/new/").page.locator("main form").last
    street.fills(
        form, kind="volunteers", words="妇联教师队放学后辅导", category="children", giver_name="县妇联", capacity="3",
        hours="工作日 16:30-18:30", seats="30",
    )
    chosen(form, "area_id", "北苑社区")
    with street.page.expect_navigation():
        form.locator("button.btn-primary").last.click()
    page = at(street, f"/console/lists/matching/{need}/").page
    teachers = page.locator("[data-option]").filter(has_text="妇联教师队放学后辅导").first
    assert "同一类帮助" in teachers.inner_text()
    made = at(street, "/console/lists/project/new/").page
    form = made.locator("main form").last
    today = clock.today()
    street.fills(
        form, title="北苑四点半课堂", how="放学后在社区活动室，老师轮流辅导，家长签字接走。", lead_name="县妇联",
        username=screens.product.cast["usernames"]["secretary"], starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=120)).isoformat(), planned_yuan="5000", money_from="妇联资助",
        step_1="招募志愿教师", due_1=(today + timedelta(days=7)).isoformat(),
    )
    chosen(form, "area_id", "北苑社区")
    for words in ("放学后想有人辅导作业", "妇联教师队放学后辅导"):
        form.locator("label").filter(has_text=words).first.click()
    with made.expect_navigation():
        form.locator("button.btn-primary").last.click()
    assert "/projects/" in made.url, made.locator(".field-error, .error-summary").all_inner_texts()
    project = re.findall(r"/projects/(P[\d-]+)/", made.url)[0]
    street.presses("start")

    lead = person("secretary")
    reach = at(lead, f"/desk/lists/projects/{project}/").presses("reach")
    reach.wait_for()
    step = reach.locator("[name=milestone_id]").first.get_attribute("value")
    answers(lead, "reach", milestone_id=step, note="来了六位老师")
    answers(at(lead, f"/desk/lists/projects/{project}/"), "pay", yuan="3260", note="桌椅和教材")
    answers(at(lead, f"/desk/lists/projects/{project}/"), "finish", feedback="十八个孩子放学有地方去了。")
    assert "十八个孩子放学有地方去了" in at(parent, f"/lists/needs/{need}/").reads()
    assert "3,260" in at(person(""), f"/lists/projects/{project}/").reads()
    person("elsewhere", DESKTOP).finds_nothing(f"/console/lists/matching/{need}/")
