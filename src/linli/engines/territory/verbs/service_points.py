"""Points of service of the 15-minute circle: their kinds, adding, changing and closing them on the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.models import Area, ServiceKind, ServicePoint
from linli.engines.territory.names import NAMES
from linli.engines.territory.policies import require_draw
from linli.engines.territory.queries.places import day_map
from linli.engines.territory.verbs.studies import renew_all_studies, renew_studies
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, Text, WrongState
from linli.kernel.locks import locked_one, write

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = {"name": 60, "address": 120, "hours": 60, "phone": 30, "source": 120}
MOST_MINUTES = 30


@dataclass(frozen=True, slots=True)
class KindInput:
    """A kind of service, as a pattern says it."""

    code: str
    name: str
    source: str
    name_en: str = ""
    group: str = ""  # child, elderly, or everybody
    minutes: int = 15
    order: int = 0


@dataclass(frozen=True, slots=True)
class PointGiven:
    """A point of service, as a form or a row of a list gives it. WGS84."""

    kind: str
    name: str
    longitude: float
    latitude: float
    address: str = ""
    hours: str = ""
    phone: str = ""
    source: str = ""

    def trimmed(self) -> "PointGiven":
        """Return it with its texts cut to what the register holds."""
        return replace(self, **{name: getattr(self, name).strip()[:most] for name, most in LONGEST.items()})


def define_service_kinds(rows: Sequence[KindInput], *, by: Actor) -> int:
    """Write kinds of service; kinds not named stay. Return how many. Raises: NotAllowed, Invalid."""
    if by.kind is not ActorKind.SYSTEM and not any(grant.role == "administrator" for grant in by.grants):
        raise NotAllowed
    with write():
        before = _needs()
        for row in rows:
            if row.group not in {"", *ServiceKind.Group.values} or not 1 <= row.minutes <= MOST_MINUTES:
                words = _("A kind is for everybody, children or older people, up to 30 minutes.")
                raise Invalid(fields={"group": words})
            about = {name: getattr(row, name) for name in ("name", "name_en", "group", "minutes", "order", "source")}
            ServiceKind.objects.update_or_create(code=row.code, defaults=about)
        journal.record(kind="service_kinds.defined", stream="service_kinds", by=by, data={"count": len(rows)})
        if _needs() != before:
            renew_all_studies("", by=by)
        return len(rows)


def _needs() -> set[tuple[str, str, int]]:
    return set(ServiceKind.objects.values_list("code", "group", "minutes"))


def community_at(longitude: float, latitude: float) -> Area:
    """Return the community a point lies in, else the street or county. Raises: Invalid outside of the county.

    Not the grid: a point stays where it is when the community gets another net.
    """
    here = day_map()
    for kind in (Area.Kind.COMMUNITY, Area.Kind.STREET, Area.Kind.COUNTY):
        found = here.area_at(longitude, latitude, kind)
        if found is not None:
            return Area.objects.get(pk=found.id)
    raise Invalid(fields={"longitude": _("This place lies outside of the county.")}, code="outside")


def check_point(given: PointGiven, *, but: int = 0) -> Area:
    """Return the area of a point that may be written. Raises: Invalid, beside the fields."""
    faults: dict[str, Text] = {}
    if not given.name.strip():
        faults["name"] = _("The name is missing.")
    if not ServiceKind.objects.filter(code=given.kind).exists():
        faults["kind"] = _("There is no such kind of service.")
    if faults:
        raise Invalid(fields=faults)
    area = community_at(given.longitude, given.latitude)
    if _same(given, area).exclude(pk=but).exists():
        raise Invalid(fields={"name": _("A point of this kind and name is here already.")}, code="name_taken")
    return area


def _same(given: PointGiven, area: Area) -> "QuerySet[ServicePoint]":
    return ServicePoint.objects.filter(area=area, kind=given.kind, name=given.name.strip()[:60], valid_to__isnull=True)


def add_service_point(*, given: PointGiven, by: Actor) -> ServicePoint:
    """Add a point of service. Raises: NotAllowed, Invalid."""
    with write():
        area = check_point(given)
        require_draw(by, area.path)
        point = write_point(ServicePoint(valid_from=clock.today()), given, area)
        _record(point, "opened", by)
        renew_studies([(point.longitude, point.latitude)], path=area.path, by=by)
        return point


def add_service_points(rows: Sequence[PointGiven], *, by: Actor) -> int:
    """Add many points at once; all or none. Return how many. Raises: NotAllowed, Invalid."""
    with write():
        for given in rows:
            area = check_point(given)
            require_draw(by, area.path)
            write_point(ServicePoint(valid_from=clock.today()), given, area)
        renew(NAMES)
        journal.record(kind="service_points.added", stream="service_points", by=by, data={"count": len(rows)})
        if rows:
            renew_studies([(one.longitude, one.latitude) for one in rows], path=area.path, by=by)
        return len(rows)


def write_point(point: ServicePoint, given: PointGiven, area: Area) -> ServicePoint:
    """Write what was given into a point."""
    for name in PointGiven.__dataclass_fields__:
        setattr(point, name, getattr(given.trimmed(), name))
    point.area, point.path = area, area.path
    point.save()
    return point


def change_service_point(point_id: int, *, given: PointGiven, by: Actor) -> ServicePoint:
    """Change an open point of service, or move it. Raises: NotAllowed, NotFound, WrongState, Invalid."""
    with write():
        point = _open_point(point_id, by)
        area = check_point(given, but=point.pk)
        require_draw(by, area.path)
        before = (point.longitude, point.latitude, point.kind)
        _record(write_point(point, given, area), "changed", by)
        if (point.longitude, point.latitude, point.kind) != before:
            renew_studies([before[:2], (point.longitude, point.latitude)], path=area.path, by=by)
        return point


def close_service_point(point_id: int, *, by: Actor) -> ServicePoint:
    """Close a point of service from today on; it stays in the history. Raises: NotAllowed, NotFound, WrongState."""
    with write():
        point = _open_point(point_id, by)
        point.valid_to = clock.today()
        point.save(update_fields=["valid_to"])
        _record(point, "closed", by)
        renew_studies([(point.longitude, point.latitude)], path=point.path, by=by)
        return point


def _open_point(point_id: int, by: Actor) -> ServicePoint:
    point = locked_one(ServicePoint.objects.filter(pk=point_id))
    require_draw(by, point.path)
    if point.valid_to is not None:
        raise WrongState(_("This point is closed already."))
    return point


def _record(point: ServicePoint, what: str, by: Actor) -> None:
    renew(NAMES)
    data = {"kind": point.kind, "name": point.name, "longitude": point.longitude, "latitude": point.latitude}
    journal.record(
        kind=f"service_point.{what}", stream=f"servicepoint:{point.pk}", by=by, path=point.path, data=data
    )
