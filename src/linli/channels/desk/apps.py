"""App registration."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Desk channel."""

    name = "linli.channels.desk"
    label = "desk"
