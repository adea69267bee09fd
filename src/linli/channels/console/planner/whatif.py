"""What if: the cases of the last year laid on another net of grids, or given to other staff, beside today."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.channels.console.exports import Sheet, spreadsheet
from linli.channels.console.frame import ConsoleRequest, page_for
from linli.channels.console.planner.places import LOOKERS, community, may_draw
from linli.channels.console.planner.plan import json_answer
from linli.engines.cases import public as cases
from linli.engines.cases.public import GridLoad, NetReplay, Staffing
from linli.engines.territory import plans
from linli.engines.territory import public as territory
from linli.engines.territory.plans import PlanRow
from linli.engines.territory.public import AreaRow
from linli.kernel import clock

YEAR = 365
MOST_PEOPLE, MOST_MINUTES = 30, 480
MINUTES = 60
BUSY = 100  # percent of the working time: more cannot be done
HOUR = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A grid of one net with what it would have had."""

    key: str
    name: str
    load: GridLoad

    @property
    def hours(self) -> float:
        """Return how many working hours a case waits on average."""
        return round(self.load.wait / HOUR, 1)

    @property
    def too_much(self) -> bool:
        """Say whether its people cannot do it in their working time."""
        return self.load.busy_percent > BUSY


@dataclass(frozen=True)
class Question:
    """What is asked: which plan, how many people in which grid, how long a case takes."""

    area: AreaRow
    plan: PlanRow | None
    minutes: int
    now: dict[str, int]  # people by path of today's grid
    then: dict[str, int]  # people by code of the plan's grid, or by path without a plan


def _number(text: str, default: int, most: int) -> int:
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _people_today(area: AreaRow) -> dict[str, int]:
    """Return how many serve in each grid today, by its path."""
    found = {row.path: 0 for row in territory.children(area.id) if row.kind == "grid"}
    for row in territory.staffing(area.path):
        if row.path in found and row.building_id is None:
            found[row.path] += row.filled
    return {path: max(1, number) for path, number in found.items()}


def _plan(request: ConsoleRequest, area: AreaRow) -> PlanRow | None:
    text = request.GET.get("plan", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    row = plans.grid_plan(request.viewer, int(text)).row
    if row.area_id != area.id or row.state in {"planning", "failed"}:
        raise Http404
    return row


def _question(request: ConsoleRequest, area_id: int) -> Question:
    area = community(request, area_id)
    plan = _plan(request, area)
    now = _people_today(area)
    usual = round(median(now.values())) if now else 1
    keys = now
    if plan is not None:
        known = {row.code: now.get(row.path, usual) for row in territory.children(area.id)}
        keys = {one.code: known.get(one.code, usual) for one in plans.grid_plan(request.viewer, plan.id).grids}
    then = {key: _number(request.GET.get(f"people-{key}", ""), usually, MOST_PEOPLE) for key, usually in keys.items()}
    minutes = _number(request.GET.get("minutes", ""), MINUTES, MOST_MINUTES)
    return Question(area, plan, minutes, now, then)


def _replay(request: ConsoleRequest, asked: Question) -> NetReplay:
    today = clock.today()
    staffing = (Staffing(asked.now, minutes=asked.minutes), Staffing(asked.then, minutes=asked.minutes))
    return cases.replay_net(
        request.viewer,
        asked.area.path,
        today - timedelta(days=YEAR),
        today,
        plan_id=asked.plan.id if asked.plan else None,
        staffing=staffing,
    )


def _lines(found: NetReplay) -> tuple[list[Line], list[Line]]:
    before, after = found.before_ground.names, found.after_ground.names
    return (
        [Line(one.key, before.get(one.key, one.key), one) for one in found.before.grids],
        [Line(one.key, after.get(one.key, one.key), one) for one in found.after.grids],
    )


@require_safe
@page_for(*LOOKERS)
def whatif(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Show load, way and waiting of each grid, today and as asked."""
    asked = _question(request, area_id)
    found = _replay(request, asked)
    now, then = _lines(found)
    others = [
        one
        for one in plans.grid_plans(request.viewer, asked.area.path).items
        if one.state not in {"planning", "failed", "adopted"} and (one.shared or may_draw(request, one.path))
    ]
    context: dict[str, Any] = {
        "area": asked.area,
        "asked": asked,
        "found": found,
        "now": now,
        "then": then,
        "others": others,
        "figures": _figures(found),
        "query": request.GET.urlencode(),
        "most": MOST_PEOPLE,
    }
    return render(request, "console/planner/whatif.html", context)


def _figures(found: NetReplay) -> list[tuple[str, float, float]]:
    one, other = found.before, found.after
    return [
        (_("Cases in a grid"), one.cases - one.nowhere, other.cases - other.nowhere),
        (_("Metres to a case, on average"), one.metres, other.metres),
        (_("Working hours a case waits, on average"), round(one.wait / HOUR, 1), round(other.wait / HOUR, 1)),
        (
            _("Working hours nine in ten cases wait at most"),
            round(one.wait_most / HOUR, 1),
            round(other.wait_most / HOUR, 1),
        ),
        (_("The busiest person has more than the mean, by %"), one.uneven_percent, other.uneven_percent),
    ]


@require_safe
@page_for(*LOOKERS)
def whatif_map(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with one of the two nets, each grid with its cases; amber where its people could not do them."""
    asked = _question(request, area_id)
    now, then = _lines(_replay(request, asked))
    other = request.GET.get("side") == "then"
    drawn = plans.net_of_today(asked.area.id)
    lines = {line.key: line for line in now}
    codes = {row.code: row.path for row in territory.children(asked.area.id)}
    if other:
        lines = {line.key: line for line in then}
        if asked.plan is not None:
            drawn, codes = plans.plan_map(request.viewer, asked.plan.id), {}
    for feature in drawn["grids"]["features"]:
        about = feature["properties"]
        line = lines.get(codes.get(about["code"], about["code"]))
        about["households"] = line.load.cases if line else 0
        about["in_band"], about["special"] = not (line and line.too_much), False
    return json_answer({**drawn, "cells": {"type": "FeatureCollection", "features": []}})


@require_safe
@page_for(*LOOKERS)
def export(request: ConsoleRequest, area_id: int) -> HttpResponse:
    """Answer with both nets' loads and the cases that change grid as a workbook."""
    asked = _question(request, area_id)
    found = _replay(request, asked)
    now, then = _lines(found)
    return spreadsheet(
        _("what if"),
        _sheet(_("The net of today"), now),
        _sheet(asked.plan.name if asked.plan else _("With other staff"), then),
        Sheet(
            _("Cases that change grid"),
            [(_("Grid before"), 20), (_("Grid after"), 20), (_("Cases"), 10)],
            ([one.before, one.after, one.cases] for one in found.moved),
        ),
    )


def _sheet(name: str, lines: list[Line]) -> Sheet:
    columns = [
        (_("Grid"), 18),
        (_("People"), 8),
        (_("Cases of a year"), 12),
        (_("Cases for each person"), 14),
        (_("Metres to a case, on average"), 14),
        (_("Working hours a case waits, on average"), 16),
        (_("At work, percent of the time"), 10),
    ]
    rows = (
        [
            one.name,
            one.load.people,
            one.load.cases,
            round(one.load.each),
            one.load.metres,
            one.hours,
            one.load.busy_percent,
        ]
        for one in lines
    )
    return Sheet(name, columns, rows)
