"""Reads about accounts, tokens and elevated sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from linli.engines.access.grants import grants_of_many
from linli.engines.access.manage import require_to_manage
from linli.engines.access.models import Account, ElevatedRequest, ElevatedSession, Token
from linli.engines.access.policies import COUNTY_DIGITS, within
from linli.engines.access.roles import Role
from linli.engines.territory.public import subtree
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Grant
from linli.kernel.errors import NotFound
from linli.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as an administrator sees it in a list."""

    id: int
    username: str
    name: str
    public_name: str
    work_phone: str
    email: str
    is_active: bool
    last_login: datetime | None
    path: str
    grants: tuple[Grant, ...]


def account_named(username: str) -> int | None:
    """Return the id of the account in use that signs in by this name, however it is typed; None: there is none."""
    wanted = username.strip().lower()
    return Account.objects.filter(username=wanted, is_active=True).values_list("pk", flat=True).first()


def account_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names colleagues see, by account id."""
    return dict(Account.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def public_names(ids: Iterable[int]) -> dict[int, str]:
    """Return what residents call colleagues, by account id; those without such a name are left out."""
    named = Account.objects.filter(pk__in=set(ids)).exclude(public_name="")
    return dict(named.values_list("pk", "public_name"))


def _row(account: Account, grants: tuple[Grant, ...]) -> AccountRow:
    return AccountRow(
        id=account.pk,
        username=account.username,
        name=account.name,
        public_name=account.public_name,
        work_phone=account.work_phone,
        email=account.email,
        is_active=account.is_active,
        last_login=account.last_login,
        path=account.path,
        grants=grants,
    )


def _administered(viewer: Actor) -> Q:
    """Say which accounts an administrator sees: kept in or serving in the administered areas; the county's sees all."""
    paths = viewer.paths(Role.ADMINISTRATOR)
    if viewer.kind is ActorKind.SYSTEM or any(len(path) <= COUNTY_DIGITS for path in paths):
        return Q()
    scope = Q(pk__in=[])
    for path in paths:
        serving = Account.objects.filter(subtree(path, "appointments__path")).values("pk")
        scope |= subtree(path) | Q(pk__in=serving)
    return scope


def find_accounts(text: str, viewer: Actor, *, cursor: str | None = None, size: int = 50) -> Page[AccountRow]:
    """Return the accounts whose name or user name holds the text, of the areas the viewer administers."""
    found = Account.objects.filter(_administered(viewer))
    if words := text.strip():
        found = found.filter(Q(name__contains=words) | Q(username__contains=words.lower()))
    page = paginate(found, order=("name", "id"), cursor=cursor, size=size)
    grants = grants_of_many([account.pk for account in page.items])
    return Page(
        items=[_row(account, grants.get(account.pk, ())) for account in page.items],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def account_for(viewer: Actor, account_id: int) -> AccountRow:
    """Return one account to its administrator or to its owner. Raises: NotFound."""
    if viewer.account_id == account_id:
        account = Account.objects.filter(pk=account_id).first()
        if account is None:
            raise NotFound
        return _row(account, viewer.grants)
    account = require_to_manage(viewer, account_id)
    return _row(account, grants_of_many([account.pk]).get(account.pk, ()))


def tokens(viewer: Actor) -> list[Token]:
    """Return the tokens over the areas the viewer administers, newest first."""
    return list(within(Token.objects.select_related("created_by"), viewer, Role.ADMINISTRATOR).order_by("-id")[:200])


def running_elevation(session_id: int, account_id: int) -> ElevatedSession | None:
    """Return an elevated session if it is this account's and still runs now."""
    return ElevatedSession.objects.filter(
        pk=session_id, account_id=account_id, ended_at__isnull=True, ends__gt=clock.now()
    ).first()


def elevations(viewer: Actor, *, own: bool = False, limit: int = 100) -> list[ElevatedSession]:
    """Return the latest elevated sessions with the number of their requests.

    Auditors and administrators of the county see all of them, everybody else the own ones.
    """
    found = ElevatedSession.objects.select_related("account").annotate(request_count=Count("requests"))
    if own or not _audits(viewer):
        found = found.filter(account_id=viewer.account_id or 0)
    return list(found.order_by("-starts", "-id")[:limit])


def elevated_requests(viewer: Actor, session_id: int) -> list[ElevatedRequest]:
    """Return what was asked for inside one elevated session. Raises: NotFound."""
    session = ElevatedSession.objects.filter(pk=session_id).first()
    if session is None or not (_audits(viewer) or session.account_id == viewer.account_id):
        raise NotFound
    return list(session.requests.order_by("at", "id")[:1000])


def _audits(viewer: Actor) -> bool:
    paths = viewer.paths(Role.AUDITOR, Role.ADMINISTRATOR)
    return viewer.kind is ActorKind.SYSTEM or any(len(path) <= COUNTY_DIGITS for path in paths)
