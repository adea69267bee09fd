"""What every request passes: who looks, and what becomes of errors."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from linli.engines.access import public as access
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError

Next = Callable[[HttpRequest], HttpResponseBase]


def _viewer(request: HttpRequest) -> Actor:
    follows = [int(number) for number in request.session.get("followings", [])]
    if not request.user.is_authenticated:
        return access.visitor(follows)
    return access.actor_of(request.user.pk, name=request.user.get_full_name())


class ViewerMiddleware:
    """Set `request.viewer`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class ErrorPages:
    """Turn a refusal into a page, or into JSON for machines."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; leave everything else to Django."""
        if not isinstance(error, LinliError):
            return None
        if request.path.startswith("/api/"):
            body: dict[str, Any] = {"code": error.code, "message": str(error.message), "fields": error.fields}
            return JsonResponse(body, status=error.status)
        return render(request, "ui/error.html", {"error": error, "status": error.status}, status=error.status)
