"""App registration."""

from django.apps import AppConfig


class Access(AppConfig):
    """Access."""

    name = "linli.engines.access"
    label = "access"
