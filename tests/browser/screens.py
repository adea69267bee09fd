"""People at screens: what they open and send, and what every page owes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

PASSWORD = "linli-demo-2026"
PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1440, "height": 900}
WAIT = 30_000
HAN = re.compile(r"[\u4e00-\u9fff]")
# proper names and file kinds; everything else on a Chinese page is Chinese
LATIN = re.compile(
    r"^(Linli|GeoJSON|CSV|csv|xlsx|xls|GBK|UTF|Excel|ZIP|QR|API|App|JSON|PDF|GPS|WGS84|GB|UTF|ID|IP|SM4|AES|TOTP|SMTP|Ctrl|Python|"
    r"JPEG|PNG|English|GCJ|BD|HTTP|URL|Bearer|OpenAPI|Linux|Android|Chrome|WeChat|wgs84|gcj02|bd09)$"
)
# addresses, tracking codes, names of files and accounts
CODE = re.compile(
    r"https?://\S+|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}|[\w.-]*\d[\w.-]*[A-Za-z][\w.-]*|[\w.-]*[A-Za-z][\w.-]*[\d_][\w.-]*|"
    r"\S+@\S+|[\w-]+\.[a-z]{2,4}\b|\{\w+\}|\./linli [\w ]+",
    re.ASCII,
)
WORDS_SEEN = """() => {
  const seen = [], left = "code, kbd, pre, samp, script, style, noscript, [lang='en'], .latin, svg title";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, holder = node.parentElement;
    if (!/[A-Za-z]{3}/.test(node.data) || !holder || holder.closest(left)) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    if (holder.checkVisibility && !holder.checkVisibility()) continue;
    seen.push(node.data.trim());
  }
  for (const holder of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (/[A-Za-z]{3}/.test(holder.getAttribute(name) || "") && !holder.closest(left))
        seen.push(holder.getAttribute(name));
  seen.push(document.title);
  return seen;
}"""
UNFOLD = """e => {
  for (let d = e.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}"""
WIDER = """() => {
  const room = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth <= room) return "";
  for (const one of document.querySelectorAll("body *"))
    if (one.getBoundingClientRect().right > room + 1 && !one.closest(".table-wrap, .leaflet-container"))
      found.push(one.tagName.toLowerCase() + "." + one.className);
  return `${document.documentElement.scrollWidth - room}px: ${found.slice(0, 4).join(" ")}`;
}"""


def picture(folder: Path, name: str = "photo.jpg") -> Path:
    """Draw a photo as a phone would send it."""
    from PIL import Image

    path = folder / name
    Image.effect_mandelbrot((900, 675), (-2, -1.3, 1, 1.3), 40).convert("RGB").save(path, "JPEG", quality=80)
    return path


@dataclass
class Person:
    """Somebody at a screen. What goes wrong in the page by itself is noted in `faults`."""

    context: BrowserContext
    page: Page
    address: str
    username: str = ""
    faults: list[str] = field(default_factory=list)
    did: set[str] = field(default_factory=set)

    def opens(self, path: str, *, status: int = 200) -> Page:
        """Open an address and check how it answers."""
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{self.username} {path}: {answer.status}"
        return self.page

    def finds_nothing(self, path: str) -> None:
        """Open an address that does not exist for this person."""
        self.opens(path, status=404)
        assert "没有找到" in self.page.locator("main").inner_text()

    def reads(self) -> str:
        """Return the words of the page."""
        return self.page.locator("main").inner_text()

    def presses(self, verb: str, *, within: str = "") -> Locator:
        """Open the form of a verb, or do a verb of one tap; a button behind "more" is brought out first."""
        button = self.page.locator(f'{within} button[data-verb="{verb}"], {within} a[data-verb="{verb}"]').first
        button.wait_for(state="attached")
        button.evaluate(UNFOLD)
        self.did.add(verb)
        if button.evaluate("e => e.tagName === 'BUTTON'"):
            with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                button.click()
            assert sent.value.status < 400, f"{verb}: {sent.value.status}"
            self._settles()
        else:
            button.click()
        return self.form(verb)

    def form(self, verb: str) -> Locator:
        """Return the form of a verb."""
        return self.page.locator(f'form[data-verb-form="{verb}"]')

    def does(self, verb: str, *, within: str = "", **values: object) -> None:
        """Do a verb on the page of a case: open its form, fill it in, send it."""
        form = self.presses(verb, within=within)
        form.wait_for()
        self.fills(form, **values)
        self.sends(verb)

    def fills(self, form: Locator, **values: object) -> None:
        """Fill in a form, whatever kind its fields are."""
        for name, value in values.items():
            self._fill(form, form.locator(f'[name="{name}"]'), name, value)

    def _fill(self, form: Locator, found: Locator, name: str, value: object) -> None:
        kind = found.first.get_attribute("type") or found.first.evaluate("e => e.tagName.toLowerCase()")
        if kind == "file":
            found.set_input_files(str(value))
            self.page.locator("[data-photos]:not([aria-busy]) .photo-thumb.is-new").first.wait_for()
        elif kind == "radio":
            self._choose(form, f'[name="{name}"][value="{value}"]')
        elif kind == "checkbox":
            for one in value if isinstance(value, list) else [value]:
                self._choose(form, f'[name="{name}"]' + ("" if isinstance(one, bool) else f'[value="{one}"]'))
        elif kind == "select":
            found.first.select_option(str(value))
        elif isinstance(value, list):
            for place, one in enumerate(value):
                found.nth(place).fill(str(one))
        else:
            found.first.fill(str(value))

    @staticmethod
    def _choose(form: Locator, found: str) -> None:
        """Tap the words beside a choice, as people do."""
        choice = form.locator(found)
        form.locator(f'label[for="{choice.get_attribute("id")}"]').click()
        assert choice.is_checked()

    def sends(self, verb: str, *, refused: bool = False) -> Response:
        """Send the open form of a verb."""
        self.did.add(verb)
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            self.form(verb).locator(f'[data-verb-send="{verb}"]').click()
        self._settles()
        error = self.page.locator(".error-summary, .field-error, .note-error[data-focus]")
        if not refused:
            assert sent.value.status < 400, f"{verb}: {sent.value.status} {error.all_inner_texts()}"
            assert error.count() == 0, f"{verb}: {error.all_inner_texts()}"
        return sent.value

    def _settles(self) -> None:
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")

    def state(self) -> str:
        """Return the state of the case the page shows."""
        return str(self.page.locator("[data-state]").first.get_attribute("data-state"))

    def stands(self, state: str) -> None:
        """Check in which state the case on the page is."""
        self.page.locator(f'[data-state="{state}"]').first.wait_for()


def listen(page: Page, address: str, faults: list[str], *, allowed: Sequence[str] = ("409", "422", "404")) -> None:
    """Note errors of scripts, of the content policy, and requests that leave for another host."""

    def said(message: ConsoleMessage) -> None:
        expected = "Failed to load resource" in message.text and any(code in message.text for code in allowed)
        if message.type != "error" or expected:
            return
        faults.append(f"{page.url}: console {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            faults.append(f"{page.url}: outside host {request.url}")

    page.on("pageerror", lambda error: faults.append(f"{page.url}: script {error}"))
    page.on("console", said)
    page.on("request", asked)


def check_page(page: Page, *, known: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with a page: accessibility, sideways scrolling, headings, words left in English."""
    faults = [
        f"axe {v['id']}: {v['help']} ({'; '.join(str(n['target']) for n in v['nodes'][:3])})"
        for v in Axe().run(page).response["violations"]
    ]
    if wide := page.evaluate(WIDER):
        faults.append(f"scrolls sideways by {wide}")
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if not HAN.search(page.title()):
        faults.append(f"title {page.title()!r}")
    faults += [f"not Chinese: {words!r}" for words in english(page, known)]
    return faults


def english(page: Page, known: Sequence[str] = ()) -> list[str]:
    """Return texts of a page that still hold English words."""
    found = []
    for text in page.evaluate(WORDS_SEEN):
        left = text
        for name in known:
            left = left.replace(name, "")
        words = [word for word in re.findall(r"[A-Za-z]{3,}", CODE.sub("", left)) if not LATIN.match(word)]
        if words:
            found.append(text[:80])
    return sorted(set(found))
