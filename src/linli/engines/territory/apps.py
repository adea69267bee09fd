"""App registration."""

from django.apps import AppConfig


class Territory(AppConfig):
    """Territory."""

    name = "linli.engines.territory"
    label = "territory"
