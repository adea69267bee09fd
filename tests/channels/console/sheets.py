"""Read an exported workbook back."""

from io import BytesIO

from openpyxl import load_workbook


def sheets_of(answer) -> dict[str, list[list[object]]]:
    """Return the rows of each sheet, the heads first."""
    book = load_workbook(BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}
