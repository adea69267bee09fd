"""Moments as people write them."""

from datetime import datetime

from linli.kernel.clock import CHINA


def china(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment on China's clocks."""
    return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)


SATURDAY = china(2026, 11, 21, 14, 5)
