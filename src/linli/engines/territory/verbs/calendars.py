"""Where the working calendar of an area differs."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.models import Area, CalendarDay, ServiceHours
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.calendars import CALENDAR
from linli.engines.territory.versions import renew
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import locked_one, write


def set_calendar_day(*, area_id: int, day: date, works: bool | None, reason: str = "", by: Actor) -> None:
    """Say that an area works or rests on a day against the national calendar; None takes that back.

    Raises: NotAllowed, NotFound.
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id))
        require_change(by, area.path)
        if works is None:
            CalendarDay.objects.filter(area=area, day=day).delete()
        else:
            CalendarDay.objects.update_or_create(area=area, day=day, defaults={"works": works, "reason": reason})
        renew(CALENDAR)
        journal.record(
            kind="area.calendar_day_set",
            stream=f"area:{area.pk}",
            by=by,
            path=area.path,
            data={"day": day.isoformat(), "works": works, "reason": reason},
        )


def set_service_hours(*, area_id: int, opens: int, closes: int, by: Actor) -> None:
    """Set the working hours of an area and all below it that have none of their own, in minutes after midnight.

    Raises: NotAllowed, NotFound, Invalid.
    """
    if not 0 <= opens < closes <= 24 * 60:
        raise Invalid(fields={"closes": _("The office must close after it opens, on the same day.")})
    with write():
        area = locked_one(Area.objects.filter(pk=area_id))
        require_change(by, area.path)
        ServiceHours.objects.update_or_create(area=area, defaults={"opens": opens, "closes": closes})
        renew(CALENDAR)
        journal.record(
            kind="area.service_hours_set",
            stream=f"area:{area.pk}",
            by=by,
            path=area.path,
            data={"opens": opens, "closes": closes},
        )
