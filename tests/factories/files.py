"""Files as people bring them: spreadsheets, csv in several encodings, GeoJSON."""

import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry


def an_xlsx(*rows: Sequence[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_csv(*rows: Sequence[Any], encoding: str = "utf-8", separator: str = ",") -> bytes:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def a_feature(shape: BaseGeometry | dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    geometry = json.loads(json.dumps(mapping(shape))) if isinstance(shape, BaseGeometry) else shape
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def a_geojson(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}, ensure_ascii=False).encode()
