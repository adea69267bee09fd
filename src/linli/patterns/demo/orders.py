"""Orders in the invented county: neighbours who help, and what residents asked for in the last weeks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from linli.engines.access import public as access
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor
from linli.kernel.errors import LinliError
from linli.patterns.demo.beginning import Waking, World
from linli.patterns.demo.places import Places
from linli.programmes.orders import public as orders
from linli.programmes.orders.codes import BEGIN, END, door_code

HOME = "北苑社区"  # where the sign-ins of the demo live and serve
WEEKS = timedelta(days=45)
MANY = 36
AHEAD = 44  # hours: what somebody has taken and not begun is for tomorrow, or it would lapse before anybody looks
HELPERS = 4  # of each community with orders
WORDS: dict[str, tuple[str, ...]] = {
    "errand_card": ("妈妈的社保卡办好了，我在外地回不来，请帮忙去大厅取一下", "快递在驿站放了三天，腿脚不方便下不了楼"),
    "errand_shop": ("家里降压药吃完了，请照药盒上的名字买两盒", "想买一袋面粉和一桶油，搬不动"),
    "proxy_form": ("高龄补贴的表看不懂，请人帮着填一下", "医保异地备案要哪些材料，请人来说说"),
    "hospital": ("下周三复查眼睛，孩子上班走不开，想有人陪着去", "要去医院做检查，一个人怕弄不明白"),
    "visit": ("老伴走了以后家里冷清，想有人来坐坐", "出院刚回家，想请人看看屋里安全不安全"),
    "haircut": ("躺床上两个月没理发了", "爷爷腿骨折出不了门，请人来理个发"),
    "repair_small": ("厨房水龙头关不紧，一直滴水", "卫生间灯不亮，够不着"),
    "phone_help": ("不会用手机和孙子视频", "手机上总弹广告，请人教怎么关"),
    "tutor": ("孩子上三年级，应用题老做错，想找人辅导",),
    "move_heavy": ("旧沙发要搬到楼下，家里只有两个老人",),
}
NOTES = ("办好了，交到本人手上。", "都弄好了，老人很满意。", "已送到家，当面点清。", "陪着办完送回家了。")
THANKS = ("谢谢，帮了大忙", "小伙子很有耐心", "比自己孩子还细心", "")


@dataclass
class Neighbourhood:
    """Who helps in each community: made when first needed."""

    world: World
    _known: dict[str, list[Actor]] = field(default_factory=dict)

    def helpers(self, path: str) -> list[Actor]:
        """Return the helpers of the community around a path."""
        community = path[:21]
        if community not in self._known:
            self._known[community] = self._register(community)
        return self._known[community]

    def _register(self, community: str) -> list[Actor]:
        names = [self.world.cast.staff.names.take() for _number in range(HELPERS)]
        rows = [
            access.AccountInput(
                username=f"help{community[-4:]}{number}", name=name, public_name=f"{name[0]}志愿者", invented=True
            )
            for number, name in enumerate(names)
        ]
        found = access.create_accounts(rows, by=SYSTEM, path=community)
        area = territory.area(territory.ids_of(community)[-1])
        soon = clock.today() + timedelta(days=200)
        for number, account in enumerate(found):
            checked = soon if number < HELPERS - 1 else None  # one is still to be checked
            orders.register_taker(
                by=SYSTEM, area_id=area.id, account_id=account, vetted_until=checked, insured_until=checked
            )
        return [access.actor_of(account) for account in found]


@dataclass
class OrderLife:
    """One order on its way, as a generator of the moments at which it goes on."""

    world: World
    near: Neighbourhood
    random: Random
    building: territory.BuildingRow
    service: str
    rest: str = ""  # the state in which it is left
    account: int | None = None  # of the resident, where one of the sign-ins ordered

    def run(self) -> Waking:
        """Order, offer, take, begin, finish, confirm, thank."""
        ahead = self.random.uniform(3, 30)
        day = clock.local() + timedelta(hours=AHEAD if self.rest == "taken" else ahead)
        wanted = max(day.replace(hour=self.random.randint(8, 17), minute=0), clock.local() + timedelta(hours=1))
        made = self._ordered(wanted)
        if self.rest == "ordered":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(0.2, 2))
        worker = self.world.cast.at("community_secretary", self.building.path, "community")
        helpers = self.near.helpers(self.building.path)[: HELPERS - 1]
        named = [] if self.rest == "offered" else [f"a{self.random.choice(helpers).account_id}"]
        orders.offer(made.order.pk, by=worker, takers=named if made.order.people == 1 else [])
        if self.rest == "offered":
            return
        yield from self._worked(made, helpers)

    def _worked(self, made: orders.Ordered, helpers: list[Actor]) -> Waking:
        takers = [one for one in helpers if self._takes(made, one)][: made.order.people]
        yield clock.now() + timedelta(hours=self.random.uniform(0.2, 1.5))
        for one in takers:
            orders.take(made.order.pk, by=one)
        if self.rest == "taken":
            return
        yield max(clock.now(), made.order.wanted_from)
        for one in takers:
            code = door_code(made.order.pk, BEGIN)
            self._quietly(partial(orders.start, made.order.pk, by=one, code=code))
        if self.rest == "started":
            return
        yield clock.now() + timedelta(minutes=self.random.uniform(25, 100))
        note = self.random.choice(NOTES)
        for one in takers:
            code = door_code(made.order.pk, END)
            self._quietly(partial(orders.finish_work, made.order.pk, by=one, code=code, note=note))
        if self.rest == "done":
            return
        yield clock.now() + timedelta(hours=self.random.uniform(0.3, 20))
        self._quietly(lambda: self._thanked(made))

    def _takes(self, made: orders.Ordered, helper: Actor) -> bool:
        return any(row.id == made.order.pk for row in orders.pool(helper, size=200).items)

    def _thanked(self, made: orders.Ordered) -> None:
        holder = Actor(VISITOR.kind, holds=frozenset({orders.held_key(made.order.pk)}))
        orders.confirm(made.order.pk, by=holder)
        if self.random.random() < 0.8:
            stars = self.random.choices((5, 4, 3), (75, 20, 5))[0]
            orders.rate(made.order.pk, by=holder, rating=stars, thanks=self.random.choice(THANKS))

    @staticmethod
    def _quietly(step: Callable[[], object]) -> None:
        """Do a step that life may have overtaken: somebody still at work elsewhere, an order that lapsed."""
        try:
            step()
        except LinliError:
            return

    def _ordered(self, wanted: datetime) -> orders.Ordered:
        texts = WORDS[self.service]
        here = territory.area(self.building.grid_id or self.building.community_id)
        return orders.order(
            by=VISITOR,
            service_code=self.service,
            text=self.random.choice(texts),
            wanted_from=wanted,
            wanted_to=wanted + timedelta(hours=4),
            location=territory.Location(here, self.building.id, self.building.label, inside=True, how="address"),
            orderer=orders.Orderer(
                name=f"{self.random.choice('张王李赵周吴')}{self.random.choice(('奶奶', '爷爷', '阿姨', '大哥'))}",
                phone=f"1390000{self.random.randrange(10000):04d}",
                home=f"{self.random.randint(1, 4)}-{self.random.randint(1, 6)}0{self.random.randint(1, 3)}",
                account_id=self.account,
            ),
        )


def _homes(world: World, random: Random) -> list[territory.BuildingRow]:
    """Return some buildings of the community where the sign-ins live."""
    county = world.cast.staff.county
    key = next(key for key in county.communities() if county.names[key] == HOME)
    places = Places(county)
    found = [places.inside(key, random).building_id for _number in range(30)]
    return [territory.building(one) for one in sorted({one for one in found if one is not None})]


def lives(world: World, near: Neighbourhood, until: datetime) -> Iterator[tuple[datetime, Waking]]:
    """Yield every order with the moment at which it begins: many that ended well, and one in every open state."""
    random = Random(f"{world.seed}:orders")  # noqa: S311
    home = _homes(world, random)
    codes = list(WORDS)
    for _number in range(MANY):
        at = until - WEEKS + (WEEKS - timedelta(days=3)) * random.random()
        at = at.replace(hour=random.randint(8, 19), minute=random.randint(0, 59))
        yield at, OrderLife(world, near, random, random.choice(home), random.choice(codes)).run()
    resident = world.cast.staff.signs["resident"]
    for code, rest, hours, account in (
        ("errand_card", "done", 60, resident),
        ("hospital", "taken", 20, resident),
        ("repair_small", "offered", 5, None),
        ("haircut", "offered", 3, None),
        ("proxy_form", "ordered", 2, None),
        ("move_heavy", "ordered", 1, None),
    ):
        begins = until - timedelta(hours=hours)
        yield begins, OrderLife(world, near, random, random.choice(home), code, rest, account).run()
