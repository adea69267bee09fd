"""Matters that many people write about on different days, each in words of their own: the hot issues of the county."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from linli.patterns.demo.beginning import Plan, World
from linli.patterns.demo.places import Place, Places
from linli.patterns.demo.rhythm import Year
from linli.patterns.demo.texts import BY_CODE

FEWEST = 300  # cases of a county that is large enough for them
ASIDE = 0.0004  # degrees: some forty metres


@dataclass(frozen=True, slots=True)
class Gathering:
    """One matter at one place: {p} stands for it. Each text has its day, counted back from the end."""

    code: str
    spot: str  # words of the name of a spot; or, with a plus, a grid in which a home is taken
    texts: tuple[tuple[float, str], ...]


GATHERINGS = (
    Gathering(
        "O01",
        "汽车站",
        (
            (31.2, "{p}对面新开的烧烤店把烟直接排到街上，晚上八点以后呛得睁不开眼。"),
            (24.1, "{p}那家烧烤店油烟太大，排烟管就对着人行道，等车的人都捂着鼻子。"),
            (15.3, "反映{p}烧烤店油烟的事，晚上烟往候车的人身上吹，排烟管一直没改。"),
            (9.2, "{p}对面烧烤店又摆到人行道上了，油烟和炭灰吹得到处都是。"),
            (6.4, "上次说过{p}烧烤店的油烟，管了两天又原样，排烟管还是对着街。"),
            (3.1, "{p}烧烤店油烟呛人，孩子放学路过都绕着走。"),
            (1.3, "{p}对面的烧烤店半夜还在烤，油烟进屋，窗户不敢开。"),
        ),
    ),
    Gathering(
        "H02",
        "小学",
        (
            (26.3, "{p}门口放学的时候两边停满车，接送的电动车只能走路中间。"),
            (19.2, "早上送娃到{p}，门口停的车把斑马线都压住了，孩子从车缝里过马路。"),
            (12.3, "{p}门口能不能装个护栏，放学停车太乱，昨天差点碰到孩子。"),
            (5.2, "{p}放学时门口停车堵成一团，救护车都进不来，想请交警定点管一管。"),
            (2.2, "每天放学{p}门口都堵，接送的车停三排，建议错时放学、划出接送区。"),
        ),
    ),
    Gathering(
        "F01",
        "+北苑社区第2网格",
        (
            (17.4, "{p}旁边的工地夜里十二点还在浇混凝土，泵车的声音整栋楼都听得见。"),
            (11.4, "{p}旁边工地连着几晚施工，泵车响到后半夜，老人血压都上来了。"),
            (7.3, "工地夜里浇混凝土有没有批过？{p}这边天天被泵车吵醒。"),
            (4.4, "{p}旁边的工地说好十点停工，昨晚泵车又响到两点，明天孩子考试。"),
            (1.4, "夜里一点{p}旁边工地的泵车还在响，打电话没人管。"),
        ),
    ),
)


def gathered(world: World, days: Year, places: Places) -> Iterator[Plan]:
    """Yield the cases, the first number of each matter a hundred after the one before."""
    random = Random(f"{world.seed}:gatherings")  # noqa: S311
    for turn, one in enumerate(GATHERINGS):
        place = _place(world, one.spot, places, random)
        name = place.spoken.estate if one.spot.startswith("+") else place.words
        for part, (back, text) in enumerate(one.texts):
            yield Plan(
                3_000_000 + 100 * turn + part,
                days.until - timedelta(days=back),
                BY_CODE[one.code],
                _aside(place, random),
                origin=("portal", "portal", "phone")[part % 3],
                text=text.format(p=name),
                photo=part == 1,
            )


def _place(world: World, spot: str, places: Places, random: Random) -> Place:
    if not spot.startswith("+"):
        return places.named(spot, random)
    names = world.cast.staff.county.names
    return places.inside(next(key for key, name in names.items() if name == spot[1:]), random)


def _aside(place: Place, random: Random) -> Place:
    """Return somewhere a few steps away: nobody stands where somebody else stood."""
    return replace(
        place,
        longitude=round(place.longitude + random.uniform(-ASIDE, ASIDE), 6),
        latitude=round(place.latitude + random.uniform(-ASIDE, ASIDE), 6),
    )
