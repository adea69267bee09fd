"""Long work as the worker does it: each job in a child process of its own, one at a time.

The child ends with its job, so that the worker stays small whatever the job loaded; a job that takes the child with it
(killed, out of memory) leaves the worker alone. While no job waits, no child is started.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

import structlog
from django.db import DatabaseError, close_old_connections

from linli.engines.journal import public as journal

log = structlog.get_logger(__name__)
WATCH_SECONDS = 0.25
BEAT_SECONDS = 5.0
TELL_TO_END_SECONDS = 0.4
NICENESS = 10            # people who wait for a page come first


def command(job_id: int, lease: str) -> Sequence[str]:
    """Return the command line of a job's process."""
    return [sys.executable, "-m", "linli.channels.cli", "job", str(job_id), "--lease", lease]


def run_next(stop: threading.Event) -> bool:
    """Run the next job that waits to its end in a child process; return whether there was one."""
    claimed = journal.claim_job()
    if claimed is None:
        return False
    job_id, lease = claimed
    child = subprocess.Popen(command(job_id, lease))  # noqa: S603  our own words
    while child.poll() is None and not stop.wait(WATCH_SECONDS):
        pass
    if child.poll() is None:
        _end(child)
        journal.give_back_job(job_id, lease)
        return False
    close_old_connections()
    if journal.job_was_lost(job_id, lease, how=_how(child.returncode)):
        log.error("job_process_ended", job=job_id, code=child.returncode)
    return True


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End a child at once: what it had in hand rolls back, and its job waits for the next worker."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(TELL_TO_END_SECONDS)
    child.kill()
    child.wait()


def _how(code: int) -> str:
    """Say how a process ended: by a signal, or with an exit code."""
    if code >= 0:
        return f"(exit {code})"
    with contextlib.suppress(ValueError):
        return f"({signal.Signals(-code).name})"
    return f"(signal {-code})"


def run_child(job_id: int, lease: str) -> int:
    """Do one job in this process, which was started for it; return the exit code.

    The process ends by itself when its worker is gone or when the job is no longer its own.
    """
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)
    ended = threading.Event()
    if lease:
        watch = threading.Thread(target=_stay_alive, args=(job_id, lease, os.getppid(), ended), daemon=True)
        watch.start()
    row = journal.run_job(job_id, lease)
    ended.set()
    return 0 if row.state in {"done", "stopped"} else 1


def _stay_alive(job_id: int, lease: str, parent: int, ended: threading.Event) -> None:
    """Say every few seconds that this process lives; end it when nobody waits for it any more."""
    since_beat = 0.0
    while not ended.wait(1.0):
        if os.getppid() != parent:
            os._exit(3)
        since_beat += 1.0
        if since_beat < BEAT_SECONDS:
            continue
        since_beat = 0.0
        try:
            if not journal.beat(job_id, lease) and not ended.is_set():
                os._exit(4)
        except DatabaseError as error:   # busy: the next beat is in time
            log.warning("job_beat_failed", job=job_id, error=repr(error))
