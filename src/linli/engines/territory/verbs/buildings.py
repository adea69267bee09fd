"""Estates and buildings: one by one and by the thousand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory import shapes
from linli.engines.territory.houses import HOUSES
from linli.engines.territory.models import Appointment, Area, Building, Entrance, Estate, Home
from linli.engines.territory.paths import ids_of, shared_path
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.places import grids_at
from linli.engines.territory.types import NewBuilding, NewEstate
from linli.engines.territory.versions import renew
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import locked_one, write

BATCH = 1000


def add_estates(rows: Sequence[NewEstate], *, by: Actor) -> list[Estate]:
    """Add housing estates, all or none, with one record in the journal.

    Raises: NotAllowed, NotFound, Invalid (a name missing, or twice in one community).
    """
    if not rows:
        return []
    with write():
        communities = _communities({row.community_id for row in rows}, by)
        names = Counter((row.community_id, row.name.strip()) for row in rows)
        known = set(Estate.objects.filter(community__in=communities).values_list("community_id", "name"))
        if any(not name for _community, name in names):
            raise Invalid(fields={"name": _("The name is missing.")})
        if max(names.values()) > 1 or known & names.keys():
            raise Invalid(fields={"name": _("This community already has an estate of this name.")}, code="name_taken")
        made = Estate.objects.bulk_create(
            [
                Estate(
                    community_id=row.community_id,
                    name=row.name.strip(),
                    aliases=[one.strip() for one in row.aliases if one.strip()],
                    property_unit_id=row.property_unit_id,
                )
                for row in rows
            ],
            batch_size=BATCH,
        )
        path = shared_path(communities[row.community_id].path for row in rows)
        renew(HOUSES)
        journal.record(
            kind="estates.added",
            stream=f"area:{ids_of(path)[-1]}",
            by=by,
            path=path,
            data={"estates": [{"id": one.pk, "name": one.name} for one in made]},
        )
        return made


def add_estate(
    *, community_id: int, name: str, aliases: Sequence[str] = (), property_unit_id: int | None = None, by: Actor
) -> Estate:
    """Add a housing estate, with the other names people use for it. Raises: as `add_estates`."""
    return add_estates([NewEstate(community_id, name, aliases, property_unit_id)], by=by)[0]


def change_estate(
    *, estate_id: int, name: str | None = None, aliases: Sequence[str] | None = None, by: Actor
) -> Estate:
    """Rename an estate, or say what else people call it. Raises: NotAllowed, NotFound, Invalid."""
    with write():
        estate = locked_one(Estate.objects.select_related("community").filter(pk=estate_id))
        require_change(by, estate.community.path)
        estate.name = name.strip() if name is not None else estate.name
        estate.aliases = [one.strip() for one in aliases if one.strip()] if aliases is not None else estate.aliases
        same = Estate.objects.filter(community=estate.community, name=estate.name).exclude(pk=estate.pk)
        if not estate.name or same.exists():
            raise Invalid(fields={"name": _("This community already has an estate of this name.")}, code="name_taken")
        estate.save(update_fields=["name", "aliases"])
        renew(HOUSES)
        journal.record(
            kind="estate.changed",
            stream=f"estate:{estate.pk}",
            by=by,
            path=estate.community.path,
            data={"name": estate.name, "aliases": estate.aliases},
        )
        return estate


def add_buildings(rows: Sequence[NewBuilding], *, by: Actor) -> list[Building]:
    """Add buildings with their entrances and homes, all or none, with one record in the journal.

    A row without a grid is put into the grid that holds its point, if that grid lies in the row's community.

    Raises: NotAllowed, NotFound, Invalid (a number twice in one estate).
    """
    if not rows:
        return []
    with write():
        communities = _communities({row.community_id for row in rows}, by)
        _refuse_twice(rows)
        grids = _grids_of(rows)
        made = Building.objects.bulk_create(
            [_building(row, communities[row.community_id], grid) for row, grid in zip(rows, grids, strict=True)],
            batch_size=BATCH,
        )
        homes = _fill(rows, made)
        path = shared_path(building.path for building in made)
        renew(HOUSES)
        journal.record(
            kind="buildings.added",
            stream=f"area:{ids_of(path)[-1]}",
            by=by,
            path=path,
            data={"count": len(made), "homes": homes, "first": made[0].pk, "last": made[-1].pk},
        )
        return made


def add_building(row: NewBuilding, *, by: Actor) -> Building:
    """Add one building. Raises: as `add_buildings`."""
    return add_buildings([row], by=by)[0]


def _communities(keys: set[int], by: Actor) -> dict[int, Area]:
    """Return the open communities of some keys, if the actor may change all of them. Raises: NotFound, NotAllowed."""
    found = Area.objects.filter(kind=Area.Kind.COMMUNITY, valid_to__isnull=True).in_bulk(keys)
    if len(found) < len(keys):
        raise NotFound
    for community in found.values():
        require_change(by, community.path)
    return found


def _refuse_twice(rows: Sequence[NewBuilding]) -> None:
    inside = [(row.estate_id, row.number) for row in rows if row.estate_id is not None]
    twice = next((key for key, times in Counter(inside).items() if times > 1), None)
    standing = Building.objects.filter(
        estate_id__in={estate for estate, _number in inside},
        number__in={number for _estate, number in inside},
        valid_to__isnull=True,
    )
    known = set(standing.values_list("estate_id", "number"))
    twice = twice or next((key for key in inside if key in known), None)
    if twice is not None:
        raise Invalid(_("Building %(number)s of this estate is there already.") % {"number": twice[1]}, code="twice")


def _grids_of(rows: Sequence[NewBuilding]) -> list[Area | None]:
    """Return the grid of each row: the one given, or the one that holds the point; None outside the community."""
    found = grids_at(np.array([[row.longitude, row.latitude] for row in rows]))
    keys = [row.grid_id if row.grid_id is not None else int(key) for row, key in zip(rows, found, strict=True)]
    grids = Area.objects.filter(kind=Area.Kind.GRID, valid_to__isnull=True).in_bulk(set(keys) - {0})
    for row in rows:
        if row.grid_id is not None and (row.grid_id not in grids or grids[row.grid_id].parent_id != row.community_id):
            raise Invalid(fields={"grid_id": _("This grid lies in another community.")}, code="grid_elsewhere")
    fits = [grids.get(key) for key in keys]
    return [
        grid if grid is not None and grid.parent_id == row.community_id else None
        for row, grid in zip(rows, fits, strict=True)
    ]


def _building(row: NewBuilding, community: Area, grid: Area | None) -> Building:
    return Building(
        community=community,
        grid=grid,
        estate_id=row.estate_id,
        path=(grid or community).path,
        number=row.number,
        name=row.name,
        kind=row.kind,
        floors=row.floors,
        households=max(row.households, len(row.homes)),
        longitude=row.longitude,
        latitude=row.latitude,
        footprint=shapes.dump(row.footprint) if row.footprint is not None else None,
        external_id=row.external_id,
        valid_from=row.valid_from or clock.today(),
    )


def _numbers(row: NewBuilding) -> list[str]:
    """Return the numbers of a building's entrances, those named by its homes included."""
    given = row.entrances if not isinstance(row.entrances, int) else [str(n + 1) for n in range(row.entrances)]
    return list(dict.fromkeys(chain(given, (entrance for entrance, _floor, _room in row.homes if entrance))))


def _fill(rows: Sequence[NewBuilding], made: Sequence[Building]) -> int:
    """Write the entrances and homes of new buildings; return how many homes."""
    fresh = [
        Entrance(building=building, number=number)
        for row, building in zip(rows, made, strict=True)
        for number in _numbers(row)
    ]
    doors = {(one.building_id, one.number): one.pk for one in Entrance.objects.bulk_create(fresh, batch_size=BATCH)}
    homes = [
        Home(building=building, entrance_id=doors[building.pk, entrance] if entrance else None, floor=floor, room=room)
        for row, building in zip(rows, made, strict=True)
        for entrance, floor, room in row.homes
    ]
    Home.objects.bulk_create(homes, batch_size=BATCH)
    return len(homes)


def close_building(*, building_id: int, valid_to: date, by: Actor) -> Building:
    """Close a building that is gone; what happened there stays.

    Raises: NotAllowed, NotFound, WrongState (somebody is still appointed there).
    """
    with write():
        found = locked_one(Building.objects.filter(pk=building_id, valid_to__isnull=True))
        require_change(by, found.path)
        still = Q(ends__isnull=True) | Q(ends__gt=valid_to)
        if Appointment.objects.filter(still, building=found).exists():
            raise WrongState(_("Somebody is still appointed there. End the appointment first."))
        found.valid_to = valid_to
        found.save(update_fields=["valid_to"])
        renew(HOUSES)
        journal.record(
            kind="building.closed",
            stream=f"building:{found.pk}",
            by=by,
            path=found.path,
            data={"valid_to": valid_to},
        )
        return found
