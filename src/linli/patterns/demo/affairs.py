"""What happens beside the cases: themes, matters that ask for admission, absences and duty lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from linli.engines.cases import public as cases
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.patterns.demo.beginning import World
from linli.patterns.demo.rhythm import Year
from linli.patterns.demo.storms import Happening

HOME = "c:北"
STREET = "清泉"


@dataclass(frozen=True, slots=True)
class _Cause:
    """The root of many cases."""

    title: str
    cause: str
    plan: str
    lead: tuple[str, str]  # kind of unit, key of its area
    days: int


HEATING = _Cause(
    "北苑换热站老化，冬天不热",
    "换热站的板换结垢、循环泵功率小，末端几栋楼水温上不去。",
    "先逐户放气、清洗；再换循环泵；停暖后换板换。",
    ("utility.heat", "county"),
    60,
)
HEATING_RESULT = "循环泵已换，末端室温都到了十八度以上；停暖后更换板换。还不热的，请直接点“没解决”。"
PUDDLE = _Cause(
    "北门路口逢雨积水",
    "路口排水口比路面高，支管被树根挤裂。",
    "先抽水、设警示；下月前更换支管、降低井口。",
    ("county.urban_mgmt", "county"),
    30,
)
CHARGING = _Cause(
    "老小区电动车没处充电",
    "老小区没有车棚，充电口不够，只好拉线。",
    "三个老小区各建一处车棚，先装二十个充电口。",
    ("street.fire_safety", STREET),
    45,
)


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

    def _open(self, about: _Cause) -> int:
        county = self.world.cast.staff.county
        theme = cases.open_theme(
            title=about.title,
            cause=about.cause,
            plan=about.plan,
            area_id=county.area_ids[STREET],
            lead_unit_id=county.units[about.lead],
            due_on=clock.today() + timedelta(days=about.days),
            public=True,
            by=self._head(),
        )
        return theme.pk

    def _head(self) -> Actor:
        return self.world.cast.actor(self.world.cast.staff.at["street_head", STREET][0])

    def _open_heating(self) -> None:
        self.heating = self._open(HEATING)
        self._hang(self.heating, "C04", 24)

    def _resolve_heating(self) -> None:
        if self.heating is not None:
            self._hang(self.heating, "C04", 40)
            cases.resolve_theme(self.heating, result=HEATING_RESULT, by=self._head())

    def _open_puddle(self) -> None:
        self._hang(self._open(PUDDLE), "A05", 6)

    def _open_charging(self) -> None:
        number = self._open(CHARGING)
        self._hang(number, "H04", 8)
        self._hang(number, "I03", 8)

    def _hang(self, theme: int, code: str, most: int) -> None:
        """Hang recent cases of a class in the street on a theme."""
        county = self.world.cast.staff.county
        by = self.world.cast.actor(self.world.cast.staff.at["street_dispatcher", STREET][0])
        filters = cases.CaseFilter(category=code, path=county.paths[STREET], since=clock.today() - timedelta(days=30))
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
        by = self.world.cast.actor(staff.at["street_dispatcher", STREET][0])
        today = clock.today()
        row = cases.apply_for_admission(
            title=title,
            category_code=code,
            parties="街道综合执法队、各社区",
            reason=reason,
            money_fen=money,
            people=11,
            period_from=today + timedelta(days=20),
            period_to=today + timedelta(days=200),
            area_id=staff.county.area_ids[STREET],
            by=by,
        )
        cases.ask_opinion(row.pk, by=by)
        return row.pk

    def _ask(self) -> None:
        self.asked.append(
            self._apply(
                "协助清理长期停放的废旧车辆",
                "H03",
                "废旧车占位、占道，居民反映多；社区只负责核对车主和张贴告知，拖移由执法队做。",
                30_000_00,
            )
        )
        self.asked.append(self._apply("代收企业用电安全自查表", "I04", "想请社区挨户发放和回收自查表。", 0))

    def _speak(self) -> None:
        by = self.world.cast.actor(self.world.cast.staff.at["community_secretary", HOME][0])
        for number, text in zip(
            self.asked,
            ("同意，要写明由执法队拖移，经费随事走。", "不同意，自查是企业的责任，社区没有人手也没有依据。"),
            strict=True,
        ):
            cases.give_opinion(number, text=text, by=by)

    def _decide(self) -> None:
        by = self.world.cast.actor(self.world.cast.staff.at["county_supervisor", "county"][0])
        first, second = self.asked
        cases.decide_application(
            first,
            listed=True,
            text="纳入清单半年，到期再评。",
            basis="县事项准入联席会议纪要〔示例〕",
            office="街道综合执法队",
            fee_owner="街道",
            by=by,
        )
        cases.decide_application(second, listed=False, text="没有法律依据，属企业自己的责任，不列入。", by=by)

    def _ask_again(self) -> None:
        self._apply("组织商户更换防滑地垫", "Q06", "入冬后沿街店铺门口结冰，想请社区组织商户统一更换。", 8_000_00)


def absences(world: World, year: Year) -> Iterator[Happening]:
    """Let two grid leaders be away now, with somebody standing in; fill the duty lists of this week and the next."""

    def away() -> None:
        staff = world.cast.staff
        for grid in staff.county.town.grids()[3:40:30]:
            holder, other = staff.at["grid_leader", grid.key][0], staff.at["grid_member", grid.key][0]
            rows = territory.appointments(
                SYSTEM, staff.county.paths[grid.key], account_id=holder, post_code="grid_leader"
            )
            territory.stand_in(
                rows[0].id,
                account_id=other,
                starts=clock.today(),
                ends=clock.today() + timedelta(days=9),
                reason="休假",
                by=SYSTEM,
            )

    def duty() -> None:
        staff = world.cast.staff
        for key in ("county", *staff.county.streets()):
            post = "county_dispatcher" if key == "county" else "street_dispatcher"
            people = staff.at[post, key]
            for night in range(14):
                starts = datetime.combine(clock.today() + timedelta(days=night), time(18), clock.CHINA)
                territory.plan_shift(
                    area_id=staff.county.area_ids[key],
                    account_id=people[night % len(people)],
                    starts=starts,
                    ends=starts + timedelta(hours=14, minutes=30),
                    by=SYSTEM,
                )

    yield Happening((year.until - timedelta(days=3)).replace(hour=9, minute=5), away)
    yield Happening((year.until - timedelta(days=6)).replace(hour=9, minute=10), duty)
