"""App registration."""

from django.apps import AppConfig


class Ui(AppConfig):
    """Ui channel."""

    name = "linli.channels.ui"
    label = "ui"
