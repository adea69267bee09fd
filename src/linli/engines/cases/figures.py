"""Honest figures of an area and a time: rates with numerator, denominator and what was left out, medians, tables.

Areas and classes only, never persons, never a rank. A rate of fewer than 20 has no value. Every number carries the
filter that opens it to its cases.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.engines.access.public import Role
from linli.engines.cases.figure_groups import counted, groups_of
from linli.engines.cases.figure_parts import (
    EXCLUSIONS,
    RATES,
    Exclusion,
    RateParts,
    part,
)
from linli.engines.cases.lists import NEWEST, SIZE, visible
from linli.engines.cases.rows import CaseFilter, CaseRow, rows, with_columns
from linli.engines.cases.taxonomy import taxonomy
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotFound
from linli.kernel.paging import Page, paginate

FEWEST = 20  # of a denominator, for a rate to have a value
SMALL_CELL = 5  # a number below it is not shown to the public
LONGEST = timedelta(days=3 * 366)
KEY = 7  # digits of one area in a path
READS = (Role.FIGURES, Role.DISPATCHER, Role.CHECKER, Role.COORDINATOR, Role.SUPERVISOR)
DEPTHS = {"street": 2 * KEY, "community": 3 * KEY, "grid": 4 * KEY}
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A number and the cases behind it."""

    key: str
    label: str
    count: int | None  # None: too few to be shown to the public
    within: CaseFilter  # of everything it is a part of

    @property
    def filter(self) -> CaseFilter:
        """Return the filter of its cases."""
        return replace(self.within, measure=self.key)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as a fraction; `value` is None when it asks about fewer than 20."""

    name: str
    label: str
    numerator: int
    denominator: int
    excluded: list[Part]  # with the denominator they make up everything received
    raw_numerator: int  # the same without leaving anything out but what was not asked
    raw_denominator: int
    within: CaseFilter  # of everything it asks about; a page of tables has thousands of parts and opens few

    @property
    def filter(self) -> CaseFilter:
        """Return the filter of the denominator."""
        return replace(self.within, measure=f"{self.name}:denominator")

    @property
    def counted(self) -> CaseFilter:
        """Return the filter of the numerator."""
        return replace(self.within, measure=f"{self.name}:numerator")

    @property
    def missed(self) -> CaseFilter:
        """Return the filter of the difference."""
        return replace(self.within, measure=f"{self.name}:missed")

    @property
    def value(self) -> float | None:
        """Return the adjusted rate."""
        return self.numerator / self.denominator if self.denominator >= FEWEST else None

    @property
    def raw_value(self) -> float | None:
        """Return the rate without adjustment."""
        return self.raw_numerator / self.raw_denominator if self.raw_denominator >= FEWEST else None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a table: an area, a class or a week."""

    key: str  # path, class code, first day of the week
    name: str
    received: int | None
    valid: int | None
    closed: int | None
    open: int | None
    rates: dict[str, Rate]
    filter: CaseFilter


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an area from one day to another, both included."""

    path: str
    since: date
    until: date
    received: Part
    valid: Part
    closed: Part
    open: Part
    excluded: list[Part]
    rates: dict[str, Rate]
    first_contact_hours: float | None
    handling_hours: float | None
    weeks: list[FigureRow] = field(default_factory=list)
    by_category: list[FigureRow] = field(default_factory=list)
    by_area: list[FigureRow] = field(default_factory=list)

    @property
    def response(self) -> Rate:
        """Return how many were contacted within the first-contact limit."""
        return self.rates["response"]

    @property
    def resolution(self) -> Rate:
        """Return how many of those who answered said that it is solved."""
        return self.rates["resolution"]

    @property
    def satisfaction(self) -> Rate:
        """Return how many of those who rated chose one of the top two boxes."""
        return self.rates["satisfaction"]

    @property
    def on_time(self) -> Rate:
        """Return how many were done before their limit ran out."""
        return self.rates["on_time"]

    @property
    def settled(self) -> Rate:
        """Return how many of the closed were settled in the grid or the community."""
        return self.rates["settled"]


def figures(
    viewer: Actor, path: str, since: date, until: date, *, level: str = "", category: str = ""
) -> Figures:
    """Return the figures of an area the viewer may read, perhaps of one class, or of all of a heading.

    `level` chooses the areas of the table (default: one below).

    Raises: NotFound, Invalid.
    """
    if viewer.kind is not ActorKind.SYSTEM and not any(viewer.has(role, path) for role in READS):
        raise NotFound
    if category and category not in taxonomy().category_by_code:
        raise Invalid(fields={"category": _("This class is not known. Please choose one of the list.")})
    return _figures(CaseFilter(path=path, since=since, until=until, category=category), level)


def public_figures(path: str, since: date, until: date, *, level: str = "") -> Figures:
    """Return the figures everybody may see: numbers below 5 are left out of the tables. Raises: Invalid."""
    made = _figures(CaseFilter(path=path, since=since, until=until), level)
    return replace(
        made,
        by_category=[_public_row(row) for row in made.by_category],
        by_area=[_public_row(row) for row in made.by_area],
        weeks=[_public_row(row) for row in made.weeks],
        excluded=[_public_part(one) for one in made.excluded],
        rates={name: _public_rate(rate) for name, rate in made.rates.items()},
    )


def figure_cases(
    viewer: Actor,
    path: str,
    since: date,
    until: date,
    key: str,
    *,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page[CaseRow]:
    """Return the cases behind one number of the figures; the key names it, as in `filter_of`. Raises: Invalid."""
    chosen = filter_of(CaseFilter(path=path, since=since, until=until), key)
    found = visible(viewer, chosen).filter(part(chosen.measure or "received"))
    page = paginate(with_columns(found), order=NEWEST, cursor=cursor, size=size)
    return page.of(rows(page.items))


def filter_of(base: CaseFilter, key: str) -> CaseFilter:
    """Return the filter a key means: a part (`response:missed`), `category:B01`, `area:<path>`, `week:2026-11-16`.

    Several are joined by `+`: `area:<path>+resolution:missed`. Raises: Invalid.
    """
    chosen = base
    for one in filter(None, key.split("+")):
        kind, _sep, value = one.partition(":")
        if kind == "category":
            chosen = replace(chosen, category=value)
        elif kind == "area" and value.startswith(base.path):
            chosen = replace(chosen, path=value)
        elif kind == "week":
            chosen = _of_week(chosen, value)
        else:
            part(one)
            chosen = replace(chosen, measure=one)
    return chosen


def _of_week(chosen: CaseFilter, value: str) -> CaseFilter:
    try:
        first = date.fromisoformat(value)
    except ValueError as error:
        raise Invalid(fields={"week": _("This is no day.")}) from error
    since, until = chosen.since or first, chosen.until or first + timedelta(days=6)
    return replace(chosen, since=max(first, since), until=min(first + timedelta(days=6), until))


def _figures(base: CaseFilter, level: str) -> Figures:
    since, until = base.since or date.min, base.until or date.max
    if until - since > LONGEST:
        raise Invalid(fields={"since": _("At most three years at once, please.")})
    depth = max(len(base.path) + KEY, DEPTHS.get(level, 0))
    found = groups_of(base, since, until, depth) or counted(base, depth)
    whole = _sum(found.weeks.values())
    return Figures(
        path=base.path,
        since=since,
        until=until,
        received=_part("received", _("Received"), whole, base),
        valid=_part("valid", _("Valid"), whole, base),
        closed=_part("closed", _("Closed"), whole, base),
        open=_part("open", _("Still open"), whole, base),
        excluded=_excluded(whole, base),
        first_contact_hours=_median_hours(found.contact),
        handling_hours=_median_hours(found.handling),
        weeks=_weeks(found.weeks, base),
        by_category=_by_category(found.categories, base),
        by_area=_by_area(found.areas, base),
        rates=_rates(whole, base),
    )


def _sum(groups: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for group in groups:
        whole.update(group)
    return whole


def _part(key: str, label: str, counts: Counts, base: CaseFilter) -> Part:
    return Part(key, label, counts[key], base)


def _excluded(counts: Counts, base: CaseFilter) -> list[Part]:
    return _present("excluded", EXCLUSIONS, counts, base)


def _present(name: str, reasons: Iterable[Exclusion], counts: Counts, base: CaseFilter) -> list[Part]:
    """Return the parts that have cases; the others are not even made, a page would make thousands of them."""
    return [
        _part(f"{name}:{one.reason}", _label(one.reason), counts, base)
        for one in reasons
        if counts[f"{name}:{one.reason}"]
    ]


def _rates(counts: Counts, base: CaseFilter) -> dict[str, Rate]:
    excluded = _excluded(counts, base)
    return {name: _rate(one, counts, base, excluded) for name, one in RATES.items()}


def _rate(one: RateParts, counts: Counts, base: CaseFilter, excluded: Sequence[Part]) -> Rate:
    left_out = [*excluded, *_present(one.name, one.unasked, counts, base)]
    return Rate(
        name=one.name,
        label=_label(one.name),
        numerator=counts[f"{one.name}:numerator"],
        denominator=counts[f"{one.name}:denominator"],
        excluded=left_out,
        raw_numerator=counts[f"{one.name}:raw_numerator"],
        raw_denominator=counts[f"{one.name}:raw_denominator"],
        within=base,
    )


def _label(key: str) -> str:
    """Return what a rate or a reason is called; a page asks thousands of times."""
    return _label_in(get_language(), key)


@lru_cache(maxsize=256)
def _label_in(_language: str | None, key: str) -> str:
    reasons = (*EXCLUSIONS, *(why for rate in RATES.values() for why in rate.unasked))
    return str(RATES[key].label if key in RATES else next(one.label for one in reasons if one.reason == key))


def _row(key: str, name: str, counts: Counts, chosen: CaseFilter) -> FigureRow:
    return FigureRow(
        key=key,
        name=name,
        received=counts["received"],
        valid=counts["valid"],
        closed=counts["closed"],
        open=counts["open"],
        rates=_rates(counts, chosen),
        filter=chosen,
    )


def _weeks(by_week: Mapping[date, Counter[str]], base: CaseFilter) -> list[FigureRow]:
    """Return a row for each week that begins with a Monday, the empty ones too."""
    if not by_week:
        return []
    week, made = min(by_week), []
    while week <= max(by_week):
        key = week.isoformat()
        made.append(_row(key, key, by_week.get(week, Counter()), _of_week(base, key)))
        week += timedelta(days=7)
    return made


def _by_category(groups: Mapping[int | None, Counter[str]], base: CaseFilter) -> list[FigureRow]:
    known = taxonomy().category_by_id
    made = []
    for number, counts in groups.items():
        category = known.get(number) if number else None
        if category is not None:
            made.append(_row(category.code, category.name, counts, replace(base, category=category.code)))
    return sorted(made, key=lambda row: row.key)


def _by_area(groups: Mapping[str, Counter[str]], base: CaseFilter) -> list[FigureRow]:
    """Return a row for each area, in the order of the map; what lies on no smaller area counts for the area above."""
    names = territory.area_names([int(path[-KEY:]) for path in groups])
    made = [
        _row(path, names.get(int(path[-KEY:]), ""), counts, replace(base, path=path)) for path, counts in groups.items()
    ]
    return sorted(made, key=lambda row: row.key)


def _median_hours(groups: Sequence[tuple[int, int]]) -> float | None:
    """Return the median of minutes that are counted in order, in hours; None for fewer than 20."""
    total = sum(count for _minutes, count in groups)
    if total < FEWEST:
        return None
    lower, upper = _nth(groups, (total - 1) // 2), _nth(groups, total // 2)
    return (lower + upper) / 120


def _nth(groups: Iterable[tuple[int, int]], place: int) -> int:
    for minutes, count in groups:
        if place < count:
            return minutes
        place -= count
    raise LookupError("the place lies behind the last value")


def _public_part(one: Part) -> Part:
    return replace(one, count=_large(one.count))


def _public_rate(rate: Rate) -> Rate:
    return replace(rate, excluded=[_public_part(one) for one in rate.excluded])


def _public_row(row: FigureRow) -> FigureRow:
    few = _large(row.received) is None
    return replace(
        row,
        received=_large(row.received),
        valid=_large(row.valid),
        closed=_large(row.closed),
        open=_large(row.open),
        rates={} if few else {name: _public_rate(rate) for name, rate in row.rates.items()},
    )


def _large(count: int | None) -> int | None:
    """Return a number that may be shown to the public: none, or at least five."""
    return None if count is None or 0 < count < SMALL_CELL else count
