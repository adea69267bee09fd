"""Hours of the week in words: "周一至周五 16:30-18:30; Sat 9:00-11:00" and back."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from linli.engines.matching.public import Window
from linli.kernel.errors import Invalid

DAYS = "一二三四五六日"
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPS = {"每天": range(7), "天天": range(7), "daily": range(7), "工作日": range(5), "weekdays": range(5),
          "周末": range(5, 7), "weekends": range(5, 7)}
MOST = 20
_DAY = rf"(?:周|星期|礼拜)?[{DAYS}天]|{'|'.join(ENGLISH)}"
_SPAN = re.compile(r"(\d{1,2})(?:[:：点](\d{2})?)?\s*(?:-|–|—|~|至|到)\s*(\d{1,2})(?:[:：点](\d{2})?)?")
_RANGE = re.compile(rf"({_DAY})\s*(?:-|–|至|到)\s*({_DAY})")
_ONE = re.compile(_DAY)


def windows_of(text: str) -> tuple[Window, ...]:
    """Read hours of the week from words; nothing said is no windows. Past midnight (22:00-2:00) is understood.

    Raises: Invalid for what cannot be read.
    """
    found: set[Window] = set()
    for part in re.split(r"[;；\n]", text.casefold()):
        if part.strip():
            found |= _part(part.strip())
    if len(found) > MOST:
        raise Invalid(_("At most %(n)d times a week, please.") % {"n": MOST})
    return tuple(sorted(found))


def _part(text: str) -> set[Window]:
    spans = list(_SPAN.finditer(text))
    days = _days(text[: spans[0].start()] if spans else text)
    if not days:
        words = _("“%(text)s” is no time of the week. Please write it like 周一至周五 16:30-18:30.")
        raise Invalid(words % {"text": text})
    if not spans:
        return {Window(day, 0, 0) for day in days}
    hours = [_minutes(span) for span in spans]
    return {Window(day, start, end) for day in days for start, end in hours}


def _minutes(span: "re.Match[str]") -> tuple[int, int]:
    one, one_minutes, other, other_minutes = (int(part or 0) for part in span.groups())
    start, end = one * 60 + one_minutes, other * 60 + other_minutes
    if start >= 1440 or end > 1440 or max(one_minutes, other_minutes) > 59:
        raise Invalid(_("“%(text)s” is no time of the day.") % {"text": span.group()})
    if start == end:
        raise Invalid(_("“%(text)s” begins and ends at the same time.") % {"text": span.group()})
    return start, end % 1440


def _days(text: str) -> set[int]:
    found = {day for word, days in GROUPS.items() if word in text for day in days}
    for word in GROUPS:
        text = text.replace(word, " ")
    for span in _RANGE.finditer(text):
        first, last = _day(span.group(1)), _day(span.group(2))
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return found | {_day(word) for word in _ONE.findall(_RANGE.sub(" ", text))}


def _day(word: str) -> int:
    return ENGLISH.index(word) if word in ENGLISH else DAYS.index(word[-1].replace("天", "日"))


def hours_text(windows: Iterable[Window]) -> str:
    """Return hours of the week in words: days with the same hours together."""
    days: dict[tuple[int, int], list[int]] = {}
    for window in sorted(windows):
        days.setdefault((window.starts, window.ends), []).append(window.weekday)
    return "；".join(f"{_days_text(listed)} {_span_text(*span)}".strip() for span, listed in days.items())


def _days_text(days: list[int]) -> str:
    if len(days) == 7:
        return "每天"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"周{DAYS[days[0]]}至周{DAYS[days[-1]]}"
    return "、".join(f"周{DAYS[day]}" for day in days)


def _span_text(start: int, end: int) -> str:
    return "" if start == end == 0 else f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"


def stored(windows: Iterable[Window]) -> list[list[int]]:
    """Return windows as the database keeps them."""
    return [[one.weekday, one.starts, one.ends] for one in windows]


def restored(rows: Iterable[Iterable[int]]) -> tuple[Window, ...]:
    """Return windows from what the database keeps."""
    return tuple(Window(*row) for row in rows)
