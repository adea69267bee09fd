"""Bringing in the nets that departments drew, removing them, and choosing which of their grids stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.journal import public as journal
from linli.engines.territory import shapes
from linli.engines.territory.coordinates import SYSTEMS
from linli.engines.territory.imports.cells import Cell, Refused, text_of
from linli.engines.territory.imports.polygons import polygon_of
from linli.engines.territory.imports.tables import Row, Table, plain_name, read_table
from linli.engines.territory.listed import register_of
from linli.engines.territory.models import Area, Net, NetGrid, NetMember
from linli.engines.territory.policies import require_draw
from linli.engines.territory.queries.places import day_map
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.locks import locked_one, write

GRID_NAMES = (
    "网格", "网格名称", "网格编号", "网格编码", "网格代码", "所属网格", "片区", "责任区",
    "grid", "gridname", "gridcode", "code", "name", "名称", "编号",
)  # fmt: skip
CODE_NAMES = ("网格编号", "网格编码", "网格代码", "编号", "编码", "代码", "gridcode", "code", "id")
ADDRESS_NAMES = ("地址", "详细地址", "楼栋地址", "楼栋", "标准地址", "address", "building")
ESTATE_NAMES = ("小区", "小区名称", "院落", "楼盘", "estate", "compound")
NUMBER_NAMES = ("楼号", "栋号", "幢号", "楼栋号", "number", "block")
KNOWN = frozenset(
    plain_name(one) for one in (*GRID_NAMES, *CODE_NAMES, *ADDRESS_NAMES, *ESTATE_NAMES, *NUMBER_NAMES)
)
MOST_REMARKS = 60
AROUND = 0.00012  # degrees, some twelve metres: the ground around a listed building


@dataclass
class _Found:
    """One grid of a file, as far as it has been read."""

    code: str
    name: str
    shape: BaseGeometry | None = None
    buildings: set[int] = field(default_factory=set)


def bring_net(
    *,
    area_id: int,
    name: str,
    content: bytes,
    department: str = "",
    file_name: str = "",
    source_system: str = "wgs84",
    by: Actor,
) -> Net:
    """Take in one department's grids from GeoJSON or from a spreadsheet of addresses; rows that fail are remarked.

    Raises: NotAllowed, NotFound, Invalid (what is wrong with the file as a whole, a name taken).
    """
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid(_("The file is larger than 20 MB. Please cut it in parts."), code="too_large")
    if source_system not in SYSTEMS:
        raise Invalid(fields={"source_system": _("The coordinate system must be wgs84, gcj02 or bd09.")})
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_draw(by, area.path)
        _check_name(area, name)
        remarks: list[str] = []
        grids = _read(read_table(content, KNOWN), area, source_system, remarks)
        if not grids:
            raise Invalid(fields={"file": remarks[0] if remarks else _("No grid could be read from the file.")})
        net = Net.objects.create(
            area=area,
            path=area.path,
            name=name.strip(),
            department=department.strip(),
            source=file_name[-120:],
            brought_by_id=by.account_id,
            brought_at=clock.now(),
            remarks=remarks[:MOST_REMARKS],
        )
        _save(net, grids)
        data = {"net": net.pk, "name": net.name, "grids": len(grids), "refused": len(remarks)}
        journal.record(kind="net.brought", stream=f"area:{area.pk}", by=by, path=area.path, data=data)
        return net


def _check_name(area: Area, name: str) -> None:
    if not name.strip():
        raise Invalid(fields={"name": _("The name is missing.")})
    if Net.objects.filter(area=area, name=name.strip()).exists():
        raise Invalid(fields={"name": _("A net of this name is here already.")}, code="name_taken")


def _column(table: Table, names: Sequence[str]) -> int | None:
    """Return which column bears one of the names, the first name first."""
    plain = [plain_name(one) for one in table.headers]
    return next((plain.index(plain_name(one)) for one in names if plain_name(one) in plain), None)


def _cell(row: Row, at: int | None) -> str:
    cell: Cell = row.cells[at] if at is not None and at < len(row.cells) else None
    return text_of(cell)


def _read(table: Table, area: Area, system: str, remarks: list[str]) -> list[_Found]:
    """Read the grids of a file: polygons row by row, address lists gathered by the name of the grid."""
    if any(row.shape for row in table.rows):
        return _polygons(table, area, system, remarks)
    return _lists(table, area, remarks)


def _polygons(table: Table, area: Area, system: str, remarks: list[str]) -> list[_Found]:
    code_at, name_at = _column(table, CODE_NAMES), _column(table, GRID_NAMES)
    outline = day_map().shapes.get(area.pk)
    found: dict[str, _Found] = {}
    for row in table.rows:
        code = _cell(row, code_at) or str(row.number)
        try:
            _drawn, shape = polygon_of(row.shape or {}, system, outline)
        except Refused as refused:
            remarks.append(_("Row %(row)d: %(why)s") % {"row": row.number, "why": refused.why})
            continue
        if code in found:
            words = _("Row %(row)d: the code %(code)s stands in the file twice.")
            remarks.append(words % {"row": row.number, "code": code})
            code = f"{code}-{row.number}"
        found[code] = _Found(code[:40], (_cell(row, name_at) or code)[:60], shape)
    return list(found.values())


def _lists(table: Table, area: Area, remarks: list[str]) -> list[_Found]:
    grid_at = _column(table, GRID_NAMES)
    address_at, estate_at, number_at = (_column(table, one) for one in (ADDRESS_NAMES, ESTATE_NAMES, NUMBER_NAMES))
    if grid_at is None or (address_at is None and estate_at is None):
        text = _("The list needs a column for the grid, and one for the address (or estate and building number).")
        raise Invalid(fields={"file": text}, code="columns_missing")
    register = register_of(area.path)
    found: dict[str, _Found] = {}
    for row in table.rows:
        name = _cell(row, grid_at)
        if not name:
            continue
        estate, number = _cell(row, estate_at), _cell(row, number_at)
        try:
            inside = register.find(estate, number) if estate else register.find_address(_cell(row, address_at))
        except Refused as refused:
            remarks.append(_("Row %(row)d: %(why)s") % {"row": row.number, "why": refused.why})
            continue
        found.setdefault(name, _Found(name[:40], name[:60])).buildings.update(inside)
    for one in found.values():
        one.shape = _ground(register.places[key] for key in sorted(one.buildings))
    return list(found.values())


def _ground(places: Iterable[tuple[float, float, bytes | None]]) -> BaseGeometry:
    """Return the ground of listed buildings: their footprints with a little around them."""
    parts = [shapely.from_wkb(one) if one else shapely.Point(x, y) for x, y, one in places]
    return shapely.union_all(shapely.buffer(parts, AROUND, quad_segs=2))


def _save(net: Net, grids: Sequence[_Found]) -> None:
    made = NetGrid.objects.bulk_create(
        [
            NetGrid(net=net, code=one.code, name=one.name, shape=shapes.dump(one.shape), listed=bool(one.buildings))
            for one in grids
            if one.shape is not None
        ]
    )
    members = [
        NetMember(grid=grid, building_id=building)
        for grid, one in zip(made, grids, strict=True)
        for building in sorted(one.buildings)
    ]
    NetMember.objects.bulk_create(members, batch_size=1000)


def remove_net(net_id: int, *, by: Actor) -> None:
    """Take a net away again; plans made with it stay. Raises: NotAllowed, NotFound."""
    with write():
        net = locked_one(Net.objects.filter(pk=net_id))
        require_draw(by, net.path)
        data = {"net": net.pk, "name": net.name}
        journal.record(kind="net.removed", stream=f"area:{net.area_id}", by=by, path=net.path, data=data)
        net.delete()


def keep_grids(net_id: int, *, codes: Sequence[str], by: Actor) -> int:
    """Choose which grids of a net stay as they are in the next plan; return how many. Raises: NotAllowed, NotFound."""
    with write():
        net = locked_one(Net.objects.filter(pk=net_id))
        require_draw(by, net.path)
        known = set(net.grids.values_list("code", flat=True))
        if set(codes) - known:
            raise NotFound
        net.grids.update(keep=False)
        kept = net.grids.filter(code__in=codes).update(keep=True)
        data = {"net": net.pk, "kept": sorted(codes)}
        journal.record(kind="net.kept", stream=f"area:{net.area_id}", by=by, path=net.path, data=data)
        return kept
