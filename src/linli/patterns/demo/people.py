"""Invented people: names for staff and residents, and the accounts of the staff."""

import tomllib
from pathlib import Path
from random import Random

from linli.engines.access import public as access
from linli.kernel.actor import SYSTEM

_WORDS = tomllib.loads((Path(__file__).parent / "words" / "people.toml").read_text("utf-8"))
SURNAMES: list[str] = _WORDS["surnames"].split()
GIVEN: list[str] = _WORDS["given"].split()


class Names:
    """Hands out invented names, each once as long as the stock lasts."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"{seed}:names")  # noqa: S311
        self._used: set[str] = set()

    def take(self, surname: str = "") -> str:
        """Return a fresh name."""
        for _attempt in range(40):
            name = (surname or self._random.choice(SURNAMES)) + self._random.choice(GIVEN)
            if name not in self._used:
                break
        self._used.add(name)
        return name


class Roster:
    """Collects the accounts to make, and makes them at once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._rows: list[access.AccountInput] = []
        self._taken: dict[str, int] = {}
        self._ids: list[int] = []
        self.named: dict[str, int] = {}  # sign-ins of the demo to their place in the roster

    def add(
        self, stem: str, title: str = "", *, username: str = "", name: str = "", surname: str = "", phone: str = ""
    ) -> int:
        """Plan an account and return its place in the roster. `title` follows the surname in public: 林师傅."""
        name = name or self.names.take(surname)
        self._taken[stem] = self._taken.get(stem, 0) + 1
        if username:
            self.named[username] = len(self._rows)
        self._rows.append(
            access.AccountInput(
                username=username or f"{stem}{self._taken[stem]:03d}",
                name=name,
                public_name=name[0] + title if title else "",
                work_phone=phone,
                invented=True,
            )
        )
        return len(self._rows) - 1

    def create(self, path: str) -> None:
        """Make all accounts."""
        self._ids = access.create_accounts(self._rows, by=SYSTEM, path=path)

    def account(self, place: int) -> int:
        """Return the id of an account by its place in the roster."""
        return self._ids[place]

    def name(self, place: int) -> str:
        """Return the name of an account."""
        return self._rows[place].name
