"""Small invented towns as GeoJSON files: blocks of plots between streets."""

import json
import random
from pathlib import Path
from typing import Any

ORIGIN = (102.19, 38.52)
PLOT = 0.0004  # degrees: about 35 by 44 m


def _square(column: float, row: float, size: float = 1.0) -> list[list[list[float]]]:
    west, south = ORIGIN[0] + column * PLOT, ORIGIN[1] + row * PLOT
    east, north = west + size * PLOT, south + size * PLOT
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return [[[round(x, 8), round(y, 8)] for x, y in corners]]


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def save(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def plots(
    columns: int = 24, rows: int = 24, *, seed: int = 1, households: tuple[int, int] = (20, 60)
) -> list[dict[str, Any]]:
    """Plots wall to wall; estates of 4 by 3 plots."""
    chance = random.Random(seed)
    return [
        feature(
            {"type": "Polygon", "coordinates": _square(column, row)},
            id=f"B{column}-{row}",
            households=chance.randint(*households),
            estate=f"E{column // 4}-{row // 3}",
        )
        for column in range(columns)
        for row in range(rows)
    ]


def detached(columns: int = 12, rows: int = 12) -> list[dict[str, Any]]:
    """Houses with gardens around them."""
    return [
        feature(
            {"type": "Polygon", "coordinates": _square(column * 1.6, row * 1.6, 0.8)}, id=f"H{column}-{row}", floors=6
        )
        for column in range(columns)
        for row in range(rows)
    ]


def main_road(column: float, rows: float) -> dict[str, Any]:
    """A main road from south to north."""
    x = ORIGIN[0] + column * PLOT
    line = [[round(x, 8), ORIGIN[1] - PLOT], [round(x, 8), round(ORIGIN[1] + (rows + 1) * PLOT, 8)]]
    return feature({"type": "LineString", "coordinates": line}, **{"class": "primary"})
