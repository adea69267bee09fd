"""App registration."""

from django.apps import AppConfig


class Requests(AppConfig):
    """Requests."""

    name = "linli.programmes.requests"
    label = "requests"
