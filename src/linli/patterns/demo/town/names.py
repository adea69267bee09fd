"""Invented names of estates, lanes and public places, from words/places.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

_WORDS = tomllib.loads((Path(__file__).parents[1] / "words" / "places.toml").read_text("utf-8"))
LANES: list[str] = _WORDS["lanes"].split()
PUBLIC: dict[tuple[str, str], str] = {(key[0], key[2:]): name for key, name in _WORDS["public"].items()}
SPECIAL: dict[str, str] = _WORDS["special_grids"]
NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """Return 一 ... 十, 十一 ... 九十九."""
    tens, ones = divmod(number, 10)
    if number <= len(NUMERALS):
        return NUMERALS[number - 1]
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")


class EstateNames:
    """Hands out names, none twice."""

    def __init__(self, seed: int) -> None:
        random = Random(f"{seed}:estates")  # noqa: S311
        (always, *firsts), compounds = _WORDS["estates"].split(), _WORDS["compounds"].split()
        random.shuffle(firsts)
        random.shuffle(compounds)
        self._slabs = self._endless([always, *firsts], _WORDS["slab_endings"].split())
        self._towers = self._endless(firsts[::-1], _WORDS["tower_endings"].split())
        self._compounds = iter([f"{name}家属院" for name in compounds])
        self._courts: dict[str, int] = {}
        self._used: set[str] = set()

    @staticmethod
    def _endless(firsts: list[str], lasts: list[str]) -> Iterator[str]:
        for turn in range(9):
            part = "" if turn < len(lasts) else f"{numeral(turn - len(lasts) + 2)}期"
            for number, first in enumerate(firsts):
                yield first + lasts[(number + turn) % len(lasts)] + part

    def take(self, built: str, stem: str, *, village: bool) -> str:
        """Return a fresh name for a block of homes."""
        if built == "court":
            form = f"{stem}村{{}}组" if village else f"{stem}{{}}坊"
            self._courts[form] = self._courts.get(form, 0) + 1
            return form.format(numeral(self._courts[form]))
        source = self._towers if built == "tower" else self._slabs
        name = next(self._compounds, "") if built == "walkup" else ""
        while not name or name in self._used:
            name = next(source)
        self._used.add(name)
        return name
