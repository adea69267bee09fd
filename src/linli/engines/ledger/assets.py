"""What is counted, and the kinds of accounts it is counted on. Three assets that never turn into one another."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

WIDTH = 4       # an account's number leaves its asset when divided by this: the database sees by it what must not mix


class Asset(models.IntegerChoices):
    """What an account holds, always whole."""

    FEN = 1, _("money")
    MINUTES = 2, _("service time")
    POINTS = 3, _("points")


@dataclass(frozen=True, slots=True)
class AccountKind:
    """A kind of account, for example the minutes of a volunteer.

    `floor`: the balance never goes below it; None: it may (the account something is issued from).
    """

    code: str
    asset: Asset
    floor: int | None = 0


_kinds: dict[str, AccountKind] = {}


def declare(kind: AccountKind) -> None:
    """Make a kind of account known, in `AppConfig.ready`. Raises: ValueError when another one has its code."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of account want the code {kind.code!r}")


def kind_of(code: str) -> AccountKind:
    """Return a declared kind. Raises: LookupError."""
    if code not in _kinds:
        raise LookupError(f"no kind of account is declared as {code!r}")
    return _kinds[code]
