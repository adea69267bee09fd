"""The language of a page: the one a person chose, otherwise Chinese. A browser's own setting is not asked."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

HTML_LANGUAGE = {"zh-hans": "zh-Hans"}


class LanguageMiddleware:
    """Shows Chinese unless a person switched to another language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hold the chosen language during the request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen and chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        if language == translation.get_language():
            answer = self.get_response(request)
        else:
            with translation.override(language):
                answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", HTML_LANGUAGE.get(language, language))
        return answer
