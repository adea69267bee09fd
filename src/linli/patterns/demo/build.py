"""Build the invented county: draw it, staff it, and let a year of requests pass through the verbs, day by day."""

import gc
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection

from linli.engines.access import public as access
from linli.engines.cases import public as engine
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.locks import write
from linli.patterns import public as patterns
from linli.patterns.demo import (
    circle,
    drafts,
    gatherings,
    gifts,
    lists,
    meetings,
    orders,
    streets,
    training,
    volunteers,
    wishes,
)
from linli.patterns.demo.affairs import Admission, Themes, absences
from linli.patterns.demo.beginning import Plan, Waking, World
from linli.patterns.demo.cast import Cast
from linli.patterns.demo.county import settle
from linli.patterns.demo.life import Life
from linli.patterns.demo.nets import ask_for_a_plan, draw_nets
from linli.patterns.demo.orders import Neighbourhood
from linli.patterns.demo.photos import Album
from linli.patterns.demo.places import Places
from linli.patterns.demo.registration import lives as registering
from linli.patterns.demo.rhythm import Year, moments, year
from linli.patterns.demo.signs import PASSWORD, SIGN_INS
from linli.patterns.demo.spreads import spread_units
from linli.patterns.demo.staff import Staff, hire
from linli.patterns.demo.stories import pinned
from linli.patterns.demo.storms import Cluster, Happening, clusters
from linli.patterns.demo.texts import choose
from linli.patterns.demo.town.plan import make_town

DAYS = 365
BEFORE = 60  # days for which the county stood before the history begins
EPOCH_DAYS = 7  # days in one transaction
ROUND = (17,)  # hours at which clocks are looked at and messages delivered
ROUNDS_OF_LATE = (8, 11, 14, 17, 21)  # the same in the last weeks
LATE_DAYS = 14
POST_DAYS = 3  # days between deliveries of messages in the first months: nobody looks there by the hour
NEAR_DAYS = 60
BATCH = 2000
SMALL = 500  # cases below which only the last storm leaves a cluster
PHOTO_DAYS = 21  # photos of the last weeks are enough to look at
Progress = Callable[[int, int, str], None]


@dataclass
class _Clockwork:
    """The queue of everything that still happens, in order of time."""

    until: datetime
    queue: list[tuple[datetime, int, Waking | Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def add(self, at: datetime, what: Waking | Callable[[], None]) -> None:
        """Put something into the queue, unless it lies beyond the end."""
        if at < self.until:
            heapq.heappush(self.queue, (at, next(self.order), what))

    def run_until(self, end: datetime) -> None:
        """Do everything that happens before a moment."""
        while self.queue and self.queue[0][0] < end:
            at, _number, what = heapq.heappop(self.queue)
            with clock.at(at):
                if callable(what):
                    what()
                    continue
                following = next(what, None)
            if following is not None:
                self.add(max(following, at + timedelta(seconds=20)), what)


def build(
    *, seed: int = 1, cases: int = 3200, until: datetime | None = None, progress: Progress | None = None
) -> World:
    """Build the invented county. The same seed, number and end make the same county.

    Raises: WrongState and others where there is a county already.
    """
    tell = progress or (lambda _done, _total, _words: None)
    end = clock.local(until or clock.now())
    since = (end - timedelta(days=DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    tell(0, 100, "画地图")
    town = make_town(seed)
    with _quick(), clock.at(since - timedelta(days=BEFORE)), write():
        tell(3, 100, "建网格和楼栋")
        in_force = patterns.loaded()
        county = settle(town, (since - timedelta(days=BEFORE)).date(), in_force.code if in_force else "")
        draw_nets(county, seed)
        spread_units(county, seed)
        circle.open_points(county, seed)
        staff = hire(county, seed, (since - timedelta(days=BEFORE)).date())
        patterns.complete(by=SYSTEM)
        _set_passwords(staff)
        _count_rows()
    random = Random(f"{seed}:life")  # noqa: S311
    days = year(since, end, random)
    world = World(seed, Cast(staff, random), Album(seed), end, _kinds())
    clockwork = _Clockwork(end)
    _fill(clockwork, world, days, cases, random)
    with _quick():
        _live(clockwork, since, tell)
    with clock.at(end):
        while engine.gather_new():
            pass
        engine.tidy_hot()
        ask_for_a_plan(county)
        engine.learn_from_cases(by=SYSTEM)  # the worker learns in the background; the administrator decides about it
        circle.work_out(county)
        drafts.draft_a_rule(county, staff)
    tell(100, 100, "好了")
    return world


def _kinds() -> dict[str, engine.KindRow]:
    return {row.code: engine.kind(row.kind_code) for row in engine.categories() if row.kind_code}


@contextmanager
def _quick() -> Iterator[None]:
    """Let the garbage collector rest: nothing here makes cycles worth its time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _count_rows() -> None:
    """Let PostgreSQL learn how large the tables are by now: it only finds out by itself what has been committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _set_passwords(staff: Staff) -> None:
    for row in SIGN_INS:
        account = staff.signs[row.username]
        access.set_password(account_id=account, password=PASSWORD, by=access.actor_of(account))


def plan_year(world: World, days: Year, total: int, random: Random) -> tuple[list[Plan], list[Cluster]]:
    """Plan all cases of the year, in order, and which of them are one problem of many people."""
    places = Places(world.cast.staff.county)
    plans = list(pinned(days, places, world.cast, random))
    groups = clusters(world, days, places, random, all_storms=total >= SMALL)
    for number, group in enumerate(groups):
        plans += group.plans(2_000_000 + 100 * number, random)
    if total >= gatherings.FEWEST:
        plans += gatherings.gathered(world, days, places)
    rest = max(0, total - len(plans))
    plans += [_plan(number, at, days, places, random) for number, at in enumerate(moments(rest, days, random))]
    return sorted(plans, key=lambda one: (one.at, one.number)), groups


def _fill(clockwork: _Clockwork, world: World, days: Year, total: int, random: Random) -> None:
    """Put all cases and happenings into the queue."""
    plans, groups = plan_year(world, days, total, random)
    for plan in plans:
        clockwork.add(plan.at, Life(world, plan).run())
    happenings: list[Happening] = [group.happening() for group in groups]
    happenings += [*Themes(world, days).happenings(), *Admission(world, days).happenings(), *absences(world, days)]
    happenings.append(Happening(days.until - timedelta(hours=14), lambda: _read_messages(world.cast.staff)))
    near = Neighbourhood(world)
    once, helping = volunteers.lives(world, near, days.until)
    happenings += [*once, *training.lives(world, days.until)]
    wished = [*wishes.lives(world, near, days.until), *gifts.lives(world, days.until)]
    wished += [*meetings.lives(world, days.until), *registering(world, near, days.until)]
    wished += streets.lives(world, days.until)
    for at, life in [*orders.lives(world, near, days.until), *wished, *helping, *lists.lives(world, days.until)]:
        clockwork.add(at, life)
    for happening in happenings:
        clockwork.add(happening.at, happening.do)


def _plan(number: int, at: datetime, days: Year, places: Places, random: Random) -> Plan:
    report = choose(at.date(), days, random)
    origin = random.choices(("portal", "phone", "desk", "visit", "meeting"), (60, 19, 14, 6, 1))[0]
    place = places.near(report, random)
    fresh = (days.until - at).days < PHOTO_DAYS
    return Plan(number, at, report, place, origin=origin, photo=fresh and random.random() < 0.1)


def _live(clockwork: _Clockwork, since: datetime, tell: Progress) -> None:
    """Let the days pass, a week to a transaction."""
    day, total = since, (clockwork.until - since).days + 1
    near = clockwork.until - timedelta(days=NEAR_DAYS)
    while day < clockwork.until:
        with write():
            for _number in range(EPOCH_DAYS):
                posts = day >= near or (day - since).days % POST_DAYS == 0
                for hour in ROUNDS_OF_LATE if (clockwork.until - day).days < LATE_DAYS else ROUND:
                    _until(clockwork, min(day.replace(hour=hour, minute=7), clockwork.until), posts=posts)
                day += timedelta(days=1)
        tell(12 + 86 * (day - since).days // total, 100, f"{day:%Y}年{day.month}月")
    with write():
        _until(clockwork, clockwork.until)


def _until(clockwork: _Clockwork, moment: datetime, *, posts: bool = True) -> None:
    clockwork.run_until(moment)
    with clock.at(moment):
        engine.tick()
        while posts and journal.deliver_due(limit=BATCH) >= BATCH:
            pass


def _read_messages(staff: Staff) -> None:
    """Let the sign-ins read what has come for them so far."""
    for account in staff.signs.values():
        journal.mark_read(access.actor_of(account, second_factor=True))
