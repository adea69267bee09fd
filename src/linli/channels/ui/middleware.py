"""What every request passes: who looks, and what becomes of refusals."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from linli.channels.ui import errors
from linli.channels.ui.sign_in import has_second_factor
from linli.engines.access import public as access
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import LinliError

Next = Callable[[HttpRequest], HttpResponseBase]
ELEVATED = "elevated"
FOLLOWINGS = "followings"
HELD = "held"


def viewer_of(request: HttpRequest) -> Actor:
    """Return who looks: two queries for somebody signed in, none for a visitor.

    Staff who still owe a second factor or a password of their own are residents until they have done it.
    """
    follows = frozenset(int(number) for number in request.session.get(FOLLOWINGS, ()))
    holds = frozenset(str(key) for key in request.session.get(HELD, ()))
    account = request.user
    if not isinstance(account, access.Account) or not account.is_authenticated:
        return replace(access.visitor(follows), holds=holds)
    elevated = getattr(request, "elevated_session", None) is not None
    actor = access.actor_of(account.pk, name=account.name, second_factor=has_second_factor(request), elevated=elevated)
    if access.lacks_second_factor(actor) or account.password_is_temporary:
        actor = replace(actor, kind=ActorKind.RESIDENT, grants=(), elevated=False)
    return replace(actor, follows=follows, holds=holds)


def _elevated_session(request: HttpRequest) -> access.ElevatedSession | None:
    """Return the elevated session this browser opened, while it runs; log the request in it."""
    number = request.session.get(ELEVATED)
    if number is None or not request.user.is_authenticated:
        return None
    running = access.running_elevation(int(number), int(request.user.pk or 0))
    if running is None:
        del request.session[ELEVATED]
        return None
    access.record_elevated_request(session_id=running.pk, method=request.method or "", address=request.get_full_path())
    return running


class ViewerMiddleware:
    """Sets `request.viewer` (read when first asked for) and `request.elevated_session`; logs requests inside one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.elevated_session = _elevated_session(request)  # type: ignore[attr-defined]
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class ErrorPages:
    """Turns a refusal into a page that keeps what was typed, or into JSON for scripts and machines."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to Django."""
        return errors.refused(request, error) if isinstance(error, LinliError) else None
