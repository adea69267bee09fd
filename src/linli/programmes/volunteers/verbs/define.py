"""Configuration: schemes with their items, and the limits of service."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.engines.access.public import Role
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.locks import write
from linli.programmes.volunteers.models import Scheme, SchemeItem, ServiceRules


@dataclass(frozen=True, slots=True)
class ItemInput:
    """One entry of a scheme. `points_per_hour` 0: hours only."""

    code: str
    name: str
    name_en: str = ""
    about: str = ""
    colour: str = ""
    points_per_hour: int = 0


@dataclass(frozen=True, slots=True)
class SchemeInput:
    """A way of sorting service, with its entries in order."""

    code: str
    name: str
    source: str
    items: Sequence[ItemInput]
    name_en: str = ""
    order: int = 0


def define_schemes(schemes: Sequence[SchemeInput], *, by: Actor) -> None:
    """Put schemes in force. Items that are not named any more are closed, never removed. Raises: NotAllowed."""
    _require_setup(by)
    with write():
        for one in schemes:
            values = {"name": one.name, "name_en": one.name_en, "order": one.order, "source": one.source[:160]}
            scheme, _made = Scheme.objects.update_or_create(code=one.code, defaults={**values, "active": True})
            for number, item in enumerate(one.items, start=1):
                SchemeItem.objects.update_or_create(
                    code=item.code,
                    defaults={
                        "scheme": scheme, "name": item.name, "name_en": item.name_en, "about": item.about[:120],
                        "colour": item.colour, "points_per_hour": item.points_per_hour, "order": number, "active": True,
                    },
                )
            scheme.items.exclude(code__in=[item.code for item in one.items]).update(active=False)
            data = {"scheme": one.code, "items": [item.code for item in one.items]}
            journal.record(kind="volunteers.scheme_defined", stream="volunteers", by=by, data=data)


def define_service_rules(
    *, daily_minutes: int, approved_minutes: int, star_hours: Sequence[int], source: str, by: Actor
) -> None:
    """Put the limits of a day and the hours of the stars in force. Raises: NotAllowed, Invalid."""
    _require_setup(by)
    rising = list(star_hours) == sorted(set(star_hours)) and len(star_hours) == 5 and star_hours[0] > 0
    if not rising or not 0 < daily_minutes <= approved_minutes <= 12 * 60:
        raise Invalid(_("Five numbers of hours, each more than the one before; at most 12 hours a day."))
    with write():
        values = {
            "daily_minutes": daily_minutes, "approved_minutes": approved_minutes, "star_hours": list(star_hours),
            "source": source[:160],
        }
        ServiceRules.objects.update_or_create(id=1, defaults=values)
        journal.record(kind="volunteers.rules_defined", stream="volunteers", by=by, data=values)


def _require_setup(by: Actor) -> None:
    if by.kind is not ActorKind.SYSTEM and not by.paths(Role.ADMINISTRATOR):
        raise NotAllowed
