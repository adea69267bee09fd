"""What the define-verbs take: rows of a pattern, or of a form in the console."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.engines.cases.models import Category


@dataclass(frozen=True, slots=True)
class KindInput:
    """A kind of request."""

    code: str
    name: str
    name_en: str = ""
    privacy: str = ""
    milestones: Sequence[Mapping[str, Any]] = ()
    needs_agreement: bool = False
    answer_at_once: bool = False
    order: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class CategoryInput:
    """A class; rows of level one come before their own."""

    code: str
    name: str
    parent_code: str = ""
    name_en: str = ""
    words: Sequence[str] = ()
    kind_code: str = ""
    unit_kind: str = ""
    assist_unit_kinds: Sequence[str] = ()
    resolve_level: str = ""
    urgency: str = "normal"
    emergency_phone: str = ""
    privacy: str = Category.Privacy.LIMITED
    note: str = ""
    source: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class LimitInput:
    """A limit; without a class for all, without an area everywhere."""

    clock: str
    value: int
    unit: str
    source: str
    category_code: str = ""
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class MatterInput:
    """A matter on one of the three lists."""

    code: str
    list_kind: str
    title: str
    basis: str
    valid_from: date
    office: str = ""
    fee_owner: str = ""
    category_codes: Sequence[str] = ()
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DangerInput:
    """A kind of danger to life: the words people write when it happens, and whom to call at once."""

    code: str
    name: str
    words: Sequence[str]
    phone: str
    source: str
    name_en: str = ""
    advice: str = ""
    advice_en: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class TemplateInput:
    """A ready-made text for a verb; placeholders {number}, {title}, {unit}, {due}."""

    verb: str
    name: str
    text: str
    category_code: str = ""
    order: int = 0
