"""Working time in China: the national calendar with make-up workdays, an area's exceptions, round-the-clock services.

Rules, as the Civil Code (art. 201-204, 1259) and common practice count:

- 以上, 以下, 以内, 届满 include the number itself: "within 3 working days" still holds in the last minute of the third.
- The day (and minute) on which a period begins is not counted; counting begins with the next.
- `wd`: n working days end on the n-th working day after the day of the start, at the same time of day, moved into the
  opening hours (earlier: at opening, later: at closing). What comes in on a day of rest counts as come in at the end of
  the working day before; so one working day from a Saturday ends when Monday closes.
- `wmin`: working minutes run only between opening and closing of working days. A limit that is used up exactly at
  closing ends at closing, not at the next opening.
- `d` and `min`: calendar days and minutes, day and night, holidays too.
- A round-the-clock calendar works always: working minutes are minutes, working days are days.

Elapsed time is given in minutes of the unit's own counting: working minutes for `wmin` and `wd`, minutes for `min` and
`d`; a begun minute does not count. `elapsed(start, add(start, n, "wmin"), "wmin")` is n again.

Years that the national calendar does not know yet (the State Council announces the next one in November) fall back to
Monday-Friday; `known(year)` says which. An area can enter the announced days as exceptions at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from chinese_calendar.constants import holidays, workdays

from linli.kernel.clock import CHINA, local

_HOLIDAYS, _MAKE_UP_DAYS = frozenset(holidays), frozenset(workdays)
_YEARS = frozenset(day.year for day in _HOLIDAYS)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MINUTES_A_DAY = 24 * 60
_FRIDAY = 4
_FAR = 400   # days of rest in a row: an area that never works is a fault of its settings, no reason to search for ever
UNITS = ("wmin", "min", "wd", "d")


def known(year: int) -> bool:
    """Say whether the national calendar knows the holidays of the year."""
    return year in _YEARS


def is_national_workday(day: date) -> bool:
    """Say whether the country works on the day; in years not known, Monday to Friday."""
    return day in _MAKE_UP_DAYS or (day.weekday() <= _FRIDAY and day not in _HOLIDAYS)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When an area works: hours in minutes after midnight, and the days on which it differs from the country."""

    opens: int = 8 * 60 + 30
    closes: int = 18 * 60
    exceptions: Mapping[date, bool] = field(default_factory=dict)
    round_the_clock: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= _MINUTES_A_DAY:
            raise ValueError("a calendar opens before it closes, on the same day")

    def is_workday(self, day: date) -> bool:
        """Say whether the area works on the day."""
        return self.round_the_clock or self.exceptions.get(day, is_national_workday(day))

    def is_open(self, moment: datetime) -> bool:
        """Say whether the area works at the moment."""
        here = local(moment)
        opens, closes = self._hours(here.date())
        return self.is_workday(here.date()) and opens <= here < closes

    def add(self, start: datetime, value: int, unit: str) -> datetime:
        """Return when a limit that starts now ends.

        Raises: ValueError for a negative value or an unknown unit.
        """
        if value < 0:
            raise ValueError("a limit is not negative")
        if value == 0:
            return start
        if unit == "min" or (unit == "wmin" and self.round_the_clock):
            return start + value * _MINUTE
        if unit == "d" or (unit == "wd" and self.round_the_clock):
            return start + value * _DAY
        if unit == "wmin":
            return self._add_working_time(start, value * _MINUTE)
        if unit == "wd":
            return self._add_working_days(start, value)
        raise ValueError(f"unknown unit {unit!r}; known: {', '.join(UNITS)}")

    def elapsed(self, start: datetime, end: datetime, unit: str) -> int:
        """Return the minutes between two moments in the unit's own counting; 0 when the end is not after the start.

        Raises: ValueError for an unknown unit.
        """
        if unit not in UNITS:
            raise ValueError(f"unknown unit {unit!r}; known: {', '.join(UNITS)}")
        if end <= start:
            return 0
        if self.round_the_clock or unit in {"min", "d"}:
            return (end - start) // _MINUTE
        return self._working_time(local(start), local(end)) // _MINUTE

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        midnight = datetime.combine(day, time(), CHINA)
        return midnight + self.opens * _MINUTE, midnight + self.closes * _MINUTE

    def _workdays_after(self, day: date) -> Iterator[date]:
        """Walk the working days after a day. Raises: ValueError when the area does not work for over a year."""
        rests = 0
        while rests < _FAR:
            day += _DAY
            if self.is_workday(day):
                rests = 0
                yield day
            else:
                rests += 1
        raise ValueError(f"this calendar has no working day in the {_FAR} days before {day}")

    def _add_working_time(self, start: datetime, left: timedelta) -> datetime:
        here = local(start)
        for day in self._workdays_after(here.date() - _DAY):
            opens, closes = self._hours(day)
            begin = max(opens, here)
            if begin < closes and closes - begin >= left:
                return begin + left
            left -= max(closes - begin, timedelta())
        raise AssertionError("the walk over working days ends by returning or raising")

    def _add_working_days(self, start: datetime, value: int) -> datetime:
        here = local(start)
        into_day = here - datetime.combine(here.date(), time(), CHINA)
        opens, closes = self.opens * _MINUTE, self.closes * _MINUTE
        at = min(max(into_day, opens), closes) if self.is_workday(here.date()) else closes
        walk = self._workdays_after(here.date())
        day = next(day for number, day in enumerate(walk, 1) if number == value)
        return datetime.combine(day, time(), CHINA) + at

    def _working_time(self, start: datetime, end: datetime) -> timedelta:
        total = timedelta()
        day = start.date()
        while day <= end.date():
            if self.is_workday(day):
                opens, closes = self._hours(day)
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += _DAY
        return total
