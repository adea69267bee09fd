"""A small county at work, and cases at every stage. Everything goes through the verbs.

world = a_world()
case = a_case(world).dispatched_to(world.leader_key).handling_by(world.leader).handled().case
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any, Self

from PIL import Image
from tests.factories import access as people
from tests.factories.kept import kept
from tests.factories.territory import START, County, a_building, a_county, a_unit, an_appointment, an_estate, middle

from linli.engines.access import public as access
from linli.engines.cases import public as cases
from linli.engines.cases.definitions import CategoryInput, DangerInput, KindInput, LimitInput, MatterInput
from linli.engines.cases.verbs import define
from linli.engines.territory import public as territory
from linli.engines.territory.models import Building
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor

MORNING = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # a Monday, 9 in China
KINDS = (
    KindInput("help", "求助"),
    KindInput("complaint", "投诉"),
    KindInput("inquiry", "咨询", answer_at_once=True),
    KindInput("mediation", "调解", privacy="private", needs_agreement=True),
    KindInput("long", "长期事项", milestones=({"name": "摸清情况", "days": 7}, {"name": "开会商量", "days": 30})),
)
CATEGORIES = (
    CategoryInput("A", "环境卫生"),
    CategoryInput(
        "A01",
        "垃圾堆积清运",
        "A",
        kind_code="complaint",
        unit_kind="property",
        resolve_level="community",
        privacy="public",
        assist_unit_kinds=("street.sanitation",),
    ),
    CategoryInput("A03", "楼道堆物", "A", kind_code="complaint", unit_kind="grid", resolve_level="grid"),
    CategoryInput("B", "安全"),
    CategoryInput(
        "B01", "燃气泄漏", "B", kind_code="help", unit_kind="county.gas", urgency="emergency", emergency_phone="119"
    ),
    CategoryInput("D", "邻里纠纷"),
    CategoryInput("D01", "家庭纠纷", "D", kind_code="mediation", unit_kind="community", privacy="private"),
    CategoryInput("E", "无清单事项"),
    CategoryInput("E01", "填报表格", "E", kind_code="help", unit_kind="community"),
)
LIMITS = (
    LimitInput("first_contact", 120, "wmin", "测试"),
    LimitInput("handling", 5, "wd", "测试"),
    LimitInput("response", 1, "wd", "测试"),
    LimitInput("call_back", 2, "wd", "测试"),
    LimitInput("handling", 120, "min", "测试", category_code="B01"),
)
MATTERS = (
    MatterInput("A-01", "assisting", "环境卫生巡查", "测试", START, category_codes=("A01", "A03")),
    MatterInput("D-01", "statutory", "民间纠纷调解", "人民调解法", START, category_codes=("D01",)),
    MatterInput("B-01", "assisting", "燃气安全巡查", "测试", START, category_codes=("B01",)),
)

DANGERS = (
    DangerInput("gas", "燃气泄漏", ("燃气泄漏", "漏气"), "119", "测试", advice="请开窗。"),
    DangerInput("fire", "着火", ("着火", "火灾"), "119", "测试", order=1),
    DangerInput("medical", "急病", ("晕倒", "没有呼吸"), "120", "测试", order=2),
    DangerInput("violence", "打人", ("打架",), "110", "测试", order=3),
    DangerInput("traffic", "车祸", ("撞车",), "122", "测试", order=4),
)


@dataclass
class World:
    """One street with two communities of two grids, everybody in post, a property firm and a sanitation team."""

    land: County
    leader: Actor  # grid leader of the first grid
    neighbour: Actor  # of the next grid, same community
    worker: Actor  # of the first community: dispatches, checks
    other_worker: Actor  # of the other community
    street: Actor  # dispatches, coordinates, checks, supervises
    second: Actor  # a colleague in the same post
    county: Actor  # supervises and coordinates
    firm: territory.UnitRow
    handler: Actor  # of the property firm
    team: territory.UnitRow  # sanitation of the street
    cleaner: Actor  # of that team
    resident: Actor
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def leader_key(self) -> str:
        return territory.post_key("grid_leader", area_id=self.land.grids[0].pk)

    @property
    def neighbour_key(self) -> str:
        return territory.post_key("grid_leader", area_id=self.land.grids[1].pk)

    @property
    def firm_key(self) -> str:
        return territory.unit_key(self.firm.id)

    @property
    def team_key(self) -> str:
        return territory.unit_key(self.team.id)

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (
            self.leader,
            self.neighbour,
            self.worker,
            self.other_worker,
            self.street,
            self.second,
            self.county,
            self.handler,
            self.cleaner,
        )


def a_taxonomy() -> None:
    """Define kinds, classes, limits and matters."""
    define.define_kinds(KINDS, by=SYSTEM)
    define.define_categories(CATEGORIES, by=SYSTEM)
    define.define_limits(LIMITS, by=SYSTEM)
    define.define_matters(MATTERS, by=SYSTEM)
    define.define_dangers(DANGERS, by=SYSTEM)


@kept
def a_world() -> World:
    """Build the county with everybody in post."""
    land = a_county()
    first, other = land.communities
    firm, team = a_unit(first, "property", "兴农物业"), a_unit(land.street, "street.sanitation", "环卫队")
    leader = people.a_grid_leader(land.grids[0], account=people.an_account("林秀英"))
    a_taxonomy()
    return World(
        land=land,
        leader=leader,
        neighbour=people.a_grid_leader(land.grids[1], account=people.an_account("马建国")),
        worker=people.a_community_worker(first, account=people.an_account("王芳")),
        other_worker=people.a_community_worker(other, account=people.an_account("赵敏")),
        street=people.a_dispatcher(land.street, account=people.an_account("李强")),
        second=people.a_dispatcher(land.street, account=people.an_account("周洁")),
        county=people.a_county_supervisor(land.county, account=people.an_account("孙涛")),
        firm=territory.unit(firm.pk),
        handler=people.a_handler(firm, account=people.an_account("陈师傅")),
        team=territory.unit(team.pk),
        cleaner=people.a_handler(team, account=people.an_account("吴师傅")),
        resident=people.a_resident("张大妈"),
    )


def a_place(world: World, grid: int = 0, *, building: Building | None = None) -> territory.Location:
    """The middle of a grid."""
    area = territory.area(world.land.grids[grid].pk)
    column, row = divmod(grid, 2)
    longitude, latitude = middle(column, row)
    return territory.Location(
        area=area,
        building_id=building.pk if building else None,
        place="兴农小区 3 号楼",
        inside=True,
        how="point",
        longitude=longitude,
        latitude=latitude,
    )


def the_county_desk(world: World) -> territory.Location:
    """Somewhere outside the county."""
    return territory.Location(
        area=territory.area(world.land.county.pk),
        building_id=None,
        place="县外",
        inside=False,
        how="outside",
        longitude=0,
        latitude=0,
    )


class Made:
    """A case on its way; each step does a verb and returns this again."""

    def __init__(self, world: World, opened: cases.Opened) -> None:
        self.world = world
        self.id = opened.case.pk
        self.code = opened.tracking_code
        self.following_id = opened.following_id
        self.reporter = access.visitor([opened.following_id] if opened.following_id else [])

    @property
    def case(self) -> cases.Case:
        """The case as it stands now."""
        return cases.Case.objects.get(pk=self.id)

    @property
    def verbs(self) -> list[str]:
        """What has happened, oldest first."""
        return [step.verb for step in cases.case_for(SYSTEM, id=self.id).steps]

    def did(self, verb: str, by: Actor, **arguments: Any) -> Self:
        cases.perform(verb, self.id, by=by, **arguments)
        return self

    def submitted(self) -> Self:
        return self

    def accepted(self, by: Actor | None = None) -> Self:
        return self.did("accept", by or self.world.worker)

    def dispatched_to(self, key: str, by: Actor | None = None) -> Self:
        if self.case.state == cases.State.SUBMITTED:
            self.accepted(by)
        return self.did("dispatch", by or self.world.worker, assignee=key)

    def claimed_by(self, actor: Actor) -> Self:
        if self.case.state == cases.State.SUBMITTED:
            self.accepted()
        return self.did("claim", actor)

    def handling_by(self, actor: Actor) -> Self:
        """In hand with somebody: sent to their first post or unit if it is not there yet."""
        keys = territory.assignee_keys(actor)
        if self.case.assignee not in keys:
            self.dispatched_to(min(keys))
        return self.did("take", actor)

    def handled(self, by: Actor | None = None, note: str = "已清理，楼道畅通。", **arguments: Any) -> Self:
        actor = by or self.world.leader
        if self.case.state in {cases.State.SUBMITTED, cases.State.ACCEPTED, cases.State.DISPATCHED}:
            self.handling_by(actor)
        return self.did("handle", actor, note=note, **arguments)

    def checked(self, by: Actor | None = None) -> Self:
        if self.case.state != cases.State.HANDLED:
            self.handled()
        return self.did("check", by or self.world.worker, passed=True)

    def closed(self, rating: int | None = 5) -> Self:
        if self.case.state not in {cases.State.HANDLED, cases.State.CHECKED}:
            self.checked()
        return self.did("confirm", self.reporter, solved=True, rating=rating)

    def followed(self, by: Actor | None = None, **arguments: Any) -> cases.Opened:
        return cases.follow(self.id, by=by or people.a_visitor(), **arguments)


def a_case(world: World, *, by: Actor | None = None, grid: int = 0, **more: Any) -> Made:
    """A case a visitor has just reported in the first grid, unless told otherwise."""
    arguments: dict[str, Any] = {
        "text": "三单元楼道里堆满了旧家具，走不过去，手机 13800000000。",
        "origin": "portal",
        "kind_code": "complaint",
        "category_code": "A03",
        "location": a_place(world, grid),
        "reporter": cases.Reporter(name="张大妈", phone="138 0000 0000"),
    }
    return Made(world, cases.open_case(by=by or people.a_visitor(), **{**arguments, **more}))


def a_found_case(world: World, by: Actor | None = None, **more: Any) -> Made:
    """A case a collector found on the round: nobody to call back."""
    return a_case(world, by=by or world.leader, origin="desk", reporter=None, **more)


def a_picture(
    width: int = 64, height: int = 48, form: str = "JPEG", *, mode: str = "RGB", exif: bytes = b""
) -> BytesIO:
    """A small picture file."""
    target = BytesIO()
    Image.new(mode, (width, height), "green" if mode == "RGB" else 0).save(
        target, form, **({"exif": exif} if exif else {})
    )
    target.seek(0)
    return target


def a_building_head(world: World, building: Building) -> Actor:
    return people.a_building_head(world.land.grids[0], building.pk)


def a_block(world: World) -> Building:
    """A building in the first grid, with the firm answering for its estate."""
    return a_building(an_estate(world.land.communities[0]))


def another_handler(world: World) -> Actor:
    """A colleague in the same property firm."""
    account = people.an_account("另一位师傅")
    an_appointment("unit_handler", account.pk, world.land.communities[0], unit_id=world.firm.id)
    return people.as_actor(account)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def today_plus(count: int) -> date:
    return clock.today() + timedelta(days=count)
