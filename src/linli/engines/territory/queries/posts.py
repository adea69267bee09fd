"""Posts, units, appointments, and where posts are vacant or holders have too much."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from linli.engines.territory.directory import directory
from linli.engines.territory.models import Appointment, Area, Building, DutyShift, Post, Staffing, StandIn
from linli.engines.territory.paths import in_path, prefixes
from linli.engines.territory.policies import may_see_people
from linli.engines.territory.queries.buildings import label_of
from linli.engines.territory.queries.serving import in_force
from linli.engines.territory.types import (
    AppointmentRow,
    Overload,
    PostRow,
    ShiftRow,
    StaffingPlan,
    StaffingRow,
    UnitRow,
)
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound


def posts() -> list[PostRow]:
    """Return the kinds of posts in order."""
    return list(directory().posts.values())


def staffing_plans() -> list[StaffingPlan]:
    """Return how many holders each post should have, as defined."""
    found = Staffing.objects.order_by("post__order", "post__code", "grid_kind")
    rows = found.values_list("post__code", "grid_kind", "count", "per_households")
    return [StaffingPlan(*row) for row in rows]


def units(path: str = "", *, kind: str | None = None, above: bool = False, only_active: bool = True) -> list[UnitRow]:
    """Return the units of a subtree; with `above` also those of the areas above, which serve it too."""
    return [
        one
        for one in directory().units.values()
        if (one.path.startswith(path) or (above and path.startswith(one.path)))
        and kind in {None, one.kind}
        and (one.active or not only_active)
    ]


def unit(unit_id: int) -> UnitRow:
    """Return a unit. Raises: NotFound."""
    found = directory().units.get(unit_id)
    if found is None:
        raise NotFound
    return found


def appointments(
    viewer: Actor, path: str, *, account_id: int | None = None, post_code: str = "", past: bool = False
) -> list[AppointmentRow]:
    """Return the appointments of a subtree, those to come included, with who stands in today. Raises: NotFound."""
    if not may_see_people(viewer, path):
        raise NotFound
    found = in_path(Appointment.objects.all(), path)
    if not past:
        found = found.filter(Q(ends__isnull=True) | Q(ends__gt=clock.today()))
    if account_id is not None:
        found = found.filter(account_id=account_id)
    if post_code:
        found = found.filter(post__code=post_code)
    found = found.select_related("post", "account", "area", "building__estate", "unit").order_by(
        "path", "post__order", "starts", "pk"
    )
    rows = list(found)
    standing = {
        one.appointment_id: one
        for one in StandIn.objects.filter(in_force(), appointment__in=[row.pk for row in rows])
        .select_related("account")
        .order_by("-pk")
    }
    return [_appointment_row(one, standing.get(one.pk)) for one in rows]


def _appointment_row(one: Appointment, standing: StandIn | None) -> AppointmentRow:
    return AppointmentRow(
        id=one.pk,
        post_code=one.post.code,
        post_name=one.post.name,
        account_id=one.account_id,
        name=one.account.name,
        area_id=one.area_id,
        area_name=one.area.name,
        building_id=one.building_id,
        building_name=label_of(one.building) if one.building is not None else "",
        unit_id=one.unit_id,
        unit_name=one.unit.name if one.unit is not None else "",
        starts=one.starts,
        ends=one.ends,
        stand_in=standing.account.name if standing is not None else "",
        stand_in_id=standing.pk if standing is not None else None,
        stand_in_ends=standing.ends if standing is not None else None,
    )


def shifts(area_id: int, since: datetime, until: datetime) -> list[ShiftRow]:
    """Return the duty turns of an area that touch a span of time."""
    found = (
        DutyShift.objects.filter(area_id=area_id, starts__lt=until, ends__gt=since)
        .select_related("account")
        .order_by("starts", "pk")
    )
    return [ShiftRow(one.pk, one.area_id, one.account_id, one.account.name, one.starts, one.ends) for one in found]


def _wanted(plan: Staffing, households: int) -> int:
    """Return how many holders a place should have: the plan's count, more where households need it."""
    if not plan.per_households:
        return plan.count
    return max(plan.count, -(-households // plan.per_households))


def staffing(path: str) -> list[StaffingRow]:
    """Return for each area of a subtree and each planned post how many holders are wanted and how many serve today."""
    places = list(
        in_path(Area.objects.filter(valid_from__lte=clock.today()).exclude(valid_to__lte=clock.today()), path).order_by(
            "path"
        )
    )
    plans = defaultdict(list)
    for plan in Staffing.objects.select_related("post").order_by("post__order", "pk"):
        plans[plan.post.level].append(plan)
    held = _held(path)
    households = _households_by_path(path)
    rows = []
    for place in places:
        for plan in _plans_for(place, plans[place.kind]):
            wanted = _wanted(plan, households.get(place.path, 0))
            rows.append(
                StaffingRow(
                    place.pk,
                    place.name,
                    place.path,
                    plan.post.code,
                    plan.post.name,
                    wanted,
                    held.get((place.pk, plan.post_id), 0),
                )
            )
    return rows


def _plans_for(place: Area, plans: Iterable[Staffing]) -> list[Staffing]:
    """Return the plans for an area; one for its kind of grid goes before a general one."""
    chosen: dict[int, Staffing] = {}
    for plan in plans:
        if plan.grid_kind == place.grid_kind or (not plan.grid_kind and plan.post_id not in chosen):
            chosen[plan.post_id] = plan
    return list(chosen.values())


def _held(path: str) -> dict[tuple[int, int], int]:
    found = in_path(Appointment.objects.filter(in_force(), building__isnull=True, unit__isnull=True), path)
    counted = found.order_by().values_list("area_id", "post_id").annotate(Count("account_id", distinct=True))
    return {(area_id, post_id): times for area_id, post_id, times in counted}


def _households_by_path(path: str) -> dict[str, int]:
    """Return the households of every area of a subtree, those of the areas below included."""
    total: dict[str, int] = defaultdict(int)
    found = (
        in_path(Building.objects.filter(valid_to__isnull=True), path)
        .order_by()
        .values_list("path")
        .annotate(Sum("households"))
    )
    for place, households in found:
        for above in prefixes(place):
            total[above] += households
    return total


def vacancies(path: str, *, limit: int = 300) -> list[StaffingRow]:
    """Return the places of a subtree where a post has fewer holders than planned: areas first, then buildings."""
    rows = [row for row in staffing(path) if row.missing]
    return [*rows, *_building_vacancies(path, limit - len(rows))][:limit]


def _buildings_without(path: str, plan: Staffing) -> "QuerySet[Building]":
    serving = Appointment.objects.filter(in_force(), post=plan.post, building=OuterRef("pk"))
    found = Building.objects.filter(~Exists(serving), valid_to__isnull=True, kind="residential")
    return in_path(found, path)


def _building_vacancies(path: str, limit: int) -> list[StaffingRow]:
    rows: list[StaffingRow] = []
    for plan in (
        Staffing.objects.filter(post__level=Post.Level.BUILDING, count__gt=0)
        .select_related("post")
        .order_by("post__order")
    ):
        empty = _buildings_without(path, plan).select_related("estate", "grid", "community").order_by("path", "pk")
        for one in empty[: max(0, limit - len(rows))]:
            place = one.grid or one.community
            rows.append(
                StaffingRow(
                    place.pk,
                    place.name,
                    one.path,
                    plan.post.code,
                    plan.post.name,
                    _wanted(plan, one.households),
                    0,
                    one.pk,
                    label_of(one),
                )
            )
    return rows


def vacancy_counts(path: str) -> dict[str, int]:
    """Return how many holders are missing in a subtree, by the code of the post; counted, not listed."""
    missing: dict[str, int] = defaultdict(int)
    for row in staffing(path):
        missing[row.post_code] += row.missing
    for plan in Staffing.objects.filter(post__level=Post.Level.BUILDING, count__gt=0).select_related("post"):
        missing[plan.post.code] += _buildings_without(path, plan).count()
    return {code: number for code, number in missing.items() if number}


def overloads(path: str) -> list[Overload]:
    """Return the holders whose buildings have more households together than their post should serve.

    Where several people head one building, or entrances of it, each counts an equal share of its households.
    """
    found = in_path(
        Appointment.objects.filter(in_force(), building__isnull=False, post__household_limit__isnull=False), path
    )
    found = found.select_related("post", "account", "area", "building__estate").order_by("path", "pk")
    by_person: dict[tuple[int, int], list[Appointment]] = defaultdict(list)
    sharing: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in found:
        by_person[one.post_id, one.account_id].append(one)
        sharing[one.post_id, one.building_id or 0].add(one.account_id)
    rows = [_load(list_of, sharing) for list_of in by_person.values()]
    return sorted(
        (row for row in rows if row.households > row.limit),
        key=lambda row: (row.limit - row.households, row.account_id),
    )


def _load(held: list[Appointment], sharing: dict[tuple[int, int], set[int]]) -> Overload:
    houses = {one.building_id: one.building for one in held if one.building is not None}
    post, first = held[0].post, held[0]
    total = sum(-(-house.households // len(sharing[post.pk, house.pk])) for house in houses.values())
    return Overload(
        post.code,
        post.name,
        first.account_id,
        first.account.name,
        total,
        post.household_limit or 0,
        first.area_id,
        first.area.name,
        tuple(label_of(house) for house in houses.values()),
    )
