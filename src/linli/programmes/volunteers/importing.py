"""Take in thousands of volunteers from a spreadsheet. Who is registered already, by document or phone, stays as is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

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


@dataclass(slots=True)
class ImportResult:
    """What became of a file: added, there already, and refused with line and reason."""

    added: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def columns_of(head: Sequence[object]) -> dict[str, int]:
    """Return which column holds what, by the words in the first line. Raises: Invalid without a name."""
    words = [str(one or "").strip().lower() for one in head]
    found = {
        name: place for name, known in COLUMNS.items() for place, word in enumerate(words)
        if word in {one.lower() for one in known}
    }
    if "name" not in found:
        raise Invalid(_("The first line must name the columns; one of them is 姓名."), fields={"file": Invalid.default})
    return found


def import_volunteers(*, area_id: int, rows: Sequence[Sequence[object]], by: Actor) -> ImportResult:
    """Register everybody in a table whose first line names the columns. Brought twice, nobody is added twice.

    Who has the document or phone of somebody registered (or of a line above) is there already. One transaction.
    Raises: NotAllowed, NotFound, Invalid (no usable first line, too many lines).
    """
    area = territory.area(area_id)
    require_organiser(by, area.path)
    if len(rows) > MOST_ROWS + 1:
        raise Invalid(_("At most %(most)d lines at a time.") % {"most": MOST_ROWS})
    places = columns_of(rows[0] if rows else ())
    result = ImportResult()
    with write():
        taken = _Known()
        made = []
        for line, cells in enumerate(rows[1:], start=2):
            values = {name: _text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
            if any(values.values()):
                made += _taken_in(values, line, taken, result, area)
        for number, row in zip(next_numbers(len(made)), made, strict=True):
            row.number = number
        Volunteer.objects.bulk_create(made, batch_size=BATCH)
        data = {"added": result.added, "same": result.same, "refused": len(result.refused)}
        journal.record(kind="volunteers.imported", stream="volunteers", by=by, path=area.path, data=data)
    return result


class _Known:
    """Documents and phones that are taken: those in the tables, and those of the lines above."""

    def __init__(self) -> None:
        rows = Volunteer.objects.values_list("identity_hash", "phone_hash")
        self.identities: set[str | None] = set()
        self.phones: set[str] = set()
        for identity, phone in rows.iterator(chunk_size=5000):
            self.identities.add(identity)
            self.phones.add(phone)
        self.identities.discard(None)
        self.phones.discard("")

    def has(self, identity: str | None, phone: str) -> bool:
        """Say whether somebody has this document, or, without one, this phone."""
        return identity in self.identities if identity else bool(phone) and phone in self.phones

    def take(self, identity: str | None, phone: str) -> None:
        """Note a document and a phone."""
        if identity:
            self.identities.add(identity)
        if phone:
            self.phones.add(phone)


def _taken_in(
    values: Mapping[str, str], line: int, taken: _Known, result: ImportResult, area: territory.AreaRow
) -> list[Volunteer]:
    identity, phone = personal.identity_hash(values.get("identity", "")), personal.phone_hash(values.get("phone", ""))
    if taken.has(identity, phone):
        result.same += 1
        return []
    try:
        row = import_row(_input(values), area_id=area.id, path=area.path, number="")
        row.insured_until = _day(values.get("insured_until", ""))
    except LinliError as error:
        words = "；".join(str(one) for one in error.fields.values()) or str(error.message)
        result.refused.append((line, words))
        return []
    taken.take(identity, phone)
    result.added += 1
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
