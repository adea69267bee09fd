"""Needs and resources from spreadsheets: names of columns in Chinese or English, every refused row with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from linli.engines.matching.public import Asking, Offering
from linli.engines.territory import public as territory
from linli.kernel.errors import Invalid, LinliError
from linli.programmes.lists.hours import windows_of

Item = TypeVar("Item")
COLUMNS: dict[str, tuple[str, ...]] = {
    "key": ("编号", "序号", "id", "key", "number"),
    "text": ("内容", "需求", "资源", "名称", "描述", "text", "what", "need", "resource", "title"),
    "category": ("类别", "分类", "种类", "category", "kind"),
    "area": ("地点", "所在地", "位置", "area", "place", "home"),
    "serves": ("服务范围", "范围", "serves", "area served"),
    "windows": ("时间", "时段", "windows", "time", "hours"),
    "skills": ("技能", "专长", "要求", "skills"),
    "people": ("人数", "people"),
    "urgent": ("紧急", "急", "urgent"),
    "waited": ("等待天数", "已等天数", "waited", "waited days"),
    "seats": ("每次人数", "一次人数", "seats"),
    "capacity": ("名额", "容量", "数量", "capacity", "places"),
}
KNOWN = frozenset(territory.plain_name(name) for names in COLUMNS.values() for name in names)
YES = frozenset({"是", "急", "紧急", "y", "yes", "1", "true", "√"})
MOST_NUMBER = 1_000_000


@dataclass(slots=True)
class Sheet(Generic[Item]):
    """What a file held: keys and items in order, and rows that were refused as (row, why)."""

    keys: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_needs(content: bytes) -> Sheet[Asking]:
    """Read needs. Raises: Invalid when the file as a whole cannot be used."""
    return _read(content, _need)


def read_resources(content: bytes) -> Sheet[Offering]:
    """Read resources. Raises: Invalid when the file as a whole cannot be used."""
    return _read(content, _resource)


def _read(content: bytes, make: Callable[[Mapping[str, str]], Item]) -> Sheet[Item]:
    table = territory.read_table(content, KNOWN)
    names = {territory.plain_name(name): at for at, name in reversed(list(enumerate(table.headers)))}
    places = {
        column: names[plain]
        for column, known in COLUMNS.items()
        for plain in map(territory.plain_name, reversed(known))
        if plain in names
    }
    missing = [COLUMNS[column][0] for column in ("text", "category") if column not in places]
    if missing:
        raise Invalid(_("The file lacks the columns: %(names)s.") % {"names": "、".join(missing)}, code="no_column")
    sheet, seen = Sheet[Item](), set[str]()
    for row in table.rows:
        cells = {
            column: territory.text_of(row.cells[at]) if at < len(row.cells) else "" for column, at in places.items()
        }
        key = cells.get("key") or str(row.number)
        try:
            if key in seen:
                raise Invalid(_("The number %(key)s comes twice.") % {"key": key})
            made = make(cells)
        except LinliError as error:
            sheet.refused.append((row.number, str(error.message)))
            continue
        seen.add(key)
        sheet.keys.append(key)
        sheet.items.append(made)
    return sheet


def _need(cells: Mapping[str, str]) -> Asking:
    return Asking(
        text=_filled(cells, "text"), category=_filled(cells, "category"), area=_area(cells.get("area", "")),
        windows=windows_of(cells.get("windows", "")), skills=_words(cells), people=_number(cells, "people", 1),
        urgent=cells.get("urgent", "").casefold() in YES, waited_days=_number(cells, "waited", 0),
    )


def _resource(cells: Mapping[str, str]) -> Offering:
    home = _area(cells.get("area", ""))
    serves = cells.get("serves", "")
    return Offering(
        text=_filled(cells, "text"), category=_filled(cells, "category"), serves=_area(serves), home=home,
        windows=windows_of(cells.get("windows", "")), skills=_words(cells),
        seats=_number(cells, "seats", 0) or None, capacity=_number(cells, "capacity", 1),
    )


def _filled(cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise Invalid(_("“%(name)s” is empty.") % {"name": COLUMNS[column][0]})
    return cells[column]


def _area(text: str) -> tuple[str, ...]:
    for mark in "／>＞-—":
        text = text.replace(mark, "/")
    return tuple(part.strip() for part in text.split("/") if part.strip())[:3]


def _words(cells: Mapping[str, str]) -> frozenset[str]:
    text = cells.get("skills", "")
    for mark in "，、,;；/":
        text = text.replace(mark, " ")
    return frozenset(text.split())


def _number(cells: Mapping[str, str], column: str, otherwise: int) -> int:
    text = cells.get(column, "")
    if not text:
        return otherwise
    try:
        value = float(text)
    except ValueError as error:
        raise Invalid(_("“%(name)s” is no number: %(text)s.") % {"name": COLUMNS[column][0], "text": text}) from error
    if not 0 <= value <= MOST_NUMBER or value != int(value):
        words = _("“%(name)s” must be a whole number, not below zero: %(text)s.")
        raise Invalid(words % {"name": COLUMNS[column][0], "text": text})
    return int(value)
