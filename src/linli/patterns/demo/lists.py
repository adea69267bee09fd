"""The three lists in the invented county: needs, resources, projects in every state; the half-past-four class."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME
from linli.programmes.lists import public as lists

# said, on the list, kind, hours, people, days ago
NEEDS = (
    ("下班晚，孩子放学没人管", "放学后想有人看着写作业", "children", "周一至周五 16:30-18:30", 18, 75),
    ("孩子数学跟不上，请不起家教", "想有人辅导小学数学", "children", "周一至周五 16:30-18:30", 4, 70),
    ("母亲腿脚不好，去县医院复查没人陪", "想有人陪老人去医院复查", "health", "周一至周五 8:00-11:30", 1, 20),
    ("楼里老人想学用手机挂号", "老人想学用手机挂号", "elders", "周二、周四 9:00-11:00", 15, 16),
    ("广场舞队下雨天没地方排练", "雨天想有个排练的地方", "place", "周六 9:00-11:00", 20, 14),
    ("想学做面点，好找个活", "想学面点手艺找活干", "skills", "", 8, 12),
    ("邻居装修墙打穿了，想问问法律上怎么说", "想问问装修纠纷怎么办", "law", "周三 14:00-17:00", 1, 9),
    ("院里的长椅坏了三条，老人没处坐", "院里的长椅想修一修", "estate", "", 30, 8),
    ("想让孩子周末有书看", "周末想有个看书的地方", "culture", "周末 9:00-17:00", 12, 6),
    ("楼栋长想找个地方开周末碰头会", "周末想有个开碰头会的地方", "place", "周六 9:00-10:00", 6, 5),
    ("冬天孤寡老人家里窗户漏风", "孤寡老人家窗户漏风", "hardship", "", 3, 4),
)
WAITING = (
    ("上夜班，白天孩子没人带", "children", "每天 8:00-16:00", 1),
    ("想有个地方给电动三轮充电", "estate", "", 6),
)
# kind, category, in a line, by whom, hours, skills, seats, capacity, whole street
RESOURCES = (
    ("volunteers", "children", "退休教师辅导小学作业", "县妇联教师队", "工作日 16:30-18:30", "语文 数学", 30, 2, True),
    ("venue", "children", "社区活动室，放学后开放", "社区", "工作日 16:00-19:00", "", 40, 2, False),
    ("volunteers", "health", "志愿者陪老人看病取药", "县医院志愿者", "工作日 8:00-12:00", "", None, 4, True),
    ("unit", "elders", "教老人用手机", "县移动公司", "周二 9:00-11:00", "", 20, 2, True),
    ("venue", "place", "单位礼堂周末可借", "县文化馆", "周末 8:00-12:00", "", 80, 1, True),
    ("venue", "place", "物业会议室周六可借", "物业公司", "周六 9:00-12:00", "", 10, 1, False),
    ("unit", "skills", "面点师傅带徒弟", "县就业局培训班", "周一至周五 9:00-11:00", "面点", 15, 1, True),
    ("unit", "law", "律师答法律问题", "县司法局", "周三 15:00-17:00", "", 1, 6, True),
    ("goods", "culture", "图书两百册，可以送来", "县图书馆", "", "", None, 2, True),
    ("money", "estate", "小修小补经费", "县住建局", "", "", None, 3, True),
)
STARTED = timedelta(days=60)


@dataclass
class ListLife:
    """The lists of one community from the first word on."""

    world: World
    random: Random
    area: territory.AreaRow
    grids: list[territory.AreaRow]
    until: datetime

    def run(self) -> Waking:
        """Hear, list, match, make two projects, publish the month."""
        worker = self.world.cast.at("community_secretary", self.area.path, "community")
        given = [self._offer(worker, row) for row in RESOURCES]
        asked: list[int] = []
        for row in NEEDS:
            moment = self.until - timedelta(days=row[5])
            if asked and moment > self.until - STARTED and len(asked) == 2:
                yield self.until - STARTED
                yield from self._classes(worker, asked, [given[0], given[1]])
            yield moment
            asked.append(self._listed(worker, row))
        yield self.until - timedelta(days=3)
        yield from self._done(worker, asked[6], given[7])
        for (text, category, hours, people), ago in zip(WAITING, (30, 5), strict=True):
            yield self.until - timedelta(hours=ago)
            self._say(text, category, hours, people)
        lists.offer(
            by=VISITOR, kind="volunteers", category="culture", words="会拉二胡，可以教", giver_name="退休干部",
            capacity=1, area_id=self.area.id, hours="周六 9:00-11:00", phone="13900006688",
        )
        lists.publish_month(self.area.id, by=worker, month=clock.today())
        lists.rematch()

    def _offer(self, worker: Actor, row: tuple[str, str, str, str, str, str, int | None, int, bool]) -> int:
        kind, category, words, giver, hours, skills, seats, capacity, wide = row
        made = lists.offer(
            by=worker, kind=kind, category=category, words=words, giver_name=giver, hours=hours, skills=skills,
            seats=seats, capacity=capacity, area_id=self.area.id, serves_id=self.area.parent_id if wide else None,
        )
        return made.pk

    def _say(self, text: str, category: str, hours: str, people: int) -> int:
        asker = lists.Asker(name="居民", phone=f"1390000{self.random.randrange(10000):04d}")
        made = lists.say(
            by=SYSTEM, text=text, category=category, area_id=self.random.choice(self.grids).id, asker=asker,
            origin=self.random.choice(("portal", "visit", "talk")), hours=hours, people=people,
        )
        return made.need.pk

    def _listed(self, worker: Actor, row: tuple[str, str, str, str, int, int]) -> int:
        text, words, category, hours, people, _ago = row
        key = self._say(text, category, hours, people)
        lists.list_need(key, by=worker, words=words)
        return key

    def _classes(self, worker: Actor, needs: list[int], resources: list[int]) -> Waking:
        """The half-past-four class: made, started, two steps reached, some of the grant spent."""
        today = clock.today()
        project = lists.make(
            by=worker, area_id=self.area.id, needs=needs, resources=resources, title="四点半课堂",
            how="每个工作日放学后在社区活动室，六位退休教师轮流辅导作业，家长签字接走。", lead_name="县妇联",
            starts_on=today, ends_on=today + timedelta(days=120), planned_fen=800_000, money_from="妇联项目经费",
            milestones=[
                ("招募志愿教师", today + timedelta(days=7)), ("开班", today + timedelta(days=14)),
                ("期末向家长反馈", today + timedelta(days=115)),
            ],
        )
        lists.start(project.pk, by=worker)
        steps = lists.project_for(worker, project.number).milestones
        for at, note in ((0, "来了六位退休教师"), (1, "第一天来了十八个孩子")):
            yield clock.now() + timedelta(days=6, hours=self.random.uniform(0, 5))
            lists.reach(project.pk, by=worker, milestone_id=steps[at][0], note=note)
        yield clock.now() + timedelta(days=2)
        lists.pay(project.pk, by=worker, fen=326_000, note="桌椅、台灯和教材")

    def _done(self, worker: Actor, need: int, resource: int) -> Waking:
        """A small project that is done and has been reported back."""
        today = clock.today()
        project = lists.make(
            by=worker, area_id=self.area.id, needs=[need], resources=[resource], title="律师进社区",
            how="县司法局律师周三下午在社区坐班。", lead_name="县司法局", starts_on=today, ends_on=today,
        )
        lists.start(project.pk, by=worker)
        yield clock.now() + timedelta(hours=26)
        lists.finish(project.pk, by=worker, feedback="律师坐班一次，三户问清了装修纠纷怎么办，两户当场和解。")


def lives(world: World, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield the lists of the community shown first."""
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    path = county.paths[home]
    area = next(one for one in territory.descendants(path, "community") if one.path == path)
    random = Random(f"{world.seed}:lists")  # noqa: S311
    life = ListLife(world, random, area, territory.descendants(path, "grid"), until)
    yield until - timedelta(days=80), life.run()
