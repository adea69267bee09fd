"""What a process holds in memory, and when it must read it again.

Each held thing has a token in the database that every change replaces by a new random one. A thread asks for the
token at most once per second (CHECK_SECONDS), so that other processes' changes show within that time
and the thread's own at once. A token written in a transaction counts inside that transaction only, so a rollback
leaves nothing behind; random tokens, unlike counters, never come again.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.engines.territory.models import Version
from linli.kernel.database import database

Held = TypeVar("Held")
_Place = tuple[object, str]
CHECK_SECONDS = 0.0 if getattr(settings, "TESTING", False) else 1.0


@dataclass(frozen=True, slots=True)
class _Seen:
    """All tokens, as they were read together."""

    tokens: dict[str, str]
    at: float
    inside: object  # the outermost transaction in which they were read, None outside of any


@dataclass
class _Memory(threading.local):
    seen: dict[_Place, _Seen] = field(default_factory=dict)  # by place


_memory = _Memory()


def _place(present: BaseDatabaseWrapper) -> _Place:
    """Return which database, and which county's schema in it, the thread is in."""
    return present.settings_dict["NAME"], getattr(present, "schema_name", "")


def _is_fresh(seen: _Seen, inside: object) -> bool:
    """Say whether tokens seen before still count: for the rest of their transaction, or for a second outside of any."""
    if seen.inside is not None or inside is not None:
        return seen.inside is inside
    return time.monotonic() - seen.at < CHECK_SECONDS


def token(name: str) -> str:
    """Return the present token of a held thing, at most a second old; one query reads the tokens of all."""
    return _tokens()[1].get(name, "")


def _tokens() -> tuple[_Place, dict[str, str]]:
    """Return where the thread is, and all tokens of that place."""
    present = database()
    place, blocks = _place(present), present.atomic_blocks
    inside = blocks[0] if blocks else None
    seen = _memory.seen.get(place)
    if seen is None or not _is_fresh(seen, inside):
        moment = time.monotonic()
        with present.cursor() as cursor:
            cursor.execute("SELECT name, token FROM territory_version")
            seen = _memory.seen[place] = _Seen(dict(cursor.fetchall()), moment, inside)
    return place, seen.tokens


def renew(*names: str) -> None:
    """Say, inside the writing transaction, that held things have changed."""
    for name in names:
        Version.objects.update_or_create(name=name, defaults={"token": secrets.token_hex(16)})
    _memory.seen.pop(_place(database()), None)


def forget() -> None:
    """Make this thread ask for every token anew."""
    _memory.seen.clear()


class Shelf(Generic[Held]):
    """A few things made from the database, kept for as long as the token stands."""

    def __init__(self, name: str, size: int = 8) -> None:
        self.name = name
        self._size = size
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._newest: tuple[Hashable, Held] | None = None  # the last of them
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """Return the held thing for a key, made anew when the token has changed."""
        where, tokens = _tokens()
        place = (where, tokens.get(self.name, ""), key)
        newest = self._newest
        if newest is not None and newest[0] == place:  # no lock for what is asked for again and again
            return newest[1]
        with self._lock:
            if place in self._held:
                self._held.move_to_end(place)
                self._newest = (place, self._held[place])
                return self._held[place]
        made = make()
        with self._lock:
            self._held[place] = made
            self._newest = (place, made)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return made
