"""When a volunteer has served already: no minute is counted twice."""

from datetime import datetime, time, timedelta

from django.db.models import Sum

from linli.kernel import clock
from linli.programmes.volunteers.models import OrderTime, Service, Volunteer

Span = tuple[datetime, datetime]


def uncounted(volunteer: Volunteer, starts: datetime, ends: datetime) -> list[Span]:
    """Return the parts of a span, each a minute or more, in which a volunteer (locked) has served nowhere else.

    Service that is not confirmed yet counts as served, one that still runs until the end of its activity.
    """
    free: list[Span] = [(starts, ends)]
    for begin, end in _served(volunteer, starts, ends):
        free = [part for span in free for part in _without(span, begin, end)]
    return [(begin, end) for begin, end in free if (end - begin).total_seconds() >= 60]


def _served(volunteer: Volunteer, starts: datetime, ends: datetime) -> list[Span]:
    services = Service.objects.filter(volunteer=volunteer, starts__lt=ends).exclude(state=Service.State.REFUSED)
    rows = services.exclude(ends__lte=starts).values_list("starts", "ends", "activity__ends")
    orders = OrderTime.objects.filter(volunteer=volunteer, starts__lt=ends, ends__gt=starts)
    return [*((begin, end or planned) for begin, end, planned in rows), *orders.values_list("starts", "ends")]


def _without(span: Span, begin: datetime, end: datetime) -> list[Span]:
    parts = [(span[0], min(span[1], begin)), (max(span[0], end), span[1])]
    return [part for part in parts if part[0] < part[1]]


def counted_on(volunteer_id: int, moment: datetime, *, without: int = 0) -> int:
    """Return the minutes that count on the day (in China) of a moment: of confirmed service and of orders begun then.

    `without`: the key of a service that is left out.
    """
    begin = datetime.combine(clock.local(moment).date(), time(), tzinfo=clock.CHINA)
    day = {"volunteer_id": volunteer_id, "starts__gte": begin, "starts__lt": begin + timedelta(days=1)}
    services = Service.objects.filter(state=Service.State.CONFIRMED, **day).exclude(pk=without)
    orders = OrderTime.objects.filter(**day).values_list("starts", "ends")
    return int(services.aggregate(total=Sum("minutes"))["total"] or 0) + sum(whole_minutes(span) for span in orders)


def whole_minutes(span: Span) -> int:
    """Return the whole minutes of a span."""
    return int((span[1] - span[0]).total_seconds()) // 60
