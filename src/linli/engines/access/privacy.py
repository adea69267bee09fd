"""What access holds about people, how long, and how it is handed out and erased.

- Account: name, user name, office phone and office e-mail; as long as the account is in use, then as the history needs
  the name of who acted. A resident's account is erased on request.
- Sign-in log (address, browser, time): 400 days, above the six months that the Cybersecurity Law asks for.
- Requests inside elevated sessions: 400 days. Sessions: until they end.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.access.grants import grants_of
from linli.engines.access.manage import require_to_manage
from linli.engines.access.models import Account, ElevatedRequest
from linli.engines.access.verbs.accounts import stream
from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import WrongState
from linli.kernel.locks import locked_one, write

KEEP_LOGS = timedelta(days=400)
BATCH = 500


def export(account_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return what access holds about an account, for the person's own copy."""
    own = Account.objects.filter(pk=account_id)
    columns = ("username", "name", "public_name", "work_phone", "email", "language", "created_at", "last_login")
    names = own.values_list("username", flat=True)
    log = AccessLog.objects.filter(username__in=list(names)).order_by("attempt_time")
    return {
        "account": [dict(row) for row in own.values(*columns)],
        "sign_ins": [dict(row) for row in log.values("attempt_time", "logout_time", "ip_address", "user_agent")],
    }


def erase(account_id: int, *, by: Actor) -> Account:
    """Take everything personal off an account and close it; its number stays where history needs it.

    One's own, or as its administrator. Raises: NotFound, WrongState (it still holds a post).
    """
    if by.account_id != account_id:
        require_to_manage(by, account_id)
    if grants_of(account_id):
        raise WrongState(_("This account still holds a post. End the appointment first."))
    with write():
        account = locked_one(Account.objects.filter(pk=account_id))
        _forget_sign_ins(account.username)
        account.username, account.name, account.is_active = f"gone-{account.pk}", "—", False
        account.public_name = account.work_phone = account.email = ""
        account.set_unusable_password()
        account.save()
        Authenticator.objects.filter(user_id=account.pk).delete()
        journal.record(kind="account.erased", stream=stream(account_id), by=by, path=account.path)
    return account


def _forget_sign_ins(username: str) -> None:
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=username).delete()


def tidy(moment: datetime | None = None) -> int:
    """Remove sessions that have ended and logs older than their time, in small steps; return how many rows went."""
    now = moment or clock.now()
    ended: list[QuerySet[Any]] = [
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - KEEP_LOGS),
        AccessFailureLog.objects.filter(attempt_time__lt=now - KEEP_LOGS),
        AccessLog.objects.filter(attempt_time__lt=now - KEEP_LOGS),
        ElevatedRequest.objects.filter(at__lt=now - KEEP_LOGS),
    ]
    return sum(_remove(rows) for rows in ended)


def _remove(rows: QuerySet[Model]) -> int:
    removed = 0
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with write():
            rows.model._default_manager.filter(pk__in=batch).delete()  # noqa: SLF001 -- Django's public name
        removed += len(batch)
    return removed
