"""What the journal gives to those who ask."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened. Residents are unnamed; their account, if any, is there."""

    id: int
    stream: str
    number: int
    kind: str
    at: datetime
    actor_kind: str
    actor_name: str
    account_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened as a page tells it: in words, by whom, with what was said."""

    at: datetime
    words: str | Promise
    actor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as its recipient sees it."""

    id: int
    topic: str
    title: str
    body: str
    link: str
    urgent: bool
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look at personal data."""

    id: int
    at: datetime
    account_id: int | None
    actor_name: str
    subject: str
    fields: tuple[str, ...]
    purpose: str
    path: str
    elevated: bool


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A piece of work that failed eight times and waits for a person."""

    id: int
    receiver: str
    event_id: int | None
    event_kind: str
    stream: str
    key: str
    created_at: datetime
    dead_at: datetime
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands."""

    waiting: int
    oldest_due: datetime | None      # when the oldest row that could be done now was written
    dead: int
    worker_seen: datetime | None     # when a worker last let the minute tick


@dataclass(frozen=True, slots=True)
class SealRow:
    """The newest seal. Kept elsewhere (printed, mailed), it shows later even a forger who had the keys."""

    number: int
    sealed_at: datetime
    last_event_id: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the history is not what it was."""

    # of a stream: changed, broken_link, missing
    # of a seal: seal_changed, seal_broken, seal_missing, seal_missing_events, seal_added_events
    kind: str
    stream: str = ""
    number: int = 0
    seal: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How an account wants to be told; minutes after midnight, no digest hour: each message at once."""

    email: str
    quiet_from: int
    quiet_to: int
    digest_at: int | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """One piece of long work as others read it."""

    id: int
    kind: str
    title: str
    state: str                       # waiting | running | done | failed | stopped
    done: int
    total: int                       # 0: nobody knows yet
    words: str                       # what it is doing now
    result: dict[str, Any]
    error: str                       # in words, for whoever started it
    started_by: str
    created_at: datetime
    ended_at: datetime | None
    path: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    stopping: bool = False           # it was asked to stop and will

    @property
    def open(self) -> bool:
        """Say whether it waits or runs."""
        return self.state in {"waiting", "running"}

    @property
    def percent(self) -> int | None:
        """Return how much of it is done, as far as that is known."""
        return min(100, self.done * 100 // self.total) if self.total else None
