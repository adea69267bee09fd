"""What verbs are given, looked at before anything is changed."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from linli.kernel.errors import Invalid

LONGEST = 4000
LONGEST_LIST = 20


def needed(name: str, text: str, *, longest: int = LONGEST) -> str:
    """Return a text that must not be empty. Raises: Invalid."""
    kept = optional(name, text, longest=longest)
    if not kept:
        raise Invalid(fields={name: _("Please write this down in a few words.")})
    return kept


def optional(name: str, text: str | None, *, longest: int = LONGEST) -> str:
    """Return a text without blanks around it. Raises: Invalid when it is too long, or holds what no database keeps."""
    kept = (text or "").replace("\x00", "").strip()
    if len(kept) > longest:
        raise Invalid(
            fields={name: _("This is longer than %(count)d characters. Please shorten it.") % {"count": longest}}
        )
    return kept


def rating(value: int | None) -> int | None:
    """Return a rating of 1 to 5. Raises: Invalid."""
    if value is not None and not 1 <= value <= 5:
        raise Invalid(fields={"rating": _("Please choose from 1 to 5.")})
    return value


def later(name: str, day: date, *, than: date) -> date:
    """Return a day that lies after another. Raises: Invalid."""
    if day <= than:
        raise Invalid(fields={name: _("Please choose a later day.")})
    return day


def listed(name: str, values: Sequence[str]) -> list[str]:
    """Return distinct values in their order, at least one and not too many. Raises: Invalid."""
    kept = list(dict.fromkeys(values))
    if not kept:
        raise Invalid(fields={name: _("Please choose at least one.")})
    if len(kept) > LONGEST_LIST:
        raise Invalid(fields={name: _("At most %(count)d at once.") % {"count": LONGEST_LIST}})
    return kept
