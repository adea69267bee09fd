"""Messages of a spreadsheet: which columns hold what, times however they are written, rows that cannot be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from linli.engines.territory.imports.cells import Cell, text_of
from linli.engines.territory.imports.tables import Row, Table, plain_name, read_table
from linli.kernel.clock import CHINA
from linli.kernel.errors import Invalid

TITLE = 40  # characters of a text that stand for a missing title
_MOMENT = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]?\s*(?P<month>\d{1,2})\s*[-/.月]?\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<half>上午|下午|晚上|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})"
    r"(?:\s*[:分]\s*(?P<second>\d{1,2}))?)?",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIALS = (20_000, 80_000)  # days of a spreadsheet: 1954 to 2119
_ZERO = datetime(1899, 12, 30, tzinfo=CHINA)
_IDS = ("id", "msgid", "messageid", "编号", "留言编号", "工单编号", "工单号", "序号", "number", "no")
_WRITERS = ("user", "userid", "username", "writer", "用户", "留言用户", "留言人", "反映人", "来电人", "诉求人")
_TITLES = ("title", "标题", "主题", "留言主题", "留言标题", "诉求标题", "工单标题")
_TEXTS = ("text", "content", "内容", "留言详情", "留言内容", "诉求内容", "工单内容", "详情", "正文", "文字")
_TIMES = ("time", "date", "时间", "留言时间", "来电时间", "受理时间", "反映时间", "诉求时间", "日期")
_WHOLE = re.compile(r"-?\d+")
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
_NOON = 12


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a file."""

    id: str
    title: str
    text: str
    at: datetime
    support: int = 0
    who: str = ""


@dataclass(slots=True)
class Messages:
    """The messages of a file in the order of time, and the rows that could not be read: number and reason."""

    messages: list[Message] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what, by name. Of several text columns the first is the title."""

    texts: Sequence[str]
    time: str
    support: str = ""
    id: str = ""
    who: str = ""


def read_messages(content: bytes, columns: Columns) -> Messages:
    """Read csv or xlsx. Raises: Invalid (the file or a column is missing)."""
    wanted = frozenset(plain_name(name) for name in (*columns.texts, columns.time, columns.support) if name)
    table = read_table(content, wanted)
    places = _Places.of(table, columns)
    found, seen = Messages(), set[str]()
    for row in table.rows:
        message = _message(row, places)
        if isinstance(message, str):
            found.refused.append((row.number, message))
            continue
        while message.id in seen:  # the same number twice: both are kept, told apart
            message = Message(f"{message.id}#{row.number}", *_rest(message))
        seen.add(message.id)
        found.messages.append(message)
    found.messages.sort(key=lambda one: (one.at, one.id))
    return found


def guessed(content: bytes) -> Columns:
    """Return the columns of a file as their names tell: title and text, time, number, writer. Empty where none does.

    Raises: Invalid (the file cannot be read).
    """
    table = read_table(content)
    known = {plain_name(name): name for name in reversed(table.headers)}

    def first(usual: Sequence[str]) -> str:
        return next((known[one] for one in map(plain_name, usual) if one in known), "")

    texts = [name for name in (first(_TITLES), first(_TEXTS)) if name]
    return Columns(texts, first(_TIMES), "", first(_IDS), first(_WRITERS))


def _rest(one: Message) -> tuple[str, str, datetime, int, str]:
    return one.title, one.text, one.at, one.support, one.who


@dataclass(frozen=True, slots=True)
class _Places:
    texts: tuple[int, ...]
    time: int
    support: int | None
    id: int | None
    who: int | None

    @classmethod
    def of(cls, table: Table, columns: Columns) -> "_Places":
        names = {plain_name(name): at for at, name in reversed(list(enumerate(table.headers)))}

        def find(name: str) -> int:
            at = names.get(plain_name(name))
            if at is None:
                there = "、".join(table.headers)
                raise Invalid(
                    _("The file has no column “%(name)s”. It has: %(there)s.") % {"name": name, "there": there},
                    code="no_column",
                )
            return at

        def guess(usual: Sequence[str]) -> int | None:
            return next((names[one] for one in map(plain_name, usual) if one in names), None)

        return cls(
            texts=tuple(find(name) for name in columns.texts),
            time=find(columns.time),
            support=find(columns.support) if columns.support else None,
            id=find(columns.id) if columns.id else guess(_IDS),
            who=find(columns.who) if columns.who else guess(_WRITERS),
        )


def _message(row: Row, places: _Places) -> Message | str:
    """Return a message, or why the row holds none."""

    def cell(at: int | None) -> Cell:
        return row.cells[at] if at is not None and at < len(row.cells) else None

    parts = [_raw(cell(at)) for at in places.texts]
    if not any(part.strip() for part in parts):
        return _("There is no text.")
    at = moment_of(cell(places.time))
    if at is None:
        return _("The time cannot be read: %(text)s") % {"text": _raw(cell(places.time))[:40]}
    title, text = (parts[0], "\n".join(parts[1:])) if len(parts) > 1 else (parts[0][:TITLE], parts[0])
    number = text_of(cell(places.id)) if places.id is not None else ""
    support, who = _support(cell(places.support)), text_of(cell(places.who))
    return Message(number or str(row.number), title, text, at, support, who)


def _raw(value: Cell) -> str:
    return value if isinstance(value, str) else text_of(value)


def _support(value: Cell) -> int:
    found = _WHOLE.search(text_of(value).replace(",", ""))
    return max(-1_000_000, min(1_000_000, int(found[0]))) if found else 0


def moment_of(value: Cell) -> datetime | None:
    """Return a moment from a cell: a date, a date with a time in any usual writing, a spreadsheet's or a Unix number.

    What names no zone is China's time.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CHINA)
    if isinstance(value, date):
        return datetime.combine(value, time.min, CHINA)
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    for reader in (_exact, _numbered, _written):
        if (found := reader(text)) is not None:
            return found
    return None


def _exact(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def _numbered(text: str) -> datetime | None:
    if _STAMP.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    if _SERIAL.fullmatch(text) and _SERIALS[0] <= float(text) < _SERIALS[1]:
        return _ZERO + timedelta(days=float(text))
    return None


def _written(text: str) -> datetime | None:
    found = _MOMENT.search(text)
    if found is None:
        return None
    part = {name: int(value or 0) for name, value in found.groupdict().items() if name != "half"}
    if (found["half"] or "").lower() in _AFTERNOON and part["hour"] < _NOON:
        part["hour"] += _NOON
    try:
        return datetime(**part, tzinfo=CHINA)
    except ValueError:
        return None
