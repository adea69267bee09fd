"""Doors between the channels: where a person starts, what has to be set up first, and whether the house is open."""

from functools import cache
from typing import cast
from urllib.parse import urlencode

from allauth.mfa.totp.views import ActivateTOTPView
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.channels.ui.asking import local_address
from linli.channels.ui.sign_in import SET_UP
from linli.engines.access.public import Account, Role, has_second_factor
from linli.kernel.actor import Actor

STREET_DIGITS = 14  # a path up to this length is a county's or a street's
AT_A_DESKTOP = frozenset(
    {
        Role.DISPATCHER,
        Role.COORDINATOR,
        Role.SUPERVISOR,
        Role.CHECKER,
        Role.FIGURES,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)
ONWARD = "onward"


def channel_of(viewer: Actor) -> str:
    """Return where a person's work lies: the console for streets and county, the desk for the rest of the staff."""
    if any(grant.role in AT_A_DESKTOP and len(grant.path) <= STREET_DIGITS for grant in viewer.grants):
        return "/console/"
    if viewer.paths(Role.ADMINISTRATOR, Role.AUDITOR):
        return "/console/"
    return "/desk/" if viewer.grants else "/"


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send a person to the own channel. The gate has seen to it that nothing is left to be set up."""
    return HttpResponseRedirect(channel_of(cast("Actor", request.viewer)))  # type: ignore[attr-defined]


@never_cache
@require_safe
def case_door(request: HttpRequest, number: str) -> HttpResponse:
    """Open a case from a message in the channel where the person works."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    channel = channel_of(cast("Actor", request.viewer))  # type: ignore[attr-defined]
    return HttpResponseRedirect(f"{channel}case/{number}/" if channel != "/" else f"/c/{number}/")


@never_cache
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed and lead to its set-up, or ask for the code when there is one."""
    account = request.user
    if not isinstance(account, Account):
        return HttpResponseRedirect(reverse("account_login"))
    onward = local_address(request.GET.get("next"), reverse("ui:start"))
    if has_second_factor(account.pk):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}")
    request.session[ONWARD] = onward
    return render(request, "account/second_factor.html", {"onward": onward})


class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """Sets up an authenticator app; its code was typed just now, so this session counts as opened with it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Switch it on and remember it in the session."""
        answer: HttpResponse = super().form_valid(form)
        self.request.session[SET_UP] = self.request.user.pk
        return answer


set_up = SetUp.as_view()


@cache
def _migrated(_process: str) -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say whether this process can serve: the database answers and has the tables of this version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = _migrated("here")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if not ready:
        _migrated.cache_clear()
        return JsonResponse({"status": "not migrated"}, status=503)
    return JsonResponse({"status": "ok"})
