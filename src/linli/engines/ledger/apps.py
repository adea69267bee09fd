"""App registration."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """Ledger."""

    name = "linli.engines.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Seal what was posted, every few minutes."""
        from linli.engines.journal.public import on_tick
        from linli.engines.ledger.verbs.seal import seal_postings

        on_tick("ledger.seal", seal_postings, minutes=5)
