"""App registration."""

from django.apps import AppConfig


class Volunteers(AppConfig):
    """Volunteers."""

    name = "linli.programmes.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        """Declare the accounts, the work of printing, and what the clock does."""
        from linli.programmes.volunteers import wiring  # models can be imported only now

        wiring.connect()
