"""Spreadsheets and GeoJSON as one kind of table: names of columns, then rows numbered as the file numbers them."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import python_calamine
from charset_normalizer import from_bytes
from django.utils.translation import gettext_lazy as _

from linli.engines.territory.imports.cells import Cell, text_of
from linli.kernel.errors import Invalid

MOST_ROWS = 200_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SEPARATORS = ",;\t|"
_HEADER_WITHIN = 10  # rows; titles and notes stand above the names of the columns


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its cells, and for GeoJSON its geometry."""

    number: int
    cells: Sequence[Cell]
    shape: dict[str, Any] | None = None

    def is_empty(self) -> bool:
        """Say whether nothing stands in the row."""
        return self.shape is None and not any(text_of(cell) for cell in self.cells)


@dataclass(slots=True)
class Table:
    """The names of the columns and the rows under them."""

    headers: list[str]
    rows: list[Row] = field(default_factory=list)
    encoding: str = ""


def read_table(content: bytes, known_names: frozenset[str] = frozenset()) -> Table:
    """Read xlsx, xls, ods, csv or GeoJSON; what it is shows in the bytes, not in the name.

    Raises: Invalid with what is wrong with the file as a whole.
    """
    if not content.strip():
        raise Invalid(_("The file is empty."), code="empty_file")
    if content.startswith((_ZIP, _OLE)):
        return _table(_cells_of_workbook(content), known_names)
    text, encoding = decode(content)
    if text.lstrip()[:1] in {"{", "["}:
        return _features(text, encoding)
    made = _table(_cells_of_csv(text), known_names)
    made.encoding = encoding
    return made


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: UTF-8 with or without mark, UTF-16 with mark, else GB18030.

    Raises: Invalid.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    guess = from_bytes(content).best()
    if guess is None:
        raise Invalid(_("This file is neither a spreadsheet nor text. Please save it as xlsx or csv."), code="no_text")
    return str(guess), guess.encoding


def _cells_of_workbook(content: bytes) -> list[list[Cell]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise Invalid(_("The spreadsheet is locked with a password. Please save it without."), code="locked") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Invalid(_("The spreadsheet cannot be read. Please save it anew as xlsx."), code="broken_file") from error
    filled = next((sheet for sheet in sheets if sheet), [])
    return [[_cell(value) for value in row] for row in filled]


def _cell(value: object) -> Cell:
    """Return what calamine read as a cell; times of day and spans of time as text."""
    return value if isinstance(value, str | float | int | bool | date | datetime) else str(value)


def _cells_of_csv(text: str) -> list[list[Cell]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise Invalid(_("The csv file cannot be read: %(error)s.") % {"error": error}, code="broken_file") from error


def _table(cells: list[list[Cell]], known_names: frozenset[str]) -> Table:
    """Find the row of names, and number the rows under it as a spreadsheet does."""
    at = _header_at(cells, known_names)
    if at is None:
        raise Invalid(_("The file has no row with the names of its columns."), code="no_header")
    rows = [Row(number, row) for number, row in enumerate(cells[at + 1 :], at + 2)]
    filled = [row for row in rows if not row.is_empty()]
    if len(filled) > MOST_ROWS:
        raise Invalid(
            _("The file has more than %(most)d rows. Please cut it in parts.") % {"most": MOST_ROWS}, code="too_long"
        )
    wide = max((_width(row.cells) for row in filled), default=0)
    names = [text_of(cell) for cell in cells[at]]
    return Table(_distinct(names + [""] * (wide - len(names)), wide), filled)


def _width(cells: Sequence[Cell]) -> int:
    """Return how many cells of a row count: all up to the last one that is filled."""
    return next((at for at in range(len(cells), 0, -1) if text_of(cells[at - 1])), 0)


def _distinct(headers: list[str], wide: int) -> list[str]:
    """Return the names of columns, numbered where one is empty or comes again, so that no cell of a row is lost."""
    while len(headers) > wide and not headers[-1]:
        headers.pop()
    made: list[str] = []
    for number, name in enumerate(headers, 1):
        plain = name or f"#{number}"
        made.append(plain if plain not in made else f"{plain} ({number})")
    return made


def _header_at(cells: list[list[Cell]], known_names: frozenset[str]) -> int | None:
    """Return which of the first rows holds most names known; without any, the first with two filled cells."""
    best, most = None, 0
    for at, row in enumerate(cells[:_HEADER_WITHIN]):
        names = {plain_name(text_of(cell)) for cell in row}
        if len(names & known_names) > most:
            best, most = at, len(names & known_names)
    if best is not None:
        return best
    filled = (at for at, row in enumerate(cells[:_HEADER_WITHIN]) if sum(bool(text_of(cell)) for cell in row) > 1)
    return next(filled, 0 if cells else None)


def plain_name(text: str) -> str:
    """Return the name of a column without what people add: spaces, stars, notes in brackets, case."""
    for opening, closing in (("(", ")"), ("[", "]"), ("【", "】")):
        while opening in text and closing in text[text.index(opening) :]:
            start = text.index(opening)
            text = text[:start] + text[text.index(closing, start) + 1 :]
    return "".join(one for one in text.lower() if one.isalnum())


def _features(text: str, encoding: str) -> Table:
    """Read GeoJSON: a collection, one feature, or a bare geometry."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Invalid(_("The GeoJSON cannot be read: %(error)s.") % {"error": error}, code="broken_file") from error
    features = _list_of_features(document)
    if not features:
        raise Invalid(_("The GeoJSON has no features."), code="empty_file")
    _check_system(document)
    names = list(dict.fromkeys(name for one in features for name in _properties(one)))
    rows = [
        Row(number, [_plain(_properties(one).get(name)) for name in names], _geometry(one))
        for number, one in enumerate(features, 1)
    ]
    return Table(names, rows, encoding)


def _list_of_features(document: Any) -> list[dict[str, Any]]:  # noqa: ANN401  JSON of unknown shape
    if isinstance(document, dict) and isinstance(document.get("features"), list):
        return [one if isinstance(one, dict) else {} for one in document["features"]]
    if isinstance(document, dict) and document.get("type"):
        return [document]
    raise Invalid(_("This is JSON, but not GeoJSON: it has no features."), code="no_geojson")


def _check_system(document: dict[str, Any]) -> None:
    """Refuse a coordinate system that is said to be neither WGS84 nor CGCS2000."""
    system = document.get("crs")
    name = str(system.get("properties", {}).get("name", "")) if isinstance(system, dict) else ""
    if name and not any(known in name.upper() for known in ("CRS84", "4326", "4490")):
        raise Invalid(
            _("The file says its coordinates are in %(name)s. Please export it in WGS84 (EPSG:4326).") % {"name": name},
            code="other_system",
        )


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _geometry(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("geometry") if feature.get("type") == "Feature" or "geometry" in feature else feature
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> Cell:  # noqa: ANN401  JSON of unknown shape
    return (
        value if isinstance(value, str | int | float | bool) or value is None else json.dumps(value, ensure_ascii=False)
    )
