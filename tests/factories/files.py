"""Files as people bring them: spreadsheets, csv in several encodings, GeoJSON."""

import io
import json
import struct
from collections.abc import Sequence
from typing import Any

import openpyxl
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

SECTOR, SMALLEST_STREAM = 512, 4096


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


def an_xls(*rows: Sequence[str | float]) -> bytes:
    """A workbook as Excel 97 wrote it: BIFF 8 records in a compound file of 512-byte sectors."""
    cells = b"".join(
        _label(row, column, value) if isinstance(value, str) else _number(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )
    begin, end = struct.pack("<HHHHII", 0x0600, 0, 0x0DBB, 0x07CC, 0, 6), _record(0x000A)
    name = b"Sheet1"
    sheet_at = len(_record(0x0809, begin)) + 4 + 8 + len(name) + len(end)
    sheets = _record(0x0085, struct.pack("<IHBB", sheet_at, 0, len(name), 0) + name)
    globals_ = _record(0x0809, begin.replace(b"\x00\x06\x00\x00", b"\x00\x06\x05\x00", 1)) + sheets + end
    sheet = _record(0x0809, begin.replace(b"\x00\x06\x00\x00", b"\x00\x06\x10\x00", 1)) + cells + end
    return _compound_file((globals_ + sheet).ljust(SMALLEST_STREAM, b"\x00"))


def _record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _number(row: int, column: int, value: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _compound_file(stream: bytes) -> bytes:
    """Lay one stream, `Workbook`, into a compound file: a sector of chains, one of names, then the stream."""
    sectors = -(-len(stream) // SECTOR)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    chains = struct.pack(f"<{SECTOR // 4}I", *chain, *[0xFFFFFFFF] * (SECTOR // 4 - len(chain)))
    names = _name("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0) + _name("Workbook", 2, start=2, size=len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    return header + chains + names.ljust(SECTOR, b"\x00") + stream.ljust(sectors * SECTOR, b"\x00")


def _name(name: str, kind: int, *, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    spelled = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        spelled.ljust(64, b"\x00") + struct.pack("<HBB", len(spelled), kind, 1) + links + bytes(36)
        + struct.pack("<IQ", start, size)
    )
