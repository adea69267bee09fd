"""Volunteers in the invented county: people, teams in seven colours, a month of activities, hours, points, a shop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import TypeVar

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import LinliError
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME, Neighbourhood
from linli.patterns.demo.storms import Happening
from linli.programmes.volunteers import public as volunteers

Served = TypeVar("Served")
BACK = timedelta(days=40)
AHEAD = 12  # activities to come
MORE = 9  # volunteers without an account, noted down at the desk
# what, item of the scheme, hours, roles with how many, where, risks
PLANS = (
    ("楼道清洁日", "green", 2, (("清扫", 6), ("分类指导", 2)), "北苑社区广场", ""),
    ("周五书法课", "purple", 1.5, (("助教", 2),), "社区活动室", ""),
    ("夜间巡逻", "blue", 2, (("巡逻", 4),), "北苑社区警务室", "夜间出行，穿反光衣"),
    ("给老人理发", "orange", 3, (("理发师", 3), ("接待", 2)), "社区服务站", "剪刀、电推"),
    ("清扫积雪", "cyan", 2, (("扫雪", 8),), "各小区出入口", "路滑，注意防摔"),
    ("政策进楼院", "red", 1.5, (("宣讲", 3),), "长青家园小广场", ""),
    ("小店帮帮忙", "yellow", 2, (("走访", 3),), "学府路商户", ""),
    ("陪读半小时", "orange", 1, (("陪读", 4),), "社区阅览室", ""),
)
FOR_WHOM = {
    "green": "小区居民",
    "purple": "老人和孩子",
    "blue": "小区居民",
    "orange": "老人和孩子",
    "cyan": "过路居民",
    "red": "楼院居民",
    "yellow": "小店",
}
# what came of each, with how many people at least
RESULTS = {
    "楼道清洁日": ("清出 6 个单元的楼道杂物，{n} 户受益。", 36),
    "周五书法课": ("{n} 人来写字，6 人是第一次来。", 11),
    "夜间巡逻": ("查看 9 处，换下 2 只坏灯泡，提醒 {n} 人锁好车。", 8),
    "给老人理发": ("给 {n} 位老人理了发，2 位上门理的。", 14),
    "清扫积雪": ("扫出 5 条人行道，{n} 户出门方便了。", 60),
    "政策进楼院": ("{n} 人来问医保和养老，当场答了 12 个问题。", 22),
    "小店帮帮忙": ("走访 {n} 家小店，帮 3 家办了线上收款。", 7),
    "陪读半小时": ("陪 {n} 个孩子读书。", 6),
}
SHOP = (
    ("洗衣液一瓶", 8, 12),
    ("大米五斤", 12, 10),
    ("理发券一张", 6, 20),
    ("雨伞一把", 9, 6),
    ("毛巾一条", 4, 15),
    ("春联一副", 2, 40),
    ("图书一本", 5, 8),
    ("保温杯一个", 18, 2),
)


@dataclass
class Troop:
    """The volunteers of the community where the sign-ins live."""

    world: World
    near: Neighbourhood
    community: territory.AreaRow
    people: list[int] = field(default_factory=list)  # ids of volunteers
    resident: int = 0

    def register(self) -> None:
        """Let neighbours register, found a team for each colour, fill the shop."""
        random, secretary = Random(f"{self.world.seed}:troop"), self.secretary  # noqa: S311
        names = self.world.cast.staff.names
        for actor in [*self.near.helpers(self.community.path), self._sign_in()]:
            self.people.append(self._one(actor.name, random, by=actor))
        self.resident = self.people[-1]
        for _number in range(MORE):
            self.people.append(self._one(names.take(), random, by=secretary))
        soon = clock.today() + timedelta(days=300)
        for key in self.people[::2]:
            volunteers.set_cover(volunteer_id=key, insured_until=soon, vetted_until=soon, by=secretary)
        for item in volunteers.schemes()[0].items:
            team = volunteers.found_team(
                area_id=self.community.id,
                name=f"北苑{item.name[:2]}队",
                item_code=item.code,
                about=item.about,
                by=secretary,
            )
            for key in random.sample(self.people, 3):
                volunteers.join_team(team_id=team.pk, volunteer_id=key, by=secretary)
        for name, price, stock in SHOP:
            thing = volunteers.define_item(
                area_id=self.community.id, name=name, price=price, pick_up="北苑社区服务厅", by=secretary
            )
            volunteers.restock(item_id=thing.pk, count=stock, by=secretary)

    def thank(self) -> None:
        """Let the resident ask for a certificate and put something aside; a pupil waits for a guardian's consent."""
        resident = self._sign_in()
        _tried_one(volunteers.ask_certificate, by=resident)
        thing = volunteers.shop(self.community.path).items[0]
        _tried_one(volunteers.reserve, item_id=thing.id, key="demo", by=resident)
        name = self.world.cast.staff.names.take()
        pupil = volunteers.VolunteerInput(
            call_name=f"{name[0]}同学",
            name=name,
            born=clock.today() - timedelta(days=16 * 365),
            skills=["朗读"],
            guardian_name=self.world.cast.staff.names.take(),
            guardian_phone="13900007001",
        )
        volunteers.register_volunteer(area_id=self.community.id, given=pupil, by=self.secretary, invented=True)

    @staticmethod
    def _item(wanted: str) -> str:
        """Return an item of the county's first scheme: the one wanted, or the same place in the row."""
        codes = [item.code for item in volunteers.schemes()[0].items]
        colours = ["orange", "purple", "green", "blue", "red", "cyan", "yellow"]
        return wanted if wanted in codes else codes[colours.index(wanted) % len(codes)]

    @property
    def secretary(self) -> Actor:
        """Return who runs volunteering there."""
        return self.world.cast.at("community_secretary", self.community.path, "community")

    def _sign_in(self) -> Actor:
        return access.actor_of(self.world.cast.staff.signs["resident"])

    def _one(self, name: str, random: Random, *, by: Actor) -> int:
        born = date(random.randint(1955, 2002), random.randint(1, 12), random.randint(1, 28))
        given = volunteers.VolunteerInput(
            call_name=f"{name[0]}{random.choice(('师傅', '老师', '大姐', '叔叔'))}",
            name=name,
            phone=f"1390000{random.randrange(10000):04d}",
            born=born,
            skills=random.sample(("理发", "电工", "书法", "辅导", "驾驶", "急救"), 2),
            thanks=random.random() < 0.7,
        )
        return volunteers.register_volunteer(area_id=self.community.id, given=given, by=by, invented=True).pk

    def plan(self, number: int, starts: datetime) -> int:
        """Plan an activity; return its key."""
        title, item, hours, roles, place, risks = PLANS[number % len(PLANS)]
        given = volunteers.ActivityInput(
            title=title,
            whom=FOR_WHOM[item],
            area_id=self.community.id,
            place=place,
            starts=starts,
            ends=starts + timedelta(hours=hours),
            about=f"{title}，欢迎邻居一起来。",
            roles=[volunteers.RoleInput(name, wanted) for name, wanted in roles],
            item_code=self._item(item),
            risks=risks,
            guarantees="统一投保，提供工具和饮水",
            phone="0935-6000301",
        )
        return volunteers.plan_activity(given, by=self.secretary)[0].pk

    def held(self, number: int, starts: datetime, *, confirmed: bool) -> Waking:
        """Plan an activity that has taken place: people came, were ticked off, and a second person confirmed."""
        random = Random(f"{self.world.seed}:activity:{number}")  # noqa: S311
        key, steward = self.plan(number, starts), self.secretary
        came = {self.resident, *random.sample(self.people, 3)}
        yield starts + timedelta(minutes=2)
        running = [row for one in sorted(came) if (row := _tried(volunteers.check_in, key, one, steward)) is not None]
        yield starts + timedelta(hours=PLANS[number % len(PLANS)][2])
        ended = [_tried(volunteers.check_out, key, one.volunteer_id, steward) for one in running]
        if not confirmed:
            return
        yield clock.now() + timedelta(hours=random.uniform(2, 20))
        second = self.world.cast.at("community_worker", self.community.path, "community")
        for row in ended:
            if row is not None:
                volunteers.confirm_service(service_id=row.pk, by=second)
        words, fewest = RESULTS[PLANS[number % len(PLANS)][0]]
        helped = fewest + random.randrange(fewest)
        result = words.format(n=helped)
        volunteers.note_result(activity_id=key, result=result, helped=helped, by=self.secretary)

    def coming(self, number: int, starts: datetime) -> None:
        """Plan an activity to come; some have signed up."""
        random = Random(f"{self.world.seed}:coming:{number}")  # noqa: S311
        key = self.plan(number, starts)
        role = volunteers.activity(SYSTEM, key).roles[0]
        for one in random.sample(self.people[:-1], min(role.wanted, 3)):
            _tried_sign_up(role.id, one, self.secretary)


def _tried(verb: Callable[..., Served], activity: int, volunteer: int, steward: Actor) -> Served | None:
    try:
        return verb(activity_id=activity, volunteer_id=volunteer, by=steward)
    except LinliError:  # no room left, or lacking insurance, as life has it
        return None


def _tried_one(verb: Callable[..., object], **given: object) -> None:
    try:
        verb(**given)
    except LinliError:  # in a small demo there may be no confirmed service yet
        return


def _tried_sign_up(role: int, volunteer: int, by: Actor) -> None:
    try:
        volunteers.sign_up(role_id=role, volunteer_id=volunteer, by=by)
    except LinliError:
        return


def lives(
    world: World, near: Neighbourhood, until: datetime
) -> tuple[list[Happening], Iterator[tuple[datetime, Waking]]]:
    """Return what happens once, and every past activity with the moment at which it is planned."""
    county = world.cast.staff.county
    key = next(key for key in county.communities() if county.names[key] == HOME)
    troop = Troop(world, near, territory.area(county.area_ids[key]))
    once = [Happening(until - BACK, troop.register), Happening(until - timedelta(hours=3), troop.thank)]
    for number in range(AHEAD):
        starts = (until + timedelta(days=1 + number * 2)).replace(hour=(9, 15, 19)[number % 3], minute=0)
        at = until - timedelta(hours=6 + number)
        once.append(Happening(at, partial(troop.coming, number, starts)))
    return once, _past(troop, until)


def _past(troop: Troop, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    for number in range(13):
        day = until - BACK + timedelta(days=3 + number * 2.8)
        starts = day.replace(hour=(9, 15, 19)[number % 3], minute=0)
        yield starts - timedelta(days=2), troop.held(number, starts, confirmed=number < 12)
