"""The web server is killed without warning under load: what was acknowledged is there, once, with all that it owes."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.config.test_worker import database_address
from tests.factories.access import an_administrator
from tests.factories.cases import a_world
from tests.factories.territory import middle
from tests.factories.together import until

from linli.channels.cli.postgres import free_port
from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.models import Case, Following
from linli.engines.journal.models import Event, Outbox

ROOT = Path(__file__).resolve().parents[2]
REPORTS = 60
KILLED_AFTER = 12  # acknowledged reports


class Web:
    """A granian with the application, in a process group of its own."""

    def __init__(self, application: str) -> None:
        self.port = free_port()
        environment = {
            **os.environ,
            "LINLI_DATABASE": database_address(),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                f"tests.process.a_web:{application}",
                "--interface",
                "wsgi",
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "--host",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--log-level",
                "error",
            ],
            env=environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert until(self.answers), "the web server did not start"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End all of it without warning."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


class Hotline:
    """Another system that sends reports and keeps what was acknowledged."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.acknowledged: dict[str, str] = {}
        self.enough = threading.Event()

    def send(self, web: Web, key: str) -> None:
        longitude, latitude = middle(0, 0)
        body = {"text": f"楼道灯不亮，第 {key} 次说", "longitude": longitude, "latitude": latitude}
        request = urllib.request.Request(
            f"http://127.0.0.1:{web.port}/api/v1/cases",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}", "Idempotency-Key": key},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                self.acknowledged[key] = json.load(answer)["number"]
        except (urllib.error.URLError, OSError, ValueError):
            return
        if len(self.acknowledged) >= KILLED_AFTER:
            self.enough.set()

    def send_all(self, web: Web, keys: list[str]) -> None:
        with ThreadPoolExecutor(6) as senders:
            for key in keys:
                senders.submit(self.send, web, key)


@pytest.fixture
def webs():
    """Start web servers; none outlives the test."""
    started: list[Web] = []

    def start(application: str = "honest") -> Web:
        started.append(Web(application))
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def hotline() -> Hotline:
    world = a_world()
    _token, secret = access.issue_token(
        name="12345",
        roles=(Role.COLLECTOR, Role.SUPERVISOR),
        path=world.land.county.path,
        by=an_administrator(elevated=True),
    )
    return Hotline(secret)


def killed_under_load(hotline: Hotline, web: Web) -> list[str]:
    """Send everything, kill the server in the middle, return the keys."""
    keys = [f"key-{number:04d}" for number in range(REPORTS)]
    sending = threading.Thread(target=hotline.send_all, args=(web, keys))
    sending.start()
    assert hotline.enough.wait(120), f"only {len(hotline.acknowledged)} were acknowledged"
    web.kill()
    sending.join(120)
    return keys


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_report_is_lost_and_none_is_there_twice(webs, hotline: Hotline) -> None:
    keys = killed_under_load(hotline, webs())
    before = dict(hotline.acknowledged)
    assert KILLED_AFTER <= len(before) < REPORTS, "it was killed while at work"
    assert set(Case.objects.values_list("number", flat=True)) >= set(before.values())
    hotline.send_all(webs(), keys)  # whoever got no answer sends again, and so does everybody else
    assert set(hotline.acknowledged) == set(keys)
    assert {key: hotline.acknowledged[key] for key in before} == before
    assert Case.objects.count() == REPORTS
    assert Following.objects.count() == REPORTS
    opened = Event.objects.filter(kind="case.submit")
    assert opened.count() == REPORTS
    assert Outbox.objects.filter(event__kind="case.submit").values("event").distinct().count() == REPORTS


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_control_answered_before_it_is_kept_reports_are_lost(webs, hotline: Hotline) -> None:
    killed_under_load(hotline, webs("careless"))
    assert Case.objects.count() < len(hotline.acknowledged), "acknowledged, and gone for ever"
