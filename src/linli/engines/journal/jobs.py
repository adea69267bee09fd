"""The kinds of long work, and one piece of it while it runs in its own process."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from linli.engines.journal.models import Job
from linli.kernel.actor import Actor
from linli.kernel.clock import now
from linli.kernel.locks import write

TELL_SECONDS = 0.4      # progress is written no more often, so that telling costs nothing
Work = Callable[["RunningJob"], "dict[str, Any] | None"]

_targets: dict[str, str] = {}


def register_job(kind: str, target: str) -> None:
    """Say which function does the work of a kind: "package.module:function".

    It is imported only by the process that runs it, so that heavy libraries stay out of the web process and the worker.
    It must bear being run again from the start: a killed process is followed by one more try.
    """
    known = _targets.get(kind)
    if known is not None and known != target:
        raise ValueError(f"two packages want the kind of job {kind!r}")
    _targets[kind] = target


def forget_job(kind: str) -> None:
    """Take a kind out again (tests)."""
    _targets.pop(kind, None)


def is_registered(kind: str) -> bool:
    """Say whether somebody does the work of a kind."""
    return kind in _targets


def work_of(kind: str) -> Work:
    """Import and return the function that does a kind of work. Raises: LookupError."""
    if kind not in _targets:
        raise LookupError(f"no work is registered as {kind!r}")
    module, _mark, name = _targets[kind].partition(":")
    found: Work = getattr(importlib.import_module(module), name)
    return found


@dataclass(slots=True)
class RunningJob:
    """A job as its own function sees it."""

    id: int
    kind: str
    path: str
    payload: dict[str, Any]
    by: Actor                        # with the rights of the moment at which the job was started
    lease: str = field(repr=False)
    stopped: bool = False            # somebody asked to stop; once True it stays so
    _told: float = field(default=0.0, repr=False)
    _words: str = field(default="", repr=False)

    def tell(self, done: int, total: int, words: str = "") -> bool:
        """Say how far the work is; return False when it should stop and keep the best it has so far.

        Cheap: written at most every 0.4 seconds, at the end, and when the words change. Not for use inside a
        transaction, where nobody would see it.
        """
        moment = monotonic()
        if done < total and words == self._words and moment - self._told < TELL_SECONDS:
            return not self.stopped
        self._told, self._words = moment, words
        mine = Job.objects.filter(pk=self.id, lease=self.lease)
        with write():
            told = mine.update(done=max(done, 0), total=max(total, 0), words=words[:200], beat_at=now())
        self.stopped = self.stopped or not told or mine.filter(stop_asked_at__isnull=False).exists()
        return not self.stopped
