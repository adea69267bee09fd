"""One line of a registration's history."""

from typing import Any

from linli.engines.journal import public as journal
from linli.kernel.actor import Actor
from linli.programmes.registration.models import Registration


def record(row: Registration, verb: str, *, by: Actor, first: bool = False, **data: Any) -> None:
    """Write it down; words of people stay with the row, the history holds keys and numbers."""
    kind, stream = f"registration.{verb}", f"registration:{row.pk}"
    journal.record(kind=kind, stream=stream, by=by, path=row.path, data=data, first=first)
