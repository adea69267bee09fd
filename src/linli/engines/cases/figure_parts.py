"""The parts of the figures as conditions on cases: every number shown is one of them, and opens to exactly its cases.

Valid = received − the six exits − joined duplicates − withdrawn − confirmed unreasonable, as hotlines count. Each rate
has its own denominator inside the valid; what is valid and not in it is listed with its reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.lifecycle import ENDED, Exit, State
from linli.kernel.clock import now
from linli.kernel.errors import Invalid

Condition = Callable[[], Q]
Text = str | Promise
LOCAL_LEVELS = ("grid", "community")
TOP_BOXES = 4  # of five: satisfied, very satisfied
_OUT = (State.REFUSED, State.MERGED, State.WITHDRAWN)


def _valid() -> Q:
    return ~Q(state__in=_OUT) & Q(unreasonable=False)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason for which cases do not count."""

    reason: str
    label: Text
    condition: Condition


def _exit(code: Exit) -> Exclusion:
    return Exclusion(f"exit_{code}", code.label, lambda: Q(state=State.REFUSED, exit_code=code))


EXCLUSIONS: tuple[Exclusion, ...] = (
    *(_exit(code) for code in Exit),
    Exclusion("merged", _("Joined to another, counted there"), lambda: Q(state=State.MERGED)),
    Exclusion("withdrawn", _("Withdrawn by the resident"), lambda: Q(state=State.WITHDRAWN)),
    Exclusion(
        "unreasonable",
        _("Confirmed by two people that it cannot be met"),
        lambda: ~Q(state__in=_OUT) & Q(unreasonable=True),
    ),
)


@dataclass(frozen=True, slots=True)
class RateParts:
    """A rate: which cases it asks about, which of them count for it, and why valid ones are not asked about."""

    name: str
    label: Text
    asked: Condition
    counts: Condition
    unasked: tuple[Exclusion, ...] = field(default_factory=tuple)


def _contact_owed() -> Q:
    answered = Q(contacted_at__isnull=False) | Q(contact_due_at__lt=now()) | Q(state__in=ENDED)
    return Q(contact_due_at__isnull=False) & answered


RATES: dict[str, RateParts] = {
    one.name: one
    for one in (
        RateParts(
            "response",
            pgettext_lazy("rate", "Response"),
            _contact_owed,
            lambda: Q(contacted_at__lte=F("contact_due_at")),
            (
                Exclusion("no_contact", _("Found on the round: nobody to call"), lambda: Q(contact_due_at=None)),
                Exclusion(
                    "contact_not_due",
                    _("Still inside the limit"),
                    lambda: Q(contact_due_at__isnull=False) & ~_contact_owed(),
                ),
            ),
        ),
        RateParts(
            "resolution",
            pgettext_lazy("rate", "Solved"),
            lambda: Q(solved__isnull=False),
            lambda: Q(solved=True),
            (Exclusion("no_answer", _("Not asked yet, or not reached"), lambda: Q(solved__isnull=True)),),
        ),
        RateParts(
            "satisfaction",
            pgettext_lazy("rate", "Satisfied"),
            lambda: Q(rating__isnull=False),
            lambda: Q(rating__gte=TOP_BOXES),
            (Exclusion("no_rating", _("Not rated"), lambda: Q(rating__isnull=True)),),
        ),
        RateParts(
            "on_time",
            pgettext_lazy("rate", "Done in time"),
            lambda: Q(on_time__isnull=False),
            lambda: Q(on_time=True),
            (Exclusion("not_done", _("Not done yet, or without a limit"), lambda: Q(on_time__isnull=True)),),
        ),
        RateParts(
            "settled",
            pgettext_lazy("rate", "Settled in grid or community"),
            lambda: Q(state=State.CLOSED) & ~Q(settled_level=""),
            lambda: Q(settled_level__in=LOCAL_LEVELS),
            (Exclusion("not_closed", _("Not closed yet"), lambda: ~Q(state=State.CLOSED) | Q(settled_level="")),),
        ),
    )
}


def conditions() -> Mapping[str, Q]:
    """Return every part by its name, as `part` takes it."""
    parts = {"received": Q(), "valid": _valid(), "excluded": ~_valid()}
    parts |= {"closed": Q(state=State.CLOSED), "open": ~Q(state__in=ENDED)}
    parts |= {f"excluded:{one.reason}": one.condition() for one in EXCLUSIONS}
    for name, rate in RATES.items():
        asked, counts = rate.asked(), rate.counts()
        parts[f"{name}:numerator"] = _valid() & asked & counts
        parts[f"{name}:denominator"] = _valid() & asked
        parts[f"{name}:missed"] = _valid() & asked & ~counts
        parts[f"{name}:excluded"] = ~(_valid() & asked)
        parts[f"{name}:raw_numerator"] = asked & counts
        parts[f"{name}:raw_denominator"] = asked
        parts |= {f"{name}:{one.reason}": _valid() & one.condition() for one in rate.unasked}
    return parts


def part(name: str) -> Q:
    """Return the condition of one part. Raises: Invalid for a name that is none."""
    found = conditions().get(name)
    if found is None:
        raise Invalid(_("There is no such number. Please open it from the figures."))
    return found
