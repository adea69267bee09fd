"""When a message may leave the product: quiet hours and the daily digest, in China's time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel.clock import local


@dataclass(frozen=True, slots=True)
class Hours:
    """How one recipient wants to be told, in minutes after midnight; no digest hour: each message at once."""

    quiet_from: int = 22 * 60
    quiet_to: int = 7 * 60
    digest_at: int | None = None

    def is_quiet(self, minute: int) -> bool:
        """Say whether the minute of the day lies in the quiet hours; from = to means none."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= minute < self.quiet_to
        return minute >= self.quiet_from or minute < self.quiet_to


def send_at(hours: Hours, moment: datetime, *, urgent: bool) -> tuple[datetime, bool]:
    """Return when a message may go out, and whether it waits for the digest."""
    if urgent:
        return moment, False
    if hours.digest_at is None:
        return after_quiet(hours, moment), False
    return after_quiet(hours, _next(moment, hours.digest_at)), True


def after_quiet(hours: Hours, moment: datetime) -> datetime:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    here = local(moment)
    return _next(moment, hours.quiet_to) if hours.is_quiet(here.hour * 60 + here.minute) else moment


def _next(moment: datetime, minute: int) -> datetime:
    """Return the next time (strictly later) the day reaches this minute."""
    here = local(moment)
    today = here.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return today if today > here else today + timedelta(days=1)
