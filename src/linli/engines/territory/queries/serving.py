"""Who serves where, now or on a day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.engines.territory.directory import Directory, Held, directory
from linli.engines.territory.models import DutyShift, Post, Staffing
from linli.engines.territory.queries.areas import area as area_row
from linli.engines.territory.queries.calendars import hours_text
from linli.engines.territory.types import AreaRow, Contact, Serving
from linli.kernel import clock

_NARROW_FIRST = {
    level: number
    for number, level in enumerate(
        [
            Post.Level.ENTRANCE,
            Post.Level.BUILDING,
            Post.Level.GRID,
            Post.Level.COMMUNITY,
            Post.Level.STREET,
            Post.Level.COUNTY,
        ]
    )
}
_OFFICES = frozenset({"community", "street", "community.office", "street.office"})


def in_force(on: date | None = None, prefix: str = "") -> Q:
    """Return the condition that an appointment or stand-in holds on a day (default: today)."""
    day = on or clock.today()
    ends = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    return Q(**{f"{prefix}starts__lte": day}) & ends


def holders(assignee_key: str) -> list[int]:
    """Return the accounts that serve under a key now, holders first, then stand-ins. An unknown key has none."""
    found = directory().serving(assignee_key)
    ordered = sorted(found, key=lambda one: one[2])
    return list(dict.fromkeys(account_id for _held, account_id, _standing in ordered))


def _people(account_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return what residents may know of accounts: public name and work phone."""
    found = (
        get_user_model().objects.filter(pk__in=set(account_ids)).values_list("pk", "name", "public_name", "work_phone")
    )
    return {key: (public or name, phone) for key, name, public, phone in found}


def _rows_of(here: Directory, found: list[Held], day: date) -> list[Serving]:
    """Return a row for each holder and each of their stand-ins, narrowest first."""
    order = {code: at for at, code in enumerate(here.posts)}
    found.sort(
        key=lambda one: (
            _NARROW_FIRST[Post.Level(here.posts[one.post_code].level)],
            -len(one.path),
            order[one.post_code],
            one.id,
        )
    )
    serving = [(held, account_id, standing) for held in found for account_id, standing in held.people(day)]
    people = _people(account_id for _held, account_id, _standing in serving)
    rows = []
    for held, account_id, standing in serving:
        post, (name, phone) = here.posts[held.post_code], people[account_id]
        rows.append(
            Serving(
                post_code=post.code,
                post_name=post.name,
                account_id=account_id,
                public_name=name,
                work_phone=phone,
                stand_in=standing,
                vacant=False,
                area_id=held.area_id,
                area_name=here.areas[held.area_id].name,
                level=post.level,
                appointment_id=held.id,
            )
        )
    return rows


def _vacant_rows(chain: list[AreaRow], filled: list[Serving]) -> list[Serving]:
    """Return a row for each post that an area of the chain should have and has nobody in."""
    taken = {(row.post_code, row.area_id) for row in filled}
    by_kind = {row.kind: row for row in chain}
    rows = []
    for plan in (
        Staffing.objects.filter(post__level__in=list(by_kind), count__gt=0)
        .select_related("post")
        .order_by("post__order", "pk")
    ):
        place = by_kind[plan.post.level]
        fits = plan.grid_kind in {"", place.grid_kind}
        if fits and (plan.post.code, place.id) not in taken:
            taken.add((plan.post.code, place.id))
            rows.append(
                Serving(
                    post_code=plan.post.code,
                    post_name=plan.post.name,
                    account_id=None,
                    public_name="",
                    work_phone="",
                    stand_in=False,
                    vacant=True,
                    area_id=place.id,
                    area_name=place.name,
                    level=plan.post.level,
                )
            )
    return rows


def who_serves(area_id: int, *, building_id: int | None = None, entrance_id: int | None = None) -> list[Serving]:
    """Return who serves an area, or a building in it: from the entrance and building up to the county.

    A stand-in comes before the holder stood in for; posts that nobody holds come last, marked as vacant. With a
    building but no entrance, the heads of all its entrances are named.

    Raises: NotFound.
    """
    here = directory()
    chain = here.chain(area_row(area_id).path)
    rows = _rows_of(here, _held_along(here, chain, building_id, entrance_id), clock.today())
    return [*rows, *_vacant_rows(chain, rows)]


def _held_along(here: Directory, chain: list[AreaRow], building_id: int | None, entrance_id: int | None) -> list[Held]:
    found = [held for place in chain for held in here.by_area.get(place.id, ())]
    at_building = here.by_building.get(building_id or 0, ())
    return found + [held for held in at_building if entrance_id is None or held.entrance_id in {None, entrance_id}]


def contact_of(area_id: int) -> Contact | None:
    """Return whom a resident of an area turns to first: the narrowest post that somebody serves in.

    Building and entrance heads are neighbours who volunteer; they are not named here. Where nobody serves, the nearest
    office is named; None when there is none. Raises: NotFound.
    """
    here = directory()
    place = area_row(area_id)
    found = _held_along(here, here.chain(place.path), None, None)
    served = _rows_of(here, found, clock.today())
    office = _office(here, place.path)
    hours = hours_text(place.path)
    if served:
        first = served[0]
        return Contact(
            first.post_name,
            first.public_name,
            first.work_phone or (office[1] if office else ""),
            hours,
            first.area_name,
        )
    return Contact(_("Office"), office[0], office[1], hours, office[2]) if office else None


def _office(here: Directory, path: str) -> tuple[str, str, str] | None:
    """Return name, phone and area of the nearest community or street office with a phone."""
    fits = [
        one
        for one in here.units.values()
        if one.active and one.phone and one.kind in _OFFICES and path.startswith(one.path)
    ]
    nearest = max(fits, key=lambda one: (len(one.path), -one.id), default=None)
    return (nearest.name, nearest.phone, nearest.area_name) if nearest is not None else None


def on_duty(area_id: int, at: datetime | None = None) -> list[int]:
    """Return the accounts on the duty list of an area at a moment (default: now)."""
    moment = at or clock.now()
    found = DutyShift.objects.filter(area_id=area_id, starts__lte=moment, ends__gt=moment).order_by("starts", "pk")
    return list(dict.fromkeys(found.values_list("account_id", flat=True)))
