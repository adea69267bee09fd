"""Staff for every post of the invented county, with a few gaps and one or two overloads, as life has them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from linli.engines.territory import public as territory
from linli.engines.territory.public import NewAppointment
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.county import County
from linli.patterns.demo.people import Names, Roster

HOUSEHOLDS_OF_A_HEAD = 94
GAPS = {("grid_member", "站前社区第2网格"), ("grid_mediator", "泉湖社区第1网格"), ("grid_informant", "杏园社区第4网格")}
HOME_GRID = "北苑社区第3网格"  # where the sign-ins of the demo serve


@dataclass
class Staff:
    """Who serves where, by account id."""

    county: County
    names: Names
    roster: Roster
    at: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))  # post, area key
    in_unit: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    signs: dict[str, int] = field(default_factory=dict)  # user name to account


@dataclass(frozen=True, slots=True)
class _Plan:
    """One planned appointment; the account is a place in the roster."""

    post: str
    person: int
    area: str = ""
    building: int | None = None
    unit: int | None = None


def hire(county: County, seed: int, since: date) -> Staff:
    """Make the accounts and appointments."""
    names = Names(seed)
    roster = Roster(names)
    staff = Staff(county, names, roster)
    random = Random(f"{seed}:staff")  # noqa: S311
    plans = [
        *_county(staff),
        *_streets(staff),
        *_communities(staff),
        *_grids(staff),
        *_units(staff),
        *_buildings(staff, random),
    ]
    plans = [*_wanted(plans), *_others(staff, plans)]
    roster.add("resident", username="resident", name=names.take("周"))
    roster.create(county.root)
    starts = since - timedelta(days=120)
    territory.appoint_many([_appointment(staff, plan, starts) for plan in plans], by=SYSTEM)
    _remember(staff, plans)
    return staff


def _wanted(plans: list[_Plan]) -> Iterator[_Plan]:
    """Keep the appointments to posts that the county has."""
    known = {row.code for row in territory.posts()}
    return (plan for plan in plans if plan.post in known)


def _others(staff: Staff, plans: list[_Plan]) -> Iterator[_Plan]:
    """Fill posts of communities and grids that only this county has, and second grid members where it wants them."""
    levels = {row.code: row.level for row in territory.posts()}
    have = Counter((plan.post, plan.area) for plan in plans)
    filled = {plan.post for plan in plans} - {"grid_member"}
    for row in territory.staffing_plans():
        if row.post_code in filled or levels.get(row.post_code) not in {"community", "grid"}:
            continue
        for area in staff.county.town.areas:
            fits = area.kind == levels[row.post_code] and row.grid_kind in {"", area.grid_kind}
            missing = row.count - have[row.post_code, area.key]
            if fits and missing > 0 and (row.post_code, area.name) not in GAPS:
                for person in _people(staff, "tongshi", "老师", missing):
                    yield _Plan(row.post_code, person, area.key)


def _appointment(staff: Staff, plan: _Plan, starts: date) -> NewAppointment:
    area_id = staff.county.area_ids[plan.area] if plan.area else None
    return NewAppointment(
        plan.post,
        staff.roster.account(plan.person),
        area_id=area_id,
        building_id=plan.building,
        unit_id=plan.unit,
        starts=starts,
    )


def _remember(staff: Staff, plans: Iterable[_Plan]) -> None:
    for plan in plans:
        account = staff.roster.account(plan.person)
        if plan.unit is not None:
            staff.in_unit[plan.unit].append(account)
        elif plan.building is not None:
            staff.at[plan.post, f"b{plan.building}"].append(account)
        else:
            staff.at[plan.post, plan.area].append(account)
    staff.signs = {name: staff.roster.account(place) for name, place in staff.roster.named.items()}


def _people(staff: Staff, stem: str, title: str, count: int, first: str = "") -> list[int]:
    """Plan some people; the first may be a sign-in of the demo."""
    return [
        staff.roster.add(
            stem,
            title,
            username=first if number == 0 else "",
            surname="林" if first == "gridleader" and not number else "",
        )
        for number in range(count)
    ]


def _county(staff: Staff) -> Iterator[_Plan]:
    for post, title, count, name in (
        ("county_supervisor", "主任", 1, "county"),
        ("county_dispatcher", "老师", 2, ""),
        ("county_administrator", "老师", 1, "admin"),
    ):
        for person in _people(staff, "xian", title, count, name):
            yield _Plan(post, person, "county")


def _streets(staff: Staff) -> Iterator[_Plan]:
    for key in staff.county.streets():
        home = key == "清泉"
        for post, title, count in (
            ("street_head", "主任", 1),
            ("street_dispatcher", "老师", 2),
            ("street_checker", "老师", 2),
        ):
            first = "street" if home and post == "street_dispatcher" else ""
            for person in _people(staff, "jiedao", title, count, first):
                yield _Plan(post, person, key)


def _communities(staff: Staff) -> Iterator[_Plan]:
    for number, key in enumerate(staff.county.communities()):
        home = key == "c:北"
        workers = 3 if number == 3 else 4
        for post, title, count in (
            ("community_secretary", "书记", 1),
            ("community_worker", "老师", workers),
            ("community_liaison", "主任", 1),
            ("grid_guide", "老师", 1),
        ):
            first = "worker" if home and post == "community_worker" else ""
            for person in _people(staff, "shequ", title, count, first):
                yield _Plan(post, person, key)


def _grids(staff: Staff) -> Iterator[_Plan]:
    police: list[int] = []
    for number, area in enumerate(staff.county.town.grids()):
        if number % 3 == 0:
            police = _people(staff, "jingyuan", "警官", 1)
        posts = [("grid_leader", "师傅"), ("grid_member", "师傅")]
        if area.grid_kind == "basic":
            posts += [("grid_informant", "大姐"), ("grid_mediator", "老师")]
        else:
            posts += [("market_officer", "师傅"), ("order_officer", "师傅")]
        for post, title in posts:
            if (post, area.name) not in GAPS:
                first = "gridleader" if area.name == HOME_GRID and post == "grid_leader" else ""
                yield _Plan(post, _people(staff, "wangge", title, 1, first)[0], area.key)
        yield _Plan("grid_police", police[0], area.key)


def _units(staff: Staff) -> Iterator[_Plan]:
    home = staff.county.firms["c:北"]
    for (kind, _area), unit in staff.county.units.items():
        count = 3 if kind == "property" else 2
        for number, person in enumerate(_people(staff, "danwei", "师傅", count, "handler" if unit == home else "")):
            yield _Plan("unit_leader" if number == 1 else "unit_handler", person, unit=unit)


def _buildings(staff: Staff, random: Random) -> Iterator[_Plan]:
    """Let neighbours head buildings: each so many that the households stay below a hundred, where that can be."""
    town = staff.county.town
    person, load, grid = -1, 0, ""
    for plan, building in zip(town.buildings, staff.county.building_ids, strict=True):
        if not plan.households or random.random() < 0.006:
            continue
        if person < 0 or plan.grid != grid or load + plan.households > HOUSEHOLDS_OF_A_HEAD:
            person, load, grid = _people(staff, "loudong", "", 1)[0], 0, plan.grid
        load += plan.households
        yield _Plan("building_head", person, building=building)
