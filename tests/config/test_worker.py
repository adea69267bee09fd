"""The worker as a process: killed at any moment it loses nothing, told to stop it stops at once."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection
from tests.factories.together import until

from linli.config import worker
from linli.engines.journal import public as journal
from linli.engines.journal.models import Outbox, Tick

SCRIPT = Path(__file__).with_name("a_worker.py")
ROOT = SCRIPT.parents[2]


def database_address():
    """Return the address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{values['NAME']}"
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


class Worker:
    """A worker process on the test database."""

    def __init__(self, manner="work"):
        environment = {
            **os.environ, "LINLI_DATABASE": database_address(), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, SCRIPT, manner],
            env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        self.says("started")

    def says(self, words):
        """Wait until it says the words."""
        heard = []
        for line in self.process.stdout:
            if line.strip() == words:
                return
            heard.append(line)
        pytest.fail(f"the worker ended without saying {words!r}, but: {''.join(heard[-20:])}")

    def kill(self):
        """End it without warning."""
        self.process.kill()
        self.process.wait(10)

    def stop(self, number=signal.SIGTERM):
        """Ask it to stop; return the seconds it took and its exit code."""
        began = monotonic()
        self.process.send_signal(number)
        code = self.process.wait(10)
        return monotonic() - began, code


@pytest.fixture
def workers():
    """Start workers; none outlives the test."""
    started = []

    def start(manner="work"):
        started.append(Worker(manner))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait(10)
        one.process.stdout.close()


def owe(count):
    journal.enqueue_many("test.counts", [(f"n{n}", {"n": n}) for n in range(count)])


def done():
    return Tick.objects.filter(name__startswith="done:").count()


def undelivered():
    return Outbox.objects.filter(done_at=None).count()


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
class TestKilled:
    def test_in_the_middle_of_a_row_nothing_is_lost_and_nothing_done_twice(self, workers):
        owe(20)
        first = workers("hang")
        first.says("hangs")
        first.kill()
        assert undelivered() > 0
        workers("work")
        assert until(lambda: undelivered() == 0), f"{undelivered()} rows are still owed"
        assert done() == 20
        assert Outbox.objects.filter(dead_at__isnull=False).count() == 0

    def test_control_marked_done_before_it_is_run_a_row_is_lost(self, workers):
        owe(20)
        first = workers("careless")
        first.says("hangs")
        first.kill()
        workers("work")
        assert until(lambda: undelivered() == 0)
        assert done() == 19, "the row in hand is gone for ever, and nobody knows"

    def test_again_and_again_under_load(self, workers):
        chance = random.Random(7)
        owe(600)
        for _ in range(4):
            one, before = workers("load"), done()
            assert until(lambda before=before: done() > before)
            threading.Event().wait(chance.uniform(0.0, 0.3))
            one.kill()
            assert undelivered() > 0, "it was killed while at work"
        workers()
        assert until(lambda: undelivered() == 0), f"{undelivered()} rows are still owed"
        assert done() == 600
        assert Outbox.objects.filter(dead_at__isnull=False).count() == 0


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
class TestStopped:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_within_two_seconds(self, workers, number):
        one = workers()
        owe(5)
        assert until(lambda: done() == 5)
        seconds, code = one.stop(number)
        assert code == 0
        assert seconds < 2

    def test_within_two_seconds_though_a_receiver_hangs(self, workers):
        owe(10)
        one = workers("hang")
        one.says("hangs")
        seconds, code = one.stop()
        assert code == 0
        assert seconds < 2
        workers()
        assert until(lambda: undelivered() == 0)
        assert done() == 10

    def test_two_workers_share_the_work(self, workers):
        workers()
        workers()
        owe(300)
        assert until(lambda: undelivered() == 0)
        assert done() == 300


@pytest.mark.django_db(transaction=True)
class TestLoop:
    def test_an_error_does_not_end_it_and_makes_it_pause_longer(self):
        stop, pauses = threading.Event(), []

        class Watched(threading.Event):
            def wait(self, timeout=None):
                pauses.append(timeout)
                return len(pauses) >= 8 and (self.set() or True)

        stop = Watched()
        steps = iter([False, None, None, None, None, None, False, False])

        def step():
            answer = next(steps)
            if answer is None:
                raise ConnectionError("the database is away")
            return answer

        worker.Loop("test", 1.0, step).run(stop)
        assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 1.0, 1.0]

    def test_while_there_is_more_it_does_not_pause(self):
        stop, steps = threading.Event(), []

        def step():
            steps.append(1)
            if len(steps) == 3:
                stop.set()
            return True

        worker.Loop("test", 60.0, step).run(stop)
        assert len(steps) == 3

    @pytest.mark.django_db(transaction=True)
    def test_a_clock_set_back_does_not_stop_the_outbox(self, monkeypatch):
        """The waiting counts in monotonic time: see docs/decisions/0002."""
        from datetime import timedelta

        from linli.kernel import clock

        stop, heard = threading.Event(), []
        journal.receive("test.counts", lambda _event, payload: heard.append(payload["n"]))
        real, back = clock.now, {"by": timedelta()}
        for module in ("verbs.deliver", "verbs.record"):
            monkeypatch.setattr(f"linli.engines.journal.{module}.now", lambda: real() - back["by"])
        thread = threading.Thread(target=worker.run, args=(stop,), daemon=True)
        thread.start()
        owe(1)
        assert until(lambda: heard == [0], 10)
        back["by"] = timedelta(hours=5)
        journal.enqueue("test.counts", payload={"n": 99}, key="later")
        assert until(lambda: 99 in heard, 10)
        stop.set()
        thread.join(5)
        journal.forget("test.counts")
