"""The time a page of figures is about: chosen by two days, or by a name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock

WEEK, QUARTER, YEAR = 7, 90, 365


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    since: date
    until: date


def _this_week(today: date) -> Period:
    return Period(today - timedelta(days=today.weekday()), today)


def _last_week(today: date) -> Period:
    monday = today - timedelta(days=today.weekday() + WEEK)
    return Period(monday, monday + timedelta(days=WEEK - 1))


def _this_month(today: date) -> Period:
    return Period(today.replace(day=1), today)


def _last_month(today: date) -> Period:
    end = today.replace(day=1) - timedelta(days=1)
    return Period(end.replace(day=1), end)


def _back(days: int) -> Callable[[date], Period]:
    return lambda today: Period(today - timedelta(days=days - 1), today)


NAMED: dict[str, tuple[str | Promise, Callable[[date], Period]]] = {
    "this-week": (_("this week"), _this_week),
    "last-week": (_("last week"), _last_week),
    "this-month": (_("this month"), _this_month),
    "last-month": (_("last month"), _last_month),
    "90-days": (_("90 days"), _back(QUARTER)),
    "year": (_("12 months"), _back(YEAR)),
}
DEFAULT = "90-days"


def named(name: str) -> Period:
    """Return a period by its name."""
    return NAMED[name][1](clock.today())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read(data: Mapping[str, str]) -> Period:
    """Read the period from an address: two days, or a name, or the last 90 days."""
    since, until = _day(data.get("since", "")), _day(data.get("until", ""))
    if since and until:
        return Period(min(since, until), max(since, until))
    name = data.get("period", DEFAULT)
    return named(name if name in NAMED else DEFAULT)


def current(period: Period) -> str:
    """Return the name of a period, if it has one."""
    return next((name for name in NAMED if named(name) == period), "")
