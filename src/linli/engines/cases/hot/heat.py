"""How hot an issue is: a formula anybody can check by hand.

heat = (people + square root of support) x recency x rise

people: who reported or joined, each once. support: taps of approval less those against. recency: 1 for a message of
today, half after every 180 days without a new one. rise: 1, plus the part of all people who came in the last 14 days
beyond those of the 14 days before; so at most 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

HALVED_AFTER = 180  # days
RISE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Voice:
    """One message: when, how many people stand behind it, and how much support."""

    at: datetime
    people: int = 1
    support: int = 0


@dataclass(frozen=True, slots=True)
class Heat:
    """The parts of the formula and their product."""

    people: int
    support: int
    recency: float
    rise: float

    @property
    def value(self) -> float:
        """Return the product, to one decimal."""
        return round((self.people + sqrt(max(0, self.support))) * self.recency * self.rise, 1)


def heat_of(voices: Sequence[Voice], moment: datetime) -> Heat:
    """Return the heat at a moment."""
    people = sum(voice.people for voice in voices)
    support = max(0, sum(voice.support for voice in voices))
    last = max(voice.at for voice in voices)
    quiet = max(0.0, (moment - last) / timedelta(days=1))
    lately, before = (_people(voices, moment, turns) for turns in (0, 1))
    rise = 1 + max(0, lately - before) / people if people else 1.0
    return Heat(people, support, round(0.5 ** (quiet / HALVED_AFTER), 3), round(rise, 3))


def _people(voices: Sequence[Voice], moment: datetime, turns: int) -> int:
    """Count the people of a fortnight, counted back from a moment."""
    until = moment - timedelta(days=turns * RISE_DAYS)
    since = until - timedelta(days=RISE_DAYS)
    return sum(voice.people for voice in voices if since < voice.at <= until)
