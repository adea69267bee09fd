"""Read a pattern file with the files it includes, as one piece of data that remembers where everything stands."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from django.utils.translation import gettext as _

from linli.patterns.lines import lines_of
from linli.patterns.problems import Path, Problem, written

LARGEST = 4 * 1024 * 1024


@dataclass
class Source:
    """The data of a pattern, where each key stands, and what was wrong while reading."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    main: str = ""

    def place(self, path: Path) -> tuple[str, int]:
        """Return file and line of a key, or of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return self.main, 0

    def add(self, path: Path, message: str, level: str = "error") -> None:
        """Note a problem at a key."""
        file, line = self.place(path)
        self.problems.append(Problem(level, file, line, written(path), message))


def read(path: FilePath) -> Source:
    """Read a file and what it includes. Never raises for what is in the files: faults are in `problems`."""
    source = Source(main=path.name)
    data = _one(source, path, path.name)
    for number, name in enumerate(_names(data.get("include"))):
        inner = (path.parent / name).resolve()
        if not inner.is_relative_to(path.parent.resolve()):
            source.add(("include", number), _("Included files lie beside this file or in a folder beside it."))
            continue
        _merge(source, _one(source, inner, name), name)
    return source


def _names(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _one(source: Source, path: FilePath, name: str) -> dict[str, Any]:
    """Read one file into the source when it is the main one; return its data."""
    try:
        if path.stat().st_size > LARGEST:
            source.problems.append(Problem("error", name, 0, "", _("The file is larger than 4 MB; a pattern is not.")))
            return {}
        text = path.read_text("utf-8")
    except FileNotFoundError:
        source.problems.append(Problem("error", name, 0, "", _("There is no such file.")))
        return {}
    except (OSError, UnicodeDecodeError):
        source.problems.append(Problem("error", name, 0, "", _("The file cannot be read. Save it as UTF-8 text.")))
        return {}
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        source.problems.append(_not_toml(name, str(error)))
        return {}
    if not source.data:
        source.data = data
        source.places = {key: (name, line) for key, line in lines_of(text).items()}
    else:
        _shift(source, text, name)
    return data


def _not_toml(name: str, words: str) -> Problem:
    found = re.search(r"line (\d+)", words)
    message = _("This is not TOML: %(words)s. Look for a missing quote, bracket or equals sign.") % {"words": words}
    return Problem("error", name, int(found.group(1)) if found else 0, "", message)


def _shift(source: Source, text: str, name: str) -> None:
    """Remember the places of an included file; its list items come after those already there."""
    for key, line in lines_of(text).items():
        before = source.data.get(str(key[0]))
        if len(key) > 1 and isinstance(key[1], int) and isinstance(before, list):
            key = (key[0], key[1] + len(before), *key[2:])  # noqa: PLW2901
        source.places.setdefault(key, (name, line))


def _merge(source: Source, data: dict[str, Any], name: str) -> None:
    for key, value in data.items():
        present = source.data.get(key)
        if present is None:
            source.data[key] = value
        elif isinstance(present, list) and isinstance(value, list):
            source.data[key] = [*present, *value]
        elif isinstance(present, dict) and isinstance(value, dict) and not present.keys() & value.keys():
            source.data[key] = {**present, **value}
        else:
            source.problems.append(Problem("error", name, 0, key, _("This stands in another file already. Keep one.")))
