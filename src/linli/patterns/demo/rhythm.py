"""When people ask for something: by the hour, the weekday, the season, holidays and storms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from linli.kernel.clock import CHINA

HOURS = (1, 1, 0, 0, 1, 2, 5, 12, 20, 24, 22, 16, 12, 12, 17, 19, 18, 17, 18, 22, 20, 14, 7, 3)
WEEKDAYS = (1.22, 1.12, 1.06, 1.02, 1.0, 0.8, 0.7)
SEASONS = {  # months in which a class of a season is heard of more often, and how much
    "winter": {10: 1.2, 11: 2.6, 12: 2.8, 1: 3.0, 2: 2.2, 3: 1.0},
    "summer": {5: 1.6, 6: 2.4, 7: 2.6, 8: 2.4, 9: 1.4},
    "spring": {3: 1.8, 4: 2.4, 5: 1.8},
    "autumn": {9: 1.8, 10: 2.0},
    "school": {2: 1.6, 3: 1.5, 8: 2.4, 9: 2.2},
}
LAST_DAYS = 7
QUIET = 0.3  # of the usual number in the last days
OUT_OF_SEASON = {"winter": 0.02, "summer": 0.35, "spring": 0.5, "autumn": 0.5, "storm": 0.35, "school": 0.6}


@dataclass(frozen=True, slots=True)
class Year:
    """The days of the history, with how much is asked on each."""

    since: datetime
    until: datetime
    storms: tuple[date, ...]

    def is_storm(self, day: date) -> bool:
        """Say whether a storm raged on a day or the day before."""
        return day in self.storms or day - timedelta(days=1) in self.storms


def year(since: datetime, until: datetime, random: Random) -> Year:
    """Choose the storms of the history: most in summer, a few with snow, one some days ago."""
    days = [since.date() + timedelta(days=n) for n in range((until - since).days)]
    weights = [3.0 if day.month in {6, 7, 8} else 1.2 if day.month in {4, 12, 1} else 0.5 for day in days]
    chosen = set(random.choices(days, weights, k=9)) if days else set()
    return Year(since, until, tuple(sorted(chosen | {until.date() - timedelta(days=5)})))


def _day_weight(day: date, year: Year) -> float:
    span = max(1, (year.until - year.since).days)
    grown = 0.7 + 0.6 * (day - year.since.date()).days / span  # more people know of it as time goes by
    season = 1.25 if day.month in {11, 12, 1, 7, 8} else 1.0
    if (year.until.date() - day).days <= LAST_DAYS:  # the planned cases of the last days come on top
        return QUIET * grown * season * WEEKDAYS[day.weekday()]
    return grown * season * WEEKDAYS[day.weekday()] * (2.2 if year.is_storm(day) else 1.0)


def moments(count: int, year: Year, random: Random) -> list[datetime]:
    """Return so many moments between the ends of the year, in order."""
    days = [year.since.date() + timedelta(days=n) for n in range((year.until.date() - year.since.date()).days + 1)]
    weights = [_day_weight(day, year) for day in days]
    chosen: list[datetime] = []
    while len(chosen) < count:
        day = random.choices(days, weights)[0]
        at = _at(day, random)
        if year.since <= at < year.until - timedelta(minutes=4):
            chosen.append(at)
    return sorted(chosen)


def _at(day: date, random: Random) -> datetime:
    hour = random.choices(range(24), HOURS)[0]
    return datetime(day.year, day.month, day.day, hour, random.randrange(60), random.randrange(60), tzinfo=CHINA)


def factor(season: str, day: date, year: Year) -> float:
    """Return how much more often a class of a season is heard of on a day."""
    if season == "storm":
        return 7.0 if year.is_storm(day) else OUT_OF_SEASON["storm"]
    return SEASONS.get(season, {}).get(day.month, OUT_OF_SEASON.get(season, 1.0))


def at_work(moment: datetime, hours: float, random: Random, free: Sequence[date] = ()) -> datetime:
    """Return a moment so many hours later at which somebody is at work."""
    later = moment + timedelta(hours=hours)
    local = later.astimezone(CHINA)
    if local.hour >= 18 or local.hour < 8 or (local.hour == 8 and local.minute < 30):
        day = local.date() + timedelta(days=1 if local.hour >= 18 else 0)
        local = datetime(day.year, day.month, day.day, 8, 30, tzinfo=CHINA) + timedelta(
            minutes=random.randrange(5, 150)
        )
    while local.weekday() >= 5 or local.date() in free:
        local += timedelta(days=1)
    return max(local, moment + timedelta(minutes=1))


def awake(moment: datetime, hours: float, random: Random) -> datetime:
    """Return a moment so many hours later at which a resident looks at the phone."""
    local = (moment + timedelta(hours=hours)).astimezone(CHINA)
    if local.hour < 7:
        return local.replace(hour=7, minute=random.randrange(10, 59))
    if local.hour >= 22:
        return (local + timedelta(days=1)).replace(hour=7, minute=random.randrange(10, 59))
    return local
