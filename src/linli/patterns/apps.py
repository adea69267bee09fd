"""App registration."""

from django.apps import AppConfig


class Patterns(AppConfig):
    """Patterns."""

    name = "linli.patterns"
    label = "patterns"
