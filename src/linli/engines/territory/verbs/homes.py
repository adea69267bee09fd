"""Homes behind the entrances of buildings."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from linli.engines.journal import public as journal
from linli.engines.territory.houses import HOUSES
from linli.engines.territory.models import Building, Entrance, Home
from linli.engines.territory.paths import ids_of, shared_path
from linli.engines.territory.policies import require_change
from linli.engines.territory.types import NewHome
from linli.engines.territory.verbs.buildings import BATCH
from linli.engines.territory.versions import renew
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import write

_Doors = dict[tuple[int, str], int]


def add_homes(rows: Sequence[NewHome], *, by: Actor) -> int:
    """Add homes, making entrances where they are new; all or none, one record in the journal. Return how many.

    The households of a building never fall below the homes known in it.

    Raises: NotAllowed, NotFound, Invalid (a room twice behind one entrance).
    """
    if not rows:
        return 0
    with write():
        keys = {row.building_id for row in rows}
        buildings = Building.objects.only("pk", "path", "households").in_bulk(keys)
        if len(buildings) < len(keys):
            raise NotFound
        for path in {building.path for building in buildings.values()}:
            require_change(by, path)
        doors = _doors_of(rows)
        _refuse_twice(rows, doors)
        homes = [
            Home(
                building_id=row.building_id,
                entrance_id=doors.get((row.building_id, row.entrance)),
                floor=row.floor,
                room=row.room,
            )
            for row in rows
        ]
        Home.objects.bulk_create(homes, batch_size=BATCH)
        _raise_households(buildings)
        path = shared_path(building.path for building in buildings.values())
        journal.record(
            kind="homes.added",
            stream=f"area:{ids_of(path)[-1]}",
            by=by,
            path=path,
            data={"count": len(homes), "buildings": len(buildings)},
        )
        return len(homes)


def _doors_of(rows: Sequence[NewHome]) -> _Doors:
    """Return the entrances of the rows by building and number, the new ones made."""
    wanted = {(row.building_id, row.entrance) for row in rows if row.entrance}
    there = Entrance.objects.filter(building_id__in={building for building, _number in wanted})
    known = {(building, number): key for key, building, number in there.values_list("pk", "building_id", "number")}
    fresh = [Entrance(building_id=building, number=number) for building, number in sorted(wanted - known.keys())]
    made = Entrance.objects.bulk_create(fresh, batch_size=BATCH)
    return known | {(one.building_id, one.number): one.pk for one in made}


def _refuse_twice(rows: Sequence[NewHome], doors: _Doors) -> None:
    there = Home.objects.filter(building_id__in={row.building_id for row in rows})
    seen: set[tuple[int, int | None, str]] = set(there.values_list("building_id", "entrance_id", "room"))
    for row in rows:
        key = (row.building_id, doors.get((row.building_id, row.entrance)), row.room)
        if key in seen:
            raise Invalid(_("Room %(room)s is there already.") % {"room": row.room}, code="twice")
        seen.add(key)


def _raise_households(buildings: dict[int, Building]) -> None:
    known = dict(Home.objects.filter(building_id__in=buildings).values_list("building_id").annotate(Count("pk")))
    changed = [building for building in buildings.values() if known[building.pk] > building.households]
    for building in changed:
        building.households = known[building.pk]
    if changed:
        Building.objects.bulk_update(changed, ["households"], batch_size=BATCH)
        renew(HOUSES)
