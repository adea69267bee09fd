"""Reads for those who run it: who signed up, what waits for confirmation, volunteers, stock, what lies aside."""

from datetime import datetime

from linli.engines.access.public import within
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write
from linli.kernel.paging import Page, paginate
from linli.programmes.volunteers import codes, personal
from linli.programmes.volunteers.models import Activity, Redemption, Service, ShopItem, SignUp, Volunteer
from linli.programmes.volunteers.own import redemption_row, service_row, shop_rows, volunteer_rows, with_parts
from linli.programmes.volunteers.policies import (
    CONFIRMERS,
    ORGANISERS,
    is_self,
    may_any,
    may_steward,
    require_organiser,
    require_steward,
)
from linli.programmes.volunteers.queries import activity_rows, around
from linli.programmes.volunteers.types import (
    ActivityRow,
    Attendee,
    Personal,
    RedemptionRow,
    ServiceRow,
    ShopRow,
    VolunteerRow,
)
from linli.programmes.volunteers.verbs.attend import EARLY, LATE


def _activity(viewer: Actor, activity_id: int) -> Activity:
    row = Activity.objects.filter(pk=activity_id).first()
    if row is None:
        raise NotFound
    require_steward(viewer, row)
    return row


def door_code(viewer: Actor, activity_id: int) -> tuple[str, int]:
    """Return the code of the moment and for how many seconds it is shown still, to a steward. Raises: NotFound."""
    row = _activity(viewer, activity_id)
    moment = clock.now()
    return codes.code_at(row, moment), codes.seconds_left(moment)


def attendees(viewer: Actor, activity_id: int) -> list[Attendee]:
    """Return who signed up or came, to a steward. Raises: NotFound."""
    row = _activity(viewer, activity_id)
    signed = SignUp.objects.filter(activity=row).exclude(state=SignUp.State.WITHDRAWN)
    services = {one.volunteer_id: one for one in Service.objects.filter(activity=row)}
    return [
        _attendee(one, services.get(one.volunteer_id))
        for one in signed.select_related("volunteer", "role").order_by("state", "role_id", "at", "id")[:1000]
    ]


def _attendee(one: SignUp, service: Service | None) -> Attendee:
    return Attendee(
        one.volunteer_id, one.volunteer.call_name, one.volunteer.number, one.role.name, one.state,
        service.state if service else "", service.starts if service else None, service.ends if service else None,
        service.pk if service else None,
    )


def doors(viewer: Actor) -> list[ActivityRow]:
    """Return the activities near now at whose door the viewer may stand, the next first."""
    now = clock.now()
    near = Activity.objects.filter(
        ends__gt=now - LATE, starts__lt=now + EARLY * 48, state=Activity.State.OPEN
    ).select_related("item", "team").prefetch_related("roles")
    paths = {grant.path for grant in viewer.grants}
    found = [row for path in sorted(paths) for row in near.filter(around(path)).order_by("starts", "id")[:60]]
    once = {row.pk: row for row in found if may_steward(viewer, row.path)}
    return activity_rows(sorted(once.values(), key=lambda row: (row.starts, row.pk)), viewer)


def planned(
    viewer: Actor, path: str, cursor: str | None = None, *, past: bool = False, size: int = 50
) -> Page[ActivityRow]:
    """Return activities of an area to who runs it: to come, or past ones, the nearest first. Raises: NotFound."""
    _require(viewer, path)
    rows = Activity.objects.filter(territory.subtree(path)).select_related("item", "team").prefetch_related("roles")
    rows = rows.filter(ends__lte=clock.now()) if past else rows.filter(ends__gt=clock.now())
    order = ("-starts", "-id") if past else ("starts", "id")
    page = paginate(rows, order=order, cursor=cursor, size=size)
    return page.of(activity_rows(page.items, viewer))


def _require(viewer: Actor, path: str) -> None:
    if not may_any(viewer, ORGANISERS, path):
        raise NotFound


def to_confirm(viewer: Actor, cursor: str | None = None, *, path: str = "", size: int = 50) -> Page[ServiceRow]:
    """Return ended service that the viewer may confirm: not noted by, nor given by, the viewer."""
    rows = within(Service.objects.filter(state=Service.State.ENDED), viewer, *CONFIRMERS)
    if path:
        rows = rows.filter(territory.subtree(path))
    if viewer.account_id is not None:
        own = Volunteer.objects.filter(account_id=viewer.account_id).values("pk")
        rows = rows.exclude(noted_by_id=viewer.account_id).exclude(volunteer_id__in=own)
    page = paginate(with_parts(rows), order=("-id",), cursor=cursor, size=size)
    return page.of([service_row(row) for row in page.items])


def services(
    viewer: Actor, path: str, cursor: str | None = None, *, since: datetime | None = None, size: int = 50
) -> Page[ServiceRow]:
    """Return all service in an area to who runs it, newest first. Raises: NotFound."""
    _require(viewer, path)
    rows = Service.objects.filter(territory.subtree(path))
    if since is not None:
        rows = rows.filter(starts__gte=since)
    page = paginate(with_parts(rows), order=("-id",), cursor=cursor, size=size)
    return page.of([service_row(row) for row in page.items])


def volunteers(
    viewer: Actor, path: str, cursor: str | None = None, *, text: str = "", state: str = "", size: int = 50
) -> Page[VolunteerRow]:
    """Return the volunteers of an area to who runs it, newest first; found by call name, number or phone.

    Raises: NotFound.
    """
    _require(viewer, path)
    rows = Volunteer.objects.filter(territory.subtree(path)).exclude(state=Volunteer.State.LEFT)
    if words := text.strip():
        hashed = personal.phone_hash(words) if personal.plain(words).isdigit() else ""
        found = rows.filter(call_name__contains=words) | rows.filter(number=words.upper())
        rows = found | rows.filter(phone_hash=hashed) if hashed else found
    if state:
        rows = rows.filter(state=state)
    page = paginate(rows, order=("-id",), cursor=cursor, size=size)
    return page.of(volunteer_rows(page.items))


def volunteer(viewer: Actor, volunteer_id: int) -> VolunteerRow:
    """Return one volunteer to who runs volunteering there, or to themselves. Raises: NotFound."""
    row = Volunteer.objects.filter(pk=volunteer_id).first()
    if row is None:
        raise NotFound
    if viewer.account_id is None or viewer.account_id != row.account_id:
        _require(viewer, row.path)
    return volunteer_rows([row])[0]


def personal_of(viewer: Actor, volunteer_id: int, purpose: str) -> Personal:
    """Return name, phone and document for a stated purpose; the look is written down and the volunteer sees it.

    Raises: NotFound, Invalid (no purpose).
    """
    if not purpose.strip():
        raise Invalid(fields={"purpose": Invalid.default})
    with write():
        row = Volunteer.objects.filter(pk=volunteer_id).first()
        if row is None:
            raise NotFound
        _require(viewer, row.path)
        journal.look(
            viewer=viewer, subject=f"volunteer:{row.pk}", fields=personal.SEALED, purpose=purpose, path=row.path
        )
        opened = {name: personal.opened(row, name) for name in ("name", "phone", "identity", "born", "guardian")}
        return Personal(**opened, details=personal.details(row))


def stock(viewer: Actor, path: str) -> list[ShopRow]:
    """Return everything in the shops of an area, closed things too, to who runs it. Raises: NotFound."""
    _require(viewer, path)
    return shop_rows(list(ShopItem.objects.filter(territory.subtree(path)).order_by("path", "price", "id")[:200]))


def aside(viewer: Actor, *, code: str = "", path: str = "", size: int = 50) -> list[RedemptionRow]:
    """Return what lies aside at the counters where the viewer serves; by the code that is said there."""
    rows = Redemption.objects.filter(state=Redemption.State.RESERVED).select_related("item", "volunteer")
    if code:
        rows = rows.filter(code=code.strip())
    if path:
        require_organiser(viewer, path)
        return [redemption_row(row) for row in rows.filter(territory.subtree(path)).order_by("-id")[:size]]
    found: dict[int, Redemption] = {}
    for grant in viewer.grants:
        found |= {row.pk: row for row in rows.filter(around(grant.path)).order_by("-id")[:size]}
    kept = [row for row in found.values() if may_steward(viewer, row.path)]
    return [redemption_row(row) for row in sorted(kept, key=lambda row: -row.pk)[:size]]


def redemption(viewer: Actor, redemption_id: int) -> RedemptionRow:
    """Return a thing put aside, to the volunteer and to who stands at the counter. Raises: NotFound."""
    row = Redemption.objects.filter(pk=redemption_id).select_related("item", "volunteer").first()
    if row is None or not (is_self(viewer, row.volunteer) or may_steward(viewer, row.path)):
        raise NotFound
    return redemption_row(row)
