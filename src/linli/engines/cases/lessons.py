"""A file that was brought to learn from, as the console shows it before it is learned: its columns and first rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.learning.examples import plain_label
from linli.engines.cases.models import LessonFile
from linli.engines.cases.taxonomy import categories
from linli.engines.territory import public as territory
from linli.engines.territory.imports.tables import read_table
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

SAMPLE = 4            # rows shown
CELL = 80             # signs of a cell shown
LOOKED_AT = 400       # rows by which a column is known
SHORT_TITLE = 60      # signs of a title on average


@dataclass(frozen=True, slots=True)
class LessonView:
    """A file that waits to be learned from. What its columns look like is a guess that may be empty."""

    id: int
    name: str
    headers: tuple[str, ...]
    rows: int
    sample: tuple[tuple[str, ...], ...]
    looks_like_title: str
    looks_like_text: str
    looks_like_label: str


def lesson_file(viewer: Actor, file_id: int) -> LessonView:
    """Return a file that waits to be learned from. Raises: NotFound, also for who may not let the county learn."""
    kept = None
    if access.may(viewer, Role.ADMINISTRATOR, territory.county().path):
        kept = LessonFile.objects.filter(pk=file_id).first()
    if kept is None:
        raise NotFound
    table = read_table(bytes(kept.content))
    headers = tuple(table.headers)
    rows = [_cells(row.cells, len(headers)) for row in table.rows[:LOOKED_AT]]
    label = _label_column(headers, rows)
    text, title = _text_columns(headers, rows, label)
    sample = tuple(tuple(cell[:CELL] for cell in row) for row in rows[:SAMPLE])
    return LessonView(kept.pk, kept.name, headers, len(table.rows), sample, title, text, label)


def _cells(cells: Sequence[object], width: int) -> list[str]:
    said = ["" if cell is None else str(cell) for cell in cells][:width]
    return said + [""] * (width - len(said))


def _label_column(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the column in which most cells are names or codes of the county's classes."""
    known = {plain_label(name).casefold() for row in categories() for name in (row.name, row.name_en, row.code) if name}
    hits = [sum(plain_label(row[at]).casefold() in known for row in rows) for at in range(len(headers))]
    best = max(range(len(headers)), key=lambda at: hits[at], default=None)
    return headers[best] if best is not None and hits[best] * 2 > len(rows) else ""


def _text_columns(headers: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> tuple[str, str]:
    """Return the column with the longest cells, and a shorter one that may be its title."""
    means = [sum(len(row[at]) for row in rows) / max(1, len(rows)) for at in range(len(headers))]
    order = sorted((at for at in range(len(headers)) if headers[at] != label), key=lambda at: -means[at])
    if not order:
        return "", ""
    titles = [at for at in order[1:] if "标题" in headers[at] or "主题" in headers[at]]
    title = headers[titles[0]] if titles and means[titles[0]] <= SHORT_TITLE else ""
    return headers[order[0]], title
