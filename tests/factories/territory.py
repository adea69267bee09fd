"""A small invented county around 102.19, 38.52, and its parts. Everything goes through the verbs."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from django.contrib.auth import get_user_model
from shapely.geometry import Polygon, box
from tests.factories.kept import kept

from linli.engines.territory import public as territory
from linli.engines.territory.models import Appointment, Area, Building, Entrance, Estate, Unit
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind, Grant

WEST, SOUTH = 102.18, 38.51
SIDE = 0.01  # degrees; a grid is a square of about 870 x 1,110 metres
START = date(2024, 1, 1)

_serial = count(1)


def square(column: float, row: float, wide: float = 1, high: float = 1) -> Polygon:
    """A rectangle on the county's raster: column eastwards, row northwards, in sides of a grid."""
    return box(WEST + column * SIDE, SOUTH + row * SIDE, WEST + (column + wide) * SIDE, SOUTH + (row + high) * SIDE)


def middle(column: float, row: float) -> tuple[float, float]:
    """The middle of a cell of the raster: longitude and latitude."""
    return WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE


@dataclass
class County:
    """One county with one street, two communities side by side, two grids in each (south and north)."""

    county: Area
    street: Area
    communities: list[Area] = field(default_factory=list)
    grids: list[Area] = field(default_factory=list)  # 0, 1 in the first community; 2, 3 in the second


def an_area(
    kind: str, name: str, code: str, parent: Area | None, shape: Polygon | None = None, *, grid_kind: str = ""
) -> Area:
    made = territory.add_area(
        kind=kind,
        name=name,
        code=code,
        parent_id=parent.pk if parent else None,
        grid_kind=grid_kind,
        valid_from=START,
        by=SYSTEM,
    )
    if shape is not None:
        territory.set_boundary(area_id=made.pk, shape=shape, valid_from=START, source="test", by=SYSTEM)
    return made


@kept
def a_county() -> County:
    """Build the county: columns 0 and 1 are the communities, rows 0 and 1 the grids of each."""
    county = an_area("county", "金澜县", "620399000000", None, square(0, 0, 2, 2))
    street = an_area("street", "滨河路街道", "620399001000", county, square(0, 0, 2, 2))
    made = County(county, street)
    for column, name in enumerate(("兴农社区", "桂花社区")):
        community = an_area("community", name, f"62039900100{column + 1}", street, square(column, 0, 1, 2))
        made.communities.append(community)
        for row in range(2):
            code = f"{community.code}{row + 1:03d}"
            made.grids.append(
                an_area("grid", f"{name}第{'一二'[row]}网格", code, community, square(column, row), grid_kind="basic")
            )
    return made


def posts() -> None:
    """Define the usual posts, with staffing."""
    for order, (code, name, level, roles, limit) in enumerate(
        (
            ("grid_leader", "网格长", "grid", ["handler", "collector"], None),
            ("grid_member", "网格员", "grid", ["handler", "collector"], None),
            ("building_head", "楼栋长", "building", ["collector", "handler"], 100),
            ("entrance_head", "单元长", "entrance", ["collector"], None),
            ("community_worker", "社区工作者", "community", ["handler", "dispatcher", "checker"], None),
            (
                "street_dispatcher",
                "街道调度员",
                "street",
                ["dispatcher", "coordinator", "checker", "supervisor", "figures"],
                None,
            ),
            ("county_supervisor", "县督办员", "county", ["supervisor", "coordinator", "figures"], None),
            ("administrator", "系统管理员", "county", ["administrator", "auditor"], None),
            ("unit_handler", "经办人", "unit", ["handler"], None),
        )
    ):
        territory.define_post(
            code=code, name=name, level=level, roles=roles, household_limit=limit, order=order, by=SYSTEM
        )
    territory.define_staffing(post_code="grid_leader", count=1, by=SYSTEM)
    territory.define_staffing(post_code="grid_member", count=2, by=SYSTEM)
    territory.define_staffing(post_code="building_head", count=1, per_households=100, by=SYSTEM)
    territory.define_staffing(post_code="community_worker", count=1, by=SYSTEM)


def a_person(name: str = "", *, phone: str = "") -> int:
    """An account; its key."""
    number = next(_serial)
    name = name or f"测试员{number}"
    return (
        get_user_model()
        .objects.create(
            username=f"person{number}",
            name=name,
            public_name=f"{name[:1]}师傅",
            work_phone=phone,
            created_at=clock.now(),
            invented=True,
        )
        .pk
    )


def an_estate(
    community: Area, name: str = "兴农小区", aliases: tuple[str, ...] = (), firm: Unit | None = None
) -> Estate:
    return territory.add_estate(
        community_id=community.pk, name=name, aliases=aliases, property_unit_id=firm.pk if firm else None, by=SYSTEM
    )


def a_building(
    estate: Estate | None,
    number: str = "3",
    at: tuple[float, float] | None = None,
    *,
    community: Area | None = None,
    households: int = 24,
    entrances: tuple[str, ...] = ("1", "2", "3"),
) -> Building:
    """A building, in the middle of the county's first grid unless told otherwise."""
    place = at or middle(0, 0)
    return territory.add_building(
        territory.NewBuilding(
            community_id=(community or estate.community).pk,
            estate_id=estate.pk if estate else None,
            number=number,
            name=f"{number}号楼",
            longitude=place[0],
            latitude=place[1],
            floors=6,
            households=households,
            entrances=entrances,
            valid_from=START,
        ),
        by=SYSTEM,
    )


def some_homes(building: Building, rooms: tuple[str, ...] = ("101", "102", "201", "202"), entrance: str = "1") -> int:
    return territory.add_homes(
        [territory.NewHome(building.pk, room, entrance, int(room[:-2])) for room in rooms], by=SYSTEM
    )


def an_entrance(building: Building, number: str = "1") -> Entrance:
    return Entrance.objects.get(building=building, number=number)


def a_unit(area: Area, kind: str = "property", name: str = "", phone: str = "0935-0000000") -> Unit:
    return territory.add_unit(
        kind=kind, name=name or f"测试单位{next(_serial)}", area_id=area.pk, phone=phone, by=SYSTEM
    )


def an_appointment(post_code: str, account_id: int, area: Area | None = None, **place: object) -> Appointment:
    """Appoint somebody since the beginning of the county."""
    place.setdefault("starts", START)
    return territory.appoint(
        post_code=post_code, account_id=account_id, area_id=area.pk if area else None, by=SYSTEM, **place
    )


def an_administrator(area: Area, account_id: int | None = None) -> Actor:
    """Somebody who may change the area and all below it."""
    return a_member("administrator", area, account_id=account_id)


def a_member(role: str, area: Area, *, post: str = "", account_id: int | None = None, **more: object) -> Actor:
    """A staff member with one role over an area."""
    return Actor(
        kind=ActorKind.STAFF,
        name="某人",
        account_id=account_id,
        grants=(Grant(role=role, path=area.path, post=post or role, area_id=area.pk, **more),),
    )
