"""Signing in: what Linli puts into allauth and axes. Every change of an account goes through the verbs of access."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linli.channels.ui.asking import local_address
from linli.engines.access import public as access
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor, ActorKind
from linli.kernel.errors import Invalid

RECENT_SIGN_IN_SECONDS = 600
SET_UP = "second_factor"  # the account that set one up in this session


def typed_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Return the user name somebody tries, in small letters, so that spelling gives no further tries."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login")
    if not name and request.user.is_authenticated:
        name = request.user.get_username()
    return str(name).strip().lower() if name else None


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, behind a proxy the one the proxy saw."""
    return get_client_ip(request)  # type: ignore[no-any-return]


def locked_out(
    request: HttpRequest, _answer: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Say that too many wrong passwords were tried, and for how many minutes to wait."""
    minutes = minutes_locked(typed_name(request, credentials), client_address(request))
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "account/locked.html", context, status=429)


def minutes_locked(username: str | None, address: str | None) -> int:
    """Return for how many minutes from now nobody can sign in under this name from this address; at least 1."""
    wait: timedelta = get_cool_off() or timedelta()
    tries = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = tries.aggregate(last=Max("attempt_time"))["last"]
    left = wait if last is None else last + wait - clock.now()
    return max(1, -(-int(left.total_seconds()) // 60))


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth with Linli's accounts: residents may sign up, staff get their accounts from an administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the administrator of your area."),
        "enter_current_password": _("Please type your present password."),
        "incorrect_code": _("This code is not right. A code holds for 30 seconds: please type the newest one."),
        "incorrect_password": _("The password is not right."),
        "username_password_mismatch": _("User name or password is not right."),
        "username_taken": _("This user name is taken. Please choose another."),
        "too_many_login_attempts": _("Too many tries. Please wait a quarter of an hour, then try again."),
        "rate_limited": _("Too many tries. Please wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Say whether residents may make an account themselves; reporting needs none."""
        return bool(settings.SIGN_UP_OPEN)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try against the limit of the name, but not one that the lock-out of its address refuses anyway.

        Otherwise a stranger who goes on trying from a locked address would use the limit up for everybody.
        """
        if AxesProxyHandler.is_allowed(request, credentials):
            super().pre_authenticate(request, **credentials)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Hold a user name against the rules before anything is saved."""
        try:
            return str(super().clean_username(access.check_username(username), shallow=shallow))
        except Invalid as error:
            raise ValidationError(str(error.fields["username"])) from error

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002
        user: access.Account,
        form: BaseForm,
        commit: bool = True,  # noqa: ARG002
    ) -> access.Account:
        """Make a resident's account by the verb, and fill the object that allauth holds."""
        given = form.cleaned_data
        made = access.create_account(
            username=given["username"], name=given["username"], password=given["password1"], path="", by=SYSTEM
        )
        _take_over(user, made)
        return user

    def set_password(self, user: access.Account, password: str) -> None:
        """Change one's own password by the verb."""
        saved = access.set_password(account_id=user.pk, password=password, by=_self(user))
        _take_over(user, saved)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again before the second factor is changed, but not just after signing in."""
        return super().is_reauthentication_required(app=app) and not signed_in_recently(self.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to where the person was sent from, or to one's own page."""
        return local_address(request.POST.get("next") or request.GET.get("next"), "/me/")


def _take_over(user: access.Account, saved: access.Account) -> None:
    """Give the object that allauth holds the values of the row as it is now."""
    for column in saved._meta.concrete_fields:  # noqa: SLF001 -- public, despite its name
        setattr(user, column.attname, getattr(saved, column.attname))
    user._state.adding = False  # noqa: SLF001 -- it is in the database now


def _self(user: access.Account) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, name=user.name, account_id=user.pk)


def signed_in_recently(request: HttpRequest) -> bool:
    """Say whether the person typed the password within the last ten minutes."""
    if isinstance(request.user, AnonymousUser):
        return False
    records = request.session.get("account_authentication_methods") or []
    last = max((record.get("at", 0) for record in records), default=0)
    return 0 <= clock.now().timestamp() - float(last) < RECENT_SIGN_IN_SECONDS


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this session was opened, or confirmed since, with a second factor."""
    records = request.session.get("account_authentication_methods") or []
    own = str(request.session.get("account_authentication_methods_user", "")) == str(request.user.pk)
    by_code = own and any(record.get("method") == "mfa" for record in records)
    return by_code or request.session.get(SET_UP) == request.user.pk


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of authenticator apps lie sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Adapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your work needs a second factor; it cannot be switched off."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a key."""
        return access.seal_key(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a key again."""
        return access.open_key(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let people without personal data before them switch their second factor off."""
        return not access.needs_second_factor(authenticator.user_id)
