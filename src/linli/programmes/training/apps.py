"""App registration."""

from django.apps import AppConfig


class Training(AppConfig):
    """Training."""

    name = "linli.programmes.training"
    label = "training"

    def ready(self) -> None:
        """Say what courses are called; let names and phones go when nobody needs them any more."""
        from linli.engines.access.public import register_keeper
        from linli.engines.journal.public import on_tick, register_names
        from linli.programmes.training import privacy

        register_keeper("training", privacy.export, privacy.erase, with_account=True)
        register_names("course", "training.Course", name="title")
        on_tick("training.privacy", privacy.erase_old, minutes=60)
