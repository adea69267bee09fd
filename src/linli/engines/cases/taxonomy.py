"""Kinds, categories, limits and matters as each process keeps them in memory, until a token in the database says
that they are stale."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings

from linli.engines.cases.models import Category, Danger, Kind, Limit, Matter, Revision
from linli.kernel.database import database
from linli.kernel.errors import NotFound
from linli.kernel.ids import random_key

TAXONOMY = "taxonomy"
SHORTEST_WORD = 2     # characters of a word that may speak for a class


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of request."""

    id: int
    code: str
    name: str
    name_en: str
    privacy: str
    milestones: tuple[Mapping[str, Any], ...]
    needs_agreement: bool
    answer_at_once: bool
    order: int
    active: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A class of the taxonomy; level one has no parent."""

    id: int
    code: str
    parent_id: int | None
    parent_code: str
    name: str
    name_en: str
    words: tuple[str, ...]
    kind_code: str
    unit_kind: str
    assist_unit_kinds: tuple[str, ...]
    resolve_level: str
    urgency: str
    emergency_phone: str
    privacy: str
    note: str
    source: str
    active: bool


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A time limit, perhaps of one category, perhaps inside one area only."""

    id: int
    clock: str
    category_id: int | None
    category_code: str
    area_id: int | None
    area_name: str
    path: str
    value: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter that may be put on a community."""

    id: int
    code: str
    list_kind: str
    title: str
    basis: str
    office: str
    fee_owner: str
    categories: tuple[str, ...]  # codes of the classes it covers; none: it is cited by hand
    category_ids: frozenset[int]
    valid_from: date
    valid_to: date | None  # the last day on which it holds
    state: str

    def holds(self, on: date) -> bool:
        """Say whether it is on its list on a day."""
        ended = self.valid_to is not None and self.valid_to < on
        return self.state == Matter.State.LISTED and self.valid_from <= on and not ended


@dataclass(frozen=True, slots=True)
class DangerRow:
    """A kind of danger to life, what people write when it happens, and whom to call."""

    code: str
    name: str
    name_en: str
    words: tuple[str, ...]
    phone: str
    advice: str
    advice_en: str
    order: int
    source: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything at once, read-only."""

    kinds: tuple[KindRow, ...]
    categories: tuple[CategoryRow, ...]
    limits: tuple[LimitRow, ...]
    matters: tuple[MatterRow, ...] = ()
    dangers: tuple[DangerRow, ...] = ()
    kind_by_code: Mapping[str, KindRow] = field(default_factory=dict)
    kind_by_id: Mapping[int, KindRow] = field(default_factory=dict)
    category_by_code: Mapping[str, CategoryRow] = field(default_factory=dict)
    category_by_id: Mapping[int, CategoryRow] = field(default_factory=dict)
    telling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)    # by code: what speaks for a class in a text
    telling_by_start: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)   # word and code
    _limits: dict[tuple[str, int | None, str], LimitRow | None] = field(default_factory=dict)   # asked for so far

    def told_by(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the words of each class that stand in a text, by code: looked up by their first two signs."""
        starts = {text[at : at + SHORTEST_WORD] for at in range(len(text) - SHORTEST_WORD + 1)}
        found: dict[str, set[str]] = {}
        for start in starts & self.telling_by_start.keys():
            for word, code in self.telling_by_start[start]:
                if word in text:
                    found.setdefault(code, set()).add(word)
        return {code: tuple([word for word in self.telling[code] if word in words]) for code, words in found.items()}

    def limit(self, clock: str, category_id: int | None, path: str) -> LimitRow | None:
        """Return the most specific limit: the own category before its parent before none, then the smallest area."""
        wanted = (clock, category_id, path)
        if wanted not in self._limits:
            self._limits[wanted] = self._most_specific(*wanted)
        return self._limits[wanted]

    def _most_specific(self, clock: str, category_id: int | None, path: str) -> LimitRow | None:
        own = self.category_by_id.get(category_id) if category_id else None
        ranks: dict[int | None, int] = {None: 0}
        if own is not None:
            ranks[own.parent_id] = 1 if own.parent_id else 0
            ranks[own.id] = 2
        fitting = [
            row for row in self.limits if row.clock == clock and row.category_id in ranks and path.startswith(row.path)
        ]
        return max(fitting, key=lambda row: (ranks[row.category_id], len(row.path), row.id), default=None)


@dataclass(slots=True)
class _Seen:
    """A token as this thread last read it, and whether it wrote it in a transaction that may yet be rolled back."""

    token: str
    at: float
    mine: bool = False


class _Memory(threading.local):
    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], _Seen] = {}


_kept: dict[str, Taxonomy] = {}
_memory = _Memory()
CHECK_SECONDS = 0.0 if getattr(settings, "TESTING", False) else 1.0


def token(name: str) -> str:
    """Return the token of a set of data, at most a second old; empty while it never changed."""
    present = database()
    place = (str(present.settings_dict["NAME"]), name)
    seen = _memory.seen.get(place)
    sure = seen is not None and (not seen.mine or present.in_atomic_block)
    if seen is not None and sure and monotonic() - seen.at < CHECK_SECONDS:
        return seen.token
    read = Revision.objects.filter(name=name).values_list("token", flat=True).first() or ""
    _memory.seen[place] = _Seen(read, monotonic())
    return read


def touch(name: str) -> None:
    """Say that a set of data has changed: this thread reads it anew at once, every other within a second."""
    fresh = random_key()
    Revision.objects.update_or_create(name=name, defaults={"token": fresh})
    _memory.seen[str(database().settings_dict["NAME"]), name] = _Seen(fresh, monotonic(), mine=True)


def taxonomy() -> Taxonomy:
    """Return the present taxonomy: no query, or one in a second; seven after a change."""
    present = token(TAXONOMY)
    found = _kept.get(present) if present else None
    if found is None:
        found = _load()
        _kept.clear()
        if present:
            _kept[present] = found
    return found


def _load() -> Taxonomy:
    kinds = tuple(_kind_row(kind) for kind in Kind.objects.order_by("order", "code"))
    categories = tuple(_category_row(row) for row in Category.objects.select_related("parent", "kind").order_by("code"))
    limits = tuple(_limit_row(row) for row in Limit.objects.select_related("area", "category").order_by("clock", "id"))
    telling = {row.code: _telling(row) for row in categories if row.active and row.parent_id}
    listed = Matter.objects.prefetch_related("categories").order_by("list_kind", "code")
    return Taxonomy(
        kinds=kinds,
        categories=categories,
        limits=limits,
        matters=tuple(_matter_row(row) for row in listed),
        dangers=tuple(_danger_row(row) for row in Danger.objects.order_by("order", "code")),
        kind_by_code={row.code: row for row in kinds},
        kind_by_id={row.id: row for row in kinds},
        category_by_code={row.code: row for row in categories},
        category_by_id={row.id: row for row in categories},
        telling=telling,
        telling_by_start=_by_start(telling),
    )


def _telling(row: CategoryRow) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys((*row.words, row.name)) if len(word) >= SHORTEST_WORD)


def _by_start(telling: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for code, words in telling.items():
        for word in words:
            found.setdefault(word[:SHORTEST_WORD], []).append((word, code))
    return {start: tuple(pairs) for start, pairs in found.items()}


def _kind_row(kind: Kind) -> KindRow:
    return KindRow(
        id=kind.pk,
        code=kind.code,
        name=kind.name,
        name_en=kind.name_en,
        privacy=kind.privacy,
        milestones=tuple(kind.milestones),
        needs_agreement=kind.needs_agreement,
        answer_at_once=kind.answer_at_once,
        order=kind.order,
        active=kind.active,
    )


def _category_row(category: Category) -> CategoryRow:
    return CategoryRow(
        id=category.pk,
        code=category.code,
        parent_id=category.parent_id,
        parent_code=category.parent.code if category.parent else "",
        name=category.name,
        name_en=category.name_en,
        words=tuple(category.words),
        kind_code=category.kind.code if category.kind else "",
        unit_kind=category.unit_kind,
        assist_unit_kinds=tuple(category.assist_unit_kinds),
        resolve_level=category.resolve_level,
        urgency=category.urgency,
        emergency_phone=category.emergency_phone,
        privacy=category.privacy,
        note=category.note,
        source=category.source,
        active=category.active,
    )


def _limit_row(limit: Limit) -> LimitRow:
    return LimitRow(
        id=limit.pk,
        clock=limit.clock,
        category_id=limit.category_id,
        category_code=limit.category.code if limit.category else "",
        area_id=limit.area_id,
        area_name=limit.area.name if limit.area else "",
        path=limit.area.path if limit.area else "",
        value=limit.value,
        unit=limit.unit,
        source=limit.source,
    )


def _matter_row(matter: Matter) -> MatterRow:
    return MatterRow(
        id=matter.pk,
        code=matter.code,
        list_kind=matter.list_kind,
        title=matter.title,
        basis=matter.basis,
        office=matter.office,
        fee_owner=matter.fee_owner,
        categories=tuple(sorted(category.code for category in matter.categories.all())),
        category_ids=frozenset(category.pk for category in matter.categories.all()),
        valid_from=matter.valid_from,
        valid_to=matter.valid_to,
        state=matter.state,
    )


def _danger_row(danger: Danger) -> DangerRow:
    return DangerRow(
        code=danger.code,
        name=danger.name,
        name_en=danger.name_en,
        words=tuple(danger.words),
        phone=danger.phone,
        advice=danger.advice,
        advice_en=danger.advice_en,
        order=danger.order,
        source=danger.source,
    )


def dangers() -> list[DangerRow]:
    """Return the kinds of danger in the order in which they count."""
    return list(taxonomy().dangers)


def kinds(*, active_only: bool = True) -> list[KindRow]:
    """Return the kinds of request in their order."""
    return [row for row in taxonomy().kinds if row.active or not active_only]


def categories(*, active_only: bool = True) -> list[CategoryRow]:
    """Return the classes in the order of their codes: each of level one before its own of level two."""
    return [row for row in taxonomy().categories if row.active or not active_only]


def category(code: str) -> CategoryRow:
    """Return one class. Raises: NotFound."""
    try:
        return taxonomy().category_by_code[code]
    except KeyError:
        raise NotFound from None


def kind(code: str) -> KindRow:
    """Return one kind. Raises: NotFound."""
    try:
        return taxonomy().kind_by_code[code]
    except KeyError:
        raise NotFound from None


def limits(category_code: str = "") -> list[LimitRow]:
    """Return the limits, of one category where a code is given."""
    return [row for row in taxonomy().limits if not category_code or row.category_code == category_code]
