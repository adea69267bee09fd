"""Figures: rates with numerator, denominator and what was left out, series, tables; every number opens to its cases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.channels.console import periods
from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import FIGURES, ConsoleRequest, page_for
from linli.channels.console.periods import Period
from linli.channels.console.scope import DEPTH, AreaChoice, areas_of, chosen
from linli.channels.console.sentence import area_select, category_select, day_input, level_select
from linli.channels.console.words import RATES as RATE_NAMES
from linli.channels.console.words import hours_words
from linli.channels.ui.moments import day_words
from linli.engines.cases import public as cases
from linli.engines.cases.public import CaseFilter, FigureRow, Figures, Part, Rate
from linli.engines.territory import public as territory
from linli.kernel.errors import NotFound

RATES = ("response", "resolution", "satisfaction", "on_time", "settled")
IN_TABLES = ("response", "resolution", "satisfaction", "settled")
IN_CHART = 12


def opens(chosen_filter: CaseFilter) -> str:
    """Return the address of exactly the cases behind a number."""
    pairs = {
        "state": "all",
        "area": territory.ids_of(chosen_filter.path)[-1] if chosen_filter.path else "",
        "category": chosen_filter.category,
        "since": chosen_filter.since,
        "until": chosen_filter.until,
        "measure": chosen_filter.measure,
    }
    return f"{reverse('console:search')}?{urlencode({key: value for key, value in pairs.items() if value})}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the address of its cases."""

    label: str
    value: int | None
    href: str


@dataclass(frozen=True, slots=True)
class RateCard:
    """A rate as the page shows it."""

    rate: Rate
    numerator: str
    denominator: str
    missed: str
    excluded: Sequence[Number]

    @property
    def label(self) -> str:
        """Return what the rate is called."""
        return str(RATE_NAMES[self.rate.name])

    @property
    def left_out(self) -> int:
        """Return how many were left out in all."""
        return sum(one.value or 0 for one in self.excluded)

    @property
    def differs(self) -> bool:
        """Say whether the rate without adjustment is another one."""
        return (self.rate.raw_numerator, self.rate.raw_denominator) != (self.rate.numerator, self.rate.denominator)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    name: str
    row: FigureRow
    href: str
    closed: str
    open: str
    rates: Sequence[tuple[Rate | None, str]]
    drawn: bool = True  # in the chart, which has room for the most frequent only


def _number(part: Part) -> Number:
    return Number(part.label, part.count, opens(part.filter))


def _card(rate: Rate) -> RateCard:
    return RateCard(
        rate, opens(rate.counted), opens(rate.filter), opens(rate.missed), [_number(part) for part in rate.excluded]
    )


def _line(row: FigureRow, name: str = "") -> Line:
    """Make a line; its addresses differ in their last part only, and a page has a thousand of them."""
    address = opens(row.filter)

    def part(measure: str) -> str:
        return f"{address}&measure={measure}"

    rates = [(row.rates.get(key), part(f"{key}%3Adenominator") if key in row.rates else "") for key in IN_TABLES]
    return Line(name or row.name, row, address, part("closed"), part("open"), rates)


def _weeks(found: Figures) -> list[Line]:
    return [_line(row, day_words(row.filter.since) if row.filter.since else row.key) for row in found.weeks]


def _areas(found: Figures) -> list[Line]:
    lines = []
    for row in found.by_area:
        own = row.key == found.path
        lines.append(_line(row, _("%(area)s, no closer place known") % {"area": row.name} if own else row.name))
    return lines


def _categories(found: Figures) -> list[Line]:
    """Return the classes in the order of their codes; only the most frequent are drawn."""
    often = sorted((row.received or 0 for row in found.by_category), reverse=True)[:IN_CHART]
    least = often[-1] if often else 0
    return [replace(_line(row), drawn=(row.received or 0) >= least) for row in found.by_category]


def _category(request: ConsoleRequest) -> str:
    """Return the class or heading asked for; one that is not known is none."""
    code = request.GET.get("category", "")
    return code if any(row.code == code for row in cases.categories()) else ""


def _asked(request: ConsoleRequest) -> tuple[AreaChoice, list[AreaChoice], Period, str]:
    areas = areas_of(request.viewer, FIGURES)
    here = chosen(areas, request.GET.get("area", "")) or (areas[0] if areas else None)
    if here is None:
        raise NotFound
    level = request.GET.get("level", "")
    return here, areas, periods.read(request.GET), level if level in _levels(here) else ""


def _levels(here: AreaChoice) -> list[str]:
    """Return the levels below the area that its table can go by."""
    return [level for level, depth in DEPTH.items() if depth > DEPTH[here.kind]]


def _period_links(here: AreaChoice, period: Period, category: str) -> list[dict[str, Any]]:
    now = periods.current(period)
    kept = {"area": here.id} | ({"category": category} if category else {})
    return [
        {"name": name, "href": f"?{urlencode({**kept, 'period': key})}", "current": key == now}
        for key, (name, _period) in periods.NAMED.items()
    ]


@page_for(*FIGURES)
def figures(request: ConsoleRequest) -> HttpResponse:
    """Show the figures of an area and a time, perhaps of one class."""
    here, areas, period, level = _asked(request)
    category = _category(request)
    found = cases.figures(request.viewer, here.path, period.since, period.until, level=level, category=category)
    asked = {"area": here.id, "since": period.since, "until": period.until, "level": level, "category": category}
    context = {
        "here": here,
        "figures": found,
        "period": period,
        "periods": _period_links(here, period, category),
        "address": urlencode(asked),
        "category_choice": category_select(category),
        "area_choice": area_select(areas, str(here.id)),
        "since": day_input("since", _("First day"), period.since),
        "until": day_input("until", _("Last day"), period.until),
        "level_choice": level_select(_levels(here), level),
        "cards": [_card(found.rates[key]) for key in RATES],
        "numbers": [_number(part) for part in (found.received, found.valid, found.closed, found.open)],
        "medians": [
            (_("First contact, median"), hours_words(found.first_contact_hours)),
            (_("Handling, median"), hours_words(found.handling_hours)),
        ],
        "weeks": _weeks(found),
        "areas": _areas(found),
        "categories": _categories(found),
        "columns": [RATE_NAMES[key] for key in IN_TABLES],
    }
    return render(request, "console/figures.html", context)


def _table(lines: Sequence[Line]) -> list[list[object]]:
    made: list[list[object]] = []
    for line in lines:
        cells: list[object] = [line.name, line.row.received, line.row.valid, line.row.closed, line.row.open]
        for rate, _href in line.rates:
            cells += [rate.numerator, rate.denominator, rate.value] if rate else [None, None, None]
        made.append(cells)
    return made


@page_for(*FIGURES)
def export(request: ConsoleRequest) -> HttpResponse:
    """Answer with the figures as a workbook."""
    here, _areas_known, period, level = _asked(request)
    given = {"level": level, "category": _category(request)}
    found = cases.figures(request.viewer, here.path, period.since, period.until, **given)
    columns: list[tuple[str, int]] = [
        (_("What it is called"), 24), (_("Received"), 10), (_("Valid"), 10), (_("Closed"), 10), (_("Open"), 10)
    ]  # fmt: skip
    for key in IN_TABLES:
        label = RATE_NAMES[key]
        columns += [(f"{label} +", 10), (f"{label} /", 10), (f"{label} %", 10)]
    rates: list[list[object]] = []
    for key in RATES:
        rate = found.rates[key]
        rates.append(
            [
                str(RATE_NAMES[key]),
                rate.numerator,
                rate.denominator,
                rate.value,
                rate.raw_numerator,
                rate.raw_denominator,
            ]
        )
        rates += [[f"　{part.label}", part.count, None, None, None, None] for part in rate.excluded]
    head = [
        (_("Rate, and what was left out"), 36), (_("Numerator"), 12), (_("Denominator"), 12), (_("Value"), 10),
        (_("Numerator, nothing left out"), 22), (_("Denominator, nothing left out"), 22),
    ]  # fmt: skip
    return spreadsheet(
        f"{_('figures')}-{here.label}-{period.since:%Y%m%d}-{period.until:%Y%m%d}",
        Sheet(_("Rates"), head, rates),
        Sheet(_("By week"), columns, _table(_weeks(found))),
        Sheet(_("By class"), columns, _table([_line(row) for row in found.by_category])),
        Sheet(_("By area"), columns, _table(_areas(found))),
    )
