"""The demo county as somebody starts it: its address, its processes, and people who sign in."""

import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Event
from urllib.parse import urlencode, urljoin, urlsplit

import psutil

from linli.channels.cli.postgres import free_port

PASSWORD = "linli-demo-2026"  # noqa: S105 (of invented people)
_LINK = re.compile(r'href="(/[^"#?]*)["?#]')
_LEFT_OUT = re.compile(r"^/(?:static|photo|accounts|settings|api)|export|\.(?:csv|xlsx|pdf|ics|json)")


@contextmanager
def demo_county(cases: int) -> Iterator[tuple[str, psutil.Process]]:
    """Start the demo with its own data; yield its address and its first process."""
    folder, port = tempfile.mkdtemp(prefix="linli-demo-"), free_port()
    command = [sys.executable, "-m", "linli.channels.cli", "demo", "--port", str(port), "--data", folder]
    with (Path(folder).parent / f"{Path(folder).name}.log").open("w") as log:
        started = subprocess.Popen([*command, "--cases", str(cases)], stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, started)
            yield address, psutil.Process(started.pid)
        finally:
            started.terminate()
            started.wait(timeout=30)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, started: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(1800):
        if started.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310 (ours)
        except (urllib.error.URLError, OSError):
            Event().wait(0.2)
            continue
        return
    raise RuntimeError("the demo did not start")


@dataclass
class Person:
    """Somebody with a browser that keeps cookies."""

    address: str
    name: str = ""
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if self.name:
            page = self.open("/accounts/login/")
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            given = {"login": self.name, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
            self.open("/accounts/login/", given)

    def open(self, path: str, given: dict[str, str] | None = None) -> str:
        """Return a page; what it refuses is a page too."""
        body = urlencode(given).encode() if given is not None else None
        there = {"Referer": f"{self.address}/"}
        asked = urllib.request.Request(urljoin(self.address, path), body, there)  # noqa: S310 (ours)
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return str(answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            return error.read().decode("utf-8", "replace")

    def walk(self, start: str, most: int) -> list[str]:
        """Open a page, what it leads to, and so on; return the pages that were opened."""
        seen, waiting = [], [start]
        while waiting and len(seen) < most:
            path = waiting.pop(0)
            seen.append(path)
            for link in _LINK.findall(self.open(path)):
                clean = urlsplit(link).path
                if clean not in seen and clean not in waiting and not _LEFT_OUT.search(clean):
                    waiting.append(clean)
        return seen
