"""Long work as processes: the worker starts a child for each, and whatever is killed, nothing is lost."""

import os
import signal
from pathlib import Path

import pytest
from tests.config.test_worker import Worker
from tests.factories import works
from tests.factories.together import until

from linli.engines.journal import public as journal
from linli.engines.journal.models import Job
from linli.kernel.actor import SYSTEM

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def kinds():
    yield from works.registered()


@pytest.fixture
def workers():
    """Start workers; none outlives the test."""
    started = []

    def start():
        started.append(Worker("jobs"))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait(10)
        one.process.stdout.close()


def started(kind, **payload):
    return journal.start_job(kind=f"test.{kind}", path="0000001", payload=payload, by=SYSTEM, title="试一试").id


def state(job_id):
    return journal.job(SYSTEM, job_id).state


def child_of(worker):
    """Wait until a child says its process; return it."""
    for line in worker.process.stdout:
        if line.startswith("child "):
            return int(line.split()[1])
    pytest.fail("no child spoke")


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


def children(process):
    """The child processes of a process, without the threads."""
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()]


class TestWorker:
    def test_a_job_is_done_in_a_child_that_ends_with_it(self, workers):
        job = started("counts", steps=5)
        one = workers()
        assert until(lambda: state(job) == "done")
        assert journal.job(SYSTEM, job).result == {"counted": 5}
        assert until(lambda: children(one.process.pid) == [])

    def test_without_a_job_there_is_no_child(self, workers):
        one = workers()
        assert not until(lambda: children(one.process.pid) != [], 2.5)

    def test_a_running_job_is_stopped_and_keeps_its_best(self, workers):
        job = started("waits")
        child_of(workers())
        journal.stop_job(job, by=SYSTEM)
        assert until(lambda: state(job) == "stopped")
        assert journal.job(SYSTEM, job).result == {"best": 1}

    def test_a_killed_child_is_followed_by_another(self, workers, tmp_path):
        job = started("kills_once", mark=str(tmp_path / "mark"))
        workers()
        assert until(lambda: state(job) == "done")
        assert journal.job(SYSTEM, job).result == {"tries": 2}

    def test_killed_twice_it_has_failed_and_the_worker_goes_on(self, workers):
        job, next_one = started("kills_itself"), started("counts")
        workers()
        assert until(lambda: state(next_one) == "done")
        assert state(job) == "failed"
        assert "SIGKILL" in journal.job(SYSTEM, job).error

    def test_told_to_stop_it_gives_its_job_back(self, workers):
        job = started("waits")
        one = workers()
        child = child_of(one)
        seconds, code = one.stop(signal.SIGTERM)
        assert code == 0
        assert seconds < 2
        assert until(lambda: not is_alive(child), 5)
        assert state(job) == "waiting"
        assert Job.objects.get(pk=job).attempts == 0

    def test_a_killed_worker_takes_its_child_along_and_the_next_runs_the_job_again(self, workers):
        job = started("waits")
        one = workers()
        child = child_of(one)
        os.kill(one.process.pid, signal.SIGKILL)
        assert until(lambda: not is_alive(child), 10), "nobody waits for it any more"
        assert state(job) == "running"
        Job.objects.filter(pk=job).update(beat_at=Job.objects.get(pk=job).beat_at - journal.JOB_LEASE)
        child_of(workers())
        journal.stop_job(job, by=SYSTEM)
        assert until(lambda: state(job) == "stopped")
        assert Job.objects.get(pk=job).attempts == 2
