"""Wishes in the invented county: a wall that is alive, in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME, Neighbourhood
from linli.programmes.wishes import public as wishes

# said, on the wall, shown as, yuan, what was brought, thanks
WORDS = (
    ("眼睛不好，想要一台收音机", "想要一台收音机听戏", "李奶奶", 120, "收音机送到了，教会了换台。", "天天都在听"),
    ("孙子上学远，想要一双防滑的棉鞋，37码", "想要一双37码的棉鞋", "王爷爷一家", 150, "棉鞋合脚。", "孩子高兴坏了"),
    ("一个人住，卫生间想装个扶手", "卫生间想装一个扶手", "赵爷爷", 200, "扶手装好了，试过很稳。", "晚上起夜放心了"),
    ("孩子喜欢画画，想要一盒水彩笔", "想要一盒水彩笔", "一位小朋友", 60, "水彩笔和画本都送到了。", "给你们画了一张画"),
    ("老花镜断了腿，想要一副200度的", "想要一副200度老花镜", "孙奶奶", 50, "眼镜送到，戴着合适。", "看报纸清楚了"),
    ("想学用手机视频，请人来教两次", "想请人教用手机视频", "周爷爷", 20, "教了两次，已经会和孙女视频。", "看见孙女了"),
    ("冬天门缝漏风，想要一条挡风条", "想要门缝挡风条", "刘阿姨", 40, "三个门都贴好了。", ""),
    ("想拍一张像样的合影，我们结婚五十年了", "想拍一张金婚照", "一对老夫妻", 200, "照片洗出来送到家了。", "挂在客厅了"),
    ("家里轮椅的轮胎没气了，自己弄不了", "想给轮椅打气补胎", "马大哥", 30, "轮胎补好了。", ""),
    ("孩子想要一本成语词典", "想要一本成语词典", "一位小朋友", 45, "词典送到学校门口了。", "查成语不求人"),
    ("想要一个放大镜看药盒上的字", "想要一个放大镜", "吴奶奶", 25, "放大镜带灯的。", "字真大"),
    ("腿脚不便，想要一根带凳子的拐杖", "想要一根带凳的拐杖", "钱爷爷", 130, "拐杖送到，调好了高度。", ""),
)
RESTS = ("", "", "", "", "", "claimed", "delivered", "posted", "posted", "posted", "collected", "collected")
BACK = timedelta(days=24)


@dataclass
class WishLife:
    """One wish on its way."""

    world: World
    near: Neighbourhood
    random: Random
    area: territory.AreaRow
    words: tuple[str, str, str, int, str, str]
    rest: str

    def run(self) -> Waking:
        """Say, post, claim, bring, thank."""
        said, wall, shown, yuan, brought, thanks = self.words
        made = wishes.wish(
            by=SYSTEM,
            text=said,
            value_fen=yuan * 100,
            area_id=self.area.id,
            origin=self.random.choice(("box", "visit", "portal", "phone")),
            wisher=wishes.Wisher(name=shown, phone=f"1390000{self.random.randrange(10000):04d}", home="2-501"),
        )
        if self.rest == "collected":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(1, 20))
        worker = self.world.cast.at("community_secretary", self.area.path, "community")
        wishes.post(made.wish.pk, by=worker, shown=shown, words=wall)
        if self.rest == "posted":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(3, 60))
        helper = self.random.choice(self.near.helpers(self.area.path))
        wishes.claim(made.wish.pk, by=helper, public=self.random.random() < 0.7)
        if self.rest == "claimed":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(5, 90))
        wishes.deliver(made.wish.pk, by=helper, note=brought)
        if self.rest == "delivered":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(1, 30))
        holder = Actor(VISITOR.kind, holds=frozenset({wishes.held_key(made.wish.pk)}))
        wishes.thank(made.wish.pk, by=holder, thanks=thanks)


def lives(world: World, near: Neighbourhood, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield every wish with the moment at which it is said: some came true weeks ago, some wait on the wall."""
    random = Random(f"{world.seed}:wishes")  # noqa: S311
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    grids = territory.descendants(county.paths[home], "grid")
    for words, rest in zip(WORDS, RESTS, strict=True):
        ago = BACK * random.uniform(0.55, 1) if not rest else timedelta(hours=random.uniform(8, 30))
        if rest in {"claimed", "delivered"}:
            ago = timedelta(days=random.uniform(6, 8))
        elif rest == "posted":
            ago = timedelta(days=random.uniform(1.5, 5))
        yield until - ago, WishLife(world, near, random, random.choice(grids), words, rest).run()
