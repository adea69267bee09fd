"""App registration."""

from django.apps import AppConfig


class Access(AppConfig):
    """Access."""

    name = "linli.engines.access"
    label = "access"

    def ready(self) -> None:
        """Tidy up once a day."""
        from linli.engines.access.privacy import tidy
        from linli.engines.journal.public import on_tick

        on_tick("access.tidy", tidy, minutes=24 * 60)
