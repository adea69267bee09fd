"""Lists as spreadsheets: one sheet per list, header on top, nothing that a cell could run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.kernel import clock
from linli.kernel.paging import Page

Row = TypeVar("Row")
ROW_LIMIT = 20_000
AT_ONCE = 200  # rows of a page read for a sheet
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONG = 20  # characters, from which on a text is wrapped


def every_row(fetch: Callable[[str | None], Page[Row]]) -> Iterator[Row]:
    """Yield the rows of all pages, up to the limit of a spreadsheet."""
    cursor: str | None = None
    given = 0
    while given < ROW_LIMIT:
        page = fetch(cursor)
        yield from page.items
        given += len(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: its name, its columns as (title, width in characters), its rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[object]]


def _cell(sheet: WriteOnlyWorksheet, value: object) -> BookCell:
    """Make one cell. Text stays text, whatever it begins with; moments are shown in China's time."""
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, clock.local(value).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime.combine(value, time()))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if value is None or isinstance(value, bool | int | float):
        return WriteOnlyCell(sheet, value)
    words = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(sheet)
    cell.value = words
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=len(words) > LONG)
    return cell


def _write(book: Workbook, content: Sheet) -> None:
    sheet = book.create_sheet(content.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    sheet.freeze_panes = "A2"
    for index, (_title, width) in enumerate(content.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    heads = []
    for title, _width in content.columns:
        head = WriteOnlyCell(sheet, title)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in content.rows:
        sheet.append([_cell(sheet, value) for value in row])


def spreadsheet(name: str, *sheets: Sheet) -> HttpResponse:
    """Answer with a workbook named after the list and the day."""
    book = Workbook(write_only=True)
    for content in sheets:
        _write(book, content)
    stream = BytesIO()
    book.save(stream)
    response = HttpResponse(stream.getvalue(), content_type=MEDIA_TYPE)
    filename = quote(f"{name}-{clock.today():%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{filename}"
    response["Cache-Control"] = "no-store"
    return response
