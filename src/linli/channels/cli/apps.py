"""App registration."""

from django.apps import AppConfig


class Cli(AppConfig):
    """Cli channel."""

    name = "linli.channels.cli"
    label = "cli"
