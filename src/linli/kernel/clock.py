"""The one source of time. Tests and the demo generator set it; nothing else reads the system clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    frozen = _frozen.get()
    return frozen if frozen is not None else datetime.now(UTC)  # noqa: TID251


def local(moment: datetime | None = None) -> datetime:
    """Return a moment (default: now) in China's time zone."""
    return (moment or now()).astimezone(CHINA)


def today() -> date:
    """Return the present date in China."""
    return local().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
