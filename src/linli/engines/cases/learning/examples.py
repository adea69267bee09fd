"""Examples to learn from, made tidy: labels written alike, classes too small to learn, doubles, each told of."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.learning.model import split, split_cut
from linli.engines.cases.learning.reading import is_cut, words_of_cut
from linli.engines.territory.imports.tables import read_table
from linli.kernel.errors import Invalid

FEWEST = 4             # examples of a class that can be learned and looked at
TYPO_AT_MOST = 3       # examples of a label that may be another one misspelt
TYPO_RATIO = 15        # and how many times more the other one has
SHORTEST_TYPO = 3      # signs of a label in which one wrong sign is told from another word


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its class."""

    title: str
    body: str
    label: str


@dataclass(slots=True)
class Lesson:
    """What is learned from, and what was found wrong with it."""

    titles: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    cut: bool = False                                            # the texts had been cut into words
    words: Counter[str] = field(default_factory=Counter)         # into which they were cut -> texts they stand in
    notes: list[str] = field(default_factory=list)               # in words, for whoever learns
    left_out: dict[str, int] = field(default_factory=dict)       # label -> examples, too few to learn
    misspelt: dict[str, str] = field(default_factory=dict)       # label as written -> as learned

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes in order."""
        return tuple(sorted(set(self.labels)))


def lesson_from(examples: Iterable[Example], names: Mapping[str, str] | None = None) -> Lesson:
    """Make examples tidy.

    Labels with a name in `names` are known to be right; others may be misspelt. Raises: Invalid when nothing can be
    learned from them.
    """
    given, known = list(examples), names or {}
    lesson = Lesson(cut=is_cut([one.body for one in given]))
    labels = _labels([one.label for one in given], lesson, known)
    seen: set[tuple[str, str, str]] = set()
    doubles = empty = 0
    for one, label in zip(given, labels, strict=True):
        title, body = split_cut(one.body) if lesson.cut and not one.title else split(one.body, one.title)
        if not (title or body) or not label:
            empty += 1
            continue
        if (title, body, label) in seen:
            doubles += 1
            continue
        seen.add((title, body, label))
        lesson.titles.append(title)
        lesson.bodies.append(body)
        lesson.labels.append(label)
        if lesson.cut:
            lesson.words.update(words_of_cut(one.body))
    _note(lesson, _("Rows without a text or a class: %(count)d. They were left out."), empty)
    _note(lesson, _("Rows that stand there twice: %(count)d. Each counts once."), doubles)
    _leave_out_small(lesson, known)
    if len(lesson.classes) < 2:
        raise Invalid(
            _("There is nothing to learn: at least two classes with %(count)d texts each are needed.")
            % {"count": FEWEST},
            code="too_little",
        )
    return lesson


def _note(lesson: Lesson, words: str, count: int) -> None:
    if count:
        lesson.notes.append(words % {"count": count})


def plain_label(label: object) -> str:
    """Return a label as it is compared: half width, without blanks at its ends."""
    return " ".join(unicodedata.normalize("NFKC", str(label or "")).split())[:60]


def _labels(written: Sequence[str], lesson: Lesson, known: Mapping[str, str]) -> list[str]:
    """Return the labels with misspelt ones put right; which ones is told."""
    plain = [plain_label(one) for one in written]
    counts = Counter(one for one in plain if one)
    for rare, count in counts.items():
        if count > TYPO_AT_MOST or len(rare) < SHORTEST_TYPO or rare in known:
            continue
        meant = [
            other for other, many in counts.items() if many >= count * TYPO_RATIO and one_sign_apart(rare, other)
        ]
        if len(meant) == 1:
            lesson.misspelt[rare] = meant[0]
            lesson.notes.append(
                _("“%(rare)s” (%(count)d) looks like “%(meant)s” misspelt and was learned as that.")
                % {"rare": rare, "count": count, "meant": meant[0]}
            )
    return [lesson.misspelt.get(one, one) for one in plain]


def one_sign_apart(one: str, other: str) -> bool:
    """Say whether two words differ by one sign: wrong, missing, too many, or two that changed places."""
    if one.casefold() == other.casefold():
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_other = one[start:], other[start:]
    swapped = len(rest) > 1 and rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:]
    return swapped or rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]


def _leave_out_small(lesson: Lesson, names: Mapping[str, str]) -> None:
    counts = Counter(lesson.labels)
    lesson.left_out = {label: count for label, count in sorted(counts.items()) if count < FEWEST}
    if lesson.left_out:
        lesson.notes.append(
            _("Classes with fewer than %(fewest)d texts cannot be learned and were left out: %(labels)s.")
            % {
                "fewest": FEWEST,
                "labels": "、".join(f"{names.get(label, label)} ({count})" for label, count in lesson.left_out.items()),
            }
        )
    kept = [at for at, label in enumerate(lesson.labels) if label not in lesson.left_out]
    lesson.titles = [lesson.titles[at] for at in kept]
    lesson.bodies = [lesson.bodies[at] for at in kept]
    lesson.labels = [lesson.labels[at] for at in kept]
    contradicting = _contradictions(lesson)
    _note(lesson, _("Texts that stand there with two classes: %(count)d."), contradicting)


def _contradictions(lesson: Lesson) -> int:
    labels: dict[str, set[str]] = defaultdict(set)
    for body, label in zip(lesson.bodies, lesson.labels, strict=True):
        labels[body].add(label)
    return sum(len(found) > 1 for found in labels.values())


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a file: its number there, its text, its class if it has one, and all its cells."""

    number: int
    title: str
    body: str
    label: str
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of texts: the names of its columns and its rows."""

    headers: tuple[str, ...]
    rows: tuple[TextRow, ...]


def read_texts(content: bytes, text: Sequence[str], label: str = "") -> TextFile:
    """Read csv (UTF-8, GB18030) or a spreadsheet; of several text columns the first is the title.

    Raises: Invalid when the file cannot be read or a column is not there.
    """
    names = [*text, *([label] if label else [])]
    table = read_table(content, frozenset(name.strip().casefold() for name in names))
    places = {header: at for at, header in enumerate(table.headers)}
    for name in names:
        if name not in places:
            raise Invalid(
                _("There is no column “%(name)s”. The file has: %(names)s.")
                % {"name": name, "names": "、".join(table.headers)},
                fields={"label" if name == label else "text": _("This column is not in the file.")},
            )

    def cell(cells: Sequence[Any], name: str) -> str:
        value = cells[places[name]] if places[name] < len(cells) else None
        return "" if value is None else str(value)

    rows = []
    for row in table.rows:
        said = [cell(row.cells, name) for name in text]
        title = said[0] if len(said) > 1 else ""
        body = "\n".join(said[1:]) if len(said) > 1 else said[0]
        rows.append(TextRow(row.number, title, body, cell(row.cells, label) if label else "", tuple(row.cells)))
    return TextFile(tuple(table.headers), tuple(rows))
