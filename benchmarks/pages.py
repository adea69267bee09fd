"""Pages: what the resident's first page weighs, and how soon each page is seen on a slow phone."""

import argparse
import sys
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.inside.demo import PASSWORD, demo_county
from benchmarks.report import Goal, finish

GOALS = [Goal("home_kb", "<=", 150), Goal("slowest_first_view_ms", "<=", 1000)]
CHROMIUM = "/usr/bin/chromium"
# a phone of the lower half on slow 4G, as Lighthouse takes it: 1.6 Mbit/s down, 0.75 up, 150 ms there and back
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER_BY = 4
PHONE = {"width": 375, "height": 812}
PAGES = (
    ("", "/"), ("", "/report/"), ("", "/around/"), ("", "/track/"), ("", "/wishes/"), ("", "/gifts/"), ("", "/lists/"),
    ("", "/accounts/login/"), ("resident", "/mine/"), ("resident", "/me/"), ("resident", "/orders/"),
    ("gridleader", "/desk/"), ("gridleader", "/desk/new/"), ("worker", "/desk/"), ("street", "/console/"),
    ("street", "/console/figures/"), ("county", "/console/board/"), ("county", "/console/hot/"),
    ("admin", "/console/taxonomy/"),
)  # fmt: skip
PAINTED = "() => { const e = performance.getEntriesByName('first-contentful-paint')[0]; return e ? e.startTime : 0 }"


@dataclass(frozen=True, slots=True)
class View:
    """One page as it was first seen."""

    name: str
    milliseconds: float     # until something can be read
    kilobytes: float        # over the wire, static files included


def main() -> int:
    """Start the demo and open each page with nothing kept from before."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3, help="the middle one counts")
    options = parser.parse_args()
    with demo_county(options.cases) as (address, _root), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        kept = {name: _signed_in(browser, address, name) for name, _path in PAGES if name}
        for name, path in PAGES:      # a worker that answers for the first time loads what it needs
            _view(browser, kept.get(name), address + path, name, slow=False)
        views = [_middle([_view(browser, kept.get(name), address + path, f"{name or 'anybody'} {path}", slow=True)
                          for _round in range(options.rounds)]) for name, path in PAGES]  # fmt: skip
        browser.close()
    for view in sorted(views, key=lambda one: -one.milliseconds):
        print(f"  {view.name:<32} {view.milliseconds:6.0f} ms {view.kilobytes:7.1f} KB")
    slowest = max(views, key=lambda one: one.milliseconds)
    figures = {
        "home_kb": round(views[0].kilobytes, 1),
        "home_first_view_ms": round(views[0].milliseconds),
        "slowest_first_view_ms": round(slowest.milliseconds),
        "slowest": slowest.name,
        "middle_first_view_ms": round(sorted(one.milliseconds for one in views)[len(views) // 2]),
        "pages": len(views),
        "rounds": options.rounds,
    }
    return finish("pages", figures, GOALS)


def _signed_in(browser: Browser, address: str, name: str) -> list[dict[str, object]]:
    """Return the cookies of somebody who signed in."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("load")
    cookies = [dict(one) for one in context.cookies()]
    context.close()
    return cookies


def _view(
    browser: Browser, cookies: list[dict[str, object]] | None, address: str, name: str, *, slow: bool
) -> View:
    """Open a page in a browser that has never been there."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", device_scale_factor=2, is_mobile=True)
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    wire = _Wire(context, page)
    if slow:
        wire.slow_down()
    answer = page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{address} answered {answer and answer.status}")
    seen = View(name, float(page.evaluate(PAINTED)), wire.bytes / 1000)
    context.close()
    return seen


class _Wire:
    """What comes over the wire to a page."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.session: CDPSession = context.new_cdp_session(page)
        self.bytes = 0.0
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._came)

    def _came(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]

    def slow_down(self) -> None:
        """Let the line and the phone be slow."""
        self.session.send("Network.emulateNetworkConditions", SLOW)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_BY})


def _middle(views: list[View]) -> View:
    return sorted(views, key=lambda one: one.milliseconds)[len(views) // 2]


if __name__ == "__main__":
    sys.exit(main())
