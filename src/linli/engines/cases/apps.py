"""App registration."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "linli.engines.cases"
    label = "cases"
