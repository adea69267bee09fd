"""Who wants to hear of which events. Filled while Django starts (`AppConfig.ready`), read by every process alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linli.engines.journal.models import Event

Payload = dict[str, Any]
Subscriber = Callable[[Event, Payload], None]
Receiver = Callable[[Event | None, Payload], None]
Together = Callable[[Sequence[Event]], None]


@dataclass(frozen=True, slots=True)
class _Registered:
    """A receiver. `outside`: it speaks to the world outside and so must not run inside a transaction."""

    function: Callable[..., None]
    outside: bool
    together: Together | None = None


_receivers: dict[str, _Registered] = {}
_subscriptions: set[tuple[str, str]] = set()


def receive(receiver: str, function: Receiver, *, outside: bool = False) -> None:
    """Register who does the outbox work of a name.

    An inside receiver (the default) runs in the transaction that marks its row done: its own database work
    happens exactly once. An outside one (mail, webhook) runs without a transaction and may run twice.
    """
    _register(receiver, function, outside=outside)


def subscribe(prefix: str, receiver: str, function: Subscriber, *, together: Together | None = None) -> None:
    """Let a receiver hear of every event whose kind starts with the prefix.

    `together` does for several events, in their order, what `function` does for each: a few queries instead of a few
    for each. When it fails, all of it is undone and each event is tried by itself.
    """
    _register(receiver, function, outside=False, together=together)
    _subscriptions.add((prefix, receiver))
    receivers_of.cache_clear()


def _register(
    receiver: str, function: Callable[..., None], *, outside: bool, together: Together | None = None
) -> None:
    known = _receivers.get(receiver)
    if known is not None and known.function is not function:
        raise ValueError(f"two receivers want the name {receiver!r}")
    _receivers[receiver] = _Registered(function, outside, together)


def forget(receiver: str) -> None:
    """Take a receiver out again (tests)."""
    _receivers.pop(receiver, None)
    _subscriptions.difference_update({item for item in _subscriptions if item[1] == receiver})
    receivers_of.cache_clear()


@lru_cache(maxsize=512)
def receivers_of(kind: str) -> tuple[str, ...]:
    """Return the receivers of events of this kind, by name."""
    return tuple(sorted({receiver for prefix, receiver in _subscriptions if kind.startswith(prefix)}))


def function_of(receiver: str) -> Callable[..., None]:
    """Return the function behind a name. Raises: LookupError."""
    if receiver not in _receivers:
        raise LookupError(f"no receiver is registered as {receiver!r}")
    return _receivers[receiver].function


def together_of(receiver: str) -> Together | None:
    """Return the function that does several events of a receiver at once, where it has one."""
    known = _receivers.get(receiver)
    return known.together if known is not None else None


def outside_receivers() -> frozenset[str]:
    """Return the names that speak to the world outside."""
    return frozenset(name for name, registered in _receivers.items() if registered.outside)
