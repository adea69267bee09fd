"""Pages for what goes wrong: each says what happened, keeps what was typed, and says what to do."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.channels.ui import kept
from linli.channels.ui.asking import referring_page, wants_json
from linli.kernel.errors import Busy, LinliError

FOREIGN = (REASON_BAD_ORIGIN.split("%", maxsplit=1)[0], REASON_BAD_REFERER.split("%", maxsplit=1)[0])


def body_of(error: LinliError) -> dict[str, Any]:
    """Return an error as machines read it."""
    return {
        "code": error.code,
        "message": str(error.message),
        "fields": {name: str(text) for name, text in error.fields.items()},
    }


def refused(request: HttpRequest, error: LinliError) -> HttpResponse:
    """Answer a refusal: what happened, what was typed, and the way back."""
    if wants_json(request):
        return JsonResponse(body_of(error), status=error.status)
    form = kept.typed(request) if request.method == "POST" else None
    context = {
        "error": error,
        "fields": [(name, str(text)) for name, text in error.fields.items()],
        "typed": form,
        "again": form is not None and isinstance(error, Busy) and not form.files,
        "back": referring_page(request),
    }
    if request.headers.get("HX-Request"):
        return _fragment(request, context, error.status)
    return render(request, "ui/error.html", context, status=error.status)


def _fragment(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """Answer a part of a page: the note goes where messages stand, the form with what was typed stays as it is."""
    answer = HttpResponse(render_to_string("ui/parts/refused.html", context, request), status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML show:top"
    return answer


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection has run out: show what was typed, and let the person send it again.

    A form that came from another site can only be looked at: sending it again is not offered.
    """
    if wants_json(request):
        words = _("This page was open for too long. Please load it anew and send again. Nothing is lost.")
        return JsonResponse({"code": "form_expired", "message": words, "fields": {}}, status=403)
    foreign = reason.startswith(FOREIGN) or request.headers.get("Sec-Fetch-Site") == "cross-site"
    form = None if foreign else kept.typed(request)
    if form is not None and not form.fields and not form.files:
        form = None
    context = {"typed": form, "again": form is not None, "foreign": foreign, "back": referring_page(request)}
    return render(request, "ui/form_expired.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    del exception
    if wants_json(request):
        return JsonResponse({"code": "not_found", "message": _("There is nothing here."), "fields": {}}, status=404)
    return render(request, "ui/not_found.html", {"back": referring_page(request)}, status=404)


def refused_by_django(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django itself refuses as malformed or forbidden."""
    status = 403 if type(exception).__name__ == "PermissionDenied" else 400
    error = LinliError(_("This request could not be read. Nothing was changed."))
    error.status = status
    return refused(request, error)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of our own, without asking the database for anything."""
    if wants_json(request):
        return JsonResponse(
            {"code": "broken", "message": _("Something went wrong on our side."), "fields": {}}, status=500
        )
    return HttpResponse(render_to_string("ui/broken.html", {"typed": _typed_safely(request)}), status=500)


def _typed_safely(request: HttpRequest) -> kept.Typed | None:
    try:
        return kept.typed(request) if request.method == "POST" else None
    except (OSError, ValueError, Http404):
        return None
