"""The ways a case comes to somebody's screen, so that a test starts where its story begins."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, Person


@dataclass
class Reported:
    """A case a passer-by has reported: number, tracking code, and their phone."""

    number: str
    code: str
    resident: Person
    following: str

    def on_desk(self, someone: Person, *, status: int = 200) -> Person:
        """Open the case on somebody's phone."""
        someone.opens(f"/desk/case/{self.number}/", status=status)
        return someone

    def on_console(self, someone: Person, *, status: int = 200) -> Person:
        """Open the case at a desk of the street."""
        someone.opens(f"/console/case/{self.number}/", status=status)
        return someone

    def on_own_phone(self) -> Person:
        """Open the case on the phone of who reported it."""
        self.resident.opens(f"/track/{self.following}/")
        return self.resident


def report(screens: Screens, text: str, category: str = "A03", photo: Path | None = None, **more: Any) -> Reported:
    """Let a passer-by report something at the building of the cast."""
    resident = screens.person("")
    page = resident.opens(f"/report/?at={screens.product.cast['grid']['code']}")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    form = resident.form("submit")
    given = {"text": text, "category": category, "place": screens.product.cast["building"]["label"]}
    if photo:
        given["photos"] = str(photo)
    resident.fills(form, **given, **more)
    spot = screens.product.cast["building"]
    for name in ("longitude", "latitude"):
        form.locator(f'[name="{name}"]').evaluate("(field, value) => { field.value = value }", spot[name])
    resident.sends("submit")
    return reported(resident)


def reported(resident: Person) -> Reported:
    """Read number and code from the page that thanks."""
    page = resident.page
    page.locator("[data-page=portal-tracking] .code").wait_for()
    number = page.locator("[data-case]").first.get_attribute("data-case")
    assert number
    following = page.url.split("/track/")[1].split("/")[0]
    return Reported(number, page.locator(".sent .code").inner_text().strip(), resident, following)


def taken(screens: Screens, text: str, **more: Any) -> Reported:
    """Report what the rules send to the grid leader, and let the leader take it."""
    case = report(screens, text, **more)
    leader = case.on_desk(screens.person("gridleader"))
    leader.presses("take")
    leader.stands("handling")
    return case


def handled(screens: Screens, text: str, **more: Any) -> Reported:
    """Go on until the leader says it is done."""
    case = taken(screens, text, **more)
    case.on_desk(screens.person("gridleader")).does("handle", note="都搬走了，楼道清干净了。")
    return case


def checked(screens: Screens, text: str, **more: Any) -> Reported:
    """Go on until somebody else has checked it."""
    case = handled(screens, text, **more)
    case.on_console(screens.person("checker", DESKTOP)).does("check", passed="yes", note="看过了，干净。")
    return case
