"""How two contents differ."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.patterns.content import SECTIONS, Content


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between what is in force and what a file says."""

    kind: str  # added, changed, kept (in force, not in the file: it stays)
    section: str
    key: str
    field: str = ""
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        return _WORDS[self.kind](self)


def _shown(value: Any) -> str:  # noqa: ANN401 (whatever a pattern holds)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:60] + "…"


def _name(change: Change) -> str:
    return f"[{change.section}] {change.key}"


_WORDS = {
    "added": lambda change: f"+ {_name(change)}",
    "changed": lambda change: f"~ {_name(change)} {change.field}: {_shown(change.before)} → {_shown(change.after)}",
    "kept": lambda change: f"= {_name(change)} " + _("(in force, not in the file: it stays)"),
}


def compare(before: Content, after: Content) -> list[Change]:
    """Return every difference, in the order of the sections."""
    found: list[Change] = []
    for section in SECTIONS:
        old, new = before.get(section, {}), after.get(section, {})
        for key, entry in new.items():
            if key not in old:
                found.append(Change("added", section, key))
                continue
            found += [
                Change("changed", section, key, field, old[key].get(field), value)
                for field, value in entry.items()
                if old[key].get(field) != value
            ]
        found += [Change("kept", section, key) for key in old if key not in new]
    return found
