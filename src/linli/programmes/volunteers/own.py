"""Reads for the volunteer: me, my service, points, certificates, the shop; and the public check of a certificate."""

import hmac
from typing import Any

from linli.engines.ledger import public as ledger
from linli.engines.ledger.public import StatementRow
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate
from linli.programmes.volunteers import accounts
from linli.programmes.volunteers.models import (
    Activity,
    Certificate,
    Membership,
    Redemption,
    Service,
    ShopItem,
    SignUp,
    Star,
    Volunteer,
)
from linli.programmes.volunteers.queries import activity_rows, around
from linli.programmes.volunteers.rules import limits
from linli.programmes.volunteers.types import (
    ActivityRow,
    CertificateRow,
    RedemptionRow,
    ServiceRow,
    ShopRow,
    VolunteerRow,
)
from linli.programmes.volunteers.verbs.certify import content_of
from linli.programmes.volunteers.verbs.common import own_volunteer


def me(viewer: Actor) -> VolunteerRow | None:
    """Return the viewer as volunteer; None for who is not registered."""
    row = Volunteer.objects.filter(account_id=viewer.account_id).first() if viewer.account_id is not None else None
    return volunteer_rows([row])[0] if row is not None else None


def volunteer_rows(rows: list[Volunteer]) -> list[VolunteerRow]:
    """Return volunteers with hours, points, stars and teams, in four queries however many they are."""
    keys = [row.pk for row in rows]
    owners = {key: accounts.owner_of(key) for key in keys}
    hours = ledger.balances(accounts.HOURS.code, owners.values())
    points = ledger.balances(accounts.POINTS.code, owners.values())
    stars: dict[int, int] = {}
    for key, number in Star.objects.filter(volunteer_id__in=keys).values_list("volunteer_id", "stars"):
        stars[key] = max(number, stars.get(key, 0))
    teams: dict[int, list[str]] = {}
    members = Membership.objects.filter(volunteer_id__in=keys, until=None).order_by("team__name")
    for key, name in members.values_list("volunteer_id", "team__name"):
        teams.setdefault(key, []).append(name)
    names = territory.area_names({row.area_id for row in rows})
    today = clock.today()
    return [
        VolunteerRow(
            id=row.pk, number=row.number, call_name=row.call_name, area_name=names.get(row.area_id, ""),
            state=row.state, minor=row.adult_on is not None and row.adult_on > today, skills=tuple(row.skills),
            interests=tuple(row.interests), windows=tuple((one[0], one[1], one[2]) for one in row.windows),
            insured_until=row.insured_until, vetted_until=row.vetted_until, teams=tuple(teams.get(row.pk, ())),
            minutes=hours[owners[row.pk]], points=points[owners[row.pk]], stars=stars.get(row.pk, 0),
            thanks=row.thanks, has_account=row.account_id is not None, area_id=row.area_id,
        )
        for row in rows
    ]


def next_star(minutes: int) -> tuple[int, int] | None:
    """Return the next star and how many minutes are missing; None when all five are reached."""
    for number, hours in enumerate(limits().star_hours, start=1):
        if minutes < hours * 60:
            return number, hours * 60 - minutes
    return None


def my_activities(viewer: Actor) -> list[ActivityRow]:
    """Return what the viewer is signed up or waiting for, the next first."""
    wanted = SignUp.objects.filter(volunteer=own_volunteer(viewer)).exclude(state=SignUp.State.WITHDRAWN)
    keys = wanted.filter(activity__ends__gt=clock.now()).values("activity_id")
    rows = Activity.objects.filter(pk__in=keys).select_related("item", "team").prefetch_related("roles")
    return activity_rows(rows.order_by("starts", "id")[:50], viewer)


def my_services(viewer: Actor, cursor: str | None = None, *, size: int = 20) -> Page[ServiceRow]:
    """Return the viewer's service, newest first."""
    rows = Service.objects.filter(volunteer=own_volunteer(viewer))
    page = paginate(with_parts(rows), order=("-starts", "-id"), cursor=cursor, size=size)
    return page.of([service_row(row) for row in page.items])


def with_parts(rows: Any) -> Any:  # noqa: ANN401  a queryset of services
    """Join what a row of service shows."""
    return rows.select_related("activity__item", "volunteer")


def service_row(row: Service) -> ServiceRow:
    """Return service as lists show it."""
    item = row.activity.item
    return ServiceRow(
        id=row.pk, activity_id=row.activity_id, title=row.activity.title, item_name=item.name if item else "",
        place=row.activity.place, volunteer_id=row.volunteer_id, call_name=row.volunteer.call_name,
        number=row.volunteer.number, state=row.state, how=row.how, starts=row.starts, ends=row.ends,
        minutes=row.minutes, served=int((row.ends - row.starts).total_seconds() // 60) if row.ends else 0,
        reason=row.reason, noted_by_id=row.noted_by_id, over_cap=row.over_cap,
    )


def my_points(viewer: Actor, cursor: str | None = None, *, size: int = 20) -> Page[StatementRow]:
    """Return how the viewer's points came and went, newest first."""
    account = ledger.account(accounts.POINTS.code, accounts.owner_of(own_volunteer(viewer).pk))
    return ledger.statement(account.id, cursor, size=size) if account is not None else Page([])


def shop(path: str, cursor: str | None = None, *, size: int = 50) -> Page[ShopRow]:
    """Return what can be had at a place, the cheapest first."""
    page = paginate(ShopItem.objects.filter(around(path), active=True), order=("price", "id"), cursor=cursor, size=size)
    return page.of(shop_rows(page.items))


def shop_rows(rows: list[ShopItem]) -> list[ShopRow]:
    """Return things of the shop as lists show them."""
    names = territory.area_names({row.area_id for row in rows})
    return [
        ShopRow(
            row.pk, row.name, row.about, row.price, row.stock, row.most_each, row.pick_up, row.area_id,
            names.get(row.area_id, ""), row.active,
        )
        for row in rows
    ]


def my_redemptions(viewer: Actor, *, limit: int = 30) -> list[RedemptionRow]:
    """Return what the viewer put aside or fetched, newest first."""
    rows = Redemption.objects.filter(volunteer=own_volunteer(viewer)).select_related("item", "volunteer")
    return [redemption_row(row) for row in rows.order_by("-id")[:limit]]


def redemption_row(row: Redemption) -> RedemptionRow:
    """Return a thing put aside as lists show it."""
    return RedemptionRow(
        row.pk, row.item.name, row.price, row.state, row.code, row.item.pick_up, row.volunteer.call_name,
        row.volunteer.number, row.reserved_at, row.until, row.ended_at,
    )


def my_certificates(viewer: Actor) -> list[CertificateRow]:
    """Return the viewer's certificates, newest first."""
    return certificate_rows(own_volunteer(viewer).pk)


def certificate_rows(volunteer_id: int) -> list[CertificateRow]:
    """Return a volunteer's certificates, newest first."""
    rows = Certificate.objects.filter(volunteer_id=volunteer_id).order_by("-id")[:20]
    return [
        CertificateRow(
            row.number, row.issued_at, content_of(row).get("minutes", 0), bool(row.pdf),
            row.withdrawn_at is not None, row.job_id, row.pk,
        )
        for row in rows
    ]


def verified(number: str, check_code: str) -> dict[str, Any]:
    """Return what is printed on a certificate to whoever holds it; `withdrawn` says why it holds no more.

    Raises: NotFound for a wrong number, a wrong check code and an erased certificate alike.
    """
    row = Certificate.objects.filter(number=number.strip().upper()).first()
    right = row.check_code if row is not None else "-"
    if not hmac.compare_digest(right.encode(), check_code.strip().upper().encode()) or row is None or not row.content:
        raise NotFound
    return {**content_of(row), "withdrawn": row.why_withdrawn}
