"""Days so many months later."""

from calendar import monthrange
from datetime import date


def later(day: date, months: int) -> date:
    """Return the day so many months later (or, negative, earlier); the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
