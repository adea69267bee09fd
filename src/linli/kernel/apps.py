"""App registration."""

from django.apps import AppConfig


class Kernel(AppConfig):
    """Kernel."""

    name = "linli.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Limit how long every connection waits for a lock."""
        from django.db.backends.signals import connection_created

        from linli.kernel.locks import limit_waiting

        connection_created.connect(limit_waiting, dispatch_uid="kernel.limit_waiting")
