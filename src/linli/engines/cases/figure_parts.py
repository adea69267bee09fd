"""The parts of the figures: every number shown is one of them, and opens to exactly its cases.

Valid = received − the six exits − joined duplicates − withdrawn − confirmed unreasonable, as hotlines count. Each rate
has its own denominator inside the valid; what is valid and not in it is listed with its reason.

Each part is said twice: as a condition, which opens the number to its cases, and as a look at a signature, by which a
million cases are counted in one pass (the tests hold the two together).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.lifecycle import ENDED, Exit, State
from linli.kernel.clock import now
from linli.kernel.errors import Invalid

Text = str | Promise
LOCAL_LEVELS = ("grid", "community")
TOP_BOXES = 4  # of five: satisfied, very satisfied
_OUT = (State.REFUSED, State.MERGED, State.WITHDRAWN)
NOBODY, IN_TIME, MISSED, NOT_DUE = "nobody", "in_time", "missed", "not_due"


class Signature(NamedTuple):
    """All that the figures ask of a case."""

    state: str
    exit_code: str
    unreasonable: bool
    contact: str  # nobody to contact, in_time, missed, not_due
    solved: bool | None
    rating: int | None
    on_time: bool | None
    settled_level: str

    @property
    def valid(self) -> bool:
        """Say whether it counts at all."""
        return self.state not in _OUT and not self.unreasonable


def contact_column() -> Case:
    """Return how the first contact stands, as a column."""
    return Case(
        When(contact_due_at__isnull=True, then=Value(NOBODY)),
        When(contacted_at__lte=F("contact_due_at"), then=Value(IN_TIME)),
        When(_contact_owed(), then=Value(MISSED)),
        default=Value(NOT_DUE),
        output_field=CharField(),
    )


def _contact_owed() -> Q:
    answered = Q(contacted_at__isnull=False) | Q(contact_due_at__lt=now()) | Q(state__in=ENDED)
    return Q(contact_due_at__isnull=False) & answered


def _valid() -> Q:
    return ~Q(state__in=_OUT) & Q(unreasonable=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a case: as a condition on rows, and asked of a signature."""

    condition: Callable[[], Q]
    holds: Callable[[Signature], bool]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason for which cases do not count."""

    reason: str
    label: Text
    test: Question


def _exit(code: Exit) -> Exclusion:
    test = Question(
        lambda: Q(state=State.REFUSED, exit_code=code), lambda one: one.state == State.REFUSED and one.exit_code == code
    )
    return Exclusion(f"exit_{code}", code.label, test)


EXCLUSIONS: tuple[Exclusion, ...] = (
    *(_exit(code) for code in Exit),
    Exclusion(
        "merged",
        _("Joined to another, counted there"),
        Question(lambda: Q(state=State.MERGED), lambda one: one.state == State.MERGED),
    ),
    Exclusion(
        "withdrawn",
        _("Withdrawn by the resident"),
        Question(lambda: Q(state=State.WITHDRAWN), lambda one: one.state == State.WITHDRAWN),
    ),
    Exclusion(
        "unreasonable",
        _("Confirmed by two people that it cannot be met"),
        Question(
            lambda: ~Q(state__in=_OUT) & Q(unreasonable=True), lambda one: one.state not in _OUT and one.unreasonable
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RateParts:
    """A rate: which cases it asks about, which of them count for it, and why valid ones are not asked about."""

    name: str
    label: Text
    asked: Question
    counts: Question
    unasked: tuple[Exclusion, ...] = field(default_factory=tuple)


RATES: dict[str, RateParts] = {
    one.name: one
    for one in (
        RateParts(
            "response",
            pgettext_lazy("rate", "Response"),
            Question(_contact_owed, lambda one: one.contact in {IN_TIME, MISSED}),
            Question(lambda: Q(contacted_at__lte=F("contact_due_at")), lambda one: one.contact == IN_TIME),
            (
                Exclusion(
                    "no_contact",
                    _("Found on the round: nobody to call"),
                    Question(lambda: Q(contact_due_at=None), lambda one: one.contact == NOBODY),
                ),
                Exclusion(
                    "contact_not_due",
                    _("Still inside the limit"),
                    Question(
                        lambda: Q(contact_due_at__isnull=False) & ~_contact_owed(), lambda one: one.contact == NOT_DUE
                    ),
                ),
            ),
        ),
        RateParts(
            "resolution",
            pgettext_lazy("rate", "Solved"),
            Question(lambda: Q(solved__isnull=False), lambda one: one.solved is not None),
            Question(lambda: Q(solved=True), lambda one: bool(one.solved)),
            (
                Exclusion(
                    "no_answer",
                    _("Not asked yet, or not reached"),
                    Question(lambda: Q(solved__isnull=True), lambda one: one.solved is None),
                ),
            ),
        ),
        RateParts(
            "satisfaction",
            pgettext_lazy("rate", "Satisfied"),
            Question(lambda: Q(rating__isnull=False), lambda one: one.rating is not None),
            Question(lambda: Q(rating__gte=TOP_BOXES), lambda one: (one.rating or 0) >= TOP_BOXES),
            (
                Exclusion(
                    "no_rating",
                    _("Not rated"),
                    Question(lambda: Q(rating__isnull=True), lambda one: one.rating is None),
                ),
            ),
        ),
        RateParts(
            "on_time",
            pgettext_lazy("rate", "Done in time"),
            Question(lambda: Q(on_time__isnull=False), lambda one: one.on_time is not None),
            Question(lambda: Q(on_time=True), lambda one: bool(one.on_time)),
            (
                Exclusion(
                    "not_done",
                    _("Not done yet, or without a limit"),
                    Question(lambda: Q(on_time__isnull=True), lambda one: one.on_time is None),
                ),
            ),
        ),
        RateParts(
            "settled",
            pgettext_lazy("rate", "Settled in grid or community"),
            Question(
                lambda: Q(state=State.CLOSED) & ~Q(settled_level=""),
                lambda one: one.state == State.CLOSED and bool(one.settled_level),
            ),
            Question(lambda: Q(settled_level__in=LOCAL_LEVELS), lambda one: one.settled_level in LOCAL_LEVELS),
            (
                Exclusion(
                    "not_closed",
                    _("Not closed yet"),
                    Question(
                        lambda: ~Q(state=State.CLOSED) | Q(settled_level=""),
                        lambda one: one.state != State.CLOSED or not one.settled_level,
                    ),
                ),
            ),
        ),
    )
}


def conditions() -> Mapping[str, Q]:
    """Return every part by its name, as `part` takes it."""
    parts = {"received": Q(), "valid": _valid(), "excluded": ~_valid()}
    parts |= {"closed": Q(state=State.CLOSED), "open": ~Q(state__in=ENDED)}
    parts |= {f"excluded:{one.reason}": one.test.condition() for one in EXCLUSIONS}
    for name, rate in RATES.items():
        asked, counts = rate.asked.condition(), rate.counts.condition()
        parts[f"{name}:numerator"] = _valid() & asked & counts
        parts[f"{name}:denominator"] = _valid() & asked
        parts[f"{name}:missed"] = _valid() & asked & ~counts
        parts[f"{name}:excluded"] = ~(_valid() & asked)
        parts[f"{name}:raw_numerator"] = asked & counts
        parts[f"{name}:raw_denominator"] = asked
        parts |= {f"{name}:{one.reason}": _valid() & one.test.condition() for one in rate.unasked}
    return parts


def part(name: str) -> Q:
    """Return the condition of one part. Raises: Invalid for a name that is none."""
    found = conditions().get(name)
    if found is None:
        raise Invalid(_("There is no such number. Please open it from the figures."))
    return found


@cache
def parts_of(one: Signature) -> tuple[str, ...]:
    """Return the names of all parts a case of this signature belongs to."""
    found = ["received", "valid" if one.valid else "excluded"]
    if one.state == State.CLOSED:
        found.append("closed")
    if one.state not in ENDED:
        found.append("open")
    found += [f"excluded:{why.reason}" for why in EXCLUSIONS if why.test.holds(one)]
    for rate in RATES.values():
        found += _parts_of_rate(rate, one)
    return tuple(found)


def _parts_of_rate(rate: RateParts, one: Signature) -> list[str]:
    asked = rate.asked.holds(one)
    counts = asked and rate.counts.holds(one)
    says = {
        "numerator": one.valid and counts,
        "denominator": one.valid and asked,
        "missed": one.valid and asked and not counts,
        "excluded": not (one.valid and asked),
        "raw_numerator": counts,
        "raw_denominator": asked,
        **{why.reason: one.valid and why.test.holds(one) for why in rate.unasked},
    }
    return [f"{rate.name}:{name}" for name, holds in says.items() if holds]
