"""The whole round of learning classes, on the screens of the people whose steps they are."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, Person, check_page
from tests.browser.ways import report
from tests.factories.lessons import a_csv, some_texts

People = Callable[..., Person]
HOME = "/console/learning/"
GAS = "五楼厨房闻到燃气味，燃气表在漏气，麻烦处理一下"


def wait_for_version(admin: Person, more_than: int) -> int:
    """Look at the page as the job's part does, until a further version is there; return its number."""
    rows = admin.page.locator("tr[data-version]")
    for _look in range(60):
        admin.opens(HOME)
        if rows.count() > more_than:
            return int(rows.first.get_attribute("data-version") or 0)
        admin.page.wait_for_timeout(1000)
    raise AssertionError(admin.page.locator("main").inner_text())


def owes_nothing(someone: Person, *, known: tuple[str, ...] = ()) -> None:
    """Check what every page owes, at both widths."""
    for size in (PHONE, DESKTOP):
        someone.page.set_viewport_size(size)  # type: ignore[arg-type]
        someone.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        faults = check_page(someone.page, known=known)
        assert not faults, "\n".join(faults)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What a hotline sorted in earlier years."""
    path = tmp_path / "往年诉求.csv"
    path.write_bytes(a_csv(some_texts(30, classes=("A01", "A03", "C03", "D03"), words=WORDS)))
    return path


WORDS = {
    "A01": ("垃圾桶满了", "生活垃圾没人清运", "垃圾堆得发臭", "垃圾车三天没来"),
    "A03": ("楼道里堆满旧家具", "纸箱堵住了楼梯", "鞋柜摆在过道上", "楼道杂物走不过去"),
    "C03": ("厨房闻到燃气味", "燃气表在漏气", "燃气管道锈穿了", "燃气阀门关不严"),
    "D03": ("电梯停在半层", "电梯门关不上", "电梯按钮没反应", "电梯里晃得厉害"),
}


def test_learn_report_confidence_by_itself_correct_learn_anew(screens: Screens, person: People, file: Path) -> None:
    admin = screens.watcher("admin")
    page = admin.opens(HOME)
    while page.locator('[data-job="waiting"], [data-job="running"]').count():    # the demo's own first lesson
        page.wait_for_timeout(1000)
        admin.opens(HOME)
    had = page.locator("tr[data-version]").count()

    # learn: bring a file, say what stands where
    admin.opens(HOME + "file/")
    page.set_input_files('[name="file"]', str(file))
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    owes_nothing(admin)
    assert page.locator('[name="label"]').input_value() == "类别"
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    assert page.locator("[data-job]").count() == 1, "how far it is shows on the page"
    version = wait_for_version(admin, had)

    # the report, and into use
    admin.opens(f"{HOME}{version}/")
    page.locator(".chart svg").first.wait_for()
    owes_nothing(admin)
    assert page.locator('tbody th:has-text("燃气异味泄漏")').count()
    with page.expect_navigation():
        page.locator('[data-verb="use_version"]').click()

    # how sure it must be: the page says what that would do
    assert "%" in page.locator("tr", has=page.locator("#percent-60")).inner_text()
    page.check("#percent-60")
    page.fill('[name="corrections_needed"]', "1")
    with page.expect_navigation():
        page.locator('[data-verb="decide_confidence"]').click()
    assert page.locator("#percent-60").is_checked()
    owes_nothing(admin)

    # a report gets its class by itself, and a person who knows better changes it
    case = report(screens, GAS, category="")
    street = case.on_console(screens.watcher("street"))
    assert "燃气异味泄漏" in street.page.locator(".case-facts").first.inner_text()
    assert street.page.locator("[data-guess]").count() == 0
    street.does("amend", category="A03")
    assert "楼道堆物" in street.page.locator(".case-facts").first.inner_text()

    # it is kept, and learned from in the background; the earlier version stays to go back to
    wait_for_version(admin, had + 1)
    admin.opens(HOME + "corrections/")
    assert page.locator(f'a[href$="/{case.number}/"]').count() == 1
    admin.opens(HOME)
    assert page.locator(f'tr[data-version="{version}"]').count() == 1
    with page.expect_navigation():
        page.locator('[data-verb="stop_using"]').click()
    assert page.locator("#trust").count() == 0


def test_without_a_sure_class_one_tap_gives_it(screens: Screens, person: People) -> None:
    case = report(screens, "电梯坏了，垃圾也没人清运，单元门口又黑", category="")
    street = case.on_console(screens.watcher("street"))
    if street.page.locator("[data-guess]").count() == 0:
        pytest.skip("the words of the classes were sure of it")
    first = street.page.locator("[data-guess]").first
    name = first.locator(".title").inner_text()
    owes_nothing(street)
    first.click()
    street.page.locator(".case-facts", has_text=name).first.wait_for()
    assert street.page.locator("[data-guess]").count() == 0
