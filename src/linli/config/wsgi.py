"""The WSGI door that granian serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
django.setup(set_prefix=False)

from linli.engines.cases import public as cases  # noqa: E402  Django stands by now

MACHINES = "/api/"
OPENS_A_CASE = "/api/v1/cases"
# what a request with a token needs; sessions, forms, messages and page policies are for people
FOR_MACHINES = (
    "django.middleware.security.SecurityMiddleware",
    "linli.channels.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


class _ForMachines(WSGIHandler):
    """Django's handler with fewer layers."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the layers machines need."""
        every, settings.MIDDLEWARE = settings.MIDDLEWARE, [*FOR_MACHINES]
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = every


_people, _machines = WSGIHandler(), _ForMachines()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request; one that bears a token passes fewer layers."""
    by_machine = environ.get("PATH_INFO", "").startswith(MACHINES) and "HTTP_AUTHORIZATION" in environ
    handler = _machines if by_machine else _people
    if environ.get("REQUEST_METHOD") == "POST" and environ["PATH_INFO"] == OPENS_A_CASE:
        with cases.coming():
            return handler(environ, start_response)
    return handler(environ, start_response)
