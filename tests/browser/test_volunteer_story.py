"""A volunteer (J5): three sessions, a star, a certificate to be checked, something from the shop; in each role."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import ROOT, Screens
from tests.browser.screens import DESKTOP, Person

People = Callable[..., Person]


@pytest.fixture(scope="module")
def story(screens: Screens) -> dict[str, Any]:
    """Return what was before: hours served, and activities of yesterday, this morning and now."""
    data, second = screens.product.data, screens.product.cast["usernames"]["secretary"]
    asked = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("serving.py")), str(data), second],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr[-3000:]
    return dict(json.loads(asked.stdout.splitlines()[-1]))


def sent(page: Page, button: str) -> int:
    """Press a button that sends a form; return how it was answered."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.locator(button).first.click()
    page.wait_for_load_state("load")
    return answered.value.status


def sums(volunteer: Person) -> dict[str, str]:
    """Read hours, stars and points from the volunteer's own page."""
    page = volunteer.opens("/volunteer/")
    names = page.locator("dl.sums dt").all_inner_texts()
    return dict(zip(names, page.locator("dl.sums dd").all_inner_texts(), strict=True))


def test_three_sessions_a_star_a_certificate_and_the_shop(
    screens: Screens, person: People, story: dict[str, Any]
) -> None:
    volunteer, steward, second = person("resident"), person("worker"), person("secretary", DESKTOP)
    before = sums(volunteer)
    assert before["星级"] == "0"
    noted_afterwards(steward, second, story)
    page = second.opens(f"/console/volunteers/time/{story['morning']}/")  # this morning somebody ticked
    assert sent(page, CONFIRM) == 302
    out_by_the_code(volunteer, steward, second, story)
    after = sums(volunteer)
    assert (after["星级"], int(after["积分"]) > int(before["积分"])) == ("1", True)
    certified(screens, volunteer, person(""))
    fetched(volunteer, steward)
    assert int(sums(volunteer)["积分"]) < int(after["积分"])


CONFIRM = "[name=verb][value=confirm]"


def noted_afterwards(steward: Person, second: Person, story: dict[str, Any]) -> None:
    """Yesterday nobody noted it: the steward writes it down with a reason, it stays marked, somebody else confirms."""
    page = steward.opens(f"/desk/volunteers/{story['missed']}/back/{story['volunteer']}/")
    assert sent(page, "main form button.btn-primary") == 422
    page.fill("[name=reason]", "现场忙，忘了签到")
    assert sent(page, "main form button.btn-primary") == 302
    steward.opens("/desk/volunteers/confirm/")
    assert "社区大扫除" not in steward.reads(), "who noted it does not confirm it"
    page = second.opens("/console/volunteers/time/")
    page.locator("tr", has_text="社区大扫除").get_by_role("link").first.click()
    page.locator(CONFIRM).wait_for()
    assert "补记" in second.reads()
    assert sent(page, CONFIRM) == 302


def out_by_the_code(volunteer: Person, steward: Person, second: Person, story: dict[str, Any]) -> None:
    """Guessed codes are refused with words; the one on the steward's screen is right, once."""
    page = volunteer.opens(f"/volunteer/activity/{story['runs']}/")
    for wrong in ("12345678", "0000 0000"):
        page.fill("[name=code]", wrong)
        assert sent(page, '[data-verb-send="attend"]') == 422
        assert "失效" in volunteer.reads()
    page.fill("[name=code]", steward.opens(f"/desk/volunteers/{story['runs']}/").inner_text("[data-door-code]"))
    assert sent(page, '[data-verb-send="attend"]') == 302
    assert page.locator('[data-verb-send="attend"]').count() == 0
    page = second.opens("/console/volunteers/time/")
    page.locator("tr", has_text="陪老人读报").get_by_role("link").first.click()
    page.locator(CONFIRM).wait_for()
    assert sent(page, CONFIRM) == 302


def certified(screens: Screens, volunteer: Person, passer_by: Person) -> None:
    """It is printed in the background; whoever holds it can check it, and nobody else learns anything."""
    page = volunteer.opens("/volunteer/certificates/")
    printed = page.locator('a.work[href$=".pdf"]').count()
    assert sent(page, '[data-verb="ask_certificate"]') == 302
    page.wait_for_function(
        "(count) => document.querySelectorAll('a.work[href$=\".pdf\"]').length > count", arg=printed, timeout=90_000
    )
    link = page.locator('a.work[href$=".pdf"]').first.get_attribute("href") or ""
    paper = volunteer.context.request.get(screens.product.address + link)
    assert paper.body().startswith(b"%PDF")
    number = link.rsplit("/", 1)[1].removesuffix(".pdf")
    passer_by.opens(f"/verify/?number={number}&code=0000000000000000", status=404)
    passer_by.opens(f"/verify/?number={number}&code={_check_code(screens, number)}")
    assert "这份证明是真的" in passer_by.reads()
    passer_by.opens(link, status=404)


def fetched(volunteer: Person, steward: Person) -> None:
    """Put aside on the phone, fetched at the counter by its code."""
    page = volunteer.opens("/volunteer/shop/")
    assert sent(page, '[data-verb="reserve"]:not([disabled])') == 302
    said = page.locator("section").first.locator("b.tabular").first.inner_text()
    page = steward.opens(f"/desk/volunteers/counter/?code={said}")
    assert sent(page, '[data-verb="fetch"]') == 302


def _check_code(screens: Screens, number: str) -> str:
    """Return the check code as it is printed, from the demo's own books."""
    asked = subprocess.run(
        [sys.executable, "-c", READ, str(screens.product.data), number],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


READ = """
import os, sys
from pathlib import Path
import django
from tests.browser.casting import settings_of
os.environ.update(settings_of(Path(sys.argv[1])))
django.setup()
from linli.programmes.volunteers.models import Certificate
print(Certificate.objects.get(number=sys.argv[2]).check_code)
"""


def test_a_pupil_is_not_taken_on_rescue_duty(person: People, story: dict[str, Any]) -> None:
    street = person("street", DESKTOP)
    address = f"/console/volunteers/activities/{story['rescue']}/"
    page = street.opens(address)
    for said in ("监护人", "成年人"):
        page.fill("#number", story["pupil"])
        assert sent(page, 'form[action$="sign-up/"] button.btn-primary') == 422
        assert said in page.locator('[role="alert"]').inner_text()
        if said == "监护人":  # once the consent was seen, the age is what stands in the way
            page = street.opens(f"/console/volunteers/people/{story['pupil_id']}/")
            assert sent(page, 'form[action$="guardian/"] button') == 302
            page = street.opens(address)
    page.fill("#number", story["number"])
    sent(page, 'form[action$="sign-up/"] button.btn-primary')
    assert story["number"] in street.reads() or "保险" in street.reads()


def test_more_than_a_day_counts_only_with_approval(person: People, story: dict[str, Any]) -> None:
    secretary, head = person("secretary", DESKTOP), person("head", DESKTOP)
    address = f"/console/volunteers/time/{story['long']}/"
    page = secretary.opens(address)
    assert sent(page, "[name=verb][value=confirm]") == 422
    assert "600" in secretary.reads()
    page = head.opens(address)
    page.locator("[name=approved]").check()
    assert sent(page, "[name=verb][value=confirm]") == 302
    assert "已批准" in head.reads()


def test_a_neighbours_desk_and_a_passer_by_find_nothing(person: People, story: dict[str, Any]) -> None:
    person("elsewhere", DESKTOP).finds_nothing(f"/console/volunteers/time/{story['morning']}/")
    person("elsewhere", DESKTOP).finds_nothing(f"/console/volunteers/people/{story['volunteer']}/")
    person("resident").finds_nothing(f"/desk/volunteers/{story['runs']}/")
    person("handler").finds_nothing(f"/console/volunteers/activities/{story['runs']}/")
