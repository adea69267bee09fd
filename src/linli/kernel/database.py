"""The database connection of the present thread, looked up once: one report asks for it fifty times."""

import threading

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class _Held(threading.local):
    """A thread keeps its connection for as long as it lives; what changes is whether it is open."""

    connection: BaseDatabaseWrapper | None = None


_held = _Held()


def database() -> BaseDatabaseWrapper:
    """Return the connection of this thread. Django's own way to it passes four layers each time."""
    found = _held.connection
    if found is None:
        found = _held.connection = connections[DEFAULT_DB_ALIAS]
    return found
