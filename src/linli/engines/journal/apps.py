"""App registration."""

from django.apps import AppConfig


class Journal(AppConfig):
    """Journal."""

    name = "linli.engines.journal"
    label = "journal"

    def ready(self) -> None:
        """Register the journal's own receivers and repeated tasks."""
        from linli.engines.journal import wiring  # models can be imported only now

        wiring.connect()
