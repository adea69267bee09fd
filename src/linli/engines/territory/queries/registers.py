"""Whole registers to take away, in columns that an import understands: data that come in can always go out again."""

import json
from collections.abc import Iterator
from typing import Any

import shapely

from linli.engines.territory.models import Appointment, Area, Building, Estate, Home
from linli.engines.territory.paths import in_path
from linli.engines.territory.policies import may_change
from linli.engines.territory.queries.places import day_map
from linli.engines.territory.queries.posts import units
from linli.engines.territory.queries.serving import in_force
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

Line = tuple[str | int | float, ...]
COLUMNS: dict[str, tuple[str, ...]] = {
    "buildings": (
        "社区代码",
        "网格代码",
        "小区名称",
        "楼号",
        "楼栋名称",
        "用途",
        "层数",
        "单元列表",
        "户数",
        "经度",
        "纬度",
        "外部编号",
        "启用日期",
    ),
    "homes": ("社区代码", "小区名称", "楼号", "单元", "楼层", "房号"),
    "units": ("单位名称", "单位类型", "区域代码", "联系电话", "办公地址", "服务小区"),
    "appointments": (
        "岗位",
        "用户名",
        "姓名备注",
        "区域代码",
        "小区名称",
        "楼号",
        "单元",
        "单位名称",
        "任职日期",
        "任期届满",
    ),
}
_BATCH = 2000


def register(kind: str, viewer: Actor, path: str) -> Iterator[Line]:
    """Yield the rows of a register for a subtree. Raises: NotFound (not an administrator there, no such register)."""
    makers = {"buildings": _buildings, "homes": _homes, "units": _units, "appointments": _appointments}
    if kind not in makers or not may_change(viewer, path):
        raise NotFound
    return makers[kind](path)


def _buildings(path: str) -> Iterator[Line]:
    standing = in_path(Building.objects.filter(valid_to__isnull=True), path)
    standing = standing.select_related("community", "grid", "estate").prefetch_related("entrances")
    for one in standing.order_by("path", "estate_id", "pk").iterator(chunk_size=_BATCH):
        doors = sorted((door.number for door in one.entrances.all()), key=lambda number: (len(number), number))
        yield (
            one.community.code,
            one.grid.code if one.grid is not None else "",
            one.estate.name if one.estate is not None else "",
            one.number,
            one.name,
            one.kind,
            one.floors,
            "、".join(doors) if len(doors) != 1 else f"{doors[0]}单元",
            one.households,
            one.longitude,
            one.latitude,
            one.external_id,
            one.valid_from.isoformat(),
        )


def _homes(path: str) -> Iterator[Line]:
    homes = in_path(Home.objects.filter(building__valid_to__isnull=True), path, "building__path")
    homes = homes.select_related("building__community", "building__estate", "entrance")
    for one in homes.order_by("building__path", "building_id", "entrance_id", "pk").iterator(chunk_size=_BATCH):
        house = one.building
        estate = house.estate.name if house.estate is not None else ""
        door = one.entrance.number if one.entrance is not None else ""
        yield house.community.code, estate, house.number, door, one.floor, one.room


def _units(path: str) -> Iterator[Line]:
    served: dict[int | None, list[str]] = {}
    for unit_id, name in Estate.objects.filter(property_unit__isnull=False).values_list("property_unit_id", "name"):
        served.setdefault(unit_id, []).append(name)
    codes = dict(Area.objects.values_list("pk", "code"))
    for one in units(path):
        yield one.name, one.kind, codes[one.area_id], one.phone, one.address, "、".join(served.get(one.id, ()))


def _appointments(path: str) -> Iterator[Line]:
    found = in_path(Appointment.objects.filter(in_force()), path)
    found = found.select_related("post", "account", "area", "building__estate", "entrance", "unit")
    for one in found.order_by("path", "post__order", "pk").iterator(chunk_size=_BATCH):
        house = one.building
        yield (
            one.post.name,
            one.account.username,
            one.account.name,
            one.area.code,
            house.estate.name if house is not None and house.estate is not None else "",
            house.number if house is not None else "",
            one.entrance.number if one.entrance is not None else "",
            one.unit.name if one.unit is not None else "",
            one.starts.isoformat(),
            one.ends.isoformat() if one.ends is not None else "",
        )


def boundary_register(viewer: Actor, path: str) -> dict[str, Any]:
    """Return the areas of a subtree with their outlines of today as GeoJSON. Raises: NotFound."""
    if not may_change(viewer, path):
        raise NotFound
    here = day_map()
    rows = sorted((row for row in here.rows.values() if row.path.startswith(path)), key=lambda row: row.path)
    codes = {row.id: row.code for row in here.rows.values()}
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": row.name,
                "code": row.code,
                "level": row.kind,
                "gridkind": row.grid_kind,
                "parent": codes.get(row.parent_id or 0, ""),
                "shortname": row.short_name,
            },
            "geometry": json.loads(shapely.to_geojson(here.shapes[row.id])),
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}
