"""Units, grids, points of service and homes from the files of the command line (spreadsheet, CSV or GeoJSON)."""

from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.imports.cells import text_of
from linli.engines.territory.imports.tables import read_table
from linli.engines.territory.planner.inputs import Road, Town, features, whole
from linli.engines.territory.planner.reachtable import HomeInput, PointInput
from linli.engines.territory.planner.units import GridInput, UnitInput
from linli.kernel.errors import Invalid

COLUMNS = frozenset({
    "id", "name", "capacity", "longitude", "latitude", "skills", "now", "locked", "liaison_of", "kind",
    "编号", "名称", "可包网格数", "经度", "纬度", "特长", "现包网格", "指定网格", "联络社区", "类别",
})
CHINESE = {
    "编号": "id", "名称": "name", "可包网格数": "capacity", "经度": "longitude", "纬度": "latitude", "特长": "skills",
    "现包网格": "now", "指定网格": "locked", "联络社区": "liaison_of", "类别": "kind",
}
SERIAL = 3                    # digits of a grid's code after those of its community


def read_units(path: Path) -> list[UnitInput]:
    """Read units; several skills or grids in one cell are divided by ; or 、. Raises: Invalid."""
    return [
        UnitInput(
            id=row["id"], name=row.get("name", ""), capacity=whole(row.get("capacity") or 1),
            longitude=_degrees(row, "longitude"), latitude=_degrees(row, "latitude"), skills=_several(row, "skills"),
            now=_several(row, "now"), locked=_several(row, "locked"), liaison_of=row.get("liaison_of", ""),
        )
        for row in _rows(path)
    ]


def read_points(path: Path) -> list[PointInput]:
    """Read points of service: id, kind, name and a place. Raises: Invalid."""
    found = []
    for row in _rows(path):
        longitude, latitude = _degrees(row, "longitude"), _degrees(row, "latitude")
        if longitude is None or latitude is None:
            raise Invalid(_("%(name)s has no place.") % {"name": row.get("name") or row["id"]})
        found.append(PointInput(row["id"], row.get("kind", ""), longitude, latitude, row.get("name", "")))
    return found


def read_grids(path: Path) -> list[GridInput]:
    """Read grids as `plan grids` writes them; `skills` and `need` may be given. Raises: Invalid."""
    found = []
    for code, outline, about in shapes_of(path):
        middle = shapely.point_on_surface(outline)
        found.append(GridInput(
            code=code, community=str(about.get("community") or code[:-SERIAL]), longitude=middle.x, latitude=middle.y,
            need=whole(about.get("need") or about.get("households") or 1),
            skills=frozenset(_divided(str(about.get("skills") or ""))),
        ))
    return found


def shapes_of(path: Path) -> list[tuple[str, BaseGeometry, dict[str, Any]]]:
    """Return code, shape and properties of each grid of a GeoJSON file. Raises: Invalid."""
    found = []
    for number, row in enumerate(features(path)):
        about = row.get("properties") or {}
        try:
            found.append((str(about.get("code", number)), shape(row["geometry"]), about))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Invalid(_("Grid %(code)s has no shape.") % {"code": about.get("code", number)}) from error
    return found


def read_roads(path: Path | None) -> list[Road]:
    """Read roads and paths from GeoJSON. Raises: Invalid."""
    found = []
    for row in features(path) if path else []:
        about = row.get("properties") or {}
        if row.get("geometry"):
            kind = about.get("class") or about.get("highway") or about.get("kind") or ""
            found.append(Road(shape(row["geometry"]), str(kind)))
    return found


def homes_of(town: Town) -> list[HomeInput]:
    """Return the buildings of a town as homes."""
    middle = town.projection.to_degrees(shapely.point_on_surface(town.footprints))
    return [
        HomeInput(name, float(point.x), float(point.y), int(households))
        for name, point, households in zip(town.ids, middle, town.households, strict=True)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        table = read_table(path.read_bytes(), COLUMNS)
    except OSError as error:
        raise Invalid(_("%(file)s cannot be read.") % {"file": path.name}) from error
    names = [CHINESE.get(name.strip(), name.strip()) for name in table.headers]
    found = []
    for row in table.rows:
        values = {name: text_of(cell).strip() for name, cell in zip(names, row.cells, strict=False)}
        if row.shape:
            point = shapely.point_on_surface(shape(row.shape))
            values |= {"longitude": str(point.x), "latitude": str(point.y)}
        values["id"] = values.get("id") or values.get("name") or str(row.number)
        found.append(values)
    return found


def _degrees(row: dict[str, str], name: str) -> float | None:
    try:
        return float(row[name]) if row.get(name) else None
    except ValueError as error:
        raise Invalid(_("%(value)s is no longitude or latitude.") % {"value": row[name]}) from error


def _several(row: dict[str, str], name: str) -> frozenset[str]:
    return frozenset(_divided(row.get(name, "")))


def _divided(text: str) -> list[str]:
    for mark in "；、,，":
        text = text.replace(mark, ";")
    return [part.strip() for part in text.split(";") if part.strip()]
