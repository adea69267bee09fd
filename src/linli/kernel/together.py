"""Those who come at the same time are served together: one of them writes for all who wait, in one transaction.

The technique is the group commit of databases (DeWitt et al., Implementation Techniques for Main Memory Database
Systems, SIGMOD 1984, section 5): whoever comes while another writes waits, and what has gathered by then is written
at once. Nobody is answered before the commit that holds what they brought. Those whose coming is known are waited for,
a moment at most, and so are as many as there were lately: what they would pay for a transaction of their own is more
than the others lose. Who is alone waits for nobody.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Lock
from typing import Generic, TypeVar

from linli.kernel.database import database
from linli.kernel.locks import write

PATIENCE = 0.01  # seconds that those who come are waited for
BREATH = 0.003  # seconds that as many as lately are waited for
Given = TypeVar("Given")
Made = TypeVar("Made")


class _Place(Generic[Given, Made]):
    """Somebody who waits: with what, and what became of it."""

    __slots__ = ("_closed", "given", "made")

    def __init__(self, given: Given) -> None:
        self.given = given
        self.made: list[Made] = []
        self._closed = Lock()   # a plain lock wakes a thread in one step, an Event in several
        self._closed.acquire()

    def call(self) -> None:
        """Wake who waits: served, or to go and serve, or to write alone."""
        self._closed.release()

    def wait(self) -> None:
        """Wait to be called."""
        self._closed.acquire()


class _Mine(threading.local):
    """Whether this thread is expected."""

    expected = False


class Together(Generic[Given, Made]):
    """Serves many at once by one function, which runs inside `write()` and returns one thing for each it was given."""

    def __init__(self, serve: Callable[[Sequence[Given]], Sequence[Made]], *, most: int = 32) -> None:
        self._serve = serve
        self._most = most
        self._lock = Lock()
        self._waiting: deque[_Place[Given, Made]] = deque()
        self._leader: _Place[Given, Made] | None = None
        self._coming = 0
        self._lately = 1   # how many were served, or waited, when the last of them were
        self._all_here, self._more_are_here = Condition(self._lock), Condition(self._lock)
        self._mine = _Mine()

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Say that this thread is about to bring something; after that it is no longer expected, brought or not."""
        with self._lock:
            self._coming += 1
        self._mine.expected = True
        try:
            yield
        finally:
            with self._lock:
                self._expect_no_longer()

    def _expect_no_longer(self) -> None:
        """Count this thread no longer among those who come; the lock is held."""
        if not self._mine.expected:
            return
        self._mine.expected = False
        self._coming -= 1
        if self._coming == 0:
            self._all_here.notify_all()

    def serve(self, given: Given) -> Made:
        """Have something served, with what others bring meanwhile; inside of a transaction by itself.

        What fails together is undone and tried by each alone, so that nobody pays for another's fault.
        Raises: whatever the function raises for this one alone.
        """
        if database().in_atomic_block:
            return self._alone(given)
        place: _Place[Given, Made] = _Place(given)
        with self._lock:
            self._waiting.append(place)
            self._expect_no_longer()
            self._more_are_here.notify()
            if self._leader is None:
                self._leader = place
                place.call()
        place.wait()
        if self._leader is place:
            self._lead(place)
        return place.made[0] if place.made else self._alone(given)

    def _alone(self, given: Given) -> Made:
        with write():
            return self._serve([given])[0]

    def _lead(self, leader: _Place[Given, Made]) -> None:
        """Serve everybody who waits by the time the lock is had; then let the next one lead."""
        places = [leader]
        with self._lock:
            # while a thread computes, Python lets no other run: who comes may not even have said so
            self._more_are_here.wait_for(lambda: len(self._waiting) >= self._lately, timeout=BREATH)
            self._all_here.wait_for(lambda: self._coming == 0, timeout=PATIENCE)
        try:
            with write():
                places = self._gathered(leader)
                made = self._serve([place.given for place in places])
            for place, one in zip(places, made, strict=True):
                place.made.append(one)
        except Exception:
            if len(places) == 1:
                raise
        finally:
            self._hand_over(leader, places)

    def _gathered(self, leader: _Place[Given, Made]) -> list[_Place[Given, Made]]:
        with self._lock:
            self._waiting.remove(leader)
            return [leader, *(self._waiting.popleft() for _number in range(min(len(self._waiting), self._most - 1)))]

    def _hand_over(self, leader: _Place[Given, Made], places: list[_Place[Given, Made]]) -> None:
        with self._lock:
            if leader in self._waiting:   # the lock was not had
                self._waiting.remove(leader)
            self._lately = min(len(places) + len(self._waiting), self._most)
            self._leader = self._waiting[0] if self._waiting else None
            following = self._leader
        for place in places[1:]:
            place.call()
        if following is not None:
            following.call()
