"""Which column of a file is which field: matched by name in Chinese and English, changed by a person if wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.territory.imports.tables import plain_name

Fits = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row can tell."""

    name: str
    label: str | Promise
    names: tuple[str, ...]  # what files call it
    needed: bool = False
    example: str = ""
    most: int = 0  # characters that fit; 0: no text


def _field(
    name: str, label: str | Promise, names: str, *, needed: bool = False, example: str = "", most: int = 0
) -> Field:
    return Field(name, label, tuple(names.split()), needed, example, most)


_COMMUNITY = _field(
    "community",
    pgettext_lazy("import column", "Community"),
    "社区 所属社区 社区名称 社区代码 村 村居 村社区 所在社区 community communitycode communityname",
    needed=True,
    example="兴农社区",
)
_ESTATE = _field(
    "estate",
    pgettext_lazy("import column", "Estate"),
    "小区 小区名称 所属小区 楼盘 院落 estate estatename compound residence",
    example="兴农小区",
    most=60,
)
_BUILDING = _field(
    "building",
    pgettext_lazy("import column", "Building number"),
    "楼号 楼栋 楼栋号 栋号 幢号 楼幢 楼栋编号 楼宇 buildingnumber building number block",
    example="3",
    most=20,
)
_ENTRANCE = _field(
    "entrance",
    pgettext_lazy("import column", "Entrance"),
    "单元 单元号 门洞 entrance unitnumber stairwell",
    example="2",
    most=12,
)
_ADDRESS = _field(
    "address",
    pgettext_lazy("import column", "Address"),
    "地址 详细地址 住址 标准地址 房屋地址 address fulladdress",
    example="兴农小区3号楼2单元501",
)
_STARTS = "开始日期 任职日期 上任日期 起始日期 聘任日期 聘期开始 到任日期 starts start startdate from"
_ENDS = "结束日期 届满日期 截止日期 聘期结束 任期届满 到期日期 ends end enddate until to"

AREAS = (
    _field(
        "name",
        pgettext_lazy("import column", "Name"),
        "名称 网格名称 区域名称 社区名称 name mc wgmc title",
        needed=True,
        example="兴农社区第一网格",
        most=60,
    ),
    _field(
        "code",
        pgettext_lazy("import column", "Code"),
        "代码 编码 区划代码 统计代码 网格编码 网格代码 网格编号 code dm wgbm gridcode id",
        needed=True,
        example="620302001001001",
        most=20,
    ),
    _field("kind", pgettext_lazy("import column", "Level"), "层级 级别 类型 区域类型 level kind type", example="网格"),
    _field(
        "grid_kind",
        pgettext_lazy("import column", "Kind of grid"),
        "网格类型 网格类别 网格性质 gridkind gridtype",
        example="基础",
    ),
    _field(
        "parent",
        pgettext_lazy("import column", "Lies in"),
        "上级 上级代码 上级编码 上级名称 所属社区 所属街道 parent parentcode pcode",
        example="620302001001",
    ),
    _field("short_name", pgettext_lazy("import column", "Short name"), "简称 shortname", example="第一网格", most=30),
    _field(
        "valid_from",
        pgettext_lazy("import column", "Valid from"),
        "生效日期 启用日期 起用日期 validfrom from since",
        example="2026-01-01",
    ),
)
BUILDINGS = (
    _COMMUNITY,
    _field(
        "grid",
        pgettext_lazy("import column", "Grid"),
        "网格 所属网格 网格名称 网格编码 网格代码 grid gridcode gridname",
        example="620302001001001",
    ),
    _ESTATE,
    _field(
        "number",
        pgettext_lazy("import column", "Building number"),
        "楼号 楼栋 楼栋号 栋号 幢号 楼幢 楼栋编号 buildingnumber number building block",
        needed=True,
        example="3",
        most=20,
    ),
    _field(
        "name",
        pgettext_lazy("import column", "Name of the building"),
        "楼栋名称 楼宇名称 建筑名称 名称 buildingname name",
        example="3号楼",
        most=60,
    ),
    _field(
        "kind",
        pgettext_lazy("import column", "Use"),
        "用途 建筑用途 楼栋类型 建筑类型 类型 use usage kind type",
        example="住宅",
    ),
    _field(
        "floors",
        pgettext_lazy("import column", "Floors"),
        "层数 楼层数 总层数 地上层数 floors storeys levels",
        example="6",
    ),
    _field(
        "entrances",
        pgettext_lazy("import column", "Entrances"),
        "单元数 单元 单元列表 单元个数 entrances units",
        example="3",
    ),
    _field(
        "households",
        pgettext_lazy("import column", "Households"),
        "户数 总户数 住户数 households homes flats",
        example="36",
    ),
    _field(
        "longitude", pgettext_lazy("import column", "Longitude"), "经度 longitude lng lon long x", example="102.1852"
    ),
    _field("latitude", pgettext_lazy("import column", "Latitude"), "纬度 latitude lat y", example="38.5171"),
    _field(
        "position",
        pgettext_lazy("import column", "Longitude and latitude in one column"),
        "坐标 经纬度 位置 location position coordinates lnglat",
        example="",
    ),
    _field(
        "external_id",
        pgettext_lazy("import column", "Number elsewhere"),
        "外部编号 建筑编码 不动产单元号 externalid refid",
        most=40,
    ),
    _field(
        "valid_from",
        pgettext_lazy("import column", "Valid from"),
        "生效日期 启用日期 建成日期 validfrom since",
        example="2026-01-01",
    ),
)
HOMES = (
    _field(_COMMUNITY.name, _COMMUNITY.label, " ".join(_COMMUNITY.names), example=_COMMUNITY.example),
    _ESTATE,
    _BUILDING,
    _ENTRANCE,
    _field("floor", pgettext_lazy("import column", "Floor"), "楼层 层 所在层 floor storey", example="5"),
    _field(
        "room",
        pgettext_lazy("import column", "Room"),
        "房号 室号 房间号 门牌号 户号 室 房屋编号 room roomnumber flat door",
        example="501",
        most=20,
    ),
    _ADDRESS,
)
UNITS = (
    _field(
        "name",
        pgettext_lazy("import column", "Name"),
        "单位名称 名称 单位 机构名称 公司名称 name unit organisation organization",
        needed=True,
        example="安和物业服务公司",
        most=60,
    ),
    _field(
        "kind",
        pgettext_lazy("import column", "Kind of unit"),
        "单位类型 单位类别 类型 类别 职能 kind type unitkind",
        needed=True,
        example="物业",
        most=40,
    ),
    _field(
        "area",
        pgettext_lazy("import column", "Area"),
        "区域 所属区域 服务区域 辖区 所属社区 所属街道 社区 街道 区域代码 area areacode areaname",
        needed=True,
        example="兴农社区",
    ),
    _field(
        "phone",
        pgettext_lazy("import column", "Public phone"),
        "电话 联系电话 办公电话 值班电话 phone telephone tel",
        example="0935-0000000",
        most=30,
    ),
    _field(
        "address", pgettext_lazy("import column", "Address"), "地址 办公地址 address", example="北京路12号", most=120
    ),
    _field(
        "estates",
        pgettext_lazy("import column", "Estates it serves"),
        "服务小区 管理小区 小区 小区名称 estates estate",
        example="兴农小区、桂花苑",
    ),
)
APPOINTMENTS = (
    _field(
        "post",
        pgettext_lazy("import column", "Post"),
        "岗位 职务 岗位名称 角色 担任 post position role",
        needed=True,
        example="网格长",
    ),
    _field(
        "account",
        pgettext_lazy("import column", "Person (user name or name)"),
        "姓名 用户名 账号 人员 登录名 工作人员 account username name person",
        needed=True,
        example="linxh",
    ),
    _field(
        "area",
        pgettext_lazy("import column", "Area"),
        "区域 网格 社区 街道 所属网格 所属社区 区域代码 网格编码 网格名称 area areacode grid community",
        example="620302001001001",
    ),
    _ESTATE,
    _BUILDING,
    _ENTRANCE,
    _field(
        "unit",
        pgettext_lazy("import column", "Unit"),
        "单位 单位名称 所在单位 unit organisation organization",
        example="安和物业服务公司",
    ),
    _field("starts", pgettext_lazy("import column", "From"), _STARTS, example="2026-01-01"),
    _field("ends", pgettext_lazy("import column", "Until (no longer counts)"), _ENDS, example="2029-01-01"),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "areas": AREAS,
    "buildings": BUILDINGS,
    "homes": HOMES,
    "units": UNITS,
    "appointments": APPOINTMENTS,
}
KINDS: dict[str, str | Promise] = {
    "areas": _("Areas with boundaries (GeoJSON)"),
    "buildings": _("Buildings"),
    "homes": _("Homes"),
    "units": _("Units"),
    "appointments": _("Appointments to posts"),
}


def known_names(kind: str) -> frozenset[str]:
    """Return every name of a column that a kind of file may use."""
    return frozenset(plain_name(name) for field in FIELDS[kind] for name in field.names)


def match(kind: str, headers: Sequence[str]) -> dict[str, int]:
    """Return for each field the number of its column, where one is found.

    The same name first, earlier names of a field before later ones; then a column whose name contains one. A column
    serves one field only.
    """
    plain = [plain_name(header) for header in headers]
    found: dict[str, int] = {}
    for fits in (_is_same, _contains):
        for field in FIELDS[kind]:
            if field.name in found:
                continue
            at = _column_of(field, plain, set(found.values()), fits)
            if at is not None:
                found[field.name] = at
    return found


def _is_same(header: str, name: str) -> bool:
    return header == name


def _contains(header: str, name: str) -> bool:
    return len(name) > 1 and not name.isascii() and name in header


def _column_of(field: Field, plain: Sequence[str], taken: set[int], fits: Fits) -> int | None:
    for name in field.names:
        for at, header in enumerate(plain):
            if at not in taken and header and fits(header, plain_name(name)):
                return at
    return None


def missing(kind: str, columns: Mapping[str, int]) -> list[Field]:
    """Return the needed fields that no column was found for."""
    return [field for field in FIELDS[kind] if field.needed and field.name not in columns]
