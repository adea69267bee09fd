"""App registration."""

from django.apps import AppConfig


class Console(AppConfig):
    """Console channel."""

    name = "linli.channels.console"
    label = "console"
