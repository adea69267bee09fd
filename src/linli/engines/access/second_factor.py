"""Keys of authenticator apps: sealed where they lie; taken away when a phone is lost."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from linli.engines.access.manage import require_to_manage
from linli.engines.access.policies import require_elevated
from linli.engines.access.verbs.accounts import stream
from linli.engines.journal import public as journal
from linli.kernel import crypto
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write

PURPOSE = "second-factor"
SEALED = ("secret", "seed")  # what allauth keeps sealed: of the app, of the recovery codes


def seal_key(text: str) -> str:
    """Seal a key for the database."""
    return crypto.seal(text, purpose=PURPOSE)


def open_key(envelope: str) -> str:
    """Open a sealed key."""
    return crypto.unseal(envelope, purpose=PURPOSE)


def has_second_factor(account_id: int) -> bool:
    """Say whether the account has an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).exists())


def reset_second_factor(*, account_id: int, reason: str, by: Actor) -> int:
    """Take the lost second factor off an account; return how many keys went. The next sign-in sets up a new one.

    Raises: Invalid, NotAllowed (not elevated), NotFound.
    """
    account = require_to_manage(by, account_id)
    require_elevated(by)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})
    with write():
        count = int(Authenticator.objects.filter(user_id=account_id).delete()[0])
        journal.record(
            kind="account.second_factor_reset",
            stream=stream(account_id),
            by=by,
            path=account.path,
            data={"reason": reason.strip()[:200]},
        )
    return count


def reseal() -> int:
    """Seal all keys anew with the present key; return how many rows changed."""
    changed = 0
    for row in Authenticator.objects.iterator():
        old = {name: row.data[name] for name in SEALED if name in row.data}
        new = {name: crypto.reseal(value, PURPOSE) for name, value in old.items()}
        if new != old:
            row.data = {**row.data, **new}
            row.save(update_fields=["data"])
            changed += 1
    return changed
