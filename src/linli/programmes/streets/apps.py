"""App registration."""

from django.apps import AppConfig


class Streets(AppConfig):
    """Adopted streets."""

    name = "linli.programmes.streets"
    label = "streets"
