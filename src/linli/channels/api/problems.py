"""Errors as machines read them: always {code, message, fields}."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from linli.channels.ui.errors import body_of
from linli.kernel.errors import LinliError

LAYERS = {"body", "query", "path", "header", "given", "wanted"}


def problem(status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> HttpResponse:
    """Return an error as machines read it."""
    return JsonResponse({"code": code, "message": message, "fields": dict(fields or {})}, status=status)


def refused(_request: HttpRequest, error: LinliError) -> HttpResponse:
    """Answer an expected refusal."""
    return JsonResponse(body_of(error), status=error.status)


def unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer what does not fit the description."""
    fields = {_field(fault["loc"]): str(fault["msg"]) for fault in error.errors}
    return problem(422, "invalid", _("Some of what was sent cannot be used. Look at the fields."), fields)


def unknown(_request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer who sends no token, or none that is valid."""
    given = error.message if error.message != "Unauthorized" else ""
    answer = problem(401, "token", given or _("Send a token: Authorization: Bearer …"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def too_many(_request: HttpRequest, error: Throttled) -> HttpResponse:
    """Answer who asks too often."""
    answer = problem(429, "too_many", _("Too many requests. Please wait a moment."))
    answer["Retry-After"] = str(max(1, int(error.wait or 1)))
    return answer


def other(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what could not be parsed."""
    return problem(error.status_code, "unreadable", _("This request could not be read. Nothing was changed."))


HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (LinliError, refused),
    (ValidationError, unreadable),
    (AuthenticationError, unknown),
    (Throttled, too_many),
    (HttpError, other),
)


def handle_errors(api: NinjaAPI) -> None:
    """Let every error of an API leave it in the same form."""
    for kind, handler in HANDLERS:
        api.add_exception_handler(kind, handler)


def _field(place: tuple[object, ...]) -> str:
    """Return the name of a field from where it was found, without the layers around it."""
    return ".".join(str(part) for part in place if part not in LAYERS) or "body"
