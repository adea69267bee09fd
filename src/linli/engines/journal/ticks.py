"""Work repeated by the clock. What ran is stored: no minute runs twice, not by two workers, not by a clock set back.

A task is told the minute and catches up by itself on what it missed; a minute in which the worker died is simply
followed by the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError

from linli.engines.journal.models import Tick
from linli.kernel.clock import now
from linli.kernel.locks import write

log = structlog.get_logger(__name__)
Task = Callable[[datetime], object]
# Set back by less: wait until the clock has caught up. By more: the former time was wrong and the new one counts.
SET_BACK_LIMIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Repeated:
    task: Task
    every: timedelta


_tasks: dict[str, _Repeated] = {}


def on_tick(name: str, task: Task, *, minutes: int = 1) -> None:
    """Let a task run every so many minutes. It gets the present moment and must bear being run again."""
    known = _tasks.get(name)
    if known is not None and known.task is not task:
        raise ValueError(f"two tasks want the name {name!r}")
    _tasks[name] = _Repeated(task, timedelta(minutes=minutes))


def forget_tick(name: str) -> None:
    """Take a task out again (tests)."""
    _tasks.pop(name, None)


def run_ticks() -> list[str]:
    """Run every task that is due; return the names of those that ran. A task that fails does not hold up the others."""
    moment = now()
    ran = []
    for name, repeated in sorted(_tasks.items()):
        if not _claim(name, moment.replace(second=0, microsecond=0), repeated.every):
            continue
        try:
            repeated.task(moment)
        except Exception:   # the next minute tries again, the other tasks go on
            log.exception("tick_failed", task=name)
        else:
            ran.append(name)
    return ran


def _claim(name: str, minute: datetime, every: timedelta) -> bool:
    """Take this minute for this process; the conditional update lets exactly one have it."""
    last = Tick.objects.filter(pk=name).values_list("last_at", flat=True).first()
    if last is None:
        return _first(name, minute)
    set_back = last - minute > SET_BACK_LIMIT
    if not set_back and last + every > minute:
        return False
    if set_back:
        log.warning("clock_set_back", task=name, last=last.isoformat(), now=minute.isoformat())
    with write():
        return Tick.objects.filter(pk=name, last_at=last).update(last_at=minute) == 1


def _first(name: str, minute: datetime) -> bool:
    try:
        with write():
            Tick.objects.create(name=name, last_at=minute)
    except IntegrityError:
        return False
    return True
