"""App registration."""

from django.apps import AppConfig


class Kernel(AppConfig):
    """Kernel."""

    name = "linli.kernel"
    label = "kernel"
