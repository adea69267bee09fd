"""Volunteers, activities and shops in the places of `tests.factories.territory`. Everything goes through the verbs."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.factories.access import an_account, appointed, as_actor
from tests.factories.territory import County, a_county, posts

from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import Activity, Role, Service, ShopItem, Volunteer
from linli.programmes.volunteers.public import ActivityInput, ItemInput, RoleInput, SchemeInput, VolunteerInput

SATURDAY = datetime(2026, 11, 21, 1, tzinfo=UTC)     # 9:00 in China
HOUR = timedelta(hours=1)
_serial = count(1)


def document(born: date, serial: int = 1, *, woman: bool = False) -> str:
    """A citizen's number that nobody has, with the right check sign."""
    digits = f"620399{born:%Y%m%d}{serial % 500:02d}".ljust(16, "0")[:16] + ("2" if woman else "1")
    weighed = sum(int(sign) * 2 ** (17 - place) for place, sign in enumerate(digits))
    return digits + "10X98765432"[weighed % 11]


class Neighbourhood:
    """A county with a community, its workers, and seven colours."""

    def __init__(self) -> None:
        self.county: County = a_county()
        posts()
        self.community = self.county.communities[0]
        self.worker = as_actor(appointed("community_worker", self.community))
        self.second = as_actor(appointed("community_worker", self.community))
        self.stranger = as_actor(appointed("community_worker", self.county.communities[1]))
        self.grid_leader = as_actor(appointed("grid_leader", self.county.grids[0]))
        self.head = as_actor(appointed("street_dispatcher", self.county.street))
        volunteers.define_schemes([colours()], by=SYSTEM)

    def volunteer(self, *, account: bool = True, **more: Any) -> Volunteer:
        number = next(_serial)
        given = {"call_name": f"林师傅{number}", "name": f"林小满{number}", "phone": f"1390935{number:04d}", **more}
        given.setdefault("born", date(1990, 5, 1))
        by = as_actor(an_account()) if account else self.worker
        return volunteers.register_volunteer(area_id=self.community.pk, given=VolunteerInput(**given), by=by)

    def activity(self, *, wanted: int = 3, hours: float = 2, starts: datetime | None = None, **more: Any) -> Activity:
        needs = {name: more.pop(name) for name in ("needs_insurance", "needs_vetting") if name in more}
        role = RoleInput("理发师", wanted, **needs)
        begin = starts or clock.now()
        given = ActivityInput(
            title=f"义剪{next(_serial)}", area_id=self.community.pk, place="社区广场", starts=begin,
            ends=begin + hours * HOUR, about="给老人剪头发", roles=[role], item_code="orange", risks="剪刀", **more,
        )
        return volunteers.plan_activity(given, by=self.worker)[0]

    def served(self, who: Volunteer, *, minutes: int = 120, starts: datetime | None = None) -> Service:
        """Service from sign-up to confirmation, at an activity of its own."""
        begin = starts or clock.now()
        with clock.at(begin):
            activity = self.activity(starts=begin, hours=minutes / 60)
            volunteers.check_in(activity_id=activity.pk, by=self.worker, volunteer_id=who.pk)
        with clock.at(begin + timedelta(minutes=minutes)):
            row = volunteers.check_out(activity_id=activity.pk, by=self.worker, volunteer_id=who.pk)
            return volunteers.confirm_service(service_id=row.pk, by=self.second)

    def item(self, *, price: int = 2, stock: int = 5, **more: Any) -> ShopItem:
        name = f"毛巾{next(_serial)}"
        row = volunteers.define_item(
            area_id=self.community.pk, name=name, price=price, pick_up="社区服务厅", by=self.worker, **more
        )
        return volunteers.restock(item_id=row.pk, count=stock, by=self.worker)


def colours() -> SchemeInput:
    items = [ItemInput("orange", "橙色关爱", points_per_hour=2, colour="#d9730d"), ItemInput("red", "红色先锋")]
    return SchemeInput("seven_colours", "七色服务", "试用", items)


def actor(who: Volunteer) -> Actor:
    """The volunteer, signed in."""
    if who.account is None:
        raise AssertionError("this volunteer has no account")
    return as_actor(who.account)


def the_role(activity: Activity) -> Role:
    return activity.roles.get()

