"""Spreadsheets to take away: refused rows, examples, registers. Nothing in them that a cell could run."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWEST, _WIDEST = 8, 48

Value = str | int | float | datetime | None


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, head: bool = False) -> Cell:
    """Make one cell; text stays text, whatever it begins with."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDEST)
    if head:
        cell.font = Font(bold=True)
    return cell


def width_of(text: str) -> int:
    """Return how wide a column for a text should be; Chinese characters count twice."""
    wide = sum(1 if one.isascii() else 2 for one in text)
    return max(_NARROWEST, min(_WIDEST, wide + 2))


def workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a spreadsheet of one sheet: columns as (name, width), then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    sheet.freeze_panes = "A2"
    for number, (_name, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, head=True) for name, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def download(content: bytes, name: str, media_type: str = MEDIA_TYPE) -> HttpResponse:
    """Return a file to be saved under a name."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
