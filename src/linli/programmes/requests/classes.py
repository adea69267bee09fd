"""Which class a text speaks of, by the words of the taxonomy. Sure or silent: a doubtful class is left to the desk."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow

SHORTEST = 2        # characters of a word that may speak for a class


@dataclass(frozen=True, slots=True)
class ClassGuess:
    """A class with the words that spoke for it."""

    category: CategoryRow
    words: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return the code of the class."""
        return self.category.code

    @property
    def reason(self) -> str:
        """Return why, in one line."""
        return _("Because of the words: %(words)s") % {"words": "、".join(self.words)}


def suggest_class(text: str) -> ClassGuess | None:
    """Return the class most words of a text speak for; None when none does, or two do as much."""
    found = []
    for row in cases.categories():
        if not row.parent_id:
            continue
        words = tuple(word for word in dict.fromkeys((*row.words, row.name)) if len(word) >= SHORTEST and word in text)
        if words:
            found.append((sum(len(word) for word in words), row, words))
    found.sort(key=lambda one: (-one[0], one[1].code))
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return ClassGuess(found[0][1], found[0][2])


def kind_of(kind_code: str, category: CategoryRow | None) -> str:
    """Return the kind of a request: as said, else as its class says, else the first kind there is."""
    if kind_code:
        return kind_code
    known = [row.code for row in cases.kinds()]
    if category is not None and category.kind_code in known:
        return category.kind_code
    return known[0] if known else ""
