"""A plan that can be edited by hand: who is in which grid, and at once what that means."""

import io
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.links import connected, join_strays
from linli.engines.territory.planner.naming import going_on
from linli.engines.territory.planner.projection import Projection
from linli.kernel.errors import Invalid

WALK = 1.3                    # metres walked for a metre in a straight line
ARRAYS = (
    "label", "households", "workload", "estates", "u", "v", "length", "dry", "area", "rim", "middle", "owner",
)

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as cells (the buildings first, in the order of `ids`, then land) and the grid of each.

    Editing gives another draft that shares all but the labels with this one.
    """

    ids: tuple[str, ...]
    codes: tuple[str, ...]            # of the grids, by number
    estate_names: tuple[str, ...]
    label: Ints                       # number of the grid of each cell; -1 for land that belongs to none
    households: Longs
    workload: Longs
    estates: Ints
    u: Ints
    v: Ints
    length: Floats                    # metres of border of cells u and v
    dry: npt.NDArray[np.bool_]        # whether one can step across it
    area: Floats
    rim: Floats
    middle: Floats
    owner: Ints                       # cell of each face
    faces: npt.NDArray[np.object_]    # WGS84
    low: int
    high: int
    measure: str                      # households or workload: what the band is about
    longitude: float
    latitude: float

    @property
    def load(self) -> Longs:
        """Return of each cell what the band is about."""
        return self.workload if self.measure == "workload" else self.households

    def to_bytes(self) -> bytes:
        """Pack the draft to be stored."""
        buffer = io.BytesIO()
        wkb = [shapely.to_wkb(face) for face in self.faces]
        np.savez_compressed(
            buffer, allow_pickle=False, ids=np.array(self.ids, dtype=str), codes=np.array(self.codes, dtype=str),
            estate_names=np.array(self.estate_names, dtype=str), wkb=np.frombuffer(b"".join(wkb), dtype=np.uint8),
            sizes=np.array([len(one) for one in wkb]), band=np.array([self.low, self.high]),
            measure=np.array(self.measure), origin=np.array([self.longitude, self.latitude]),
            **{name: getattr(self, name) for name in ARRAYS},
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, packed: bytes) -> "Draft":
        """Unpack a stored draft."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
            found: dict[str, Any] = {name: stored[name] for name in stored.files}
        ends = np.cumsum(found["sizes"])
        wkb = found["wkb"].tobytes()
        faces = [wkb[end - size : end] for end, size in zip(ends, found["sizes"], strict=True)]
        return cls(
            **{name: found[name] for name in ARRAYS}, faces=shapely.from_wkb(faces),
            ids=tuple(map(str, found["ids"])), codes=tuple(map(str, found["codes"])),
            estate_names=tuple(map(str, found["estate_names"])), measure=str(found["measure"]),
            low=int(found["band"][0]), high=int(found["band"][1]),
            longitude=float(found["origin"][0]), latitude=float(found["origin"][1]),
        )


@dataclass(frozen=True, slots=True)
class GridFigures:
    """What one grid is like."""

    code: str
    households: int
    workload: int
    buildings: int
    area: float                       # square metres
    border: float                     # metres
    compactness: float                # Polsby-Popper: 1 for a circle
    walk: float                       # metres from a home to the middle of the grid, on average, as walked
    in_band: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan is like."""

    grids: tuple[GridFigures, ...]    # those with buildings, by code
    households: int
    mean: float                       # of what the band is about
    in_band_percent: float
    worst_deviation_percent: float    # of a grid from the mean
    estates_cut: int                  # pieces of estates beyond what their size makes unavoidable
    compactness: float
    border: float                     # metres between grids
    walk: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What an edit did."""

    draft: Draft
    before: Figures
    after: Figures
    changed: tuple[str, ...]          # codes of the grids that look different now
    moved: tuple[str, ...]            # buildings that changed grid
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans of the same place side by side."""

    one: Figures
    other: Figures
    changes: tuple[tuple[str, str, str], ...]   # building, its grid in the one, in the other
    households: int                             # in these buildings


def evaluate(draft: Draft) -> Figures:
    """Return the figures of a plan and of each of its grids."""
    count = len(draft.codes)
    real = draft.label >= 0
    label = draft.label[real]

    def total(values: npt.NDArray[Any]) -> Floats:
        return np.bincount(label, weights=values[real], minlength=count).astype(np.float64)

    load, households, area = total(draft.load), total(draft.households), total(draft.area)
    at_border = draft.label[draft.u] != draft.label[draft.v]
    border = total(draft.rim)
    for side in (draft.u, draft.v):
        outer = at_border & (draft.label[side] >= 0)
        border += np.bincount(draft.label[side[outer]], weights=draft.length[outer], minlength=count)
    walk = _walk(draft, households, count)
    buildings = np.bincount(draft.label[: len(draft.ids)], minlength=count)
    compactness = 4 * math.pi * area / np.maximum(border, 1e-9) ** 2
    lived = np.flatnonzero(buildings)
    mean = float(load[lived].mean()) if len(lived) else 0.0
    fits = (load >= draft.low) & (load <= draft.high)
    workload = total(draft.workload)
    grids = tuple(
        GridFigures(
            draft.codes[g], int(households[g]), int(workload[g]), int(buildings[g]), round(float(area[g]), 1),
            round(float(border[g]), 1), round(float(compactness[g]), 3), round(float(walk[g]), 1), bool(fits[g]),
        )
        for g in sorted(lived, key=lambda g: draft.codes[g])
    )
    return Figures(
        grids=grids, households=int(households.sum()), mean=round(mean, 1),
        in_band_percent=round(100 * float(fits[lived].mean()), 2) if len(lived) else 0.0,
        worst_deviation_percent=round(100 * float(np.abs(load[lived] / mean - 1).max()), 1) if mean else 0.0,
        estates_cut=estates_cut(draft.estates, draft.label, draft.load, draft.high),
        compactness=round(float(compactness[lived].mean()), 3) if len(lived) else 0.0,
        border=round(float(draft.length[at_border].sum()), 1),
        walk=round(float((walk * households).sum() / max(households.sum(), 1)), 1),
    )


def _walk(draft: Draft, households: Floats, count: int) -> Floats:
    """Return per grid how far a home is from the middle of the homes, on average."""
    n = len(draft.ids)
    label, weight, place = draft.label[:n], draft.households[:n], draft.middle[:n]
    people = np.maximum(households, 1e-9)
    middle = np.c_[
        np.bincount(label, weights=weight * place[:, 0], minlength=count) / people,
        np.bincount(label, weights=weight * place[:, 1], minlength=count) / people,
    ]
    away = np.hypot(*(place - middle[label]).T) * WALK
    return np.asarray(np.bincount(label, weights=away * weight, minlength=count) / people)


def estates_cut(estates: Ints, label: Ints, load: Longs, high: int) -> int:
    """Return pieces of estates beyond what their size makes unavoidable."""
    known = (estates >= 0) & (label >= 0)
    if not known.any():
        return 0
    names = int(label.max()) + 1
    pieces = np.bincount(np.unique(estates[known].astype(np.int64) * names + label[known]) // names)
    size = np.bincount(estates[known], weights=load[known], minlength=len(pieces))
    return int(np.maximum(0, pieces - np.maximum(1, np.ceil(size / high))).sum())


def move(draft: Draft, ids: Collection[str], to: str) -> Moved:
    """Put buildings into another grid; land that would hang loose goes along. Raises: Invalid for unknown names."""
    place = {name: number for number, name in enumerate(draft.ids)}
    unknown = [name for name in ids if name not in place]
    if unknown or to not in draft.codes:
        raise Invalid(_("This building or grid is not in the plan."))
    target = draft.codes.index(to)
    cells = np.array(sorted(place[name] for name in ids), dtype=np.int32)
    cells = cells[draft.label[cells] != target]
    left = np.unique(draft.label[cells])
    label = draft.label.copy()
    label[cells] = target
    for grid in left[left >= 0]:
        _let_land_follow(draft, label, int(grid))
    edited = replace(draft, label=label)
    touched = np.unique(np.r_[left[left >= 0], target]) if len(cells) else left
    before, after = evaluate(draft), evaluate(edited)
    return Moved(
        draft=edited, before=before, after=after, changed=tuple(draft.codes[grid] for grid in touched),
        moved=tuple(draft.ids[cell] for cell in cells), warnings=tuple(_warnings(edited, touched, after)),
    )


def move_estate(draft: Draft, estate: str, to: str) -> Moved:
    """Put all buildings of an estate into a grid. Raises: Invalid for unknown names."""
    if estate not in draft.estate_names:
        raise Invalid(_("This estate is not in the plan."))
    number = draft.estate_names.index(estate)
    members = np.flatnonzero(draft.estates[: len(draft.ids)] == number)
    return move(draft, [draft.ids[cell] for cell in members], to)


def _let_land_follow(draft: Draft, label: Ints, grid: int) -> None:
    """Give pieces of a grid without any building to the neighbour they have most border with."""
    members = np.flatnonzero(label == grid)
    if not len(members):
        return
    number = np.full(len(label), -1, dtype=np.int32)
    number[members] = np.arange(len(members), dtype=np.int32)
    inner = (number[draft.u] >= 0) & (number[draft.v] >= 0)
    _pieces, piece = connected(len(members), number[draft.u[inner]], number[draft.v[inner]])
    built = np.zeros(_pieces, dtype=bool)
    built[piece[members < len(draft.ids)]] = True
    loose = members[~built[piece]]
    if built.any() and len(loose):
        label[loose] = -1
        join_strays(label, draft.u, draft.v, draft.length)


def _warnings(draft: Draft, touched: npt.NDArray[Any], after: Figures) -> list[str]:
    found = []
    figures = {grid.code: grid for grid in after.grids}
    for grid in touched:
        code = draft.codes[grid]
        if code not in figures:
            found.append(_("Grid %(code)s has no buildings any more.") % {"code": code})
            continue
        if not figures[code].in_band:
            size = figures[code].workload if draft.measure == "workload" else figures[code].households
            found.append(_("Grid %(code)s has %(n)d households, outside the band.") % {"code": code, "n": size})
        if not _whole(draft, int(grid)):
            found.append(_("Grid %(code)s falls apart: its buildings do not border on one another.") % {"code": code})
    return found


def _whole(draft: Draft, grid: int) -> bool:
    members = np.flatnonzero(draft.label == grid)
    number = np.full(len(draft.label), -1, dtype=np.int32)
    number[members] = np.arange(len(members), dtype=np.int32)
    inner = (number[draft.u] >= 0) & (number[draft.v] >= 0)
    return connected(len(members), number[draft.u[inner]], number[draft.v[inner]])[0] == 1


def shapes(draft: Draft, codes: Sequence[str] | None = None) -> dict[str, BaseGeometry]:
    """Return the outlines of grids in WGS84: of all, or of those named."""
    grid_of = np.where(draft.label[draft.owner] >= 0, draft.label[draft.owner], -1)
    wanted = range(len(draft.codes)) if codes is None else [draft.codes.index(code) for code in codes]
    order = np.argsort(grid_of, kind="stable")
    starts = np.searchsorted(grid_of[order], np.arange(len(draft.codes) + 1))
    return {
        draft.codes[g]: outline(draft.faces[order[starts[g] : starts[g + 1]]])
        for g in wanted if starts[g + 1] > starts[g]
    }


def outline(faces: npt.NDArray[np.object_]) -> BaseGeometry:
    """Join faces that share borders exactly into one shape."""
    joined = shapely.coverage_union_all(faces)
    parts = shapely.get_parts(joined)
    return parts[0] if len(parts) == 1 else joined


def assignment(draft: Draft) -> dict[str, str]:
    """Return the code of each building's grid."""
    return {name: draft.codes[draft.label[number]] for number, name in enumerate(draft.ids)}


def compare(one: Draft, other: Draft) -> Comparison:
    """Put two plans of the same buildings side by side.

    A grid goes on as the one of the other plan that it shares most homes with, whatever its code; a building changes
    when it is elsewhere. Buildings known to one of the plans only are left out.
    """
    place = {name: number for number, name in enumerate(other.ids)}
    here = np.array([number for number, name in enumerate(one.ids) if name in place], dtype=np.int64)
    there = np.array([place[one.ids[number]] for number in here], dtype=np.int64)
    before, after = one.label[here], other.label[there]
    goes = going_on(before, after, one.households[here])
    stays = np.array([goes.get(int(old), -1) == new for old, new in zip(before, after, strict=True)], dtype=bool)
    return Comparison(
        one=evaluate(one), other=evaluate(other), households=int(one.households[here[~stays]].sum()),
        changes=tuple(
            (one.ids[number], one.codes[old], other.codes[new])
            for number, old, new in zip(here[~stays], before[~stays], after[~stays], strict=True)
        ),
    )


def projection_of(draft: Draft) -> Projection:
    """Return how the draft's metres and degrees belong together."""
    return Projection(draft.longitude, draft.latitude)
