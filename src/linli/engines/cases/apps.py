"""App registration."""

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "linli.engines.cases"
    label = "cases"

    def ready(self) -> None:
        """Say which events of cases tell somebody."""
        from linli.engines.cases import recipients

        recipients.subscribe()
