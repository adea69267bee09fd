"""Reads for everybody: schemes, activities, teams, totals; and the one who signs up."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.volunteers.models import (
    Activity,
    Membership,
    Scheme,
    Service,
    SignUp,
    Team,
    Volunteer,
)
from linli.programmes.volunteers.policies import over
from linli.programmes.volunteers.types import ActivityDetail, ActivityRow, ItemRow, RoleRow, SchemeRow, TeamRow, Totals
from linli.programmes.volunteers.verbs.attend import EARLY, LATE
from linli.programmes.volunteers.verbs.sign_up import obstacle

FEWEST = 5              # smaller numbers of people are not shown in public
YEAR = timedelta(days=365)


def schemes() -> list[SchemeRow]:
    """Return the ways of sorting service, with their items. Two queries."""
    found = Scheme.objects.filter(active=True).prefetch_related("items").order_by("order", "id")
    return [
        SchemeRow(
            one.code, one.name, one.source,
            tuple(
                ItemRow(item.code, item.name, item.about, item.colour, item.points_per_hour, item.name_en)
                for item in sorted(one.items.all(), key=lambda item: (item.order, item.pk)) if item.active
            ),
            one.name_en, one.order,
        )
        for one in found
    ]


def around(path: str, field: str = "path") -> Q:
    """Return the condition for what concerns people at a place: in its community, or for all of street or county."""
    levels = over(path)
    widest = levels[-1] if levels else ""
    return territory.subtree(widest, field) | Q(**{f"{field}__in": levels})


def upcoming(
    viewer: Actor, path: str, cursor: str | None = None, *, item: str = "", size: int = 20
) -> Page[ActivityRow]:
    """Return the activities to come at a place, the next first; of one item of a scheme if asked."""
    rows = Activity.objects.filter(around(path), ends__gt=clock.now(), state=Activity.State.OPEN)
    if item:
        rows = rows.filter(item__code=item)
    page = paginate(_with_parts(rows), order=("starts", "id"), cursor=cursor, size=size)
    return page.of(_rows(page.items, viewer))


def _with_parts(rows: "QuerySet[Activity]") -> "QuerySet[Activity]":
    return rows.select_related("item", "team").prefetch_related("roles")


def activity_rows(rows: Iterable[Activity], viewer: Actor) -> list[ActivityRow]:
    """Return activities as lists show them, with the viewer's own sign-up."""
    return _rows(list(rows), viewer)


def _rows(rows: list[Activity], viewer: Actor) -> list[ActivityRow]:
    mine = _sign_ups(viewer, [row.pk for row in rows])
    names = territory.area_names({row.area_id for row in rows})
    return [_row(row, names.get(row.area_id, ""), mine.get(row.pk, "")) for row in rows]


def _sign_ups(viewer: Actor, keys: list[int]) -> dict[int, str]:
    if viewer.account_id is None or not keys:
        return {}
    rows = SignUp.objects.filter(activity_id__in=keys, volunteer__account_id=viewer.account_id)
    return dict(rows.values_list("activity_id", "state"))


def _row(row: Activity, area_name: str, mine: str) -> ActivityRow:
    roles = list(row.roles.all())
    return ActivityRow(
        id=row.pk, title=row.title, item_name=row.item.name if row.item else "",
        colour=row.item.colour if row.item else "", team_name=row.team.name if row.team else "", area_name=area_name,
        place=row.place, starts=row.starts, ends=row.ends, state=row.state, wanted=sum(one.wanted for one in roles),
        taken=sum(one.taken for one in roles), mine=mine,
    )


def activity(viewer: Actor, activity_id: int) -> ActivityDetail:
    """Return an activity: everybody may know of it. Raises: NotFound."""
    row = _with_parts(Activity.objects.filter(pk=activity_id)).first()
    if row is None:
        raise NotFound
    volunteer = Volunteer.objects.filter(account_id=viewer.account_id).first() if viewer.account_id else None
    mine = SignUp.objects.filter(activity=row, volunteer=volunteer).first() if volunteer else None
    service = Service.objects.filter(activity=row, volunteer=volunteer).first() if volunteer else None
    state = mine.state if mine else ""
    now = clock.now()
    return ActivityDetail(
        row=_row(row, territory.area_names([row.area_id]).get(row.area_id, ""), state), about=row.about,
        risks=row.risks, guarantees=row.guarantees, phone=row.phone, why_cancelled=row.why_cancelled, path=row.path,
        roles=tuple(_role(one, row, volunteer) for one in sorted(row.roles.all(), key=lambda one: one.pk)),
        waiting=SignUp.objects.filter(activity=row, state=SignUp.State.WAITING).count(), my_state=state,
        my_service=service.state if service else "",
        open_now=row.state == Activity.State.OPEN and row.starts - EARLY <= now < row.ends + LATE, whom=row.whom,
        helped=row.helped, result=row.result,
    )


def _role(one: Any, row: Activity, volunteer: Volunteer | None) -> RoleRow:  # noqa: ANN401  a role of this row
    why = obstacle(volunteer, one, row) if volunteer is not None else None
    return RoleRow(
        one.pk, one.name, one.wanted, one.taken, one.skill, one.adults_only, one.needs_insurance, one.needs_vetting,
        str(why) if why else "",
    )


def teams(viewer: Actor, path: str, *, own: int | None = None) -> list[TeamRow]:
    """Return the teams at a place and how many are in them; `own`: a volunteer's own are marked. Three queries."""
    rows = Team.objects.filter(around(path), active=True).select_related("item").order_by("item__order", "id")[:200]
    members = Membership.objects.filter(team__in=[row.pk for row in rows], until=None)
    counts = dict(members.values_list("team_id").annotate(n=Count("id")))
    joined = set(members.filter(volunteer_id=own).values_list("team_id", flat=True)) if own is not None else set()
    names = territory.area_names({row.area_id for row in rows})
    del viewer
    return [
        TeamRow(
            row.pk, row.name, row.item.code if row.item else "", row.item.name if row.item else "",
            row.item.colour if row.item else "", row.area_id, names.get(row.area_id, ""), row.about, row.phone,
            row.founded_on, counts.get(row.pk, 0), row.pk in joined,
        )
        for row in rows
    ]


def totals(path: str) -> Totals:
    """Return the sums of the last year in an area, for everybody: no persons, and no number of people below five."""
    since = clock.now() - YEAR
    inside = territory.subtree(path)
    done = Service.objects.filter(inside, state=Service.State.CONFIRMED, starts__gt=since).order_by()
    by_item = done.values_list("activity__item__name", "activity__item__colour").annotate(
        minutes=Sum("minutes"), services=Count("id")
    )
    found = sorted(((str(row[0] or ""), str(row[1] or ""), row[2], row[3]) for row in by_item), key=lambda one: -one[2])
    people = Volunteer.objects.filter(inside, state=Volunteer.State.ACTIVE).count()
    return Totals(
        volunteers=people if people >= FEWEST else None, minutes=sum(one[2] for one in found),
        services=sum(one[3] for one in found),
        upcoming=Activity.objects.filter(inside, starts__gt=clock.now(), state=Activity.State.OPEN).count(),
        by_item=tuple(found),
    )


def thanked(path: str, *, limit: int = 30) -> list[str]:
    """Return call names of those who served here in the last month and like to be thanked, in no order of merit."""
    since = clock.now() - timedelta(days=31)
    served = Service.objects.filter(territory.subtree(path), state=Service.State.CONFIRMED, starts__gt=since)
    rows = Volunteer.objects.filter(pk__in=served.values("volunteer_id"), thanks=True, state=Volunteer.State.ACTIVE)
    return list(rows.order_by("call_name", "id").values_list("call_name", flat=True)[:limit])
