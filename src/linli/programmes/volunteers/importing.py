"""Take in thousands of volunteers from a spreadsheet. Who is registered already, by document or phone, stays as is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, LinliError
from linli.kernel.locks import write
from linli.programmes.volunteers import personal
from linli.programmes.volunteers.models import Volunteer
from linli.programmes.volunteers.policies import require_organiser
from linli.programmes.volunteers.verbs.register import VolunteerInput, import_row, next_numbers

MOST_ROWS = 20_000
BATCH = 500
# What a column may be called; the first is the one in our own template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "志愿者姓名", "name"), "phone": ("手机号", "手机", "联系电话", "电话", "phone"),
    "identity": ("证件号码", "身份证号", "身份证号码", "证件号", "identity"), "born": ("出生日期", "生日", "born"),
    "sex": ("性别", "sex"), "call_name": ("称呼", "call name"), "skills": ("专业特长", "特长", "技能", "skills"),
    "guardian_name": ("监护人姓名", "监护人", "guardian"), "guardian_phone": ("监护人电话", "guardian phone"),
    "education": ("学历", "文化程度", "education"), "occupation": ("职业", "从业情况", "occupation"),
    "political_status": ("政治面貌", "political status"), "insured_until": ("保险到期", "insured until"),
}


NAMES = frozenset(territory.plain_name(word) for words in COLUMNS.values() for word in words)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a line of the file. `words`: why it was refused, or whom it repeats; no names."""

    number: int
    outcome: str             # added, same, refused
    words: str = ""


@dataclass(slots=True)
class ImportResult:
    """What became of a file, line by line. `kept` is False when it was only tried."""

    kept: bool = False
    lines: list[Line] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """Return how many lines came out like this."""
        return sum(one.outcome == outcome for one in self.lines)

    @property
    def added(self) -> int:
        """Return how many were new."""
        return self.count("added")

    @property
    def same(self) -> int:
        """Return how many are there already, or repeat a line above."""
        return self.count("same")

    @property
    def refused(self) -> int:
        """Return how many lines cannot be used."""
        return self.count("refused")


def columns_of(head: Sequence[object]) -> dict[str, int]:
    """Return which column holds what, by the words in the first line. Raises: Invalid without a name."""
    words = [territory.plain_name(str(one or "")) for one in head]
    found = {
        name: place for name, known in COLUMNS.items() for place, word in enumerate(words)
        if word in {territory.plain_name(one) for one in known}
    }
    if "name" not in found:
        raise Invalid(fields={"file": _("The first line must name the columns; one of them is 姓名.")})
    return found


def import_volunteers(*, area_id: int, content: bytes, by: Actor, try_only: bool = False) -> ImportResult:
    """Register everybody in a table (xlsx, xls, csv) whose first line names the columns; brought twice, added once.

    Who has the document or phone of somebody registered (or of a line above) is there already. One transaction.
    `try_only`: say what would come of it, and keep nothing.
    Raises: NotAllowed, NotFound, Invalid (no table, no usable first line, too many lines).
    """
    area = territory.area(area_id)
    require_organiser(by, area.path)
    table = territory.read_table(content, NAMES)
    if len(table.rows) > MOST_ROWS:
        raise Invalid(fields={"file": _("At most %(most)d lines at a time.") % {"most": MOST_ROWS}})
    places = columns_of(table.headers)
    result = ImportResult(kept=not try_only)
    if try_only:
        _read(table.rows, places, result, area)
        return result
    with write():
        made = _read(table.rows, places, result, area)
        for number, row in zip(next_numbers(len(made)), made, strict=True):
            row.number = number
        Volunteer.objects.bulk_create(made, batch_size=BATCH)
        data = {"added": result.added, "same": result.same, "refused": result.refused}
        journal.record(kind="volunteers.imported", stream="volunteers", by=by, path=area.path, data=data)
    return result


def _read(
    rows: Sequence[Any], places: Mapping[str, int], result: ImportResult, area: territory.AreaRow
) -> list[Volunteer]:
    """Read the lines; return those that are new, as rows not saved yet."""
    taken, made = _Known(), []
    for line in rows:
        cells = line.cells
        values = {name: _text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
        if any(values.values()):
            made += _taken_in(values, line.number, taken, result, area)
    return made


class _Known:
    """Documents and phones that are taken, and by whom: those in the tables, and those of the lines above."""

    def __init__(self) -> None:
        rows = Volunteer.objects.values_list("identity_hash", "phone_hash", "number")
        self.identities: dict[str, str] = {}
        self.phones: dict[str, str] = {}
        for identity, phone, number in rows.iterator(chunk_size=5000):
            self.take(identity, phone, number)

    def who(self, identity: str | None, phone: str) -> str:
        """Return who has this document, or, without one, this phone; empty for nobody."""
        return self.identities.get(identity, "") if identity else self.phones.get(phone, "") if phone else ""

    def take(self, identity: str | None, phone: str, words: str) -> None:
        """Note a document and a phone."""
        if identity:
            self.identities.setdefault(identity, words)
        if phone:
            self.phones.setdefault(phone, words)


def _taken_in(
    values: Mapping[str, str], line: int, taken: _Known, result: ImportResult, area: territory.AreaRow
) -> list[Volunteer]:
    identity, phone = personal.identity_hash(values.get("identity", "")), personal.phone_hash(values.get("phone", ""))
    if who := taken.who(identity, phone):
        result.lines.append(Line(line, "same", _("the same person as %(who)s") % {"who": who}))
        return []
    try:
        row = import_row(_input(values), area_id=area.id, path=area.path, number="")
        row.insured_until = _day(values.get("insured_until", ""))
    except LinliError as error:
        words = "；".join(str(one) for one in error.fields.values()) or str(error.message)
        result.lines.append(Line(line, "refused", words))
        return []
    taken.take(identity, phone, _("line %(line)d") % {"line": line})
    result.lines.append(Line(line, "added"))
    return [row]


def _input(values: Mapping[str, str]) -> VolunteerInput:
    name = values.get("name", "")
    skills = values.get("skills", "").replace("、", " ").replace("，", " ").replace(",", " ").split()
    given = VolunteerInput(
        call_name=values.get("call_name", "") or call_name_of(name, values.get("sex", "")), name=name,
        phone=values.get("phone", ""), identity=values.get("identity", ""), skills=skills,
        guardian_name=values.get("guardian_name", ""), guardian_phone=values.get("guardian_phone", ""),
        details={key: values.get(key, "") for key in personal.EXTRA},
    )
    return replace(given, born=_day(values.get("born", "")))


def call_name_of(name: str, sex: str = "") -> str:
    """Return what to call somebody by the family name: 林先生, 林女士, else 林志愿者."""
    if not name:
        return ""
    return name[:1] + {"男": "先生", "女": "女士"}.get(sex.strip()[:1], "志愿者")


def _text(value: object) -> str:
    """Return a cell as text; numbers without a trailing .0, days as written in ISO."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).strip()


def _day(text: str) -> date | None:
    """Return a day written as 2010-03-05, 2010/3/5, 2010.3.5 or 20100305; None for none. Raises: Invalid."""
    plain = text.strip().replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日")
    if not plain:
        return None
    if plain.isdigit() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise Invalid(fields={"born": _("“%(text)s” is no day.") % {"text": text}}) from error
