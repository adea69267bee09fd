"""What a process holds in memory, and when it must read it again.

Each held thing has a token in the database that every change replaces by a new random one. A thread asks for the
token at most once per second (setting TERRITORY_CHECK_SECONDS), so that other processes' changes show within that time
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
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.engines.territory.models import Version

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class _Seen:
    token: str
    at: float
    inside: object  # the outermost transaction in which it was seen, None outside of any


@dataclass
class _Memory(threading.local):
    seen: dict[tuple[str, str], _Seen] = field(default_factory=dict)


_memory = _Memory()


def _place(database: BaseDatabaseWrapper) -> str:
    """Return which database, and which county's schema in it, the thread is in."""
    return f"{database.settings_dict['NAME']}/{getattr(database, 'schema_name', '')}"


def _transaction(database: BaseDatabaseWrapper) -> object:
    return database.atomic_blocks[0] if database.atomic_blocks else None


def _is_fresh(seen: _Seen, inside: object) -> bool:
    """Say whether a token seen before still counts: for the rest of its transaction, or for a second outside of any."""
    if seen.inside is not None or inside is not None:
        return seen.inside is inside
    return time.monotonic() - seen.at < getattr(
        settings, "TERRITORY_CHECK_SECONDS", 0.0 if getattr(settings, "TESTING", False) else 1.0
    )


def token(name: str) -> str:
    """Return the present token of a held thing, at most a second old."""
    database = connections[DEFAULT_DB_ALIAS]
    return _token(name, _place(database), _transaction(database))


def _token(name: str, place: str, inside: object) -> str:
    seen = _memory.seen.get((place, name))
    if seen is not None and _is_fresh(seen, inside):
        return seen.token
    present = Version.objects.filter(name=name).values_list("token", flat=True).first() or ""
    _memory.seen[place, name] = _Seen(present, time.monotonic(), inside)
    return present


def renew(*names: str) -> None:
    """Say, inside the writing transaction, that held things have changed."""
    database = connections[DEFAULT_DB_ALIAS]
    for name in names:
        fresh = secrets.token_hex(16)
        Version.objects.update_or_create(name=name, defaults={"token": fresh})
        _memory.seen[_place(database), name] = _Seen(fresh, time.monotonic(), _transaction(database))


def forget() -> None:
    """Make this thread ask for every token anew."""
    _memory.seen.clear()


class Shelf(Generic[Held]):
    """A few things made from the database, kept for as long as the token stands."""

    def __init__(self, name: str, size: int = 8) -> None:
        self.name = name
        self._size = size
        self._held: OrderedDict[Hashable, Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """Return the held thing for a key, made anew when the token has changed."""
        database = connections[DEFAULT_DB_ALIAS]
        where = _place(database)
        place = (where, _token(self.name, where, _transaction(database)), key)
        with self._lock:
            if place in self._held:
                self._held.move_to_end(place)
                return self._held[place]
        made = make()
        with self._lock:
            self._held[place] = made
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return made
