"""People with the posts they hold, in the places of `tests.factories.territory`. Everything goes through the verbs."""

from itertools import count
from typing import Any

from tests.factories.territory import an_appointment, posts

from linli.engines.access import public as access
from linli.engines.access.models import Account
from linli.engines.territory import public as territory
from linli.engines.territory.models import Appointment, Area, Unit
from linli.kernel.actor import SYSTEM, Actor

PASSWORD = "four quiet words here"
_serial = count(1)


def an_account(name: str = "", *, username: str = "", password: str = "", **more: Any) -> Account:
    """An account; with a password somebody can sign in."""
    number = next(_serial)
    name = name or f"试用员{number}"
    return access.create_account(
        username=username or f"account{number}",
        name=name,
        password=password,
        public_name=f"{name[:1]}师傅",
        work_phone="0935-0000000",
        invented=True,
        by=SYSTEM,
        **more,
    )


def appointed(post_code: str, area: Area, *, account: Account | None = None, **place: Any) -> Account:
    """An account that holds a post at a place since the beginning."""
    if not any(post.code == post_code for post in territory.posts()):
        posts()
    holder = account or an_account()
    an_appointment(post_code, holder.pk, area, **place)
    return holder


def as_actor(account: Account, **more: Any) -> Actor:
    """The actor an account is today."""
    return access.actor_of(account.pk, **more)


def a_grid_leader(grid: Area, **more: Any) -> Actor:
    return as_actor(appointed("grid_leader", grid, **more))


def a_building_head(grid: Area, building_id: int, **more: Any) -> Actor:
    return as_actor(appointed("building_head", grid, building_id=building_id, **more))


def a_community_worker(community: Area, **more: Any) -> Actor:
    return as_actor(appointed("community_worker", community, **more))


def a_dispatcher(street: Area, **more: Any) -> Actor:
    """The dispatcher of a street, who also coordinates and checks there."""
    return as_actor(appointed("street_dispatcher", street, **more))


def a_handler(unit: Unit, **more: Any) -> Actor:
    return as_actor(appointed("unit_handler", unit.area, unit_id=unit.pk, **more))


def a_county_supervisor(county: Area | None = None, **more: Any) -> Actor:
    return as_actor(appointed("county_supervisor", county or the_county(), **more))


def an_administrator(area: Area | None = None, *, elevated: bool = False, **more: Any) -> Actor:
    """An administrator and auditor, of the county unless told otherwise."""
    place = area or the_county()
    post_code = "administrator"
    if place.kind != Area.Kind.COUNTY:
        post_code = f"administrator_{place.kind}"
        roles = ["administrator", "auditor"]
        territory.define_post(code=post_code, name="管理员", level=place.kind, roles=roles, by=SYSTEM)
    return as_actor(appointed(post_code, place, **more), elevated=elevated)


def a_resident(name: str = "", **more: Any) -> Actor:
    """Somebody with an account and without a post."""
    return as_actor(an_account(name, **more))


def a_visitor(*followings: int) -> Actor:
    """Somebody not signed in, perhaps with tracking codes."""
    return access.visitor(followings)


def the_county() -> Area:
    return Area.objects.get(kind=Area.Kind.COUNTY)


def appointment_of(actor: Actor) -> Appointment:
    """The first appointment of an actor."""
    return Appointment.objects.get(pk=actor.grants[0].appointment_id)
