"""Taking rows in at once, given in the program instead of a file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from linli.engines.territory.imports.areas import widest_first
from linli.engines.territory.imports.columns import match
from linli.engines.territory.imports.context import Context
from linli.engines.territory.imports.tables import Row
from linli.engines.territory.imports.work import Taker
from linli.engines.territory.models import Area
from linli.engines.territory.policies import require_change
from linli.engines.territory.queries.coverage import coverage
from linli.engines.territory.types import ImportReport
from linli.kernel.actor import Actor
from linli.kernel.locks import locked_one, write

_MOST_REMARKS = 50


def import_rows(
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    area_id: int,
    source: str = "wgs84",
    valid_from: date | None = None,
) -> ImportReport:
    """Take rows in at once, given as field -> value (areas: with `geometry`). Rows are numbered from 1.

    Raises: NotAllowed, NotFound.
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_change(by, area.path)
        names = list(dict.fromkeys(name for row in rows for name in row if name != "geometry"))
        columns = {name: at for at, name in enumerate(names)}
        context = Context(path=area.path, by=by, source=source, valid_from=valid_from)
        table = [
            Row(number, [row.get(name) for name in names], row.get("geometry")) for number, row in enumerate(rows, 1)
        ]
        ordered = widest_first(table, columns, "") if kind == "areas" else table
        taken = Taker(kind, columns, names, context).take(ordered)
        remarks = [one.words() for one in coverage(area.path)[:_MOST_REMARKS]] if kind == "areas" else []
        return ImportReport(taken.done, taken.refused, remarks)


def import_areas(
    features: Sequence[Mapping[str, Any]], *, by: Actor, area_id: int, source: str = "wgs84"
) -> ImportReport:
    """Take GeoJSON features of areas in at once. Raises: NotAllowed, NotFound."""
    rows = [{**(one.get("properties") or {}), "geometry": one.get("geometry")} for one in features]
    names = list(dict.fromkeys(name for row in rows for name in row if name != "geometry"))
    fields = {names[at]: field for field, at in match("areas", names).items()}
    renamed = [{fields.get(name, name): value for name, value in row.items()} for row in rows]
    return import_rows("areas", renamed, by=by, area_id=area_id, source=source)


def import_buildings(
    rows: Sequence[Mapping[str, Any]], *, by: Actor, area_id: int, source: str = "wgs84"
) -> ImportReport:
    """Take rows of buildings in at once, given as field -> value. Raises: NotAllowed, NotFound."""
    return import_rows("buildings", rows, by=by, area_id=area_id, source=source)
