"""How the invented county came to one net: three departments' nets that do not fit, and a plan that was talked over."""

import json
from io import BytesIO
from random import Random
from typing import Any

import shapely
from openpyxl import Workbook
from shapely.affinity import rotate, translate
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from linli.engines.territory import plans
from linli.kernel.actor import SYSTEM
from linli.patterns.demo.county import County

COMMUNITY = "北苑社区"  # where it is being talked about
LISTED = 0.92  # share of buildings on the civil affairs office's list
TWICE = 0.05  # of these stand in two lists


def draw_nets(county: County, seed: int) -> None:
    """Bring in three departments' nets over one community, as such files are: overlapping, with holes."""
    random = Random(f"{seed}:nets")  # noqa: S311
    area = next(one for one in county.town.areas if one.name == COMMUNITY)
    area_id = county.area_ids[area.key]
    for name, department, content, file_name in (
        ("综治网格", "县委政法委", _police(area.shape), "综治网格.geojson"),
        ("消防网格", "县消防救援大队", _fire(area.shape), "消防网格.geojson"),
        ("民政网格", "县民政局", _lists(county, area.key, random), "民政网格楼栋清单.xlsx"),
    ):
        plans.bring_net(
            area_id=area_id, name=name, department=department, content=content, file_name=file_name, by=SYSTEM
        )


def _geojson(rows: list[tuple[str, str, BaseGeometry]]) -> bytes:
    features = [
        {"type": "Feature", "properties": {"网格编号": code, "网格名称": name}, "geometry": mapping(part)}
        for code, name, shape in rows
        for part in [max(shapely.get_parts(shape), key=lambda one: one.area)]
        if not shape.is_empty
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _police(outline: BaseGeometry) -> bytes:
    """Three slanting strips, drawn by hand: each laps over its neighbour."""
    west, south, east, north = outline.bounds
    rows = []
    for number, (low, high) in enumerate(((0.0, 0.37), (0.33, 0.7), (0.67, 1.0)), 1):
        strip = box(west + low * (east - west), south - 1, west + high * (east - west), north + 1)
        part = rotate(strip, 9, origin=outline.centroid).intersection(outline)
        rows.append((f"ZZ{number:02d}", f"综治{number}片", part))
    return _geojson(rows)


def _fire(outline: BaseGeometry) -> bytes:
    """Two halves around the fire points; a corner was forgotten."""
    west, south, east, north = outline.bounds
    middle = south + 0.52 * (north - south)
    lower = translate(box(west, south, east, middle), yoff=0.0001).intersection(outline)
    upper = box(west, middle, west + 0.72 * (east - west), north).intersection(outline)
    return _geojson([("XF01", "消防南片", lower), ("XF02", "消防北片", upper)])


def _lists(county: County, key: str, random: Random) -> bytes:
    """A spreadsheet of addresses: some buildings are missing, some stand in two lists."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("楼栋")
    sheet.append(["网格", "小区", "楼号"])
    town = county.town
    estates = sorted({one.estate for one in town.buildings if one.community == key and one.estate is not None})
    for one in town.buildings:
        if one.community != key or one.estate is None or random.random() > LISTED:
            continue
        number = estates.index(one.estate) * 3 // max(1, len(estates)) + 1
        name = town.estates[one.estate].name
        sheet.append([f"民政{number}", name, one.number])
        if random.random() < TWICE:
            sheet.append([f"民政{number % 3 + 1}", name, one.number])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def ask_for_a_plan(county: County) -> int:
    """Ask for a plan of the community with the three nets; the worker makes it. Return its key."""
    area = next(one for one in county.town.areas if one.name == COMMUNITY)
    wishes = plans.PlanWishes(low=300, high=500, seconds=3, whole_estates=True)
    return plans.ask_plan(area_id=county.area_ids[area.key], name="方案一", wishes=wishes, by=SYSTEM).pk
