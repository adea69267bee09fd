"""App registration."""

from django.apps import AppConfig


class Lists(AppConfig):
    """The three lists."""

    name = "linli.programmes.lists"
    label = "lists"
