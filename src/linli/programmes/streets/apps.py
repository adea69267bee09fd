"""App registration."""

from django.apps import AppConfig


class Streets(AppConfig):
    """Adopted streets."""

    name = "linli.programmes.streets"
    label = "streets"

    def ready(self) -> None:
        """Say what stretches are called, and what is kept about people."""
        from linli.engines.access.public import register_keeper
        from linli.engines.journal.public import register_names
        from linli.programmes.streets import privacy

        register_keeper("streets", privacy.export, privacy.erase)
        register_names("street", "streets.Stretch", name="name")
