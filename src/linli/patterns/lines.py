"""On which line of a TOML text each key stands, so that a fault can name it. Reads the layout only, not the values."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.patterns.problems import Path

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"))*)\s*=""")
_INNER = re.compile(r"""(?:^|[{,])\s*([\w-]+|"[^"]*")\s*=""")
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_LONG = ('"""', "'''")


@dataclass
class _Scan:
    """Where the scan stands."""

    found: dict[Path, int] = field(default_factory=dict)
    tables: Counter[str] = field(default_factory=Counter)
    prefix: Path = ()
    key: Path = ()  # of the value that is still open
    depth: int = 0  # brackets of that value
    item: int = -1
    long: str = ""  # the quotes of an open many-line string


def lines_of(text: str) -> dict[Path, int]:
    """Return the line of each table, key and list item, counted from 1."""
    scan = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        for plain in _outside_long_strings(scan, line):
            _read(scan, plain, number)
    return scan.found


def _outside_long_strings(scan: _Scan, line: str) -> Iterator[str]:
    """Yield a line without the many-line strings in it; nothing while inside one."""
    if scan.long:
        if scan.long in line:
            scan.long = ""
        return
    opened = next((quotes for quotes in _LONG if line.count(quotes) % 2), "")
    if opened:
        scan.long = opened
        line = line[: line.index(opened)]
    yield line


def _read(scan: _Scan, line: str, number: int) -> None:
    bare = _STRINGS.sub('""', line).split("#", 1)[0]
    if scan.depth > 0:
        _inside(scan, line, bare, number)
        return
    header = _HEADER.match(line)
    if header:
        _table(scan, header.group(1), header.group(2), number)
        return
    key = _KEY.match(line)
    if key:
        scan.key = (*scan.prefix, *_parts(key.group(1)))
        scan.found.setdefault(scan.key, number)
        scan.item, scan.depth = -1, _depth(bare)
        if scan.depth == 0:
            _inline(scan, scan.key, line[key.end() :], number)


def _inside(scan: _Scan, line: str, bare: str, number: int) -> None:
    if scan.depth == 1 and bare.strip().startswith("{"):
        scan.item += 1
        at = (*scan.key, scan.item)
        scan.found[at] = number
        _inline(scan, at, line, number)
    scan.depth += _depth(bare)


def _inline(scan: _Scan, at: Path, text: str, number: int) -> None:
    for inner in _INNER.finditer(_STRINGS.sub('""', text)):
        scan.found.setdefault((*at, inner.group(1).strip('"')), number)


def _depth(bare: str) -> int:
    return sum(bare.count(sign) for sign in "[{") - sum(bare.count(sign) for sign in "]}")


def _table(scan: _Scan, brackets: str, name: str, number: int) -> None:
    parts = _parts(name)
    if brackets == "[[":
        scan.prefix = (*parts, scan.tables[name])
        scan.tables[name] += 1
    else:
        scan.prefix = parts
    scan.found.setdefault(scan.prefix, number)
    scan.key, scan.depth, scan.item = (), 0, -1


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^.]+', name))
