"""Orders on their way; everything goes through the verbs.

order = an_order(world).offered().taken_by(helper).begun().finished().order
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from tests.factories import access as people
from tests.factories.cases import World, a_place

from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor
from linli.programmes.orders import public as orders
from linli.programmes.orders.codes import BEGIN, END, door_code
from linli.programmes.orders.models import Order
from linli.programmes.orders.types import Orderer, ServiceInput

SERVICES = (
    ServiceInput("errand", "代办取件", "跑腿代办", minutes=40, take_minutes=240),
    ServiceInput("hospital", "陪同就医", "陪伴照护", minutes=180, take_minutes=1440, insured=True),
    ServiceInput("tutor", "学习辅导", "孩子", minutes=90, vetted=True),
    ServiceInput("bath", "上门助浴", "陪伴照护", minutes=90, people=2),
)
LATER = date(2099, 12, 31)


def a_catalogue() -> None:
    """Define the services."""
    orders.define_services(SERVICES, by=SYSTEM)


def a_helper(world: World, name: str = "刘小梅", *, community: int = 0, **checks: Any) -> Actor:
    """A resident of the first community who takes orders there."""
    actor = people.a_resident(name)
    orders.register_taker(
        by=SYSTEM, area_id=world.land.communities[community].pk, account_id=actor.account_id, **checks
    )
    return actor


class Made:
    """An order on its way; each step does a verb and returns this again."""

    def __init__(self, world: World, ordered: orders.Ordered) -> None:
        self.world, self.id, self.code = world, ordered.order.pk, ordered.tracking_code
        self.number = ordered.order.number
        self.takers: list[Actor] = []

    @property
    def order(self) -> Order:
        """The order as it stands now."""
        return Order.objects.get(pk=self.id)

    @property
    def orderer(self) -> Actor:
        """Whoever holds the code."""
        return replace(VISITOR, holds=frozenset({orders.held_key(self.id)}))

    def did(self, verb: str, by: Actor, **given: Any) -> Self:
        orders.VERBS[verb](self.id, by=by, **given)
        return self

    def offered(self, *takers: str) -> Self:
        return self.did("offer", self.world.worker, takers=takers)

    def taken_by(self, *helpers: Actor) -> Self:
        if self.order.state == "ordered":
            self.offered()
        for helper in helpers:
            self.did("take", helper)
            self.takers.append(helper)
        return self

    def begun(self) -> Self:
        for helper in self.takers:
            self.did("start", helper, code=door_code(self.id, BEGIN))
        return self

    def finished(self, minutes: int = 40) -> Self:
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            for helper in self.takers:
                self.did("finish", helper, code=door_code(self.id, END), note="办好了。")
        return self


def an_order(world: World, service: str = "errand", *, by: Actor | None = None, grid: int = 0, **more: Any) -> Made:
    """An order of a visitor in the first grid, wanted in the next three hours, unless told otherwise."""
    given: dict[str, Any] = {
        "service_code": service,
        "text": "请帮我妈妈去社保大厅取一下社保卡，电话 13800000000。",
        "wanted_from": clock.now(),
        "wanted_to": clock.now() + timedelta(hours=3),
        "location": a_place(world, grid),
        "orderer": Orderer(name="张大妈", phone="138 0000 0000", home="2-501"),
        "origin": "portal",
    }
    return Made(world, orders.order(by=by or people.a_visitor(), **{**given, **more}))
