"""Two or more things at the very same time, each with its own database connection."""

import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic

import pytest
from django.db import connection, models

from linli.kernel import clock, rows

# its writer holds the file since BEGIN IMMEDIATE: there a control cannot race
one_writer = pytest.mark.skipif(
    "sqlite" in connection.settings_dict["ENGINE"], reason="SQLite lets one write at a time"
)


def together(*functions: Callable[[], object], timeout: float = 30) -> list[object]:
    """Run functions at once in threads; return what each returned or raised."""
    results: list[object] = [None] * len(functions)
    start = threading.Barrier(len(functions))

    def run(place: int, function: Callable[[], object]) -> None:
        try:
            start.wait(timeout)
            results[place] = function()
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item, daemon=True) for item in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout)
    assert not any(thread.is_alive() for thread in threads), "one of them hangs"
    return results


def at_once(moment: datetime, *functions: Callable[[], object]) -> list[object]:
    """Run functions at once, each with the clock held at a moment; return what each returned or raised."""

    def then(function: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            with clock.at(moment):
                return function()

        return run

    return together(*map(then, functions))


class Meeting:
    """Holds threads at one place until all are there; who waits in vain goes on alone (a lock kept the other out)."""

    def __init__(self, parties: int, seconds: float = 1.0) -> None:
        self._barrier, self._seconds = threading.Barrier(parties), seconds

    def wait(self) -> None:
        """Wait for the others."""
        try:
            self._barrier.wait(self._seconds)
        except threading.BrokenBarrierError:
            return


def unlocked_one(meeting: Meeting) -> Callable[["models.QuerySet[models.Model]"], models.Model]:
    """Return what reads like `locked_one` without the lock, and waits until the other has read it too."""

    def read(found: "models.QuerySet[models.Model]") -> models.Model:
        row = found.get()
        meeting.wait()
        return row

    return read


def unlocked_row(meeting: Meeting) -> Callable[[type[models.Model], int], models.Model]:
    """Return what reads like `locked_row` without the lock, and waits until the other has read it too."""

    def read(model: type[models.Model], key: int) -> models.Model:
        row = rows.by_key(model, key)
        assert row is not None
        meeting.wait()
        return row

    return read


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Ask again and again until the condition holds; say whether it did in time."""
    end, pause = monotonic() + seconds, threading.Event()
    while monotonic() < end:
        if condition():
            return True
        pause.wait(0.05)
    return condition()
