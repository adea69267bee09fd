"""Appointing people to posts, for a term, one by one and by the hundred; ending appointments."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.directory import DIRECTORY
from linli.engines.territory.models import Appointment, Area, Building, Entrance, Post, Unit
from linli.engines.territory.paths import ids_of, shared_path
from linli.engines.territory.policies import require_change
from linli.engines.territory.types import NewAppointment
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked, locked_one, write

_BATCH = 1000
_Term = tuple[date, date | None]
_Same = tuple[int, int, int, int, int, int]


@dataclass
class _Places:
    """Everything the rows of a batch point at, read at once."""

    posts: dict[str, Post]
    areas: dict[int, Area]
    buildings: dict[int, Building]
    entrances: dict[int, Entrance]
    units: dict[int, Unit]


def appoint_many(rows: Sequence[NewAppointment], *, by: Actor) -> list[Appointment]:
    """Appoint people to posts, all or none, with one record in the journal.

    Without `ends` the post's term decides; without a term an appointment is open-ended. A second holder is allowed:
    staffing says how many a place should have; `staffing` and `overloads` show the rest.

    Raises: NotAllowed, NotFound, Invalid (the place does not fit the post), WrongState (holds it already).
    """
    if not rows:
        return []
    with write():
        places = _read(rows)
        made = [_appointment(row, places) for row in rows]
        for path in {one.path for one in made}:
            require_change(by, path)
        _refuse_double(made)
        Appointment.objects.bulk_create(made, batch_size=_BATCH)
        renew(DIRECTORY)
        _record(made, by)
        return made


def appoint(
    *,
    post_code: str,
    account_id: int,
    area_id: int | None = None,
    building_id: int | None = None,
    entrance_id: int | None = None,
    unit_id: int | None = None,
    starts: date | None = None,
    ends: date | None = None,
    programme: str = "*",
    by: Actor,
) -> Appointment:
    """Appoint a person to a post at a place. Raises: as `appoint_many`."""
    row = NewAppointment(
        post_code, account_id, area_id, building_id, entrance_id, unit_id, starts=starts, ends=ends, programme=programme
    )
    return appoint_many([row], by=by)[0]


def _read(rows: Sequence[NewAppointment]) -> _Places:
    """Read the posts and places of the rows; posts are locked, so that their level stays."""
    entrances = Entrance.objects.in_bulk({row.entrance_id for row in rows if row.entrance_id})
    buildings = {row.building_id for row in rows if row.building_id} | {one.building_id for one in entrances.values()}
    standing = Building.objects.filter(valid_to__isnull=True).select_related("grid", "community")
    return _Places(
        posts={one.code: one for one in locked(Post.objects.filter(code__in={row.post_code for row in rows}))},
        areas=Area.objects.filter(valid_to__isnull=True).in_bulk({row.area_id for row in rows if row.area_id}),
        buildings=standing.in_bulk(buildings),
        entrances=entrances,
        units=Unit.objects.filter(active=True).in_bulk({row.unit_id for row in rows if row.unit_id}),
    )


def _appointment(row: NewAppointment, places: _Places) -> Appointment:
    post = places.posts.get(row.post_code)
    if post is None:
        raise NotFound
    starts = row.starts or clock.today()
    ends = row.ends or _end_of_term(post, starts)
    if ends is not None and ends <= starts:
        raise Invalid(fields={"ends": _("The last day lies before the first.")})
    made = Appointment(post=post, account_id=row.account_id, programme=row.programme, starts=starts, ends=ends)
    if post.level == Post.Level.UNIT:
        _put_in_unit(made, places.units.get(row.unit_id or 0))
    elif post.level in {Post.Level.BUILDING, Post.Level.ENTRANCE}:
        _put_at_building(made, row, places)
    else:
        _put_at_area(made, places.areas.get(row.area_id or 0))
    return made


def _put_in_unit(made: Appointment, unit: Unit | None) -> None:
    if unit is None:
        raise Invalid(fields={"unit_id": _("Choose the unit in which the post is.")})
    made.unit, made.area_id, made.path = unit, unit.area_id, unit.path


def _put_at_area(made: Appointment, area: Area | None) -> None:
    if area is None:
        raise Invalid(fields={"area_id": _("Choose the area.")})
    if area.kind != made.post.level:
        raise Invalid(fields={"area_id": _("This post belongs to an area of another level.")}, code="wrong_level")
    made.area, made.path = area, area.path


def _put_at_building(made: Appointment, row: NewAppointment, places: _Places) -> None:
    building_id = row.building_id
    if made.post.level == Post.Level.ENTRANCE:
        made.entrance = places.entrances.get(row.entrance_id or 0)
        if made.entrance is None:
            raise Invalid(fields={"entrance_id": _("Choose the entrance.")})
        building_id = made.entrance.building_id
    building = places.buildings.get(building_id or 0)
    if building is None:
        raise Invalid(fields={"building_id": _("Choose the building.")})
    made.building, made.area, made.path = building, building.grid or building.community, building.path


def _end_of_term(post: Post, first: date) -> date | None:
    if post.term_months is None:
        return None
    year, month = divmod(first.year * 12 + first.month - 1 + post.term_months, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _same(one: Appointment) -> _Same:
    """Return what must not be held twice at one time."""
    return one.post_id, one.account_id, one.area_id, one.building_id or 0, one.entrance_id or 0, one.unit_id or 0


def _refuse_double(made: Sequence[Appointment]) -> None:
    """Refuse a second appointment of the same person to the same post and place at the same time."""
    held: dict[_Same, list[_Term]] = {}
    known = Appointment.objects.filter(
        account_id__in={one.account_id for one in made}, post_id__in={one.post_id for one in made}
    )
    for one in known:
        held.setdefault(_same(one), []).append((one.starts, one.ends))
    for one in made:
        terms = held.setdefault(_same(one), [])
        if any(_overlap((one.starts, one.ends), term) for term in terms):
            raise WrongState(_("This person already holds this post here at that time."), code="already_appointed")
        terms.append((one.starts, one.ends))


def _overlap(a: _Term, b: _Term) -> bool:
    return (a[1] is None or b[0] < a[1]) and (b[1] is None or a[0] < b[1])


def _record(made: Sequence[Appointment], by: Actor) -> None:
    if len(made) == 1:
        journal.record(
            kind="appointment.made",
            stream=f"appointment:{made[0].pk}",
            by=by,
            path=made[0].path,
            data=_data(made[0]),
            first=True,
        )
        return
    path = shared_path(one.path for one in made)
    journal.record(
        kind="appointments.made",
        stream=f"area:{ids_of(path)[-1]}",
        by=by,
        path=path,
        data={"appointments": [{"id": one.pk, "post": one.post.code, "account": one.account_id} for one in made]},
    )


def _data(made: Appointment) -> dict[str, object]:
    return {
        "post": made.post.code,
        "account": made.account_id,
        "area": made.area_id,
        "building": made.building_id,
        "entrance": made.entrance_id,
        "unit": made.unit_id,
        "starts": made.starts,
        "ends": made.ends,
    }


def end_appointment(appointment_id: int, ends: date, reason: str, *, by: Actor) -> Appointment:
    """End an appointment: from the day on it no longer holds. Its stand-ins end with it.

    Raises: NotAllowed, NotFound, Invalid, WrongState (ended already).
    """
    with write():
        found = locked_one(Appointment.objects.filter(pk=appointment_id))
        require_change(by, found.path)
        if found.ends is not None and found.ends <= clock.today():
            raise WrongState(_("This appointment has ended already."))
        if ends <= found.starts:
            raise Invalid(fields={"ends": _("The last day lies before the first.")})
        found.ends, found.end_reason = ends, reason
        found.save(update_fields=["ends", "end_reason"])
        found.stand_ins.filter(starts__gte=ends).delete()
        found.stand_ins.filter(ends__gt=ends).update(ends=ends)
        renew(DIRECTORY)
        journal.record(
            kind="appointment.ended",
            stream=f"appointment:{found.pk}",
            by=by,
            path=found.path,
            data={"ends": ends, "reason": reason},
        )
        return found
