"""Drives the product as people do: `./linli demo` in a folder of its own, a real Chromium, nothing mocked."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "linli-demo-2026"
PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1440, "height": 900}
CHROMIUM = os.environ.get("LINLI_BROWSER") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.fspath):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A running demo."""

    address: str
    data: Path
    process: subprocess.Popen

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


def start_demo(data: Path, *, cases: int = 400) -> Product:
    """Start `./linli demo` and wait for the line that says where it listens."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LINLI_") or k == "LINLI_VENV"}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "linli.channels.cli",
            "demo",
            "--port",
            str(port),
            "--data",
            str(data),
            "--cases",
            str(cases),
        ],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "LINLI_ROOT": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if f"127.0.0.1:{port}/" in line:
                ready.set()
        ready.set()

    threading.Thread(target=listen, daemon=True).start()
    if not ready.wait(300) or process.poll() is not None:
        process.kill()
        raise AssertionError("the demo did not start:\n" + "".join(said[-40:]))
    return Product(f"http://127.0.0.1:{port}", data, process)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = start_demo(tmp_path_factory.mktemp("demo") / "data")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Person:
    """Somebody at a screen: opens pages, and every page opened is checked for what every page owes."""

    page: Page
    address: str
    noted: list[str]

    def opens(self, path: str) -> Page:
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def does(self, verb: str, *, confirm: bool = True, **values: str | bool) -> None:
        """Open the form of a verb on the case page, fill it in, send it."""
        self.page.locator(f'[data-verb="{verb}"]').first.click()
        form = self.page.locator(f'form[data-verb-form="{verb}"]')
        form.wait_for()
        for name, value in values.items():
            field = form.locator(f'[name="{name}"]')
            if field.first.get_attribute("type") == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            elif isinstance(value, bool):
                field.set_checked(value)
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if confirm:
            form.locator('[type="submit"]').first.click()
            self.page.wait_for_load_state("load")


def check_page(page: Page) -> list[str]:
    """Return what is wrong with a page: accessibility, sideways scrolling, outside hosts, untranslated words."""
    faults = [
        f"axe {v['id']}: {v['help']} ({', '.join(str(n['target']) for n in v['nodes'][:3])})"
        for v in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        faults.append(f"scrolls sideways by {wide}px")
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if "  " in (page.title() or "") or not re.search(r"[\u4e00-\u9fff]", page.title()):
        faults.append(f"title {page.title()!r}")
    return faults


@pytest.fixture
def person(browser: Browser, product: Product) -> Iterator:
    """Make people: person("street", DESKTOP)."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(username: str = "", size: dict[str, int] = PHONE) -> Person:
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=product.address
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console",
            lambda m: faults.append(f"console: {m.text}") if m.type == "error" and "409" not in m.text else None,
        )
        page.on(
            "request",
            lambda r: (
                faults.append(f"outside host: {r.url}")
                if not r.url.startswith((product.address, "data:", "blob:"))
                else None
            ),
        )
        someone = Person(page, product.address, faults)
        if username:
            sign_in(someone, username)
        return someone

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def sign_in(someone: Person, username: str) -> None:
    page = someone.opens("/accounts/login/")
    page.fill('[name="login"]', username)
    page.fill('[name="password"]', PASSWORD)
    page.locator('main [type="submit"]').first.click()
    page.wait_for_load_state("load")
    assert "/accounts/login" not in page.url, page.locator("main").inner_text()
