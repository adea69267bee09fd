"""App registration."""

from django.apps import AppConfig


class Training(AppConfig):
    """Training."""

    name = "linli.programmes.training"
    label = "training"

    def ready(self) -> None:
        """Let names and phones go when nobody needs them any more."""
        from linli.engines.journal.public import on_tick
        from linli.programmes.training import privacy

        on_tick("training.privacy", privacy.erase_old, minutes=60)
