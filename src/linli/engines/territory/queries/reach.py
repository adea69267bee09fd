"""Reads of a community's reach: who is left out, where points are best added, what opening or closing one would do."""

from collections.abc import Collection
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from linli.engines.territory import drafting
from linli.engines.territory.circleinputs import needs_of
from linli.engines.territory.models import Building, ReachStudy, ServiceKind
from linli.engines.territory.policies import require_read_plans
from linli.engines.territory.queries.buildings import label_of
from linli.engines.territory.queries.circle import table_of
from linli.engines.territory.queries.circlerows import GapRow, SiteRow, SitesRow, WhatIf
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound


def _study(viewer: Actor, study_id: int) -> ReachStudy:
    """Return a finished study the viewer may see. Raises: NotFound."""
    study = ReachStudy.objects.defer("table").filter(pk=study_id, state="ready").first()
    if study is None:
        raise NotFound
    require_read_plans(viewer, study.path)
    return study


def gaps(viewer: Actor, study_id: int, kind: str, group: str = "") -> list[GapRow]:
    """Return the buildings from which a kind of service is too far, those with most people first. Raises: NotFound."""
    study = _study(viewer, study_id)
    table = table_of(study.pk)
    metres = drafting.nearest(table, kind)
    limit = _limit(kind)
    weight = table.people[table.groups.index(group)] if group in table.groups else table.households
    rows = list(np.flatnonzero((metres > limit) & (weight > 0)))
    rows.sort(key=lambda row: (-int(weight[row]), int(row)))
    known = _buildings([table.homes[row] for row in rows])
    return [
        GapRow(
            one.pk, label_of(one), int(table.households[row]), int(weight[row]),
            int(metres[row]) if metres[row] < drafting.FAR else None, one.longitude, one.latitude,
        )
        for row in rows
        if (one := known.get(int(table.homes[row]))) is not None
    ]  # fmt: skip


def _buildings(keys: list[str]) -> dict[int, Building]:
    return Building.objects.select_related("estate").in_bulk([int(key) for key in keys])


def _limit(kind: str) -> int:
    minutes = ServiceKind.objects.filter(code=kind).values_list("minutes", flat=True).first()
    if minutes is None:
        raise NotFound
    return minutes * drafting.METRES_A_MINUTE


def best_places(viewer: Actor, study_id: int, kind: str) -> list[SitesRow]:
    """Return the best places for the next points: by homes reached, and by metres walked. Raises: NotFound."""
    study = _study(viewer, study_id)
    return [_sites_row(row) for row in study.sites if row["kind"] == kind and row["chosen"]]


def _sites_row(row: dict[str, Any]) -> SitesRow:
    return SitesRow(
        row["method"], row["optimal"], round(100 * row["gap"], 1), row["before"], row["after"], row["households"],
        round(row["mean_before"]), round(row["mean_after"]),
        [
            SiteRow(number, one["longitude"], one["latitude"], one["households"], one["metres_saved"])
            for number, one in enumerate(row["chosen"], 1)
            if row["method"] == "median" or one["households"]  # more places than are needed add nobody
        ],
    )  # fmt: skip


def what_if(
    viewer: Actor, study_id: int, *, kind: str, at: tuple[float, float] | None = None, close: int | None = None
) -> WhatIf:
    """Return what opening a point of a kind near a place, or closing one, would do. Nothing is written.

    Raises: NotFound, Invalid.
    """
    study = _study(viewer, study_id)
    table, limit = table_of(study.pk), _limit(kind)
    if close is not None:
        change = drafting.if_closed(table, str(close), limit)
        point = next(one for one in table.points if one.id == str(close))
    elif at is not None:
        name = drafting.candidate_near(table, *at)
        change = drafting.if_opened(table, kind, name, limit)
        point = next(one for one in table.candidates if one.id == name)
    else:
        raise Invalid(_("Say where to open a point, or which to close."))
    known = _buildings([*change.gained, *change.lost])
    return WhatIf(
        kind, int(table.households.sum()), change.households_before, change.households_after, change.mean_before,
        change.mean_after, len(change.nearer), len(change.farther),
        [label_of(known[int(key)]) for key in change.gained if int(key) in known],
        [label_of(known[int(key)]) for key in change.lost if int(key) in known],
        point.longitude, point.latitude, closes=close is not None, walk_more=_households(table, change.farther),
    )  # fmt: skip


def _households(table: drafting.ReachTable, homes: Collection[str]) -> int:
    wanted = set(homes)
    return sum(int(count) for home, count in zip(table.homes, table.households, strict=True) if home in wanted)


def circle_map(viewer: Actor, study_id: int) -> dict[str, Any]:
    """Return homes, points and the places to try, for a map that answers while the pointer moves. Raises: NotFound."""
    study = _study(viewer, study_id)
    table = table_of(study.pk)
    known = _buildings(list(table.homes))
    homes = [_home(table, row, known.get(int(key))) for row, key in enumerate(table.homes)]
    return {
        "homes": homes,
        "points": [_place(one) | {"id": int(one.id), "kind": one.kind, "name": one.name} for one in table.points],
        "candidates": [_place(one)["at"] for one in table.candidates],
        "limits": {need.kind: need.metres for need in needs_of(table)},
    }


def _home(table: drafting.ReachTable, row: int, building: Building | None) -> dict[str, Any]:
    counts = {group: int(table.people[number, row]) for number, group in enumerate(table.groups)}
    at = [round(building.longitude, 6), round(building.latitude, 6)] if building is not None else None
    name = label_of(building) if building is not None else ""
    return {"id": int(table.homes[row]), "name": name, "at": at, "households": int(table.households[row]), **counts}


def _place(one: drafting.PointInput) -> dict[str, Any]:
    return {"at": [round(one.longitude, 6), round(one.latitude, 6)]}


def circle_metres(viewer: Actor, study_id: int) -> bytes:
    """Return metres from each point, then from each place to try, to each home: rows of 16 bits, low byte first.

    65535 is farther than three kilometres. Raises: NotFound.
    """
    table = table_of(_study(viewer, study_id).pk)
    return np.vstack([table.metres, table.candidate_metres]).astype("<u2").tobytes()
