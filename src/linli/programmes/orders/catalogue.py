"""The catalogue of services, read from memory that a write forgets."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write
from linli.programmes.orders.models import Service
from linli.programmes.orders.types import ServiceInput, ServiceRow

_FIELDS = tuple(name for name in ServiceInput.__dataclass_fields__ if name != "code")


def services(*, active_only: bool = True) -> list[ServiceRow]:
    """Return the catalogue in its order. One query."""
    found = Service.objects.filter(active=True) if active_only else Service.objects.all()
    return [service_row(one) for one in found]


def service(code: str) -> ServiceRow:
    """Return one service. Raises: NotFound."""
    found = Service.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return service_row(found)


def service_row(one: Service) -> ServiceRow:
    """Make a plain row of a service."""
    return ServiceRow(id=one.pk, code=one.code, **{name: getattr(one, name) for name in _FIELDS})


def define_services(rows: Sequence[ServiceInput], *, by: Actor) -> list[Service]:
    """Write services of the catalogue: new ones are added, known ones changed; none is taken away.

    Raises: NotAllowed, Invalid.
    """
    _require(by)
    with write():
        made = [_define(row) for row in rows]
        if made:
            codes = [one.code for one in made]
            journal.record(kind="service.defined", stream="services", by=by, data={"codes": codes})
        return made


def _define(row: ServiceInput) -> Service:
    if not row.code.strip() or not row.name.strip():
        raise Invalid(fields={"name": _("Please fill this in.")})
    if not 1 <= row.people <= 4:
        raise Invalid(fields={"people": _("One to four people.")})
    if not 5 <= row.minutes <= 480:
        raise Invalid(fields={"minutes": _("Between 5 minutes and 8 hours.")})
    if row.take_minutes < 5:
        raise Invalid(fields={"take_minutes": _("At least 5 minutes.")})
    values = {name: getattr(row, name) for name in _FIELDS}
    found, _new = Service.objects.update_or_create(code=row.code.strip(), defaults=values)
    return found


def _require(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM:
        access.require(by, Role.ADMINISTRATOR, territory.county().path)
