"""Large type and language: kept in a cookie, without an account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from linli.channels.ui.context import LARGE, SIZE_COOKIE

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def size(request: HttpRequest) -> HttpResponse:
    """Switch between normal and large type, and go back to where the person was."""
    answer = HttpResponseRedirect(came_from(request))
    if request.POST.get("size") == LARGE:
        answer.set_cookie(SIZE_COOKIE, LARGE, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(SIZE_COOKIE, samesite="Lax")
    return answer


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, and go back to where the person was."""
    answer = HttpResponseRedirect(came_from(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return answer


def came_from(request: HttpRequest) -> str:
    """Return the address in this product the person came from, or the home page."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return "/"
