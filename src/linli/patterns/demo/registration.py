"""Double registration in the invented county: units and members with duties in every state, two years of reports."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME, Neighbourhood
from linli.programmes.registration import public as registration

UNITS = ("county.education", "county.health", "county.sports", "county.women_federation", "utility.power")
# in a line, what where when, places, for whom
DUTIES = (
    ("周六巡楼", "周六上午看一遍楼道和消防通道，发现问题当场记下。", 8, ""),
    ("课后托管辅导", "周二、周四 16:30 到 18:00，在社区活动室陪孩子写作业。", 4, "member"),
    ("陪老人看病", "按预约陪独居老人去县医院，来回约半天。", 6, "member"),
    ("义诊一次", "每季度一次，在社区广场量血压、测血糖。", 2, "unit"),
    ("开放停车位", "夜间和周末把单位院内车位开给周边居民。", 3, "unit"),
)
NOTES = ("按时去了，居民都满意。", "做完了，下次还来。", "完成，名单交给社区了。")
MEMBERS = 9


def lives(world: World, near: Neighbourhood, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield the story of the home community."""
    yield until - timedelta(days=70), _story(world, near)


def _story(world: World, near: Neighbourhood) -> Waking:
    random = Random(f"{world.seed}:registration")  # noqa: S311
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    area, path = county.area_ids[home], county.paths[home]
    secretary = world.cast.at("community_secretary", path, "community")
    duties = [
        registration.offer_duty(area_id=area, title=title, text=text, places=places, kind=kind, by=secretary)
        for title, text, places, kind in DUTIES
    ]
    rows: list[tuple[int, str, Actor]] = []
    for kind in UNITS:
        yield clock.now() + timedelta(hours=random.uniform(4, 30))
        unit = county.units[kind, "county"]
        actor = world.cast.actor(world.cast.staff.in_unit[unit][0])
        rows.append((registration.register_unit(unit_id=unit, area_id=area, by=actor).pk, "unit", actor))
    resident = world.cast.actor(world.cast.staff.signs["resident"])
    helpers = near.helpers(path)
    people = [resident, *random.sample(helpers, min(len(helpers), MEMBERS - 1))]
    for number, person in enumerate({one.account_id: one for one in people}.values()):
        yield clock.now() + timedelta(hours=random.uniform(2, 40))
        unit = county.units[UNITS[number % len(UNITS)], "county"]
        made = registration.register_member(
            area_id=area,
            name=person.name or "何平",
            phone=f"1390000{random.randrange(10000):04d}",
            agrees=True,
            unit_id=unit,
            tells_unit=number % 2 == 0,
            by=person,
        )
        rows.append((made.pk, "member", person))
    for at, (row, kind, actor) in enumerate(rows):
        if at == len(rows) - 1:
            break  # the last one waits for the community
        yield clock.now() + timedelta(hours=random.uniform(1, 12))
        registration.confirm_registration(row, by=secretary)
        fitting = [duty for duty in duties if duty.kind in {"", kind}]
        yield from _serve(random.choice(fitting).pk, row, actor, secretary, at)
    unit, _kind, actor = rows[0]
    registration.report_year(
        unit, year=clock.today().year, text="全年义诊两次，巡楼十一次，开放夜间车位二十个。", by=actor
    )


def _serve(duty: int, row: int, actor: Actor, secretary: Actor, at: int) -> Waking:
    """Take a duty; most are done and confirmed, some reported, some just taken."""
    yield clock.now() + timedelta(hours=3)
    registration.take_duty(duty, registration_id=row, by=actor)
    if at % 5 == 4:
        return
    yield clock.now() + timedelta(days=2, hours=at)
    offered = registration.registration_for(actor, row).undertakings[0]
    registration.report_duty(offered.id, note=NOTES[at % len(NOTES)], by=actor)
    if at % 4 == 3:
        return
    yield clock.now() + timedelta(hours=5)
    registration.confirm_duty(offered.id, by=secretary)
