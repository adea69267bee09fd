"""The worker: works off the outbox, sends mail and lets the minute tick, until told to stop.

Four loops, each in its own thread, so that a slow mail server holds up neither the outbox nor the clocks. They wait on
an event, which counts in monotonic time: a wall clock set back does not stop them (docs/decisions/0002). The truth of
what is owed lies in the database; a worker killed at any moment loses nothing, and several may run side by side.
"""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import django
import structlog
from django.apps import apps
from django.db import close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
if not apps.ready:
    django.setup()

from linli.config import jobs
from linli.engines.journal import public as journal

log = structlog.get_logger(__name__)
BATCH, MAIL_BATCH = 200, 20
STOP_SECONDS = 0.7           # what is running then is broken off; its transaction rolls back and it is done again
LONGEST_PAUSE = 30.0         # between two tries while the database is away


@dataclass(frozen=True, slots=True)
class Loop:
    """Work done again and again; `step` returns True while there is more to do at once."""

    name: str
    pause: float
    step: Callable[[], bool]

    def run(self, stop: threading.Event) -> None:
        """Go on until stopped; an error is logged and followed by a longer pause."""
        failures = 0
        while not stop.is_set():
            close_old_connections()
            try:
                more, failures = self.step(), 0
            except Exception:   # whatever it is, the next round tries again
                more, failures = False, failures + 1
                log.exception("worker_step_failed", loop=self.name, failures=failures)
            if not more:
                stop.wait(min(self.pause * 2**failures, LONGEST_PAUSE))
        connections.close_all()


def loops(stop: threading.Event) -> list[Loop]:
    """Return what a worker does."""
    def deliver() -> bool:
        return journal.deliver_due(limit=BATCH, should_stop=stop.is_set) >= BATCH

    def mail() -> bool:
        return journal.send_mail_due(limit=MAIL_BATCH, should_stop=stop.is_set) >= MAIL_BATCH

    def tick() -> bool:
        journal.run_ticks()
        return False

    def job() -> bool:
        return jobs.run_next(stop)

    return [
        Loop("outbox", 1.0, deliver), Loop("mail", 3.0, mail), Loop("ticks", 5.0, tick), Loop("jobs", 1.0, job),
    ]


def run(stop: threading.Event | None = None) -> None:
    """Work until SIGTERM or SIGINT (or until `stop` is set), then end within two seconds."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
    threads = [threading.Thread(target=loop.run, args=(stop,), name=loop.name, daemon=True) for loop in loops(stop)]
    for thread in threads:
        thread.start()
    log.info("worker_started", pid=os.getpid())
    stop.wait()
    until = monotonic() + STOP_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    broken_off = [thread.name for thread in threads if thread.is_alive()]
    log.info("worker_stopped", broken_off=broken_off)


if __name__ == "__main__":
    run()
