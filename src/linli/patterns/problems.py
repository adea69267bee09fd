"""What is wrong in a pattern file: where, what, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault (`error`: it cannot be loaded) or remark (`warning`)."""

    level: str
    file: str
    line: int  # 0: of the whole file
    key: str  # for example posts[3].roles
    message: str

    def __str__(self) -> str:
        place = _("%(file)s, line %(line)d") % {"file": self.file, "line": self.line} if self.line else self.file
        return "  ".join(part for part in (place, self.key, self.message) if part)


def written(path: Path) -> str:
    """Return a path as people write it: posts[3].roles; the first of a list is number 1."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words


def instead(given: str, known: Iterable[str]) -> str:
    """Return what was probably meant, or what can be chosen from."""
    names = sorted(set(known))
    near = get_close_matches(given, names, n=1, cutoff=0.55)
    if near:
        return _("Did you mean “%(name)s”?") % {"name": near[0]}
    shown = _(", ").join(names[:24]) + ("…" if len(names) > 24 else "")
    return _("Write one of these: %(names)s.") % {"names": shown} if names else ""
