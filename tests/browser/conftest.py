"""Drives the product as people do: `./linli demo` in a folder of its own, a real Chromium, nothing mocked.

One demo and one browser serve all tests. LINLI_BROWSER_DEMO="http://127.0.0.1:8000 /path/of/its/data" uses a demo
that runs already, while tests are being written.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.browser.screens import DESKTOP, PASSWORD, PHONE, WAIT, Person, listen, picture

ROOT = Path(__file__).resolve().parents[2]
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
    """A running demo and who is who in it."""

    address: str
    data: Path
    process: subprocess.Popen[str] | None = None
    cast: dict[str, Any] = field(default_factory=dict)

    def stop(self) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


def start_demo(data: Path, *, cases: int = 300) -> Product:
    """Start `./linli demo` and wait for the line that says where it listens."""
    port = free_port()
    options = ["--port", str(port), "--data", str(data), "--cases", str(cases)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LINLI_") or k == "LINLI_VENV"}
    process = subprocess.Popen(
        [sys.executable, "-m", "linli.channels.cli", "demo", *options],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "LINLI_ROOT": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    ready = threading.Event()

    def hear() -> None:
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if f"127.0.0.1:{port}/" in line:
                ready.set()
        ready.set()

    threading.Thread(target=hear, daemon=True).start()
    if not ready.wait(500) or process.poll() is not None:
        process.kill()
        raise AssertionError("the demo did not start:\n" + "".join(said[-40:]))
    return Product(f"http://127.0.0.1:{port}", data, process)


def cast_of(data: Path) -> dict[str, Any]:
    """Ask who is who in a demo's county."""
    asked = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("casting.py")), str(data)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr[-3000:]
    return dict(json.loads(asked.stdout.splitlines()[-1]))


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    if there := os.environ.get("LINLI_BROWSER_DEMO"):
        address, data = there.split()
        yield Product(address, Path(data), cast=cast_of(Path(data)))
        return
    running = start_demo(tmp_path_factory.mktemp("demo") / "data")
    running.cast = cast_of(running.data)
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
class Screens:
    """Every screen of the run; signed-in ones are kept and used again."""

    browser: Browser
    product: Product
    faults: list[str] = field(default_factory=list)
    did: set[str] = field(default_factory=set)
    kept: dict[tuple[str, int], Person] = field(default_factory=dict)
    signed_in: dict[str, Any] = field(default_factory=dict)

    def person(self, role: str = "", size: dict[str, int] | None = None) -> Person:
        """Return a person: a printed sign-in, or a role of the cast; without a name a passer-by with a new phone."""
        size = size or PHONE
        username = self.product.cast["usernames"].get(role, role)
        if username and (username, size["width"]) in self.kept:
            return self.kept[username, size["width"]]
        made = self._sit_down(username, size)
        if username:
            self.kept[username, size["width"]] = made
        return made

    def watcher(self, role: str = "") -> Person:
        """Return a person whose window can have any width: no phone, no touch."""
        if (role, 0) not in self.kept:
            self.kept[role, 0] = self._sit_down(self.product.cast["usernames"].get(role, role), DESKTOP)
        return self.kept[role, 0]

    def _sit_down(self, username: str, size: dict[str, int]) -> Person:
        phone = size["width"] < 600
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=phone,
            is_mobile=phone,
            storage_state=self.signed_in.get(username),
        )
        made = self.at(context, username)
        if username and username not in self.signed_in:
            sign_in(made, username)
            self.signed_in[username] = context.storage_state()
        return made

    def at(self, context: BrowserContext, username: str = "") -> Person:
        """Open a page in a browser of its own and listen to what it says."""
        page = context.new_page()
        page.set_default_timeout(WAIT)
        listen(page, self.product.address, self.faults)
        return Person(context, page, self.product.address, username, self.faults, self.did)


@pytest.fixture(scope="session")
def screens(browser: Browser, product: Product) -> Iterator[Screens]:
    made = Screens(browser, product)
    yield made
    for one in made.kept.values():
        one.context.close()


@pytest.fixture
def person(screens: Screens) -> Iterator[Callable[..., Person]]:
    """Make people: person("street", DESKTOP)."""
    screens.faults.clear()
    yield screens.person
    assert screens.faults == []


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture(tmp_path_factory.mktemp("photos"))


def sign_in(someone: Person, username: str) -> None:
    """Sign in as people do."""
    page = someone.opens("/accounts/login/")
    page.fill('[name="login"]', username)
    page.fill('[name="password"]', PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert "/accounts/login" not in page.url, page.locator("main").inner_text()
