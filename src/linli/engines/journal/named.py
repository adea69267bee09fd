"""What streams are called: the number or the name that people see on the pages of what a stream is about.

Each engine and programme says, while Django starts, in which model and under which fields; nothing is kept here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

SHORTEST, LONGEST = 2, 60     # letters of a name that are looked for
MOST = 20                     # things of one kind by one name, the newest first


@dataclass(frozen=True, slots=True)
class _Named:
    model: str                # "orders.Order"
    number: str               # a field that is unique, or empty
    name: str                 # a field that people gave, or empty
    whole: bool               # names are asked for in full, as those of people

    @property
    def rows(self) -> "QuerySet[Any]":
        """Everything of the kind."""
        found: QuerySet[Any] = apps.get_model(self.model)._default_manager.all()  # noqa: SLF001  Django's public name
        return found

    def called(self, text: str) -> Q:
        """Ask for those of a number or name."""
        wanted = Q(**{f"{self.number}__in": {text, text.upper()}}) if self.number else Q()
        if self.name:
            wanted |= Q(**{self.name if self.whole else f"{self.name}__icontains": text})
        return wanted


_named: dict[str, _Named] = {}


def register_names(family: str, model: str, *, number: str = "", name: str = "", whole: bool = False) -> None:
    """Say where the number and the name of a stream such as `order:17` stand. Numbers are found exactly.

    Names are found by a part of them; `whole`: only in full, where they are those of people.
    """
    known, new = _named.get(family), _Named(model, number, name, whole)
    if known not in {None, new} or not (number or name):
        raise ValueError(f"streams {family!r} have no name, or two")
    _named[family] = new


def forget_names(family: str) -> None:
    """Take a family out again (tests)."""
    _named.pop(family, None)


def streams_called(text: str) -> list[str]:
    """Return the streams that a typed number or name means. The caller narrows what happened to the viewer's areas."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        return []
    found = []
    for family, one in _named.items():
        keys = one.rows.filter(one.called(text)).order_by("-pk").values_list("pk", flat=True)
        found += [f"{family}:{key}" for key in keys[:MOST]]
    return found


def names_of(streams: Iterable[str]) -> dict[str, str]:
    """Return the names, else the numbers, behind streams of a list that is narrowed to its viewer's areas already."""
    keys: dict[str, set[int]] = defaultdict(set)
    for stream in streams:
        family, _colon, key = stream.partition(":")
        if family in _named and key.isdecimal():
            keys[family].add(int(key))
    found: dict[str, str] = {}
    for family, wanted in keys.items():
        one = _named[family]
        shown = one.rows.filter(pk__in=wanted).values_list("pk", one.name or one.number)
        found |= {f"{family}:{key}": words for key, words in shown if words}
    return found
