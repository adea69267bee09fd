"""Joint meetings in the invented county: one whose tasks are on their way, one to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME
from linli.programmes.meetings import public as meetings

# the kinds of county units that are spread over the grids of the community
KINDS = (
    "county.urban_mgmt",
    "county.housing",
    "county.education",
    "county.health",
    "county.civil_affairs",
    "county.human_resources",
    "county.water",
    "county.transport",
    "county.market_regulation",
    "county.emergency",
    "county.ecology",
    "county.sports",
    "county.women_federation",
)
AGREED = (
    ("楼道堆物清一遍", "把包联网格里每个单元的楼道看一遍，堆物当天清走，清不走的写明原因。", 21),
    ("独居老人走访", "入户看望网格里的独居老人，问清取暖、用药、三餐，要办的事带回来登记。", 24),
    ("飞线充电劝导", "晚上七点到九点巡查一次，飞线充电的当场劝拆，没有充电桩的楼栋报上来。", 18),
    ("冬季供暖测温", "每栋楼选顶层、边户、中间户各一家测温，低于十八度的当天转供热公司。", 20),
    ("反诈宣传到家", "把反诈明白纸送到每户，六十岁以上的当面讲一遍。", 28),
)
SCHOOLS = ("county.education", "county.transport", "county.urban_mgmt")  # what only these agreed on
AT_SCHOOLS = ("校门口早晚护学", "早晚高峰派人到小学门口，劝导即停即走，占道摊点挪开。", 26)
BEFORE = (("清理小广告", "各单位把包联网格的小广告清一遍，并留意新贴的。", 20),)
NEXT = ("上次议定事项落实情况", "春节前慰问怎么分工", "小区门口停车难")
MINUTES = "十三家单位到会十二家。社区通报了入冬以来居民反映最多的几件事，逐项商定做法和期限，各单位没有不同意见。"
NOTES = ("已经全部看过一遍，问题当场处理。", "完成，情况已向社区说明。", "做完了，照片和名单交给网格长。")


def lives(world: World, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield the story of the joint meeting of one community."""
    yield until - timedelta(days=40), _story(world, until)


def _story(world: World, until: datetime) -> Waking:
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    secretary = world.cast.at("community_secretary", county.paths[home], "community")
    body = meetings.found_body(area_id=county.area_ids[home], name=f"{HOME}联席会议", by=secretary)
    grids = territory.descendants(county.paths[home], "grid")
    seats = []
    for number, kind in enumerate(KINDS):
        unit, grid = county.units[kind, "county"], grids[number % len(grids)]
        seats.append(meetings.add_seat(body_id=body.pk, unit_id=unit, area_id=grid.id, by=secretary).pk)

    def call(title: str, at: datetime, agenda: tuple[str, ...]) -> int:
        return meetings.plan_meeting(
            body_id=body.pk, title=title, place="社区党群服务中心二楼", starts_at=at, agenda=agenda, by=secretary
        ).pk

    def agree(meeting: int, rows: tuple[tuple[str, str, int], ...], only: tuple[int, ...] = ()) -> None:
        for title, text, days in rows:
            due = clock.today() + timedelta(days=days)
            meetings.resolve(meeting, title=title, text=text, due_on=due, by=secretary, seats=only)

    first_at = _afternoon(until, 38)
    first = call("十月联席会议", first_at, ("网格包联分工", "小广告"))
    yield first_at
    meetings.hold_meeting(first, presence=dict.fromkeys(seats, "present"), by=secretary)
    agree(first, BEFORE)
    meetings.write_minutes(first, minutes="商定网格包联分工，先从清理小广告做起。", by=secretary)
    meetings.send_resolutions(first, by=secretary)
    meetings.publish_meeting(first, by=secretary)
    yield from _work(world, first, share=1)
    second_at = _afternoon(until, 9)
    second = call("十一月联席会议", second_at, tuple(row[0] for row in AGREED))
    yield second_at
    presence = {seat: "excused" if at == 4 else "present" for at, seat in enumerate(seats)}
    meetings.hold_meeting(second, presence=presence, by=secretary)
    agree(second, AGREED)
    agree(second, (AT_SCHOOLS,), only=tuple(seats[KINDS.index(kind)] for kind in SCHOOLS))
    told = meetings.meeting_for(secretary, second).last[0]
    meetings.report_outcome(told.id, meeting_id=second, outcome="四个网格清了三百多处，新贴的明显少了。", by=secretary)
    yield clock.now() + timedelta(hours=2)
    meetings.send_resolutions(second, by=secretary)
    meetings.write_minutes(second, minutes=MINUTES, by=secretary)
    yield clock.now() + timedelta(hours=20)
    meetings.publish_meeting(second, by=secretary)
    call("十二月联席会议", _afternoon(until, -6), NEXT)
    yield from _work(world, second, share=0.85)


def _afternoon(until: datetime, days: int) -> datetime:
    return (clock.local(until) - timedelta(days=days)).replace(hour=15, minute=0, second=0, microsecond=0)


def _work(world: World, meeting: int, *, share: float) -> Waking:
    """Let the units do a share of their tasks in the days after; some have only begun, some are not checked yet."""
    random = Random(f"{world.seed}:meetings:{share}")  # noqa: S311
    lines = meetings.matrix(SYSTEM, meeting)
    cells = [(line.seat.unit_id, cell.number) for line in lines for cell in line.cells if cell is not None]
    random.shuffle(cells)
    for unit, number in cells[: int(len(cells) * share)]:
        yield clock.now() + timedelta(hours=random.uniform(0.5, 6))
        worker = world.cast.worker(territory.unit_key(unit))
        if worker is None:
            continue
        case = cases.Case.objects.get(number=number)
        cases.take(case.pk, by=worker)
        if random.random() < 0.1 and share < 1:
            continue
        yield clock.now() + timedelta(minutes=random.uniform(10, 90))
        case = cases.handle(case.pk, by=worker, note=random.choice(NOTES))
        if random.random() < 0.9 or share == 1:
            cases.check(case.pk, by=world.cast.checker(case), passed=True)
