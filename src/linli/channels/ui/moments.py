"""Dates and times as people say them: 今天 14:05, 昨天 18:20, 11 月 21 日 14:05."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.kernel import clock

HOUR_SECONDS = 3600


def day_words(day: date) -> str:
    """Return a day in words: today, yesterday, tomorrow, or month and day, with the year when it is another."""
    today = clock.today()
    near = {
        today: pgettext("day", "today"),
        today - timedelta(days=1): pgettext("day", "yesterday"),
        today + timedelta(days=1): pgettext("day", "tomorrow"),
    }
    if day in near:
        return near[day]
    parts = {"year": day.year, "month": day.month, "day": day.day}
    if day.year == today.year:
        return _("%(day)d/%(month)d") % parts
    return _("%(day)d/%(month)d/%(year)d") % parts


def moment_words(moment: datetime | date | None) -> str:
    """Return a moment as day and time in China; a plain date as the day alone."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return day_words(moment)
    local = clock.local(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


def ago_words(moment: datetime | None) -> str:
    """Return how long ago a moment was within the last hour, otherwise day and time."""
    if moment is None:
        return ""
    seconds = (clock.now() - moment).total_seconds()
    if 0 <= seconds < 60:
        return _("just now")
    if 0 <= seconds < HOUR_SECONDS:
        minutes = int(seconds // 60)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    return moment_words(moment)


def long_day(day: date) -> str:
    """Return a day with its weekday: 11 月 21 日 星期六."""
    names = (
        pgettext("weekday", "Monday"), pgettext("weekday", "Tuesday"), pgettext("weekday", "Wednesday"),
        pgettext("weekday", "Thursday"), pgettext("weekday", "Friday"), pgettext("weekday", "Saturday"),
        pgettext("weekday", "Sunday"),
    )
    parts = {"month": day.month, "day": day.day, "weekday": names[day.weekday()]}
    return _("%(weekday)s %(day)d/%(month)d") % parts
