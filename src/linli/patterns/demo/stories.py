"""The cases that stand in every state when the history ends, on the desks of the demo's sign-ins."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from linli.kernel import clock
from linli.patterns.demo.beginning import Plan
from linli.patterns.demo.cast import Cast
from linli.patterns.demo.places import Places
from linli.patterns.demo.rhythm import Year
from linli.patterns.demo.texts import BY_CODE

HOME = "c:北"
A_NIGHT = 12  # hours: what is younger may have been reported in the night
HASTE = 0.2  # of the pace of others: they reach their state before the history ends
RESTS = (
    ("submitted", "Q01"),
    ("submitted", "L03"),
    ("accepted", "D02"),
    ("dispatched", "B01"),
    ("dispatched", "A03"),
    ("handling", "C05"),
    ("handling", "B03"),
    ("suspended", "D05"),
    ("suspended", "B03"),
    ("handled", "A01"),
    ("handled", "O03"),
    ("checked", "B01"),
    ("checked", "H04"),
    ("review", "H01"),
    ("review", "D02"),
    ("refused", "Q05"),
    ("withdrawn", "P03"),
)
AT_HOME = (  # classes, states and ages in hours of what lies on the desks of the demo's sign-ins
    ("I03", "dispatched", 30),  # grid leader
    ("I03", "handling", 19),
    ("A03", "dispatched", 3),
    ("O04", "dispatched", 1),
    ("B05", "dispatched", 0.7),
    ("F02", "handling", 50),
    ("F04", "handling", 72),
    ("H04", "handling", 28),
    ("A06", "dispatched", 4),  # community worker
    ("K02", "dispatched", 6),
    ("B04", "handling", 60),
    ("O06", "handling", 40),
    ("B06", "handling", 90),
    ("B01", "dispatched", 1.5),  # handler in the property firm
    ("A01", "dispatched", 26),
    ("D03", "handling", 20),
    ("C05", "handling", 21),
    ("O03", "handling", 130),
    ("B01", "handled", 40),
    ("C05", "checked", 52),
    ("A01", "handled", 30),
)
OF_RESIDENT = (
    ("B01", "handling", 9),
    ("C04", "checked", 70),
    ("H04", "dispatched", 4),
    ("A01", "", 400),
    ("P04", "", 900),
    ("F01", "", 1500),
)
LONG = (("D01", 100), ("E06", 70), ("E04", 45), ("E01", 25))
FATES = (
    "ping_pong",
    "whistle",
    "helper",
    "extension",
    "suspend",
    "lawful",
    "unsolved",
    "reopen",
    "supervise",
    "interim",
    "answer",
    "withdraw",
)


def _in_work_time(moment: datetime) -> datetime:
    """Move a moment of the night to the morning before, so that the desks have had their hours."""
    local = clock.local(moment)
    if 8 <= local.hour < 22:
        return local
    return (local - timedelta(days=1 if local.hour < 8 else 0)).replace(hour=9, minute=20)


def pinned(year: Year, places: Places, cast: Cast, random: Random) -> Iterator[Plan]:
    """Plan the cases that stand in every state when the history ends, on the desks of the sign-ins, and every fate."""
    numbers = count(1_000_001)
    yield from _resting(numbers, year, places, random)
    yield from _of_the_sign_ins(numbers, year, places, cast, random=random)
    for code, days in LONG:
        at = _in_work_time(year.until - timedelta(days=days))
        yield Plan(next(numbers), at, BY_CODE[code], places.inside(HOME, random), fate="milestones", kind="long")
    for fate in FATES:
        code = "L03" if fate == "answer" else "B03" if fate != "unsolved" else "C05"
        at = _in_work_time(year.until - timedelta(days=random.uniform(14, 40)))
        yield Plan(next(numbers), at, BY_CODE[code], places.near(BY_CODE[code], random), fate=fate)
    fresh = _in_work_time(year.until - timedelta(hours=6))
    yield Plan(next(numbers), fresh, BY_CODE["B02"], places.outside(random), rest="submitted")


def _resting(numbers: Iterator[int], year: Year, places: Places, random: Random) -> Iterator[Plan]:
    """Plan a case at rest in each state."""
    for state, code in RESTS:
        at = _in_work_time(year.until - timedelta(hours=random.uniform(20, 90)))
        where = places.near(BY_CODE[code], random)
        fate = _way_to(state)
        yield Plan(next(numbers), at, BY_CODE[code], where, rest=state, fate=fate, photo=True, haste=HASTE)


def _of_the_sign_ins(
    numbers: Iterator[int], year: Year, places: Places, cast: Cast, *, random: Random
) -> Iterator[Plan]:
    """Plan the work on the grid leader's desk and the resident's own things."""
    grid = next(key for key, name in cast.staff.county.names.items() if name == "北苑社区第3网格")
    for code, state, age in AT_HOME:
        at = year.until - timedelta(hours=age)
        at = _in_work_time(at) if age > A_NIGHT else at
        where = places.inside(grid, random)
        yield Plan(next(numbers), at, BY_CODE[code], where, rest=state, haste=HASTE, photo=random.random() < 0.5)
    resident = cast.staff.signs["resident"]
    for code, state, age in OF_RESIDENT:
        at = _in_work_time(year.until - timedelta(hours=age))
        where = places.inside(grid, random)
        haste = HASTE if state else 1.0
        yield Plan(next(numbers), at, BY_CODE[code], where, rest=state, account=resident, haste=haste, photo=True)


def _way_to(state: str) -> str:
    return {"suspended": "suspend", "review": "lawful", "refused": "refuse", "withdrawn": "withdraw"}.get(state, "")
