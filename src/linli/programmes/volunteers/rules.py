"""Limits and stars: as the pattern says, else as published."""

from dataclasses import dataclass

from linli.programmes.volunteers.models import ServiceRules

# Stars at 100, 300, 600, 1,000 and 1,500 hours: Measures for Recording Volunteer Service 2012 (civil affairs);
# "reach" means at least. The daily limit is this county's own precaution against hours that were never served.
STAR_HOURS = (100, 300, 600, 1000, 1500)
DAILY_MINUTES, APPROVED_MINUTES = 8 * 60, 12 * 60


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds now."""

    daily_minutes: int = DAILY_MINUTES
    approved_minutes: int = APPROVED_MINUTES
    star_hours: tuple[int, ...] = STAR_HOURS
    source: str = ""


def limits() -> Limits:
    """Return the limits in force. One query."""
    row = ServiceRules.objects.first()
    if row is None:
        return Limits()
    return Limits(row.daily_minutes, row.approved_minutes, tuple(row.star_hours) or STAR_HOURS, row.source)


def stars_for(minutes: int, star_hours: tuple[int, ...] = STAR_HOURS) -> int:
    """Return how many stars some minutes of service reach."""
    return sum(minutes >= hours * 60 for hours in star_hours)
