"""Judges any grids over the buildings of a town, whoever drew them, and says in words what is wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.planner.inputs import Town

SLIVER = 0.01                 # percent of the land: less is how corners were rounded
NAMED = 20

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Figures of a net of grids, and its faults in words; no faults: the net can be adopted as it is."""

    figures: dict[str, float]
    households: dict[str, int]        # of each grid
    faults: tuple[str, ...]


def judge(
    town: Town, grids: Sequence[tuple[str, BaseGeometry]], *, low: int = 300, high: int = 500
) -> Judgement:
    """Judge grids (code, WGS84 shape): band, one piece each, no gap, no overlap, all buildings in one, estates."""
    codes = [code for code, _shape in grids]
    shapes = np.array([town.projection.to_metres(shape) for _code, shape in grids], dtype=object)
    mended = shapely.make_valid(shapes)
    places = shapely.STRtree(shapely.point_on_surface(town.footprints))
    building, grid = places.query(mended, predicate="contains")[::-1]
    times = np.bincount(building, minlength=len(town))
    first = np.full(len(town), -1, dtype=np.int64)
    first[building[::-1]] = grid[::-1]
    load = np.bincount(first[first >= 0], weights=town.households[first >= 0], minlength=len(grids)).astype(np.int64)
    figures = _figures(town, mended, first, load, (low, high))
    figures |= {"in_none": int((times == 0).sum()), "in_many": int((times > 1).sum())}
    faults = [
        *_shape_faults(codes, shapes, figures), *_load_faults(codes, load, low, high), *_building_faults(town, times),
    ]
    return Judgement(figures, dict(zip(codes, load.tolist(), strict=True)), tuple(faults))


def _figures(
    town: Town, shapes: npt.NDArray[np.object_], first: Ints, load: Ints, band: tuple[int, int]
) -> dict[str, float]:
    low, high = band
    union = shapely.union_all(shapes)
    area = float(shapely.area(shapes).sum())
    land = town.boundary or shapely.union_all(_filled(union))
    rounds = [4 * math.pi * shape.area / shape.length**2 for shape in shapes if shape.length]
    return {
        "grids": len(shapes), "mean": round(float(load.mean()), 1) if len(load) else 0.0,
        "in_band_percent": round(100 * float(((load >= low) & (load <= high)).mean()), 2) if len(load) else 0.0,
        "worst_deviation_percent": round(100 * float(abs(load - load.mean()).max()) / max(1.0, float(load.mean())), 1)
        if len(load) else 0.0,
        "overlap_percent": round(100 * (area - union.area) / area, 4) if area else 0.0,
        "gap_percent": round(100 * land.difference(union).area / land.area, 4) if land.area else 0.0,
        "estates_cut": _cut(town, first, high), "compactness": round(sum(rounds) / max(1, len(rounds)), 3),
    }


def _filled(shape: BaseGeometry) -> list[BaseGeometry]:
    return [shapely.Polygon(part.exterior) for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _cut(town: Town, first: Ints, high: int) -> int:
    """Return how many pieces estates lie in beyond what their size asks for."""
    counted = (town.estates >= 0) & (first >= 0)
    count = int(town.estates.max(initial=-1)) + 1
    pieces = np.unique(np.c_[town.estates[counted], first[counted]], axis=0)[:, 0]
    size = np.bincount(town.estates[town.estates >= 0], weights=town.households[town.estates >= 0], minlength=count)
    needed = np.maximum(1, np.ceil(size / high))
    return int(np.maximum(0, np.bincount(pieces, minlength=count) - needed).sum())


def _shape_faults(codes: list[str], shapes: npt.NDArray[np.object_], figures: dict[str, float]) -> list[str]:
    found = []
    apart = [code for code, shape in zip(codes, shapes, strict=True) if shape.geom_type != "Polygon"]
    crossing = [code for code, shape in zip(codes, shapes, strict=True) if not shape.is_valid]
    if apart:
        found.append(_("These grids are not in one piece: %(codes)s") % {"codes": ", ".join(apart[:NAMED])})
    if crossing:
        found.append(_("The outlines of these grids cross themselves: %(codes)s")
                     % {"codes": ", ".join(crossing[:NAMED])})
    if figures["overlap_percent"] > SLIVER:
        found.append(_("Grids overlap on %(n)s %% of their area.") % {"n": figures["overlap_percent"]})
    if figures["gap_percent"] > SLIVER:
        found.append(_("%(n)s %% of the land is in no grid.") % {"n": figures["gap_percent"]})
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        found.append(_("These codes are given twice: %(codes)s") % {"codes": ", ".join(twice[:NAMED])})
    return found


def _load_faults(codes: list[str], load: Ints, low: int, high: int) -> list[str]:
    outside = [f"{code} ({n})" for code, n in zip(codes, load, strict=True) if not low <= n <= high]
    if not outside:
        return []
    return [_("%(n)d grids are outside the band of %(low)d to %(high)d: %(codes)s")
            % {"n": len(outside), "low": low, "high": high, "codes": ", ".join(outside[:NAMED])}]


def _building_faults(town: Town, times: Ints) -> list[str]:
    found = []
    for which, words in (
        (times == 0, _("%(n)d buildings are in no grid: %(names)s")),
        (times > 1, _("%(n)d buildings are in more than one grid: %(names)s")),
    ):
        names = [town.ids[number] for number in np.flatnonzero(which)]
        if names:
            found.append(words % {"n": len(names), "names": ", ".join(names[:NAMED])})
    return found
