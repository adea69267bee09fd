"""App registration."""

from django.apps import AppConfig


class Api(AppConfig):
    """Api channel."""

    name = "linli.channels.api"
    label = "api"
