"""App registration."""

from django.apps import AppConfig


class Streets(AppConfig):
    """Adopted streets."""

    name = "linli.programmes.streets"
    label = "streets"

    def ready(self) -> None:
        """Say what stretches are called."""
        from linli.engines.journal.public import register_names

        register_names("street", "streets.Stretch", name="name")
