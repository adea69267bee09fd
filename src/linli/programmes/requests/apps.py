"""App registration."""

from django.apps import AppConfig


class Requests(AppConfig):
    """Requests."""

    name = "linli.programmes.requests"
    label = "requests"

    def ready(self) -> None:
        """Say which long work there is, and forget files that nobody needs any more."""
        from linli.engines.journal import public as journal
        from linli.programmes.requests.bring import BRING, forget_files

        journal.register_job(BRING, "linli.programmes.requests.bringing:run")
        journal.on_tick("requests.files", forget_files, minutes=60)
