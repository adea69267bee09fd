"""App registration."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Portal channel."""

    name = "linli.channels.portal"
    label = "portal"
