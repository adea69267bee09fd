"""The working calendar of an area."""

from django.utils.translation import gettext as _

from linli.engines.territory.models import CalendarDay, ServiceHours
from linli.engines.territory.paths import ids_of
from linli.engines.territory.queries.areas import area
from linli.engines.territory.versions import Shelf
from linli.kernel.calendar import WorkCalendar

CALENDAR = "calendar"  # the token that every change of days and hours renews
_CALENDARS: Shelf[WorkCalendar] = Shelf(CALENDAR, size=2048)


def _build(path: str) -> WorkCalendar:
    keys = ids_of(path)
    depth = {key: at for at, key in enumerate(keys)}
    days = {}
    for one in sorted(CalendarDay.objects.filter(area_id__in=keys), key=lambda day: depth[day.area_id]):
        days[one.day] = one.works  # the narrower area counts
    hours = max(
        ServiceHours.objects.filter(area_id__in=keys), key=lambda found: depth[found.area_id], default=ServiceHours()
    )
    return WorkCalendar(opens=hours.opens, closes=hours.closes, exceptions=days)


def calendar_of_path(path: str) -> WorkCalendar:
    """Return the working calendar that holds along a path, from memory when it has not changed."""
    return _CALENDARS.get(path, lambda: _build(path))


def calendar_for(area_id: int) -> WorkCalendar:
    """Return the working calendar of an area: the nation's, with the exceptions and hours of the nearest area upwards.

    Raises: NotFound.
    """
    return calendar_of_path(area(area_id).path)


def hours_text(path: str) -> str:
    """Return the working hours that hold along a path, in words."""
    calendar = calendar_of_path(path)
    return _("Working days %(opens)s–%(closes)s") % {"opens": _clock(calendar.opens), "closes": _clock(calendar.closes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
