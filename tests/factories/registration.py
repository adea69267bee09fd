"""Registrations on their way; everything goes through the verbs."""

from typing import Any

from tests.factories import access as people
from tests.factories.cases import World

from linli.kernel.actor import Actor
from linli.programmes.registration import public as registration
from linli.programmes.registration.models import Duty, Registration


def a_unit_registered(world: World, *, confirmed: bool = True) -> Registration:
    """The property firm, registered with the first community by its own handler."""
    made = registration.register_unit(unit_id=world.firm.id, area_id=world.land.communities[0].pk, by=world.handler)
    return registration.confirm_registration(made.pk, by=world.worker) if confirmed else made  # type: ignore[no-any-return]


def a_member_registered(
    world: World, by: Actor | None = None, *, confirmed: bool = True, **more: Any
) -> tuple[Registration, Actor]:
    """Somebody who lives in the first community and works at the firm."""
    actor = by or people.a_resident("何平")
    given = {"name": "何平", "phone": "13800000000", "agrees": True, "unit_id": world.firm.id, **more}
    made = registration.register_member(area_id=world.land.communities[0].pk, by=actor, **given)
    if confirmed:
        registration.confirm_registration(made.pk, by=world.worker)
    return made, actor


def a_duty(world: World, **more: Any) -> Duty:
    """Something the first community offers."""
    given: dict[str, Any] = {"title": "周六巡楼", "text": "周六上午看一遍楼道。", "places": 2, **more}
    return registration.offer_duty(area_id=world.land.communities[0].pk, by=world.worker, **given)
