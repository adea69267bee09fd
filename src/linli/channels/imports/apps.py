"""App registration."""

from django.apps import AppConfig


class Imports(AppConfig):
    """Imports channel."""

    name = "linli.channels.imports"
    label = "imports"
