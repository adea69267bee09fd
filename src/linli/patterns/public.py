"""Patterns: check, compare and load a county's practice; what other packages may use."""

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language, ngettext

from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid
from linli.patterns.changes import Change, compare
from linli.patterns.content import content_of
from linli.patterns.loader import LoadReport, put_in_force, put_rest_in_force
from linli.patterns.meaning import check_meaning
from linli.patterns.models import Load
from linli.patterns.present import last_load, present
from linli.patterns.problems import Problem
from linli.patterns.reader import Source, read
from linli.patterns.start import first_county
from linli.patterns.structure import check_structure

__all__ = [
    "Change",
    "FaultyPattern",
    "LoadReport",
    "LoadedRow",
    "Problem",
    "check",
    "complete",
    "default_pattern",
    "diff",
    "first_county",
    "load",
    "loaded",
    "named",
    "shipped",
    "word",
]


@dataclass(frozen=True, slots=True)
class LoadedRow:
    """The pattern in force."""

    code: str
    name: str
    version: str
    source: str
    loaded_at: datetime
    content: dict[str, Any]


class FaultyPattern(Invalid):
    """A pattern file that cannot be loaded; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = len([one for one in problems if one.level == "error"])
        first = next((str(one) for one in problems if one.level == "error"), "")
        message = ngettext(
            "The pattern has %(count)d fault: %(first)s",
            "The pattern has %(count)d faults. The first: %(first)s",
            count,
        )
        super().__init__(message % {"count": count, "first": first}, code="faulty_pattern")


def default_pattern() -> Path:
    """Return the pattern that comes with Linli."""
    return Path(__file__).with_name("jinchang.toml")


def shipped() -> dict[str, Path]:
    """Return the patterns that come with Linli, by code, the default first."""
    first = default_pattern()
    others = sorted(path for path in first.parent.glob("*.toml") if path != first)
    return {path.stem: path for path in [first, *others]}


def named(name: str) -> Path:
    """Return the file of a pattern: one that comes with Linli by its code, else the path itself; none: the default."""
    return shipped().get(name) or (Path(name) if name else default_pattern())


def _checked(path: str | Path) -> Source:
    source = read(Path(path))
    if not source.problems:
        check_structure(source)
    if not source.problems:
        check_meaning(source)
    return source


def check(path: str | Path) -> list[Problem]:
    """Return everything that is wrong in a pattern file, in the order of its lines."""
    return sorted(_checked(path).problems, key=lambda one: (one.file, one.line, one.key))


def _content(path: str | Path) -> dict[str, Any]:
    source = _checked(path)
    if any(one.level == "error" for one in source.problems):
        raise FaultyPattern(source.problems)
    return content_of(source.data)


def diff(path: str | Path) -> list[Change]:
    """Return how a file differs from what is in force. Raises: FaultyPattern."""
    return compare(present(), _content(path))


def load(path: str | Path, *, by: Actor = SYSTEM) -> LoadReport:
    """Put a file in force; a second time changes nothing. What the file does not name stays.

    Raises: FaultyPattern, NotAllowed.
    """
    return put_in_force(_content(path), by=by)


def complete(*, by: Actor = SYSTEM) -> LoadReport:
    """Put in force what the last load had to leave until there was a county: its rules."""
    return put_rest_in_force(by=by)


def loaded() -> LoadedRow | None:
    """Return the pattern in force, or None."""
    last = last_load()
    if last is None:
        return None
    about = last.content["pattern"]["pattern"]
    return LoadedRow(last.code, last.name, last.version, about["source"], last.loaded_at, last.content)


@lru_cache(maxsize=8)
def _words(load_id: int) -> dict[str, dict[str, str]]:
    last = last_load()
    if last is None or last.pk != load_id:
        return {}
    return {**last.content.get("unit_kinds", {}), **last.content.get("words", {})}


class _Seen(threading.local):
    """The key of the newest load, as this thread last read it in a database."""

    key: int = 0
    at: float = float("-inf")
    place: str = ""


_seen = _Seen()
_CHECK_SECONDS = 0.0 if getattr(settings, "TESTING", False) else 1.0


def _newest() -> int:
    """Return the key of the newest load, at most a second old: a page says hundreds of words."""
    place = str(connection.settings_dict["NAME"])
    if _seen.place != place or monotonic() - _seen.at >= _CHECK_SECONDS:
        _seen.key = Load.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _seen.place, _seen.at = place, monotonic()
    return _seen.key


def word(code: str) -> str:
    """Return how the county calls something, a kind of unit too, in the reader's language; else the code itself."""
    newest = _newest()
    entry = _words(newest).get(code) if newest else None
    if entry is None:
        return code
    english = (get_language() or "").startswith("en")
    return entry["name_en"] if english and entry["name_en"] else entry["name"]
