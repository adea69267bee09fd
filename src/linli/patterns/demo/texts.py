"""What people say and write in the invented county: sentences from words/*.toml, made to fit the place."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from linli.patterns.demo.rhythm import Year, factor

_FOLDER = Path(__file__).parent / "words"
_NOTES = tomllib.loads((_FOLDER / "notes.toml").read_text("utf-8"))
TIMES = ["昨晚", "今早", "昨天", "这两天", "前天", "上周末", "从周一", "连着三天"]
OPENERS = ("", "", "", "", "您好，", "你好，", "麻烦问一下，", "师傅，", "反映一下，", "请问，")
CLOSERS = (
    "",
    "",
    "",
    "",
    "麻烦尽快看看。",
    "谢谢了。",
    "盼着早点解决。",
    "拍了照片，请看。",
    "我白天都在家。",
    "可以打电话给我。",
)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@dataclass(frozen=True, slots=True)
class Report:
    """How one class is talked about."""

    code: str
    weight: float
    place: str
    season: str
    texts: tuple[str, ...]


REPORTS = tuple(
    Report(code, row["weight"], row["place"], row.get("season", ""), tuple(_lines(row["texts"])))
    for code, row in tomllib.loads((_FOLDER / "reports.toml").read_text("utf-8")).items()
)
BY_CODE = {report.code: report for report in REPORTS}
SAID = {name: _lines(text) for name, text in _NOTES["said"].items()}
HANDLED = {name: _lines(text) for name, text in _NOTES["handled"].items()}
REFUSED: dict[str, str] = _NOTES["refused"]
RELEASED = _lines(_NOTES["released"]["texts"])


def choose(day: date, year: Year, random: Random) -> Report:
    """Choose what somebody asks about on a day."""
    weights = [report.weight * factor(report.season, day, year) for report in REPORTS]
    return random.choices(REPORTS, weights)[0]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a place that sentences may use."""

    building: str = "楼下"  # {e}
    estate: str = "院里"  # {x}
    entrance: str = "单元"  # {u}
    floor: str = "楼上"  # {f}
    street: str = "路口"  # {s}


def sentence(report: Report, words: Words, random: Random) -> str:
    """Return what somebody says about a class at a place."""
    text = random.choice(report.texts)
    said = text.format(
        e=words.building,
        x=words.estate,
        u=words.entrance,
        f=words.floor,
        s=words.street,
        n=random.choice("二三四五六"),
        t=random.choice(TIMES),
    )
    said = re.sub(r"(.单元)\1", r"\1", said)
    opener = random.choice(OPENERS)
    closer = "" if said.endswith("！") else random.choice(CLOSERS)
    return f"{opener}{said}{closer}"


def said(name: str, random: Random) -> str:
    """Return something a colleague writes at a step, or a resident says."""
    return random.choice(SAID[name])


def handled(code: str, random: Random) -> str:
    """Return what a handler writes when a case of a class is done."""
    return random.choice(HANDLED[code[0]])


def released(title: str, unit: str, random: Random) -> str:
    """Return a public text."""
    return random.choice(RELEASED).format(title=title, unit=unit or "社区")
