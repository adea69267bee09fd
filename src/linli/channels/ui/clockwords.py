"""A deadline in words: how long is left, or what is waited for. Colour only repeats it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel import clock

SOON_MINUTES = 4 * 60
HOUR, DAY = 60, 24 * 60
WAITING_FOR_RESIDENT = frozenset({"handled", "checked"})
ENDED = frozenset({"closed", "refused", "merged", "withdrawn"})


@dataclass(frozen=True, slots=True)
class ClockWords:
    """What a clock says, and its tone: calm, soon or late."""

    text: str
    tone: str


def span(minutes: int) -> str:
    """Return a length of time in its largest fitting unit."""
    if minutes < HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 2 * DAY:
        hours = minutes // HOUR
        if hours >= 24:
            return ngettext("%(n)d day", "%(n)d days", 1) % {"n": 1}
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = minutes // DAY
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def deadline_words(due_at: datetime, kind: str = "") -> ClockWords:
    """Say how long is left until a moment, or by how much it has passed."""
    seconds = (due_at - clock.now()).total_seconds()
    if seconds < 0:
        return ClockWords(_("late by %(span)s") % {"span": span(max(1, int(-seconds // 60)))}, "late")
    minutes = max(1, int(seconds // 60))
    if kind == "first_contact" and minutes > HOUR:
        return ClockWords(_("contact within %(span)s") % {"span": span(minutes)}, "calm")
    tone = "soon" if minutes <= SOON_MINUTES else "calm"
    return ClockWords(_("%(span)s left") % {"span": span(minutes)}, tone)


def clock_words(row: object, *, reader: str = "") -> ClockWords:
    """Say what the clock of a case, a row or a task says; without a running clock its state.

    `reader` is empty for colleagues, "resident" for who is asked for an answer, "follower" for a neighbour who waits.
    """
    state = str(getattr(row, "state", "") or "")
    if state in WAITING_FOR_RESIDENT and reader:
        asked = reader == "resident"
        return ClockWords(_("please confirm") if asked else _state_words(row, state), "soon" if asked else "calm")
    due_at = getattr(row, "due_at", None)
    if due_at is None or state in ENDED:
        return ClockWords(_state_words(row, state), "calm")
    words = deadline_words(due_at, _kind(row))
    if reader and words.tone == "late":  # a resident is owed a plain word, not our arithmetic
        return ClockWords(_("taking longer than promised"), "late")
    return words


def _kind(row: object) -> str:
    return str(getattr(row, "clock_kind", "") or getattr(row, "due_kind", "") or "")


def _state_words(row: object, state: str) -> str:
    label = getattr(row, "state_label", None) or ""
    if not label:
        shown = getattr(row, "get_state_display", None)
        label = shown() if callable(shown) else state
    return str(label)
