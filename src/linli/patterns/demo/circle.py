"""Points of service of the invented county: enough in most communities, a few missing where somebody should look."""

from random import Random

from linli.engines.territory import circle
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.county import County
from linli.patterns.demo.town.plan import BuildingPlan

SOURCE = "虚构的县，由生成器编写"
COMMUNITIES = ("北苑社区", "新城社区")  # where the reach is worked out when the worker first runs
# kind, name, hours, households for each point, share of communities that have any
POINTS = (
    ("market", "菜市场", "6:30-19:00", 1400, 0.7),
    ("shop", "便民超市", "7:30-22:00", 500, 1.0),
    ("clinic", "卫生服务站", "8:30-17:30", 1800, 0.5),
    ("canteen", "老年食堂", "11:00-13:00 17:00-18:30", 2500, 0.35),
    ("daycare", "日间照料中心", "8:30-17:00", 3000, 0.3),
    ("nursery", "四点半课堂", "16:30-18:30", 1800, 0.4),
    ("repair", "便民修配点", "9:00-18:00", 1200, 0.6),
    ("toilet", "共享公厕", "7:00-22:00", 700, 0.5),
)
CHILDREN, OLDER = 0.34, 0.62  # people of the age in an average household
MOST_OF_A_KIND = 6


def open_points(county: County, seed: int) -> None:
    """Open points of service in every community, in shops first; count children and older people by building."""
    random = Random(f"{seed}:circle")  # noqa: S311
    given: list[circle.PointGiven] = []
    for key in county.communities():
        buildings = [one for one in county.town.buildings if one.community == key]
        given += _of_community(county.names[key].removesuffix("社区"), buildings, random)
    circle.add_service_points(given, by=SYSTEM)
    circle.set_people(_people(county, random), path=county.root, by=SYSTEM)


def _of_community(name: str, buildings: list[BuildingPlan], random: Random) -> list[circle.PointGiven]:
    households = sum(one.households for one in buildings)
    if not buildings:
        return []
    west = min(one.middle[0] for one in buildings)
    side = sorted(buildings, key=lambda one: one.middle[0] - west)[: max(1, len(buildings) * 2 // 5)]  # the east waits
    made = []
    for kind, what, hours, each, share in POINTS:
        if random.random() > share:
            continue
        count = min(MOST_OF_A_KIND, max(1, round(households / each)))
        for number, one in enumerate(random.sample(side, min(count, len(side))), 1):
            x, y = one.middle
            title = f"{name}{what}" if count == 1 else f"{name}第{'一二三四五六'[number - 1]}{what}"
            phone = f"0935-55{random.randrange(10_000, 99_999)}"
            made.append(circle.PointGiven(kind, title, x, y, f"{one.name}旁", hours, phone, SOURCE))
    return made


def _people(county: County, random: Random) -> dict[int, dict[str, int]]:
    found = {}
    for pk, one in zip(county.building_ids, county.town.buildings, strict=True):
        if one.households:
            old = OLDER * (1.6 if one.floors <= 6 else 0.7)  # older people live in the older, lower houses
            found[pk] = {
                "child": round(one.households * CHILDREN * random.uniform(0.5, 1.5)),
                "elderly": round(one.households * old * random.uniform(0.6, 1.4)),
            }
    return found


def work_out(county: County) -> None:
    """Ask for the reach of two communities; the worker measures it."""
    for name in COMMUNITIES:
        area = next(one for one in county.town.areas if one.name == name)
        circle.ask_study(area_id=county.area_ids[area.key], places=3, by=SYSTEM)
