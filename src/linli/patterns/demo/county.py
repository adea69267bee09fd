"""The invented county in the database: areas with boundaries, estates, buildings with homes, streets, units."""

from dataclasses import dataclass, field, replace
from datetime import date

from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.town.plan import BuildingPlan, Town
from linli.patterns.public import loaded

SOURCE = "虚构的县，由生成器绘制"
FIRMS = {"清泉": ("和润物业", "泉站"), "鼓楼": ("古城物业", "文鼓"), "滨河": ("滨水物业", "杏")}
SECOND_FIRMS = {"清泉": ("安居物业", "北南"), "鼓楼": ("东升物业", "门东"), "滨河": ("新域物业", "滨新")}
STREET_NAMES = {"street.office": "办事处", "elder_care_provider": "养老服务中心"}


@dataclass
class County:
    """What the generator has put into the database, by the keys of the plan."""

    town: Town
    area_ids: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    building_ids: list[int] = field(default_factory=list)  # in the order of town.buildings
    units: dict[tuple[str, str], int] = field(default_factory=dict)  # kind and key of its area, firms by name
    unit_names: dict[int, str] = field(default_factory=dict)
    firms: dict[str, int] = field(default_factory=dict)  # community key to its property firm

    @property
    def root(self) -> str:
        """Return the path of the county."""
        return self.paths["county"]

    def communities(self) -> list[str]:
        """Return the keys of the communities."""
        return [area.key for area in self.town.areas if area.kind == "community"]

    def streets(self) -> list[str]:
        """Return the keys of the streets."""
        return [area.key for area in self.town.areas if area.kind == "street"]

    def parent(self, key: str) -> str:
        """Return the key of the area above."""
        return next(area.parent for area in self.town.areas if area.key == key)


# what the county is called where another practice than the first is tried
NAMES = {"xixian": "青岭县", "chengkou": "巴岭县"}


def settle(town: Town, since: date, practice: str = "") -> County:
    """Write the plan of the town into the database, through the verbs of territory."""
    county = County(town)
    if practice in NAMES:
        name = NAMES[practice]
        town.areas[0] = replace(town.areas[0], name=name, short_name=name.removesuffix("县"))
    for area in town.areas:
        made = territory.add_area(
            kind=area.kind,
            name=area.name,
            short_name=area.short_name,
            code=area.code,
            grid_kind=area.grid_kind,
            rural=area.rural,
            parent_id=county.area_ids.get(area.parent),
            valid_from=since,
            by=SYSTEM,
        )
        county.area_ids[area.key], county.paths[area.key], county.names[area.key] = made.pk, made.path, area.name
    shapes = [(county.area_ids[area.key], area.shape) for area in town.areas]
    territory.set_boundaries(shapes, valid_from=since, source=SOURCE, by=SYSTEM)
    territory.add_roads(
        [territory.NewRoad(road.name, road.road_class, road.shape) for road in town.roads],
        county_id=county.area_ids["county"],
        by=SYSTEM,
    )
    _units(county)
    _buildings(county, since)
    return county


def _units(county: County) -> None:
    """Give every kind of unit of the pattern a unit on its level; property firms each a part of a street."""
    pattern = loaded()
    kinds = pattern.content["unit_kinds"] if pattern is not None else {}
    for kind, row in kinds.items():
        if kind == "property":
            continue
        for key in _areas_of_level(county, row["level"]):
            if kind == "owners_committee":
                continue  # committees grow from the owners; none stands at the beginning
            _unit(county, kind, key, _unit_name(county, kind, key, row["name"]))
    _firms(county)


def _firms(county: County) -> None:
    """Give each community the service post of a property firm, and one for the yards that have none."""
    for street in county.streets():
        for firm, communities in (FIRMS[street], SECOND_FIRMS[street]):
            for one in communities:
                name = county.names[f"c:{one}"].removesuffix("社区")
                county.firms[f"c:{one}"] = _unit(county, "property", f"c:{one}", f"{firm}{name}服务站")
    for key in county.communities():
        short = county.names[key].removesuffix("社区")
        _unit(county, "property", key, f"{short}物业托管站", key=f"{key}托管")


def _areas_of_level(county: County, level: str) -> list[str]:
    return [area.key for area in county.town.areas if area.kind == level]


def _unit_name(county: County, kind: str, key: str, name: str) -> str:
    area = county.names[key]
    if key == "county":
        return f"{area.removesuffix('县')}{name}" if name.startswith("县") else f"{area}{name}"
    if kind == "police":
        return f"{area.removesuffix('街道')}派出所"
    if key in county.streets():
        return f"{area}{STREET_NAMES.get(kind) or name.removeprefix('街道')}"
    return f"{area.removesuffix('社区')}{name}" if name.startswith("社区") else f"{area}{name}"


def _unit(county: County, kind: str, area: str, name: str, *, key: str = "") -> int:
    phone = f"0000-{5_100_000 + 37 * (len(county.unit_names) + 1):07d}"  # no such numbers exist
    made = territory.add_unit(
        kind=kind,
        name=name,
        area_id=county.area_ids[area],
        phone=phone,
        address=f"{county.names[area]}（虚构）",
        by=SYSTEM,
    )
    county.units[kind, key or area] = made.pk
    county.unit_names[made.pk] = name
    return made.pk


def _buildings(county: County, since: date) -> None:
    town = county.town
    estates = territory.add_estates(
        [
            territory.NewEstate(
                county.area_ids[estate.community],
                estate.name,
                property_unit_id=None if estate.built == "court" else county.firms[estate.community],
            )
            for estate in town.estates
        ],
        by=SYSTEM,
    )
    keys = [one.pk for one in estates]
    rows = [_building(county, plan, keys, since) for plan in town.buildings]
    county.building_ids = [one.pk for one in territory.add_buildings(rows, by=SYSTEM)]


def _building(county: County, plan: BuildingPlan, estates: list[int], since: date) -> territory.NewBuilding:
    return territory.NewBuilding(
        community_id=county.area_ids[plan.community],
        number=plan.number,
        name=plan.name,
        longitude=plan.middle[0],
        latitude=plan.middle[1],
        estate_id=estates[plan.estate] if plan.estate is not None else None,
        grid_id=county.area_ids[plan.grid],
        kind=plan.kind,
        floors=plan.floors,
        households=plan.households,
        entrances=plan.entrances,
        homes=list(plan.homes()) if plan.households else (),
        footprint=plan.footprint,
        valid_from=since,
    )
