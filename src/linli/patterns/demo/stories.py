"""What the dice do not bring: the cases each sign-in finds at hand, one problem with seven people, themes, admission."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.cast import Cast
from linli.patterns.demo.life import Plan, World
from linli.patterns.demo.places import Place, Places
from linli.patterns.demo.rhythm import Year
from linli.patterns.demo.texts import BY_CODE, Report

HOME = "c:北"
PUDDLE = ("A05", "北门路")
NEIGHBOURS = (
    "北门路口又积水了，车子溅人一身。", "路口的水没过脚脖子，孩子是抱过去的。", "北门那边排水口肯定堵了，雨停了两个小时还是一大片水。",
    "积水把路上的坑盖住了，刚才有人骑车摔了。", "每次下雨都这样，能不能从根上治一治。", "公交站前面全是水，下不了车。",
)
RESTS = (
    ("submitted", "Q01"), ("submitted", "L03"), ("accepted", "D02"), ("dispatched", "B01"), ("dispatched", "A03"), ("handling", "C05"),
    ("handling", "B03"), ("suspended", "D05"), ("suspended", "B03"), ("handled", "A01"), ("handled", "O03"), ("checked", "B01"),
    ("checked", "H04"), ("review", "H01"), ("review", "D02"), ("refused", "Q05"), ("withdrawn", "P03"),
)
AT_HOME = (                              # classes, states and ages in hours of what lies on the desks of the demo's sign-ins
    ("I03", "dispatched", 30), ("F02", "handling", 60), ("A03", "dispatched", 5), ("H04", "handling", 50), ("O04", "dispatched", 3),
    ("F04", "handling", 98), ("B05", "dispatched", 0.7), ("F03", "dispatched", 7), ("B04", "handling", 76), ("O06", "dispatched", 26),
    ("P04", "dispatched", 2), ("H01", "handling", 110), ("B01", "dispatched", 1.5), ("D03", "handling", 20), ("A01", "dispatched", 25),
    ("C05", "handling", 27), ("O03", "handling", 130), ("B01", "handled", 40), ("C05", "checked", 52), ("A01", "handled", 30),
)
OF_RESIDENT = (("B01", "handling", 9), ("C04", "checked", 70), ("H04", "dispatched", 4), ("A01", "", 400), ("P04", "", 900), ("F01", "", 1500))
LONG = (("D01", 100), ("E06", 70), ("E04", 45), ("E01", 25))
FATES = ("ping_pong", "whistle", "helper", "extension", "suspend", "lawful", "unsolved", "reopen", "supervise", "interim", "answer", "withdraw")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is done at a moment besides the lives of the cases."""

    at: datetime
    do: Callable[[], None]


def _in_work_time(moment: datetime) -> datetime:
    """Move a moment of the night to the morning before, so that the desks have had their hours."""
    local = clock.local(moment)
    return local if 8 <= local.hour < 22 else local.replace(hour=9, minute=20)


def pinned(year: Year, places: Places, cast: Cast, random: Random) -> Iterator[Plan]:
    """Plan the cases that stand in every state when the history ends, on the desks of the sign-ins, and every fate."""
    number = 1_000_000
    grid = next(key for key, name in cast.staff.county.names.items() if name == "北苑社区第3网格")
    for state, code in RESTS:
        number += 1
        at = _in_work_time(year.until - timedelta(hours=random.uniform(20, 90)))
        yield Plan(number, at, BY_CODE[code], places.near(BY_CODE[code], random), rest=state, fate=_way_to(state), photo=True)
    for code, state, age in AT_HOME:
        number += 1
        at = year.until - timedelta(hours=age)
        yield Plan(number, at, BY_CODE[code], places.inside(grid, random), rest=state, photo=random.random() < 0.5)
    for code, state, age in OF_RESIDENT:
        number += 1
        at = _in_work_time(year.until - timedelta(hours=age))
        yield Plan(number, at, BY_CODE[code], places.inside(grid, random), rest=state, account=cast.staff.signs["resident"], photo=True)
    for code, days in LONG:
        number += 1
        at = _in_work_time(year.until - timedelta(days=days))
        yield Plan(number, at, BY_CODE[code], places.inside(HOME, random), fate="milestones", kind="long")
    for fate in FATES:
        number += 1
        code = "L03" if fate == "answer" else "B03" if fate != "unsolved" else "C05"
        at = _in_work_time(year.until - timedelta(days=random.uniform(14, 40)))
        yield Plan(number, at, BY_CODE[code], places.near(BY_CODE[code], random), fate=fate)
    yield Plan(number + 1, _in_work_time(year.until - timedelta(hours=6)), BY_CODE["B02"], places.outside(random), rest="submitted")


def _way_to(state: str) -> str:
    return {"suspended": "suspend", "review": "lawful", "refused": "refuse", "withdrawn": "withdraw"}.get(state, "")


class Cluster:
    """One problem, seven people: neighbours report the same thing; the desk joins their cases to the first."""

    def __init__(self, world: World, name: str, at: datetime, place: Place, report: Report, texts: tuple[str, ...]) -> None:
        self.world, self.name, self.at, self.place, self.report, self.texts = world, name, at, place, report, texts

    def plans(self, number: int, random: Random) -> Iterator[Plan]:
        """Yield the cases."""
        for part, text in enumerate(self.texts):
            at = self.at + timedelta(minutes=11 * part + random.uniform(0, 8))
            rest = "merged" if part else "handling" if "now" in self.name else ""
            yield Plan(number + part, at, self.report, self.place, text=text, rest=rest, key=f"{self.name}:{part}", photo=part < 2, fate="joined" if part else "release")

    def happening(self) -> Happening:
        """Return the joining."""
        return Happening(self.at + timedelta(minutes=11 * len(self.texts) + 18), self._join)

    def _join(self) -> None:
        born = self.world.born
        lead = born.get(f"{self.name}:0")
        if lead is None:
            return
        for part in range(1, len(self.texts)):
            other = born.get(f"{self.name}:{part}")
            if other is not None:
                detail = cases.case_for(SYSTEM, id=other)
                if detail.state in {"submitted", "accepted", "dispatched", "handling"}:
                    cases.merge(other, by=self.world.cast.desk(detail.case), into=lead)


def clusters(world: World, year: Year, places: Places, random: Random, *, all_storms: bool) -> list[Cluster]:
    """Return the clusters of the history: each storm has one, the last one is still in work."""
    spots = [places.named("北门路", random), places.named("人民路", random), places.named("滨河", random)]
    found = []
    for turn, day in enumerate(year.storms if all_storms else year.storms[-1:]):
        last = day == year.storms[-1]
        at = datetime.combine(day, time(8, 5 + 5 * (turn % 6)), clock.CHINA)
        place = spots[0] if last else spots[turn % 3]
        texts = ("北门路口积水，电动车摔倒，麻烦快点来看看。" if place is spots[0] else f"{place.words}一下雨就积水，今天早上有人摔了。", *NEIGHBOURS)
        found.append(Cluster(world, f"storm{turn}{'now' if last else ''}", at, place, BY_CODE["A05"], texts if last or turn % 2 else texts[:4]))
    return found


class Themes:
    """Two themes: the heat station, gone by now; the puddle, in hand."""

    def __init__(self, world: World, year: Year) -> None:
        self.world, self.year = world, year
        self.heating: int | None = None

    def happenings(self) -> Iterator[Happening]:
        """Return what is done when."""
        winter = max(self.year.since + timedelta(days=20), _last_november(self.year.until))
        if winter < self.year.until - timedelta(days=60):
            yield Happening(winter.replace(hour=10), self._open_heating)
            yield Happening((winter + timedelta(days=48)).replace(hour=16), self._resolve_heating)
        last = datetime.combine(self.year.storms[-1], time(15, 10), clock.CHINA) + timedelta(days=1)
        yield Happening(last, self._open_puddle)
        yield Happening((self.year.until - timedelta(days=9)).replace(hour=11), self._open_charging)

    def _open(self, title: str, cause: str, plan: str, kind: str, key: str, due: date) -> int:
        county = self.world.cast.staff.county
        lead = county.units[kind, "county"] if (kind, "county") in county.units else county.units[kind, key]
        by = self.world.cast.actor(self.world.cast.staff.at["street_head", "清泉"][0])
        theme = cases.open_theme(
            title=title, cause=cause, plan=plan, area_id=county.area_ids["清泉"], lead_unit_id=lead, due_on=due, public=True, by=by
        )
        return theme.pk

    def _open_heating(self) -> None:
        title = "北苑换热站老化，冬天不热"
        cause, plan = "换热站的板换结垢、循环泵功率小，末端几栋楼水温上不去。", "先逐户放气、清洗；再换循环泵；停暖后换板换。"
        self.heating = self._open(title, cause, plan, "utility.heat", "县", clock.today() + timedelta(days=60))
        self._hang(self.heating, "C04", 24)

    def _resolve_heating(self) -> None:
        if self.heating is None:
            return
        self._hang(self.heating, "C04", 40)
        by = self.world.cast.actor(self.world.cast.staff.at["street_head", "清泉"][0])
        cases.resolve_theme(self.heating, result="循环泵已换，末端室温都到了十八度以上；停暖后更换板换。还不热的，请直接点“没解决”。", by=by)

    def _open_puddle(self) -> None:
        title = "北门路口逢雨积水"
        cause, plan = "路口排水口比路面高，支管被树根挤裂。", "先抽水、设警示；下月前更换支管、降低井口。"
        number = self._open(title, cause, plan, "county.urban_mgmt", "县", clock.today() + timedelta(days=30))
        self._hang(number, "A05", 6)

    def _open_charging(self) -> None:
        title = "老小区电动车没处充电"
        cause, plan = "老小区没有车棚，充电口不够，只好拉线。", "三个老小区各建一处车棚，先装二十个充电口。"
        number = self._open(title, cause, plan, "street.fire_safety", "清泉", clock.today() + timedelta(days=45))
        self._hang(number, "H04", 8)
        self._hang(number, "I03", 8)

    def _hang(self, theme: int, code: str, most: int) -> None:
        """Hang recent cases of a class in the street on a theme."""
        county = self.world.cast.staff.county
        by = self.world.cast.actor(self.world.cast.staff.at["street_dispatcher", "清泉"][0])
        filters = cases.CaseFilter(category=code, path=county.paths["清泉"], since=clock.today() - timedelta(days=30))
        for row in list(cases.search(by, "", filters).items)[:most]:
            if row.theme_id is None and row.state not in {"refused", "withdrawn"}:
                cases.link_theme(row.id, by=by, theme_id=theme)


def _last_november(until: datetime) -> datetime:
    year = until.year if until.month >= 12 else until.year - 1
    return datetime(year, 11, 26, tzinfo=clock.CHINA)


class Admission:
    """Matters that are on no list: one listed, one refused, one still waiting for its opinion."""

    def __init__(self, world: World, year: Year) -> None:
        self.world, self.year = world, year
        self.asked: list[int] = []

    def happenings(self) -> Iterator[Happening]:
        """Return what is done when."""
        for days, work in ((74, self._ask), (70, self._speak), (61, self._decide), (6, self._ask_again)):
            yield Happening((self.year.until - timedelta(days=days)).replace(hour=10, minute=30), work)

    def _apply(self, title: str, code: str, reason: str, money: int) -> int:
        staff = self.world.cast.staff
        by = self.world.cast.actor(staff.at["street_dispatcher", "清泉"][0])
        today = clock.today()
        row = cases.apply_for_admission(
            title=title, category_code=code, parties="街道综合执法队、各社区", reason=reason, money_fen=money, people=11,
            period_from=today + timedelta(days=20), period_to=today + timedelta(days=200), area_id=staff.county.area_ids["清泉"], by=by,
        )
        cases.ask_opinion(row.pk, by=by)
        return row.pk

    def _ask(self) -> None:
        self.asked.append(self._apply("协助清理长期停放的废旧车辆", "H03", "废旧车占位、占道，居民反映多；社区只负责核对车主和张贴告知，拖移由执法队做。", 30_000_00))
        self.asked.append(self._apply("代收企业用电安全自查表", "I04", "想请社区挨户发放和回收自查表。", 0))

    def _speak(self) -> None:
        by = self.world.cast.actor(self.world.cast.staff.at["community_secretary", HOME][0])
        for number, text in zip(self.asked, ("同意，要写明由执法队拖移，经费随事走。", "不同意，自查是企业的责任，社区没有人手也没有依据。"), strict=True):
            cases.give_opinion(number, text=text, by=by)

    def _decide(self) -> None:
        by = self.world.cast.actor(self.world.cast.staff.at["county_supervisor", "county"][0])
        first, second = self.asked
        cases.decide_application(
            first, listed=True, text="纳入清单半年，到期再评。", basis="县事项准入联席会议纪要〔示例〕", office="街道综合执法队", fee_owner="街道", by=by
        )
        cases.decide_application(second, listed=False, text="没有法律依据，属企业自己的责任，不列入。", by=by)

    def _ask_again(self) -> None:
        self._apply("组织商户更换防滑地垫", "Q06", "入冬后沿街店铺门口结冰，想请社区组织商户统一更换。", 8_000_00)


def absences(world: World, year: Year) -> Iterator[Happening]:
    """Let two grid leaders be away now, with somebody standing in, and fill the duty lists of this week and the next."""
    def away() -> None:
        staff = world.cast.staff
        for grid in staff.county.town.grids()[3:40:30]:
            holder, other = staff.at["grid_leader", grid.key][0], staff.at["grid_member", grid.key][0]
            rows = territory.appointments(SYSTEM, staff.county.paths[grid.key], account_id=holder, post_code="grid_leader")
            territory.stand_in(
                rows[0].id, account_id=other, starts=clock.today(), ends=clock.today() + timedelta(days=9), reason="休假", by=SYSTEM
            )

    def duty() -> None:
        staff = world.cast.staff
        for key in ("county", *staff.county.streets()):
            post = "county_dispatcher" if key == "county" else "street_dispatcher"
            people = staff.at[post, key]
            for night in range(14):
                starts = datetime.combine(clock.today() + timedelta(days=night), time(18), clock.CHINA)
                territory.plan_shift(
                    area_id=staff.county.area_ids[key], account_id=people[night % len(people)], starts=starts,
                    ends=starts + timedelta(hours=14, minutes=30), by=SYSTEM,
                )

    yield Happening((year.until - timedelta(days=3)).replace(hour=9, minute=5), away)
    yield Happening((year.until - timedelta(days=6)).replace(hour=9, minute=10), duty)
