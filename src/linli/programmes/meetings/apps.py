"""App registration."""

from django.apps import AppConfig


class Meetings(AppConfig):
    """Joint meetings."""

    name = "linli.programmes.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Say who hears of meetings."""
        from linli.programmes.meetings import telling

        telling.subscribe()
