"""Builders for journal tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model

from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM, Actor, ActorKind, Grant
from linli.kernel.clock import now
from linli.kernel.locks import write


def an_account(username: str = "lin", *, email: str = "", name: str = "林小满") -> int:
    """Return the id of a new account of an invented person."""
    return int(get_user_model().objects.create(username=username, name=name, email=email, created_at=now()).pk)


def staff(
    account_id: int | None = None, *, role: str = "handler", path: str = "0000001", name: str = "林小满"
) -> Actor:
    """Return a member of staff with one role over one area path."""
    return Actor(kind=ActorKind.STAFF, name=name, account_id=account_id, grants=(Grant(role=role, path=path),))


def auditor() -> Actor:
    """Return somebody who works on the journal."""
    return staff(role="auditor", name="审计员")


def resident(account_id: int) -> Actor:
    """Return a signed-in resident."""
    return Actor(kind=ActorKind.RESIDENT, name="张三丰", account_id=account_id)


def bearer(*followings: int) -> Actor:
    """Return somebody without an account who holds tracking codes."""
    return Actor(kind=ActorKind.VISITOR, follows=frozenset(followings))


def an_event(stream: str = "case:1", kind: str = "case.opened", *, by: Actor = SYSTEM, **data: Any) -> journal.Event:
    """Return a newly recorded event."""
    with write():
        return journal.record(kind=kind, stream=stream, by=by, data=data)


def some_events(stream: str, count: int) -> list[journal.Event]:
    """Return newly recorded events of one stream."""
    return [an_event(stream, "case.noted", step=step) for step in range(1, count + 1)]


class Heard(list[Any]):
    """What a receiver was given; fails while told to."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: Exception | None = None

    def __call__(self, event: journal.Event | None, payload: dict[str, Any]) -> None:
        self.append(payload or (event.kind if event else None))
        if self.failing:
            raise self.failing


@contextmanager
def hearing(prefix: str | None = "case.", receiver: str = "test.hears", *, outside: bool = False) -> Iterator[Heard]:
    """Register a receiver for the block: subscribed to a prefix, or without subscription."""
    heard = Heard()
    if prefix is None:
        journal.receive(receiver, heard, outside=outside)
    else:
        journal.subscribe(prefix, receiver, heard)
    try:
        yield heard
    finally:
        journal.forget(receiver)
