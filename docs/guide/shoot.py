"""Takes every screenshot of the guide from a running demo: python docs/guide/shoot.py ADDRESS FOLDER.

`./linli guide` starts a fresh demo, runs this and makes the pictures small.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "linli-demo-2026"  # noqa: S105 (printed for everybody; the county is invented)
PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1440, "height": 900}
FLAGS = ["--lang=zh-CN", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
CHINESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PLACE = "长青家园2号楼"
WORDS = "楼道里堆着纸箱和旧家具，晚上下楼看不清"
# What a Chinese browser shows in fields of dates and times; pages are not told, and get their fields back.
AS_CHINESE = """() => {
    const empty = {date: '年/月/日', time: '--:--', 'datetime-local': '年/月/日 --:--', month: '----年--月'};
    for (const field of document.querySelectorAll(Object.keys(empty).map(one => `input[type=${one}]`).join())) {
        const [kind, value, width] = [field.type, field.value, field.getBoundingClientRect().width];
        const said = kind === 'month' ? value.replace('-', '年') + '月' : value.replaceAll('-', '/').replace('T', ' ');
        const looks = getComputedStyle(field), kept = {};
        for (const name of [
            ...['Top', 'Right', 'Bottom', 'Left'].map(side => `border${side}`),
            'borderRadius', 'background', 'color', 'font', 'padding', 'height', 'boxShadow',
        ])
            kept[name] = looks[name];
        field.dataset.shotAs = JSON.stringify([kind, value, field.placeholder, field.style.cssText]);
        field.type = 'text';
        Object.assign(field.style, kept);
        [field.value, field.placeholder, field.style.width] = [value && said, empty[kind], width ? `${width}px` : ''];
    }
}"""
AS_BEFORE = """() => {
    for (const field of document.querySelectorAll('input[data-shot-as]')) {
        const [kind, value, placeholder, style] = JSON.parse(field.dataset.shotAs);
        field.type = kind;
        [field.value, field.placeholder, field.style.cssText] = [value, placeholder, style];
        delete field.dataset.shotAs;
    }
}"""


@dataclass
class Studio:
    """A browser in front of the demo, and where the pictures go."""

    browser: Browser
    address: str
    folder: Path
    photo: Path
    chinese: bool = False         # the browser brings its own Chinese

    def room(self, username: str, size: dict[str, int]) -> Page:
        """Open a screen of its own, signed in when a name is given."""
        phone = size["width"] < 600
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
            device_scale_factor=2 if phone else 1,
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        if username:
            page.goto("/accounts/login/")
            page.fill('[name="login"]', username)
            page.fill('[name="password"]', PASSWORD)
            with page.expect_navigation():
                page.locator("main form button").first.click()
        return page

    def take(self, page: Page, name: str, path: str = "") -> None:
        """Photograph a page as it stands, after its map and charts are drawn."""
        if path:
            page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if not self.chinese:
            page.evaluate(AS_CHINESE)
        page.screenshot(path=self.folder / f"{name}.png")
        page.evaluate(AS_BEFORE)
        sys.stdout.write(f"  {name}\n")
        sys.stdout.flush()


def resident(studio: Studio) -> None:
    """A resident without an account: reports in three taps, follows, looks around."""
    page = studio.room("", PHONE)
    page.goto("/report/?at=" + _grid_code(studio))
    page.goto("/")
    studio.take(page, "portal-home")
    page.goto("/report/")
    page.locator("input[type=file]").first.set_input_files(studio.photo)
    page.locator(".photo-thumb.is-new").wait_for()
    page.locator('[name="text"]').fill(WORDS)
    page.evaluate("document.activeElement.blur()")
    studio.take(page, "portal-report")
    page.locator('[name="text"]').fill(f"{PLACE}，{WORDS}")
    page.locator("[data-heard-place]").first.wait_for()
    page.evaluate("document.querySelector('.report-what').scrollIntoView({block: 'start'}); scrollBy(0, -90)")
    studio.take(page, "portal-heard")
    page.locator('[name="text"]').fill(WORDS)
    page.locator('[name="place"]').fill(PLACE)
    page.locator("#place-found button").first.click()
    page.wait_for_function("() => document.querySelector('[name=longitude]').value")
    page.locator("#place-map").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.report-where').scrollIntoView({block: 'start'}); scrollBy(0, -90)")
    studio.take(page, "portal-place")
    with page.expect_navigation():
        page.locator('[data-verb-send="submit"]').click()
    studio.take(page, "portal-tracking")
    studio.take(page, "portal-around", "/around/")
    page.goto("/")
    page.evaluate("document.querySelector('form[action*=\"/settings/size\"] button').click()")
    page.wait_for_selector("html[data-size=large]")
    studio.take(page, "portal-large", "/")


def _grid_code(studio: Studio) -> str:
    """Find the code of the grid leader's grid on the list of places."""
    page = studio.room("", PHONE)
    page.goto("/where/")
    code = page.evaluate("() => (document.body.innerHTML.match(/6299010010020\\d\\d/) || [''])[0]")
    page.context.close()
    return str(code) or "629901001002003"


def confirming(studio: Studio) -> None:
    """A resident with an account is asked whether it is solved."""
    page = studio.room("resident", PHONE)
    page.goto("/mine/")
    first = page.locator("main section a.work").first
    studio.take(page, "portal-mine")
    page.goto(str(first.get_attribute("href")))
    studio.take(page, "portal-confirm")


def desk(studio: Studio) -> None:
    """The grid leader's day on the phone."""
    page = studio.room("gridleader", PHONE)
    studio.take(page, "desk-today", "/desk/")
    href = page.locator('[data-group="new"] a[href*="/case/"], [data-group] a[href*="/desk/case/"]').first
    page.goto(re.sub(r"(/case/[^/]+/).*", r"\1", str(href.get_attribute("href"))))
    studio.take(page, "desk-case")
    page.goto("/desk/new/")
    page.locator("input[type=file]").first.set_input_files(studio.photo)
    page.locator(".photo-thumb.is-new").wait_for()
    page.locator('[name="text"]').fill("二单元门口堆着纸箱，挡了消防栓")
    page.locator('[name="place"]').fill("长青家园2号楼2单元")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    studio.take(page, "desk-new")
    studio.take(page, "desk-find", "/desk/find/?q=长青家园3号楼")


def _with_something_to_decide(page: Page) -> str:
    """Choose a case of today or yesterday from the desk."""
    rows = page.locator("#queue a.work").filter(has_text=re.compile("今天|昨天"))
    row = rows.first if rows.count() else page.locator("#queue a.work").first
    return str(row.get_attribute("href"))


def _community(page: Page) -> str:
    """Find the grid leader's community in the tree of places."""
    page.goto("/console/posts/?area=2")
    link = page.locator("a[href*='area=']", has_text="北苑社区").first
    return str(link.get_attribute("href")).split("area=")[1].split("&")[0]


def street(studio: Studio) -> None:
    """The street's dispatch desk, clocks and figures."""
    page = studio.room("street", DESKTOP)
    studio.take(page, "console-desk", "/console/")
    studio.take(page, "console-case", _with_something_to_decide(page))
    studio.take(page, "console-board", "/console/board/")
    studio.take(page, "console-figures", "/console/figures/")
    studio.take(page, "console-hot", "/console/hot/")
    studio.take(page, "console-themes", "/console/themes/")


def county(studio: Studio) -> None:
    """What the county sets up: posts, rules, classes; and its figures."""
    page = studio.room("admin", DESKTOP)
    studio.take(page, "console-posts", f"/console/posts/?area={_community(page)}")
    studio.take(page, "console-rules", "/console/rules/")
    page.goto("/console/rules/sets/")
    page.locator("main th a").first.click()
    studio.take(page, "console-rule-set")
    studio.take(page, "console-taxonomy", "/console/taxonomy/")
    _use_what_was_learned(page)
    studio.take(page, "console-learning", "/console/learning/")
    studio.take(page, "console-imports", "/console/imports/")
    studio.take(page, "console-accounts", "/console/accounts/")
    studio.take(page, "console-journal", "/console/journal/")


def _use_what_was_learned(page: Page) -> None:
    """Wait for the demo's own first lesson, and put it into use."""
    for _look in range(90):
        page.goto("/console/learning/")
        if page.locator('[data-verb="use_version"]').count():
            with page.expect_navigation():
                page.locator('[data-verb="use_version"]').first.click()
            return
        if page.locator("#trust").count():
            return
        page.wait_for_timeout(1000)


def circle(studio: Studio) -> None:
    """The 15-minute circle: a resident's place, and a community's gaps and best places."""
    page = studio.room("admin", DESKTOP)
    page.goto(f"/console/circle/{_community(page)}/")
    page.locator("[data-circle][data-drawn]").wait_for(state="attached", timeout=180_000)
    studio.take(page, "console-circle")
    phone = studio.room("", PHONE)
    phone.goto("/circle/?text=" + PLACE)
    phone.goto("/circle/" + str(phone.locator("nav a[href^='?building=']").first.get_attribute("href")))
    studio.take(phone, "portal-circle")


def planner(studio: Studio) -> None:
    """From several nets to one: the nets, a plan, a what-if, units over grids."""
    page = studio.room("admin", DESKTOP)
    area = _community(page)
    for name, path, drawn in (
        ("console-nets", f"/console/planner/{area}/nets/", "[data-nets][data-drawn]"),
        ("console-whatif", f"/console/planner/{area}/whatif/?plan=1", "[data-pair=other][data-drawn]"),
        ("console-plan", "/console/planner/plan/1/", "[data-plan][data-drawn]"),
        ("console-spread", "/console/planner/units/spread/1/", "[data-spread][data-drawn]"),
    ):
        page.goto(path)
        page.locator(drawn).wait_for(state="attached")
        studio.take(page, name)


def services(studio: Studio) -> None:
    """Orders, wishes and gifts: what residents see, and how the community sends them on."""
    page = studio.room("resident", PHONE)
    studio.take(page, "portal-orders", "/orders/")
    page.goto(str(page.locator("a.work[data-order]").filter(has_text="已接单").first.get_attribute("href")))
    studio.take(page, "portal-order")
    studio.take(page, "portal-wishes", "/wishes/")
    studio.take(page, "portal-gifts", "/gifts/")
    page = studio.room("worker", PHONE)
    studio.take(page, "desk-orders", "/desk/orders/")
    page.goto(str(page.locator("a.work[data-order]").filter(has_text="等社区安排").first.get_attribute("href")))
    studio.take(page, "desk-order-offer")
    page.goto("/desk/gifts/")
    page.goto(str(page.locator("a.work[data-gift]").filter(has_text="小推车").first.get_attribute("href")))
    page.get_by_role("link", name="感谢证书").click()
    studio.take(page, "portal-gift-certificate")
    page = studio.room("street", DESKTOP)
    studio.take(page, "console-orders", "/console/orders/")
    studio.take(page, "console-takers", "/console/orders/takers/")


def three_lists(studio: Studio) -> None:
    """Needs, resources and projects: what residents see, what the community looks at, how the street matches."""
    page = studio.room("resident", PHONE)
    studio.take(page, "portal-lists", "/lists/")
    page.goto("/lists/?list=projects")
    page.goto(str(page.locator("a.work[data-listed]").filter(has_text="四点半").first.get_attribute("href")))
    studio.take(page, "portal-project")
    page = studio.room("worker", PHONE)
    page.goto("/desk/lists/")
    page.goto(str(page.locator("a.work[data-listed]").filter(has_text="等核实").first.get_attribute("href")))
    studio.take(page, "desk-need")
    page = studio.room("street", DESKTOP)
    studio.take(page, "console-matching", "/console/lists/matching/")
    row = page.locator("[data-pair]").filter(has_text="碰头会").first
    page.goto(str(row.get_by_role("link", name="换一个").get_attribute("href")))
    studio.take(page, "console-options")


def volunteering(studio: Studio) -> None:
    """Volunteers and courses: the phone, the door, the console."""
    page = studio.room("resident", PHONE)
    studio.take(page, "portal-volunteer", "/volunteer/")
    studio.take(page, "portal-kinds", "/volunteer/kinds/")
    studio.take(page, "portal-volunteer-shop", "/volunteer/shop/")
    studio.take(page, "portal-training", "/training/")
    page = studio.room("worker", PHONE)
    page.goto("/desk/volunteers/")
    page.goto(str(page.locator('a.work[href^="/desk/volunteers/"]').first.get_attribute("href")))
    studio.take(page, "desk-door")
    studio.take(page, "desk-confirm", "/desk/volunteers/confirm/")
    page = studio.room("street", DESKTOP)
    studio.take(page, "console-volunteers", "/console/volunteers/")
    studio.take(page, "console-volunteer-results", "/console/volunteers/results/")
    page.goto("/console/volunteers/time/?which=all")
    page.goto(str(page.locator("tbody a").first.get_attribute("href")))
    studio.take(page, "console-volunteer-service")
    studio.take(page, "console-training-figures", "/console/training/figures/")


def units(studio: Studio) -> None:
    """Joint meetings and their tasks; units and members who registered; streets that units look after."""
    page = studio.room("worker", DESKTOP)
    page.goto("/console/meetings/?state=published")
    page.goto(str(page.locator("#found a.what").first.get_attribute("href")))
    studio.take(page, "console-meeting")
    page.get_by_role("link", name="任务").click()
    studio.take(page, "console-meeting-tasks")
    page = studio.room("worker", PHONE)
    studio.take(page, "desk-registrations", "/desk/registration/")
    page.goto(str(page.locator("a.work").filter(has_text="教育局").first.get_attribute("href")))
    page.get_by_role("link", name="单位年度清单").click()
    studio.take(page, "desk-statement")
    page = studio.room("resident", PHONE)
    page.goto("/registration/")
    page.goto(str(page.locator("a.work").first.get_attribute("href")))
    studio.take(page, "portal-registration")
    page = studio.room("worker", PHONE)
    page.goto("/desk/streets/")
    page.goto(str(page.locator("a.work[data-street]").first.get_attribute("href")))
    studio.take(page, "desk-street")
    page = studio.room("street", DESKTOP)
    studio.take(page, "console-streets", "/console/streets/")


SCENES: tuple[Callable[[Studio], None], ...] = (
    street,
    desk,
    confirming,
    county,
    planner,
    circle,
    services,
    three_lists,
    volunteering,
    units,
    resident,
)


def draw_photo(folder: Path) -> Path:
    """Draw the photo the resident sends: boxes on a landing."""
    picture = Image.new("RGB", (900, 675), "#c9c6bd")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 675), (0, 470), (900, 430), (900, 675)], fill="#8f8b80")
    for step in range(6):
        pen.rectangle((560 + step * 60, 380 - step * 60, 900, 440 - step * 60), fill=(150 - step * 6,) * 3)
    boxes = ((90, 330, 330, 560, "#b98d58"), (250, 240, 450, 520, "#a97b46"), (60, 470, 240, 610, "#c79d69"))
    for left, top, right, bottom, tone in boxes:
        pen.rectangle((left, top, right, bottom), fill=tone, outline="#7d5a32", width=4)
        pen.line((left, (top + bottom) // 2, right, (top + bottom) // 2), fill="#8f6a3d", width=6)
    path = folder / "photo.jpg"
    picture.save(path, "JPEG", quality=85)
    return path


def speaks_chinese(browser: str | None) -> bool:
    """Say whether the browser brings Chinese: distributions put other languages than English in a package apart."""
    places = [Path(browser).resolve().parent] if browser else []
    return any((place / "locales" / "zh-CN.pak").exists() for place in [*places, Path("/usr/lib/chromium")])


def shoot(address: str, folder: Path, names: list[str]) -> None:
    """Take the pictures of all scenes, or of the named ones."""
    folder.mkdir(parents=True, exist_ok=True)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS, env=CHINESE)
        studio = Studio(browser, address.rstrip("/"), folder, draw_photo(Path(place)), speaks_chinese(found))
        for scene in SCENES:
            if not names or scene.__name__ in names:
                scene(studio)
        browser.close()


if __name__ == "__main__":
    shoot(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
