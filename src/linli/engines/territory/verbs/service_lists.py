"""Lists brought in for the 15-minute circle: points of service, and how many children and older people live where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory.coordinates import SYSTEMS, convert
from linli.engines.territory.imports.cells import Cell, Refused, number_of, text_of, whole_of
from linli.engines.territory.imports.tables import Row, Table, plain_name, read_table
from linli.engines.territory.listed import Register, register_of
from linli.engines.territory.models import Area, BuildingPeople, ServiceKind, ServicePoint
from linli.engines.territory.policies import require_draw
from linli.engines.territory.verbs.service_points import PointGiven, community_at, write_point
from linli.engines.territory.verbs.studies import renew_all_studies, renew_studies
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, LinliError
from linli.kernel.locks import locked_one, write

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "网点名称", "服务点", "机构名称", "name"),
    "kind": ("类别", "类型", "种类", "业态", "kind", "category"),
    "longitude": ("经度", "lng", "lon", "longitude", "x"),
    "latitude": ("纬度", "lat", "latitude", "y"),
    "address": ("地址", "详细地址", "address"),
    "hours": ("营业时间", "开放时间", "服务时间", "hours"),
    "phone": ("电话", "联系电话", "服务电话", "phone"),
    "estate": ("小区", "小区名称", "院落", "estate"),
    "number": ("楼号", "栋号", "幢号", "楼栋号", "number"),
    "child": ("儿童", "儿童人数", "0-14岁", "0至14岁", "children", "child"),
    "elderly": ("老人", "老人人数", "老年人", "60岁以上", "60岁及以上", "elderly"),
}  # fmt: skip
KNOWN = frozenset(plain_name(one) for names in COLUMNS.values() for one in names)
MOST_IN_BUILDING = 5_000


@dataclass(slots=True)
class Brought:
    """What came of a list: how many lines were new, changed, and which were refused and why."""

    added: int = 0
    changed: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reader:
    """The cells of a table by the names of its columns."""

    table: Table
    at: dict[str, int]

    @classmethod
    def of(cls, content: bytes, needed: Sequence[str]) -> "_Reader":
        if len(content) > settings.UPLOAD_LIMIT_BYTES:
            words = _("The file is larger than 20 MB. Please cut it in parts.")
            raise Invalid(fields={"file": words}, code="too_large")
        table = read_table(content, KNOWN)
        plain = [plain_name(one) for one in table.headers]
        at = {
            name: plain.index(plain_name(said))
            for name, names in COLUMNS.items()
            for said in reversed(names)
            if plain_name(said) in plain
        }
        missing = [COLUMNS[name][0] for name in needed if name not in at]
        if missing:
            words = _("The list lacks columns: %(names)s") % {"names": "、".join(missing)}
            raise Invalid(fields={"file": words}, code="columns_missing")
        return cls(table, at)

    def cell(self, row: Row, name: str) -> Cell:
        """Return a cell; None where there is no such column."""
        at = self.at.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else None

    def text(self, row: Row, name: str) -> str:
        """Return a cell as text."""
        return text_of(self.cell(row, name))

    def each(self, take: Callable[[Row], bool], brought: Brought) -> Brought:
        """Let `take` have every row (True: it was new); write down which it refused and why."""
        for row in self.table.rows:
            if row.is_empty():
                continue
            try:
                added = take(row)
            except (Refused, LinliError) as refused:
                brought.refused.append(_("Row %(row)d: %(why)s") % {"row": row.number, "why": _why(refused)})
                continue
            brought.added += added
            brought.changed += not added
        return brought


def _why(refused: Refused | LinliError) -> str:
    if isinstance(refused, Refused):
        return refused.why
    return str(next(iter(refused.fields.values()), refused.message))


def bring_service_points(
    *, area_id: int, content: bytes, source: str = "", source_system: str = "wgs84", by: Actor
) -> Brought:
    """Take in a list of points; a point of the same kind and name is changed. Lines that fail are told, the rest stays.

    A line says where it is by coordinates, or by the address of a building. Raises: NotAllowed, NotFound, Invalid.
    """
    if source_system not in SYSTEMS:
        raise Invalid(fields={"source_system": _("The coordinate system must be wgs84, gcj02 or bd09.")})
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_draw(by, area.path)
        taker = _Points(
            _Reader.of(content, ("name", "kind")), area, source, source_system, register_of(area.path), _kinds()
        )
        brought = taker.reader.each(taker.take, Brought())
        _record(area, "service_points.brought", brought, by)
        renew_studies(taker.places, path=area.path, by=by)
        return brought


def _kinds() -> dict[str, str]:
    """Return codes of kinds by everything a list may call them."""
    found: dict[str, str] = {}
    for row in ServiceKind.objects.all():
        found.update({row.code: row.code, plain_name(row.name): row.code, plain_name(row.name_en): row.code})
    found.pop("", None)
    return found


@dataclass(frozen=True, slots=True)
class _Points:
    """Takes in one line after another of a list of points."""

    reader: _Reader
    area: Area
    source: str
    system: str
    register: Register
    kinds: dict[str, str]
    places: list[tuple[float, float]] = field(default_factory=list)  # where points were and are

    def take(self, row: Row) -> bool:
        """Write one point; say whether it was new. Raises: Refused, Invalid."""
        given = self.given(row)
        area = community_at(given.longitude, given.latitude)
        if not area.path.startswith(self.area.path):
            raise Refused(_("It lies outside of %(area)s.") % {"area": self.area.name})
        known = ServicePoint.objects.filter(
            area=area, kind=given.kind, name=given.name[:60], valid_to__isnull=True
        ).first()
        if known is None or (known.longitude, known.latitude) != (given.longitude, given.latitude):
            self.places.append((given.longitude, given.latitude))
            self.places.extend([(known.longitude, known.latitude)] if known else [])
        write_point(known or ServicePoint(valid_from=clock.today()), given, area)
        return known is None

    def given(self, row: Row) -> PointGiven:
        """Read a line. Raises: Refused."""
        kind, name = self.reader.text(row, "kind"), self.reader.text(row, "name")
        if not name:
            raise Refused(_("The name is missing."))
        if plain_name(kind) not in self.kinds:
            raise Refused(_("There is no kind of service “%(name)s”.") % {"name": kind})
        longitude, latitude = self.place(row)
        texts = {one: self.reader.text(row, one) for one in ("address", "hours", "phone")}
        return PointGiven(self.kinds[plain_name(kind)], name, longitude, latitude, source=self.source, **texts)

    def place(self, row: Row) -> tuple[float, float]:
        """Return where a line says it is. Raises: Refused."""
        if self.reader.text(row, "longitude"):
            x, y = (number_of(self.reader.cell(row, one)) for one in ("longitude", "latitude"))
            if abs(y) > 90 >= abs(x):
                raise Refused(_("Longitude and latitude are the wrong way round."))
            return convert(x, y, self.system)
        address = self.reader.text(row, "address")
        if not address:
            raise Refused(_("Neither coordinates nor an address are given."))
        found = min(self.register.find_address(address))
        return self.register.places[found][:2]


def bring_people(*, area_id: int, content: bytes, by: Actor) -> Brought:
    """Take in how many children (0-14) and older people (60 and more) live in each building; counts, no names.

    Raises: NotAllowed, NotFound, Invalid.
    """
    with write():
        area = locked_one(Area.objects.filter(pk=area_id, valid_to__isnull=True))
        require_draw(by, area.path)
        reader, register = _Reader.of(content, ("estate", "number")), register_of(area.path)
        groups = [one for one in ("child", "elderly") if one in reader.at]
        if not groups:
            words = _("The list lacks columns: %(names)s") % {"names": "儿童、老人"}
            raise Invalid(fields={"file": words}, code="columns_missing")

        def take(row: Row) -> bool:
            number = reader.text(row, "number")
            if not number:
                raise Refused(_("The number of the building is missing."))
            (building,) = register.find(reader.text(row, "estate"), number)
            counts = {one: whole_of(reader.cell(row, one) or 0, most=MOST_IN_BUILDING) for one in groups}
            made = [
                BuildingPeople.objects.update_or_create(building_id=building, group=one, defaults={"people": count})[1]
                for one, count in counts.items()
            ]
            return any(made)

        brought = reader.each(take, Brought())
        _record(area, "building_people.brought", brought, by)
        renew_all_studies(area.path, by=by)
        return brought


def set_people(counts: dict[int, dict[str, int]], *, path: str, by: Actor) -> int:
    """Write how many people of each age group live in buildings, all at once; return how many counts.

    Raises: NotAllowed.
    """
    require_draw(by, path)
    with write():
        BuildingPeople.objects.filter(building__in=list(counts)).delete()
        rows = [
            BuildingPeople(building_id=building, group=group, people=people)
            for building, groups in counts.items()
            for group, people in groups.items()
        ]
        BuildingPeople.objects.bulk_create(rows, batch_size=1000)
        journal.record(kind="building_people.set", stream=f"people:{path}", by=by, path=path, data={"count": len(rows)})
        renew_all_studies(path, by=by)
        return len(rows)


def _record(area: Area, kind: str, brought: Brought, by: Actor) -> None:
    data = {"added": brought.added, "changed": brought.changed, "refused": len(brought.refused)}
    journal.record(kind=kind, stream=f"area:{area.pk}", by=by, path=area.path, data=data)
