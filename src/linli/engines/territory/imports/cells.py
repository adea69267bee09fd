"""What stands in a cell: text, numbers and dates as people write them."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

Cell = str | float | int | bool | date | datetime | None

_EXCEL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: what a spreadsheet writes for a date without its format
_YEAR_FIRST = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
)
_RUN_TOGETHER = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$")
_NUMBER = re.compile(r"^[-+]?\d{1,12}(?:\.\d+)?$")


class Refused(Exception):
    """A row, or a cell of it, cannot be taken in. `what` names the thing, `why` says what to mend."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.what = what


def text_of(value: Cell) -> str:
    """Return a cell as text: half-width letters and digits, single spaces, 3.0 as 3."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("1" if value else "0")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = unicodedata.normalize("NFKC", str(value)).replace("\x00", "")
    return " ".join(plain.split())


def number_of(value: Cell) -> float:
    """Return a cell as a number. Raises: Refused."""
    text = text_of(value).replace(",", "").rstrip("°")
    if not _NUMBER.match(text):
        raise Refused(_("“%(text)s” is not a number.") % {"text": text})
    return float(text)


def whole_of(value: Cell, *, most: int = 100_000) -> int:
    """Return a cell as a whole number, 0 to `most`; 6层 and 24户 count too. Raises: Refused."""
    text = re.sub(r"[层户个栋幢楼]$", "", text_of(value))
    found = number_of(text)
    if not found.is_integer() or not 0 <= found <= most:
        raise Refused(_("“%(text)s” is not a whole number from 0 to %(most)d.") % {"text": text, "most": most})
    return int(found)


def date_of(value: Cell) -> date:
    """Return a cell as a date. Raises: Refused.

    Understood: a date of the spreadsheet or its serial number, 2026-11-21, 2026/11/21, 20261121, 2026年11月21日, and
    21.11.2026 where only one order makes a date. 05.06.2026 can be read in two ways and is refused.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return _EXCEL_ZERO + timedelta(days=int(text))
    found = _YEAR_FIRST.match(text) or _RUN_TOGETHER.match(text)
    if found is not None:
        return _real(text, int(found[1]), int(found[2]), int(found[3]))
    last = _YEAR_LAST.match(text)
    if last is not None:
        return _year_last(text, int(last[1]), int(last[2]), int(last[3]))
    raise Refused(_("“%(text)s” is not a date. Please write it like 2026-11-21.") % {"text": text})


def _real(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused(_("There is no such day as “%(text)s”.") % {"text": text}) from error


def _year_last(text: str, first: int, second: int, year: int) -> date:
    if first == second:
        return _real(text, year, first, first)
    if first <= 12 and second <= 12:
        raise Refused(
            _("“%(text)s” can be read as two different days. Please write it like 2026-11-21.") % {"text": text}
        )
    day, month = (first, second) if first > 12 else (second, first)
    return _real(text, year, month, day)


def position_of(value: Cell) -> tuple[float, float]:
    """Return a cell like "102.19, 38.52" as longitude and latitude. Raises: Refused."""
    parts = re.split(r"[,，;；\s]+", text_of(value).strip("()[]（）"))
    if len(parts) != 2:
        raise Refused(_("“%(text)s” is not a longitude and a latitude.") % {"text": text_of(value)})
    return number_of(parts[0]), number_of(parts[1])


def list_of(value: Cell) -> list[str]:
    """Return the parts of a cell like "1、2、3" or "兴农小区；农垦小区"."""
    parts = re.split(r"[,，、;；/|\n]+", str(value) if isinstance(value, str) else text_of(value))
    return [part for part in (text_of(one) for one in parts) if part]
