"""Long works for the tests: what a job's process imports and runs."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

from linli.engines.journal import public as journal
from linli.engines.journal.public import RunningJob
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid

NAMES = ("counts", "says_who", "refuses", "breaks", "counts_until_stopped", "waits", "kills_itself", "kills_once")


def register() -> None:
    """Make the works known to this process."""
    for name in NAMES:
        journal.register_job(f"test.{name}", f"tests.factories.works:{name}")


def registered() -> Iterator[None]:
    """Have the works for a test (`yield from` in a fixture)."""
    register()
    yield
    for name in NAMES:
        journal.forget_job(f"test.{name}")


def counts(job: RunningJob) -> dict[str, Any]:
    """Count to `steps`."""
    steps = job.payload.get("steps", 2)
    for step in range(1, steps + 1):
        job.tell(step, steps)
    return {"counted": steps}


def says_who(job: RunningJob) -> dict[str, Any]:
    """Say who it works for."""
    return {"name": job.by.name, "may": job.by.has("administrator", job.path), "path": job.path}


def refuses(_job: RunningJob) -> dict[str, Any]:
    """Refuse in words."""
    raise Invalid("没有标签列。", fields={"label": "第 3 行是空的。"})


def breaks(_job: RunningJob) -> dict[str, Any]:
    """Break."""
    return {"never": 1 // 0}


def counts_until_stopped(job: RunningJob) -> dict[str, Any]:
    """Count until somebody asks to stop, which happens at two."""
    step = 0
    while job.tell(step, 100, f"第 {step} 步"):
        step += 1
        if step == 2:
            journal.stop_job(job.id, by=SYSTEM)
    return {"best": step}


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def waits(job: RunningJob) -> dict[str, Any]:
    """Say its process and wait until asked to stop."""
    _say(f"child {os.getpid()}")
    pause = threading.Event()
    while job.tell(1, 2):
        pause.wait(0.05)
    return {"best": 1}


def kills_itself(_job: RunningJob) -> dict[str, Any]:
    """End the process without warning, every time."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def kills_once(job: RunningJob) -> dict[str, Any]:
    """End the process without warning the first time; a file remembers it."""
    mark = job.payload["mark"]
    if os.path.exists(mark):  # noqa: PTH110
        return {"tries": 2}
    with open(mark, "w", encoding="utf-8"):  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return {}
