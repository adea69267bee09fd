"""App registration."""

from django.apps import AppConfig


class Journal(AppConfig):
    """Journal."""

    name = "linli.engines.journal"
    label = "journal"
