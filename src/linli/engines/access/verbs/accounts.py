"""Accounts: made, changed, closed. What a person may do is not said here but by appointments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.engines.access.manage import require_to_manage
from linli.engines.access.models import Account
from linli.engines.access.policies import may, require_elevated
from linli.engines.access.roles import Role
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed
from linli.kernel.locks import locked_one, write

USERNAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,39}")
CHANGEABLE = {"name": 40, "public_name": 20, "work_phone": 30, "email": 120, "language": 8}


def stream(account_id: int) -> str:
    """Return the journal stream of an account."""
    return f"account:{account_id}"


def check_password(password: str, account: Account | None = None) -> None:
    """Hold a new password against the rules. Raises: Invalid."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from error


def check_username(text: str) -> str:
    """Return a user name as it is kept. Raises: Invalid."""
    username = text.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Invalid(
            fields={"username": _("Letters, digits, Chinese characters, dot, dash, underline; 2 to 40 of them.")}
        )
    return username


def _fields(given: dict[str, str]) -> dict[str, str]:
    clean = {name: value.strip() for name, value in given.items()}
    faults = {name: _("This is too long.") for name, value in clean.items() if len(value) > CHANGEABLE[name]}
    if "name" in clean and not clean["name"]:
        faults["name"] = _("A name is needed.")
    if faults:
        raise Invalid(fields=faults)
    return clean


def _require_to_create(by: Actor, path: str) -> None:
    """Administrators make accounts for their own area; the system makes those of people who sign up themselves."""
    if not path and by.kind is not ActorKind.SYSTEM:
        raise NotAllowed
    if not may(by, Role.ADMINISTRATOR, path):
        raise NotAllowed


def create_account(
    *,
    username: str,
    name: str,
    password: str,
    public_name: str = "",
    work_phone: str = "",
    email: str = "",
    invented: bool = False,
    path: str | None = None,
    temporary: bool = False,
    by: Actor,
) -> Account:
    """Make an account. Without a password nobody can sign in to it until an administrator sets one.

    `path`: the area whose administrators keep the account (default: the widest that `by` administers).
    `temporary`: the password was chosen by somebody else and is to be changed at the first sign-in.
    Raises: Invalid, NotAllowed.
    """
    if path is None:
        path = next(iter(by.paths(Role.ADMINISTRATOR)), "")
    _require_to_create(by, path)
    fields = _fields({"name": name, "public_name": public_name, "work_phone": work_phone, "email": email})
    account = Account(
        username=check_username(username),
        **fields,
        path=path,
        invented=invented,
        created_at=clock.now(),
        password_is_temporary=temporary,
    )
    _set(account, password)
    with write():
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError as error:
            raise Invalid(fields={"username": _("This user name is taken. Please choose another.")}) from error
        journal.record(kind="account.created", stream=stream(account.pk), by=by, path=path, data={"invented": invented})
    return account


@dataclass(frozen=True, slots=True)
class AccountInput:
    """One account of a batch; it has no password until one is set."""

    username: str
    name: str
    public_name: str = ""
    work_phone: str = ""
    email: str = ""
    invented: bool = False


def create_accounts(rows: Sequence[AccountInput], *, by: Actor, path: str = "") -> list[int]:
    """Make many accounts at once, all or none, and return their ids in order. Raises: Invalid, NotAllowed."""
    _require_to_create(by, path)
    made = []
    for row in rows:
        fields = _fields(
            {"name": row.name, "public_name": row.public_name, "work_phone": row.work_phone, "email": row.email}
        )
        account = Account(
            username=check_username(row.username), **fields, path=path, invented=row.invented, created_at=clock.now()
        )
        account.set_unusable_password()
        made.append(account)
    with write():
        try:
            with transaction.atomic():
                Account.objects.bulk_create(made, batch_size=500)
        except IntegrityError as error:
            raise Invalid(
                fields={"username": _("One of these user names is taken already, or stands here twice.")}
            ) from error
        ids = [account.pk for account in made]
        journal.record(kind="account.batch_created", stream="accounts", by=by, path=path, data={"accounts": ids})
    return ids


def _set(account: Account, password: str) -> None:
    if not password:
        account.set_unusable_password()
        return
    check_password(password, account)
    account.set_password(password)
    account.password_changed_at = clock.now()


def change_account(*, account_id: int, by: Actor, large_type: bool | None = None, **fields: str) -> Account:
    """Change names, office phone, office e-mail, language, type size. One's own, or as an administrator.

    Raises: Invalid, NotAllowed, NotFound.
    """
    if unknown := set(fields) - set(CHANGEABLE):
        raise Invalid(fields={name: _("This cannot be changed here.") for name in unknown})
    own = by.account_id == account_id
    if not own or (by.kind is ActorKind.STAFF and set(fields) - {"language"}):
        require_to_manage(by, account_id)
    changes: dict[str, Any] = dict(_fields(fields))
    if large_type is not None:
        changes["large_type"] = large_type
    with write():
        account = locked_one(Account.objects.filter(pk=account_id))
        changed = sorted(name for name, value in changes.items() if getattr(account, name) != value)
        for name in changed:
            setattr(account, name, changes[name])
        if changed:
            account.save(update_fields=changed)
            journal.record(
                kind="account.changed", stream=stream(account_id), by=by, path=account.path, data={"fields": changed}
            )
    return account


def set_password(*, account_id: int, password: str, by: Actor) -> Account:
    """Set a new password: one's own (the channel has asked for the present one), or a temporary one for somebody else.

    All sessions of the account end with it. Raises: Invalid, NotAllowed (not elevated), NotFound.
    """
    own = by.account_id == account_id
    if not own:
        require_to_manage(by, account_id)
        require_elevated(by)
    with write():
        account = locked_one(Account.objects.filter(pk=account_id))
        if not password:
            raise Invalid(fields={"password": _("A password is needed.")})
        if own and account.has_usable_password() and account.check_password(password):
            raise Invalid(fields={"password": _("The new password must differ from the present one.")})
        _set(account, password)
        account.password_is_temporary = not own and by.kind is not ActorKind.SYSTEM
        account.save(update_fields=["password", "password_changed_at", "password_is_temporary"])
        journal.record(
            kind="account.password_set", stream=stream(account_id), by=by, path=account.path, data={"own": own}
        )
    return account


def _set_active(account_id: int, *, active: bool, reason: str, by: Actor) -> Account:
    require_to_manage(by, account_id)
    if by.account_id == account_id:
        raise NotAllowed(_("Nobody closes the own account: ask another administrator."))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Please say why.")})
    with write():
        account = locked_one(Account.objects.filter(pk=account_id))
        if account.is_active != active:
            account.is_active = active
            account.save(update_fields=["is_active"])
            kind = "account.activated" if active else "account.deactivated"
            journal.record(
                kind=kind, stream=stream(account_id), by=by, path=account.path, data={"reason": reason.strip()}
            )
    return account


def deactivate(*, account_id: int, reason: str, by: Actor) -> Account:
    """Close an account: its sessions end at once, its history stays. Raises: Invalid, NotAllowed, NotFound."""
    return _set_active(account_id, active=False, reason=reason, by=by)


def activate(*, account_id: int, reason: str, by: Actor) -> Account:
    """Open a closed account again. Raises: Invalid, NotAllowed, NotFound."""
    return _set_active(account_id, active=True, reason=reason, by=by)
