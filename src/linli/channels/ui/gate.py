"""The gate before the desk, the console and one's own page: who comes in, and what has to be done first."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.channels.ui import kept
from linli.channels.ui.asking import referring_page, wants_json
from linli.channels.ui.sign_in import has_second_factor
from linli.engines.access import public as access
from linli.kernel import clock

CLOSED = ("/start/", "/desk/", "/console/", "/me/")
SEEN = "seen_at"
SEEN_EVERY_SECONDS = 60


class Gate:
    """Sends who has to sign in, to change a password or to set up a second factor there, and keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Answer in place of the view, or let the request through."""
        if not request.path.startswith(CLOSED):
            return None
        if request.user.is_authenticated and _idle_too_long(request):
            logout(request)
            messages.info(request, _("You were signed out after a long pause. Nothing you typed is lost."))
        if not request.user.is_authenticated:
            return _sent_to(request, settings.LOGIN_URL)
        if (owed := _owed(request)) is not None:
            return _sent_to(request, owed)
        return None


def _owed(request: HttpRequest) -> str | None:
    """Return the address of what has to be done before work goes on."""
    account = request.user
    if not isinstance(account, access.Account):
        return None
    if account.password_is_temporary or password_is_old(account):
        return reverse("account_change_password")
    if settings.SECOND_FACTOR_FOR_STAFF and not has_second_factor(request) and access.needs_second_factor(account.pk):
        return reverse("ui:second_factor")
    return None


def password_is_old(account: access.Account) -> bool:
    """Say whether the password is older than the rules of this place allow."""
    if not settings.PASSWORD_DAYS:
        return False
    changed = account.password_changed_at or account.created_at
    return clock.now() - changed > timedelta(days=settings.PASSWORD_DAYS)


def _idle_too_long(request: HttpRequest) -> bool:
    """Note that the person is here, and say whether the last time was too long ago."""
    if not settings.STAFF_IDLE_MINUTES:
        return False
    now = int(clock.now().timestamp())
    seen = request.session.get(SEEN, now)
    if now - seen > settings.STAFF_IDLE_MINUTES * 60:
        return True
    if SEEN not in request.session or now - seen >= SEEN_EVERY_SECONDS:
        request.session[SEEN] = now
    return False


def _sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the person to another page first, and back here afterwards. What was typed is kept."""
    if wants_json(request):
        body = {
            "code": "signed_out",
            "message": _("Please sign in, then send it again. Nothing is lost."),
            "fields": {},
        }
        return JsonResponse(body, status=401)
    if request.method == "POST":
        return kept.answer(request, first=address)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": f"{address}?{urlencode({'next': referring_page(request)})}"})
    return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
