"""Features of areas: new ones are added, and the boundary of each is drawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.imports.cells import Cell, Refused, text_of
from linli.engines.territory.imports.context import Context, Values
from linli.engines.territory.imports.polygons import polygon_of
from linli.engines.territory.models import Area
from linli.engines.territory.queries.areas import area_by_code, county
from linli.engines.territory.queries.places import day_map
from linli.engines.territory.types import AreaRow
from linli.engines.territory.verbs.areas import add_area
from linli.engines.territory.verbs.boundaries import set_boundary
from linli.kernel.errors import NotFound

_LEVELS = {
    Area.Kind.COUNTY: ("county", "district", "县", "区", "区县", "县区"),
    Area.Kind.STREET: ("street", "town", "township", "街道", "镇", "乡", "乡镇", "街道乡镇"),
    Area.Kind.COMMUNITY: ("community", "village", "社区", "村", "村社区", "居委会", "村委会"),
    Area.Kind.GRID: ("grid", "网格", "基础网格", "专属网格", "basic", "special"),
}
_ABOVE = {
    Area.Kind.STREET: Area.Kind.COUNTY,
    Area.Kind.COMMUNITY: Area.Kind.STREET,
    Area.Kind.GRID: Area.Kind.COMMUNITY,
}
_SPECIAL = ("special", "专属", "专属网格", "专用", "专门")
_FIRST_SPECIAL = 801  # serial of a special grid in its community


@dataclass(frozen=True, slots=True)
class _Feature:
    """One area of the file, checked."""

    kind: str
    name: str
    short_name: str
    code: str
    grid_kind: str
    parent: str
    valid_from: date | None
    shape: BaseGeometry  # as the file has it
    placed: BaseGeometry  # in WGS84


def level_of(value: Cell, code: str, usual: str) -> str:
    """Return an area's level: as the row says, as usual in this import, or as the code tells. Raises: Refused."""
    text = text_of(value).lower()
    for kind, words in _LEVELS.items():
        if text in words:
            return kind
    if usual:
        return usual
    if len(code) == 12 and code.isdigit():
        if code.endswith("000000"):
            return Area.Kind.COUNTY
        return Area.Kind.STREET if code.endswith("000") else Area.Kind.COMMUNITY
    if len(code) == 15:
        return Area.Kind.GRID
    raise Refused(_("The level is missing: county, street, community or grid."))


def code_above(code: str, kind: str) -> str:
    """Return the code of the area above, as statistical codes are built; empty where the code tells none."""
    if kind == Area.Kind.GRID and len(code) >= 15:
        return code[:12]
    if len(code) != 12:
        return ""
    return code[:9] + "000" if kind == Area.Kind.COMMUNITY else code[:6] + "000000"


class Areas:
    """Takes in areas, the widest first."""

    batch = 1

    def __init__(self, context: Context) -> None:
        self.context = context

    def what(self, values: Values) -> str:
        """Return name and code."""
        return " ".join(part for part in (text_of(values.get("name")), text_of(values.get("code"))) if part)

    def prepare(self, values: Values, shape: dict[str, Any] | None) -> _Feature:
        """Return the area, checked. Raises: Refused."""
        code, name = text_of(values.get("code")), text_of(values.get("name"))
        if not code or not name:
            raise Refused(_("Name and code are needed."))
        if shape is None:
            raise Refused(_("It has no geometry. Areas are brought as GeoJSON."))
        kind = level_of(values.get("kind"), code, self.context.level)
        beyond = self.context.county_shape() if kind != Area.Kind.COUNTY else None
        drawn, placed = polygon_of(shape, self.context.source, beyond)
        self.context.once(code, self.what(values))
        return _Feature(
            kind=kind,
            name=name,
            short_name=text_of(values.get("short_name")),
            code=code,
            grid_kind=_grid_kind(values, kind, code),
            parent=text_of(values.get("parent")),
            valid_from=self.context.day(values, "valid_from"),
            shape=drawn,
            placed=placed,
        )

    def save(self, items: list[_Feature]) -> None:
        """Add the areas that are new and draw the boundary of each. Raises: LinliError, Refused."""
        for item in items:
            known = _known(item.code)
            if known is None:
                known_id = self._add(item)
            else:
                self._check(known, item)
                known_id = known.id
            set_boundary(
                area_id=known_id,
                shape=item.shape,
                valid_from=item.valid_from,
                source=self.context.origin,
                source_system=self.context.source,
                by=self.context.by,
            )

    def _check(self, known: AreaRow, item: _Feature) -> None:
        if known.kind != item.kind:
            raise Refused(
                _("Code %(code)s is that of %(name)s, which is of another level.")
                % {"code": item.code, "name": known.name}
            )
        if not known.path.startswith(self.context.path):
            raise Refused(_("%(name)s lies outside the area of this import.") % {"name": known.name})

    def _add(self, item: _Feature) -> int:
        parent = self._parent(item) if item.kind != Area.Kind.COUNTY else None
        made = add_area(
            kind=item.kind,
            name=item.name,
            code=item.code,
            parent_id=parent.id if parent is not None else None,
            grid_kind=item.grid_kind,
            valid_from=item.valid_from,
            short_name=item.short_name,
            by=self.context.by,
        )
        return made.pk

    def _parent(self, item: _Feature) -> AreaRow:
        """Return the area above: as the row says, as the code tells, or where it lies. Raises: Refused."""
        above = _ABOVE[Area.Kind(item.kind)]
        if item.parent:
            return self.context.area(item.parent, (above,))
        by_code = _known(code_above(item.code, item.kind))
        if by_code is None and above == Area.Kind.COUNTY:
            by_code = county()
        if by_code is not None and by_code.kind == above:
            return by_code
        inner = item.placed.representative_point()
        around = day_map().area_at(inner.x, inner.y, above)
        if around is not None:
            return around
        raise Refused(_("It is not told in which area it lies. Please fill in the code or name of the area above."))


def _known(code: str) -> AreaRow | None:
    try:
        return area_by_code(code)
    except NotFound:
        return None


def _grid_kind(values: Values, kind: str, code: str) -> str:
    if kind != Area.Kind.GRID:
        return ""
    said = {text_of(values.get("grid_kind")), text_of(values.get("kind"))}
    serial = code[12:15]
    special = bool(said & set(_SPECIAL)) or (serial.isdigit() and int(serial) >= _FIRST_SPECIAL)
    return Area.GridKind.SPECIAL if special else Area.GridKind.BASIC


def widest_first(rows: list[Any], columns: dict[str, int], usual: str) -> list[Any]:
    """Order features so that an area comes after the one it lies in; rows whose level is unclear come last."""
    order = list(Area.Kind.values)

    def rank(row: Any) -> int:  # noqa: ANN401  a Row; typed there
        cell = row.cells[columns["kind"]] if "kind" in columns else None
        code = text_of(row.cells[columns["code"]]) if "code" in columns else ""
        try:
            return order.index(level_of(cell, code, usual))
        except Refused:
            return len(order)

    return sorted(rows, key=rank)
