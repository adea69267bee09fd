"""The rooms of the house: every engine and programme that stands in its folder is built in."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]


def rooms(floor: str) -> list[str]:
    """Return the packages of a floor (`engines`, `programmes`) that register themselves with Django, by name."""
    return [f"linli.{floor}.{entry.parent.name}" for entry in sorted((SOURCE / floor).glob("*/apps.py"))]
