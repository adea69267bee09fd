"""Gifts in the invented county: a wall of what neighbours and units gave, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.orders import HOME
from linli.programmes.donations import public as donations
from linli.programmes.donations.public import Giver


@dataclass(frozen=True, slots=True)
class Said:
    """One gift as it is told. `yuan` with money is the amount; `uses`: what became of it, and for how much."""

    what: str
    quantity: str
    name: str
    shown: str
    purpose: str = ""
    yuan: int = 0
    money: bool = False
    unit: bool = False
    uses: tuple[tuple[str, int], ...] = ()
    rest: str = ""  # offered, uncounted
    mine: bool = False  # by whoever signs in as the resident


GIFTS = (
    Said("儿童图画书", "46 本", "何晓燕", "何老师", "四点半课堂", 600,
         uses=(("放进社区阅览角，孩子们可以借回家。", 0),)),
    Said("二胡", "1 把", "钱国梁", "钱师傅", "", 800, uses=(("老年乐队每周五用它排练。", 0),)),
    Said("小推车和轮椅", "2 辆", "县人民医院", "县人民医院", "出门不便的邻居", 2400, unit=True,
         uses=(("放在服务大厅，谁要用登记就可以推走。", 0),)),
    Said("乒乓球桌", "1 张", "孙志强", "", "", 1200, uses=(("摆在活动室，天天有人打。", 0),)),
    Said("积木和玩具", "3 箱", "周敏", "周女士一家", "儿童活动室", 300, uses=(("消毒以后放进儿童活动室。", 0),)),
    Said("现金", "", "吴建军", "吴先生", "给独居老人换节能灯", 1000, money=True,
         uses=(("买节能灯 28 只，上门换好。", 476), ("买防滑垫 12 张，送到家里。", 240))),
    Said("现金", "", "县农商行", "县农商行", "四点半课堂的教具", 3000, money=True, unit=True,
         uses=(("买桌椅 10 套。", 2600), ("买彩笔、剪刀、卡纸。", 400))),
    Said("米、面、油", "20 份", "惠民超市", "惠民超市", "过年慰问", 1800, unit=True),
    Said("现金", "", "郑桂兰", "", "", 200, money=True, rest="uncounted"),
    Said("八成新的书柜", "1 个", "冯立", "", "", rest="offered"),
    Said("电子琴", "1 台", "蒋雯", "蒋老师", "孩子们的音乐课", rest="offered", mine=True),
)
BACK = timedelta(days=150)


@dataclass
class GiftLife:
    """One gift on its way."""

    world: World
    area: territory.AreaRow
    said: Said

    def run(self) -> Waking:
        """Offer or write down, count, put to use."""
        said, cast = self.said, self.world.cast
        worker = cast.at("community_secretary", self.area.path, "community")
        offered = said.rest == "offered" or (not said.money and not said.unit)
        resident = access.actor_of(cast.staff.signs["resident"]) if said.mine else VISITOR
        made = donations.give(
            by=resident if offered else worker,
            area_id=self.area.id,
            what=said.what,
            quantity=said.quantity,
            kind="money" if said.money else "goods",
            value_fen=0 if offered else said.yuan * 100,
            purpose=said.purpose,
            received=not offered,
            giver=Giver(said.name, "13900001234", said.shown, unit=said.unit, account_id=resident.account_id),
        ).donation.pk
        if said.rest:
            return
        yield clock.now() + timedelta(hours=20)
        if offered:
            donations.receive(made, by=worker, value_fen=said.yuan * 100)
        if said.money:
            donations.count(made, by=cast.at("community_worker", self.area.path, "community"))
        for note, yuan in said.uses:
            yield clock.now() + timedelta(days=6)
            donations.use(made, by=worker, note=note, fen=yuan * 100)


def lives(world: World, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield every gift with the moment at which it comes."""
    random = Random(f"{world.seed}:gifts")  # noqa: S311
    county = world.cast.staff.county
    home = next(key for key in county.communities() if county.names[key] == HOME)
    area = territory.area(county.area_ids[home])
    for said in GIFTS:
        ago = timedelta(hours=random.uniform(6, 40)) if said.rest else BACK * random.uniform(0.12, 1)
        at = (until - ago).replace(hour=random.randrange(9, 18), minute=random.randrange(60))
        yield at, GiftLife(world, area, said).run()
