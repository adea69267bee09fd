"""One's own copy of everything that is held about oneself, and erasing it (Personal Information Protection Law,
articles 45 and 47).

Each engine and programme that keeps something about the person behind an account says so while Django starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linli.engines.access.actors import actor_of
from linli.engines.access.models import Account
from linli.engines.access.privacy import erase, export
from linli.engines.access.verbs.accounts import stream
from linli.engines.journal import public as journal
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed
from linli.kernel.locks import write

ACCOUNT = "account"
Exporting = Callable[[int], Any]                 # account -> what is held, in plain words
Erasing = Callable[[int], int]                   # account -> how many entries


@dataclass(frozen=True, slots=True)
class _Keeper:
    export: Exporting
    erase: Erasing
    with_account: bool


_keepers: dict[str, _Keeper] = {}


def register_keeper(code: str, export: Exporting, erase: Erasing, *, with_account: bool = False) -> None:
    """Say how what is kept about an account is given out and erased.

    `erase` takes a person out of what has ended and leaves what still runs. `with_account`: it is needed as long as
    the account is in use, and goes with it.
    """
    known, new = _keepers.get(code), _Keeper(export, erase, with_account)
    if code == ACCOUNT or known not in {None, new}:
        raise ValueError(f"two keepers are called {code!r}")
    _keepers[code] = new


def erase_messages(account_id: int) -> int:
    """Erase the messages of an account, as its owner."""
    return journal.erase(account_id, by=actor_of(account_id))


def forget_keeper(code: str) -> None:
    """Take a keeper out again (tests)."""
    _keepers.pop(code, None)


def held(viewer: Actor) -> dict[str, int]:
    """Return how many entries each keeper has about the viewer; keepers without any are left out."""
    return {code: number for code, kept in _all_of(_own(viewer)).items() if (number := _count(kept))}


def own_copy(*, by: Actor) -> dict[str, Any]:
    """Return everything that is held about whoever asks, in plain words; that it was taken is written down.

    Raises: NotAllowed for somebody without an account.
    """
    account_id = _own(by)
    with write():
        found = {code: kept for code, kept in _all_of(account_id).items() if _count(kept)}
        path = Account.objects.values_list("path", flat=True).get(pk=account_id)
        journal.record(kind="account.copied", stream=stream(account_id), by=by, path=path)
    return found


def erase_own(*, by: Actor, close_account: bool = False) -> dict[str, int]:
    """Take oneself out of everything that has ended; return how many entries of each keeper.

    What still runs stays until it has ended. `close_account`: messages and the account itself go too.
    Raises: NotAllowed for somebody without an account, WrongState (the account to close still holds a post).
    """
    account_id = _own(by)
    with write():
        asked = {code: one for code, one in _keepers.items() if close_account or not one.with_account}
        gone = {code: number for code, one in asked.items() if (number := one.erase(account_id))}
        path = Account.objects.values_list("path", flat=True).get(pk=account_id)
        data = {"count": sum(gone.values())}
        journal.record(kind="account.data_erased", stream=stream(account_id), by=by, path=path, data=data)
        if close_account:
            erase(account_id, by=by)
    return gone


def _own(by: Actor) -> int:
    if by.account_id is None:
        raise NotAllowed
    return by.account_id


def _all_of(account_id: int) -> dict[str, Any]:
    return {ACCOUNT: export(account_id)} | {code: one.export(account_id) for code, one in _keepers.items()}


def _count(kept: Any) -> int:  # noqa: ANN401 (what a keeper gives out is its own matter)
    if isinstance(kept, dict):
        return sum(len(one) if isinstance(one, list) else bool(one) for one in kept.values())
    return len(kept)
