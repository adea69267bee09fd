"""Small facts about plans that verbs and reads share: figures, colours, shapes as GeoJSON, who has signed."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.engines.territory.models import GridPlan, PlanSignature

if TYPE_CHECKING:
    from linli.engines.territory.drafting import Figures

COLOURS = 6
_DIGITS = 6  # of a degree: a decimetre


def totals_of(figures: "Figures") -> dict[str, Any]:
    """Return the figures of a whole plan, to be stored and listed."""
    return {
        "grids": len(figures.grids),
        "households": figures.households,
        "mean": figures.mean,
        "in_band_percent": figures.in_band_percent,
        "worst_deviation_percent": figures.worst_deviation_percent,
        "estates_cut": figures.estates_cut,
        "compactness": figures.compactness,
        "border": figures.border,
        "walk": figures.walk,
    }


def colours_of(outlines: Sequence[BaseGeometry]) -> list[int]:
    """Return a colour number for each outline so that neighbours differ."""
    if not outlines:
        return []
    first, second = shapely.STRtree(outlines).query(list(outlines), predicate="dwithin", distance=2e-5)
    near: dict[int, set[int]] = {at: set() for at in range(len(outlines))}
    for one, other in zip(first, second, strict=True):
        if one != other:
            near[int(one)].add(int(other))
    colours = [-1] * len(outlines)
    for at in sorted(near, key=lambda one: -len(near[one])):
        taken = {colours[one] for one in near[at]}
        used = [colours.count(one) for one in range(COLOURS)]
        free = [one for one in range(COLOURS) if one not in taken] or list(range(COLOURS))
        colours[at] = min(free, key=lambda one: (used[one], one))
    return colours


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Return GeoJSON of some features."""
    return {"type": "FeatureCollection", "features": features}


def geometry_of(shape: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON, rounded to a decimetre."""
    rounded = shapely.transform(shape, lambda points: np.round(points, _DIGITS))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def missing_signatures(plan: GridPlan) -> list[str]:
    """Return the levels that have not signed the present edition."""
    signed = set(plan.signatures.filter(edition=plan.edition).values_list("level", flat=True))
    return [level for level in PlanSignature.Level.values if level not in signed]


