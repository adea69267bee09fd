"""When outbox work is due, and how long it waits after a failure."""

from datetime import UTC, datetime, timedelta

# Work that may be done at once is due since long ago, so that a clock set back does not hold it up.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
LEASE = timedelta(seconds=30)            # so long a killed worker's rows wait
OUTSIDE_LEASE = timedelta(minutes=2)     # longer than the slowest mail server may take
MAX_ATTEMPTS = 8
_BACK_OFF = (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600)


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return timedelta(seconds=_BACK_OFF[min(attempts, len(_BACK_OFF)) - 1])
