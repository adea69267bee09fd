"""What lies within a walk of one place: for a resident who asks, and for other systems. The asking is not kept."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from linli.engines.territory import drafting
from linli.engines.territory.houses import houses
from linli.engines.territory.models import Building, ReachStudy
from linli.engines.territory.queries.areas import county
from linli.engines.territory.queries.buildings import building_row
from linli.engines.territory.queries.circle import points_near, service_kinds, table_of, walk_between
from linli.engines.territory.queries.circlerows import CircleAt, KindNear, ServicePointRow
from linli.engines.territory.types import BuildingRow
from linli.kernel.errors import NotFound

FARTHEST = 3_000  # metres walked: what is farther is not told as the nearest


def circle_at(longitude: float, latitude: float) -> CircleAt:
    """Return what lies within a walk of a place, by kind; of a kind out of reach, the nearest within three kilometres.

    Ways are along streets where the reach of the building's community has been worked out, else straight, times 1.3.
    """
    path = county().path
    home = houses().nearest(longitude, latitude, path)
    rows = points_near(longitude, latitude, path, FARTHEST)
    if home is not None:
        rows = _along_streets(home, (longitude, latitude), rows)
    kinds = []
    for kind in service_kinds():
        own = [one for one in rows if one.kind == kind.code]
        inside = [one for one in own if (one.metres or 0) <= kind.minutes * drafting.METRES_A_MINUTE]
        kinds.append(KindNear(kind, inside, own[0] if own and not inside else None))
    return CircleAt(longitude, latitude, home, kinds, streets=any(one.streets for one in rows))


def _along_streets(
    home: BuildingRow, here: tuple[float, float], rows: list[ServicePointRow]
) -> list[ServicePointRow]:
    """Put measured ways in place of straight ones, for points that stand where they stood when it was measured."""
    table = _table_around(home)
    if table is None or str(home.id) not in table.homes:
        return rows
    column, first = table.homes.index(str(home.id)), walk_between(here, home.longitude, home.latitude)
    metres = {
        (point.id, point.longitude, point.latitude): int(way) + first
        for point, way in zip(table.points, table.metres[:, column], strict=True)
        if way < drafting.FAR
    }
    found = []
    for one in rows:
        way = metres.get((str(one.id), one.longitude, one.latitude))
        found.append(one if way is None else replace(one, metres=way, streets=True))
    return sorted(found, key=lambda one: (one.metres or 0, one.id))


def _table_around(home: BuildingRow) -> drafting.ReachTable | None:
    studies = ReachStudy.objects.filter(area_id=home.community_id, state="ready", table__isnull=False)
    newest = studies.order_by("-made_at", "-pk").values_list("pk", flat=True).first()
    return table_of(newest) if newest is not None else None


def estate_middle(estate_id: int) -> BuildingRow:
    """Return the building nearest to the middle of an estate: where its people are asked about. Raises: NotFound."""
    standing = Building.objects.filter(estate_id=estate_id, valid_to__isnull=True)
    rows = list(standing.select_related("estate", "community", "grid").order_by("pk"))
    if not rows:
        raise NotFound
    return building_row(rows[_middle((one.longitude, one.latitude) for one in rows)])


def _middle(places: Iterable[tuple[float, float]]) -> int:
    found = np.array(list(places))
    away = found - found.mean(axis=0)
    away[:, 0] *= np.cos(np.radians(found[0, 1]))
    return int(np.argmin((away**2).sum(axis=1)))
