"""Danger now: whoever writes of it is told whom to call first. The report is taken in all the same."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.cases.public import CategoryRow

EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class EmergencyWords:
    """Whom to call first, the words that say so, what to do until help comes, and the word of danger that was read."""

    phone: str
    text: str
    advice: str = ""
    word: str = ""

    @property
    def first(self) -> str:
        """Return the words for somebody who is still writing."""
        return _("If somebody is in danger now, please call %(phone)s first.") % {"phone": self.phone}


def emergency_of(text: str, category: CategoryRow | None) -> EmergencyWords | None:
    """Return whom to call at once: by the words of the report, else by its class.

    Where the words speak of a danger only to say that there is none, the class does not say otherwise.
    """
    found = cases.danger_in(text)
    if found.danger is not None:
        row = found.danger.row
        english = get_language() == "en" and row.advice_en
        return _words(row.phone, row.advice_en if english else row.advice, found.danger.word)
    if found.spoken or category is None or category.urgency != EMERGENCY or not category.emergency_phone:
        return None
    return _words(category.emergency_phone)


def _words(phone: str, advice: str = "", word: str = "") -> EmergencyWords:
    text = _("If somebody is in danger now, please call %(phone)s first. We have your report too and act on it.")
    return EmergencyWords(phone, text % {"phone": phone}, advice, word)
