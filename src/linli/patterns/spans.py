"""Spans of time as people write them: 2 时, 24 工作时, 3 工作日, 15 日 (or 2 h, 24 wh, 3 wd, 15 d)."""

import re
from fractions import Fraction

UNITS = {
    "分": (1, "min"),
    "min": (1, "min"),
    "时": (60, "min"),
    "小时": (60, "min"),
    "h": (60, "min"),
    "工作时": (60, "wmin"),
    "wh": (60, "wmin"),
    "工作日": (1, "wd"),
    "wd": (1, "wd"),
    "日": (1, "d"),
    "天": (1, "d"),
    "d": (1, "d"),
}
_SPAN = re.compile(r"^(\d+(?:\.\d+)?) ?(\D+)$")


def span(text: str) -> tuple[int, str]:
    """Return value and unit (wmin, min, wd, d) of a span. Raises: ValueError."""
    found = _SPAN.match(text.strip())
    if found is None or found.group(2) not in UNITS:
        raise ValueError(text)
    times, unit = UNITS[found.group(2)]
    value = Fraction(found.group(1)) * times
    if value.denominator != 1:
        raise ValueError(text)
    return int(value), unit


def spoken(value: int, unit: str) -> str:
    """Return a span in words."""
    if unit in {"min", "wmin"} and value % 60 == 0 and value:
        return f"{value // 60} {'时' if unit == 'min' else '工作时'}"
    return f"{value} {'分' if unit == 'min' else '工作分' if unit == 'wmin' else '工作日' if unit == 'wd' else '日'}"
