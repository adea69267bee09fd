"""Pages that stand behind something done first: the same is owed by them as by every other page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from tests.browser.conftest import PASSWORD, Screens, sign_in
from tests.browser.screens import DESKTOP, PHONE, Person, check_page

Newcomer = Callable[[str], Person]


@pytest.fixture
def newcomer(screens: Screens) -> Iterator[Newcomer]:
    """Sign somebody in at a screen of their own, which is put away afterwards."""
    screens.faults.clear()
    there: list[Person] = []

    def come(role: str) -> Person:
        context = screens.browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        someone = screens.at(context, screens.product.cast["usernames"].get(role, role))
        there.append(someone)
        return someone

    yield come
    for one in there:
        one.context.close()
    assert screens.faults == []


def looked_at(screens: Screens, someone: Person) -> None:
    """Hold the page as it stands against what every page is owed, narrow and wide."""
    known = [*screens.product.cast["usernames"].values()]
    for size in (PHONE, DESKTOP):
        someone.page.set_viewport_size(size)  # type: ignore[arg-type]
        assert check_page(someone.page, known=known) == [], f"{someone.page.url} {size['width']}"


def goes(someone: Person, button: str = "main form button") -> None:
    with someone.page.expect_navigation():
        someone.page.locator(button).first.click()


def test_what_was_noted_on_the_round_and_on_the_telephone(screens: Screens, newcomer: Newcomer) -> None:
    for role, form, after in (("gridleader", "/desk/new/", "desk:taken"), ("street", "/console/new/", "console:taken")):
        someone = newcomer(role)
        sign_in(someone, role)
        page = someone.opens(form)
        page.fill('[name="text"]', "楼道灯不亮，晚上看不清")
        page.fill('[name="place"]', screens.product.cast["building"]["label"])
        goes(someone, "main form button.btn-primary")
        assert page.url.endswith(reverse(after))
        looked_at(screens, someone)


def test_a_file_brought_in(screens: Screens, newcomer: Newcomer, tmp_path: Path) -> None:
    admin = newcomer("admin")
    sign_in(admin, "admin")
    file = tmp_path / "楼栋.csv"
    file.write_text("小区,楼栋,经度,纬度\n不存在小区,1号楼,1,2\n", encoding="gb18030")
    page = admin.opens(reverse("imports:home"))
    admin.fills(page.locator("form:has(input[type=file])"), kind="buildings")
    page.locator("input[type=file]").first.set_input_files(file)
    goes(admin, "form:has(input[type=file]) button[type=submit], form:has(input[type=file]) button.btn-primary")
    assert page.url.rstrip("/").rpartition("/")[2].isdigit()
    looked_at(screens, admin)


def test_more_rights_for_a_while_and_what_was_done_with_them(screens: Screens, newcomer: Newcomer) -> None:
    admin = newcomer("admin")
    sign_in(admin, "admin")
    page = admin.opens(reverse("ui:elevate"))
    admin.fills(page.locator("main form").first, reason="试验：看看记录")
    if page.locator('main [name="password"]').count():
        page.fill('main [name="password"]', PASSWORD)
    goes(admin, "main form button.btn-primary")
    admin.opens(reverse("console:elevations"))
    goes(admin, f'main a[href^="{reverse("console:elevations")}"]')
    looked_at(screens, admin)


def test_the_second_step_from_its_set_up_to_its_end(screens: Screens, newcomer: Newcomer) -> None:
    owner, username = newcomer("elsewhere"), screens.product.cast["usernames"]["elsewhere"]
    sign_in(owner, username)
    page = owner.opens(reverse("mfa_activate_totp"))
    secret = str(page.locator("[data-totp-secret]").text_content())
    page.fill('[name="code"]', format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
    goes(owner)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) >= 8
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_deactivate_totp"):
        owner.opens(reverse(name))
        looked_at(screens, owner)
    again = newcomer("elsewhere")
    again.opens(reverse("account_login"))
    again.page.fill('[name="login"]', username)
    again.page.fill('[name="password"]', PASSWORD)
    goes(again)
    assert again.page.url.split("?")[0].endswith(reverse("mfa_authenticate"))
    looked_at(screens, again)
    again.page.fill('[name="code"]', codes[0])
    goes(again)
    again.opens("/console/")
    again.opens(reverse("mfa_deactivate_totp"))
    goes(again)
    again.opens(reverse("mfa_index"))
    assert again.page.locator(f'a[href="{reverse("mfa_activate_totp")}"]').count() == 1
