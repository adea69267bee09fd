"""What each kind of service did, for whom, in how many hours, and what came of it: open to everybody, no persons."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.volunteers.models import Activity, Service
from linli.programmes.volunteers.queries import schemes
from linli.programmes.volunteers.types import ItemRow, KindRow, ResultRow, SchemeRow

MOST_WORDS = 12         # for whom: so many different words are shown


def kinds(path: str, *, since: datetime, until: datetime | None = None) -> list[tuple[SchemeRow, list[KindRow]]]:
    """Return for each scheme what its kinds did in an area between two moments. Five queries."""
    held = _held(path, since, until or clock.now())
    sums = {
        code: (number, helped or 0)
        for code, number, helped in held.values_list("item__code").annotate(Count("id"), Sum("helped"))
    }
    services = Service.objects.filter(state=Service.State.CONFIRMED, activity__in=held.values("pk")).order_by()
    given = {
        code: (number, minutes or 0)
        for code, number, minutes in services.values_list("activity__item__code").annotate(Count("id"), Sum("minutes"))
    }
    whom: dict[str, list[str]] = {}
    for code, words in held.exclude(whom="").values_list("item__code", "whom").distinct().order_by("whom")[:500]:
        whom.setdefault(code, []).append(words)
    return [(one, [_row(item, sums, given, whom) for item in one.items]) for one in schemes()]


def _held(path: str, since: datetime, until: datetime) -> "QuerySet[Activity]":
    """Return the activities of an area that took place, without an order."""
    inside = Q(territory.subtree(path), starts__gte=since, starts__lt=until, ends__lte=clock.now())
    return Activity.objects.filter(inside, state=Activity.State.OPEN).order_by()


def _row(
    item: ItemRow, sums: dict[str, tuple[int, int]], given: dict[str, tuple[int, int]], whom: dict[str, list[str]]
) -> KindRow:
    activities, helped = sums.get(item.code, (0, 0))
    services, minutes = given.get(item.code, (0, 0))
    words = tuple(whom.get(item.code, ())[:MOST_WORDS])
    return KindRow(item.code, item.name, item.about, item.colour, activities, services, minutes, helped, words)


def kind(path: str, code: str, *, since: datetime) -> KindRow:
    """Return what one kind of service did. Raises: NotFound."""
    for _scheme, rows in kinds(path, since=since):
        for row in rows:
            if row.code == code:
                return row
    raise NotFound


def results(
    path: str, cursor: str | None = None, *, code: str = "", since: datetime | None = None, size: int = 20
) -> Page[ResultRow]:
    """Return what came of activities in an area, the newest first; of one kind if asked."""
    rows = Activity.objects.filter(territory.subtree(path), state=Activity.State.OPEN).exclude(result="")
    if code:
        rows = rows.filter(item__code=code)
    if since is not None:
        rows = rows.filter(starts__gte=since)
    page = paginate(rows, order=("-starts", "-id"), cursor=cursor, size=size)
    names = territory.area_names({row.area_id for row in page.items})
    served = Service.objects.filter(activity__in=[row.pk for row in page.items], state=Service.State.CONFIRMED)
    minutes = dict(served.order_by().values_list("activity_id").annotate(Sum("minutes")))
    return page.of(
        [
            ResultRow(
                row.pk, row.title, names.get(row.area_id, ""), row.starts, row.whom, row.helped, row.result,
                minutes.get(row.pk, 0) or 0,
            )
            for row in page.items
        ]
    )
